import t from 'tap'
import type postgres from 'postgres'
import { seed } from '../../src/migrate/seed.js'
import { testDatabase } from '../support/database.js'
import { testRoles } from '../support/roles.js'

const run = (pid: string) => `
  jsonb_build_object('run_id', gen_random_uuid(), 'environment', 'test', 'scale', 1, 'tool', 't', 'application_name', 't', 'pid', ${pid})`

const begin = async (sql: postgres.Sql, name: string, pid: string) => {
  const described = { name, file: `${name}.sql`, checksum: '0', on_conflict: 'error', in_transaction: false, statements: 3 }
  const [row] = await sql.unsafe<{ id: string }[]>(`select steward_internal.begin_seed(${run(pid)}, $1) as id`, [described as never])
  return row?.id ?? ''
}

const states = async (sql: postgres.Sql) => [...(await sql`
  select name, state from steward_internal.seed_states('test', 1, '[{"name": "a", "checksum": "0"}, {"name": "b", "checksum": "0"}]')`)]

t.test('interrupt_abandoned_seeds() tells the dead from the living, note_seed_progress() how far they came', async (t) => {
  const { sql, connect } = await testDatabase(t)
  t.strictSame(await states(sql), [{ name: 'a', state: 'new' }, { name: 'b', state: 'new' }])
  const alive = connect()
  const dead = await begin(sql, 'a', '1')
  await begin(alive, 'b', 'pg_backend_pid()')
  await sql`select steward_internal.note_seed_progress(${dead}, 2, 50)`
  t.strictSame(await states(sql), [{ name: 'a', state: 'interrupted' }, { name: 'b', state: 'running' }])
  t.strictSame([...(await sql`select * from steward_internal.interrupt_abandoned_seeds() as name`)], [{ name: 'a' }])
  t.strictSame([...(await sql`select * from steward_internal.interrupt_abandoned_seeds() as name`)], [])
  t.strictSame([...(await sql`
    select name, status, statements_done, rows::int, finished_at is not null as is_finished from steward.seed_runs order by id`)], [
    { name: 'a', status: 'interrupted', statements_done: 2, rows: 50, is_finished: true },
    { name: 'b', status: 'started', statements_done: 0, rows: 0, is_finished: false },
  ])
})

t.test('finish_seed() ends a run once', async (t) => {
  const { sql } = await testDatabase(t)
  const id = await begin(sql, 'a', '1')
  await sql`select steward_internal.finish_seed(${id}, 'ok', '{"statements_done": 3, "rows": 7}')`
  t.strictSame([...(await sql`select status, statements_done, rows::int, xid is not null as has_xid from steward.seed_runs`)], [
    { status: 'ok', statements_done: 3, rows: 7, has_xid: true },
  ])
  for (const wrong of [id, '0']) {
    await t.rejects(sql`select steward_internal.finish_seed(${wrong}, 'failed', '{}', '{"sqlstate": "XX000"}')`, {
      code: 'SW018', message: `seed ${wrong} of seed_runs is not being run`,
    })
  }
})

t.test('steward_admin is enough to seed what the role may write; without it nothing is run', async (t) => {
  const db = await testDatabase(t)
  await db.sql`create table countries (code text primary key, id serial)`
  const roles = await testRoles(t, db, { seeder: `login password 'x' in role steward_admin`, stranger: `login password 'x'` })
  await db.admin.unsafe(`
    grant select, insert, update on countries to ${roles.seeder}, ${roles.stranger};
    grant usage, select, update on sequence countries_id_seq to ${roles.seeder}, ${roles.stranger}`).simple()
  const as = (role: string) => {
    const url = new URL(db.url)
    url.username = role
    url.password = 'x'
    return db.connect({ url: url.href, max: 2 })
  }
  const dir = t.testdir({ 'countries.csv': '-- pgsteward: on-conflict update\ncode,id\nDE,7\n' })
  const stranger = as(roles.stranger)
  await t.rejects(seed(stranger, dir), { code: '42501', hint: /grant steward_admin/ })
  const seeder = as(roles.seeder)
  t.strictSame(await seed(seeder, dir), ['countries'])
  t.strictSame(await seed(seeder, dir), [])
  t.strictSame([...(await db.sql`select code, id from countries`)], [{ code: 'DE', id: 7 }])
  t.strictSame([...(await db.sql`select status, role_name from steward.seed_runs order by id`)], [
    { status: 'ok', role_name: roles.seeder }, { status: 'skipped', role_name: roles.seeder },
  ])
})
