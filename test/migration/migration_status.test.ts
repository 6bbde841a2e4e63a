import t from 'tap'
import { testDatabase } from '../support/database.js'
import { testRoles } from '../support/roles.js'

const files = (...names: string[]) => names.map((name, position) => ({ name, position, checksum: `of ${name}`, is_repeatable: name === 'r' }))

type Db = Awaited<ReturnType<typeof testDatabase>>

async function withLedger(t: Parameters<typeof testDatabase>[0], ...applied: string[]): Promise<Db> {
  const db = await testDatabase(t)
  await db.sql`create table public.pgmigrations (id serial primary key, name varchar(255) not null, run_on timestamp not null)`
  for (const name of applied) await db.sql`insert into public.pgmigrations (name, run_on) values (${name}, '2026-05-05 12:00')`
  return db
}

const log = (db: Db, row: Record<string, unknown>) => db.sql`
  insert into steward.migration_log ${db.sql({
    run_id: '00000000-0000-0000-0000-000000000000', ledger: 'public.pgmigrations', direction: 'up', status: 'ok', tool: 'test',
    started_at: '2026-05-05 11:59:58Z', finished_at: '2026-05-05 12:00Z', actor: 'somebody', ...row,
  })}`

const status = async (db: Db, ...names: string[]) => [
  ...(await db.sql`select name, state, problem from steward.migration_status(files => ${db.sql.json(files(...names))})`),
]

t.test('nothing is known in a new database', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame([...(await sql`select * from steward.migration_status()`)], [])
})

t.test('a whole row', async (t) => {
  const db = await withLedger(t, 'a')
  await log(db, { name: 'a', checksum: 'of a' })
  await db.sql`set timezone = 'UTC'`
  t.strictSame([...(await db.sql`select * from steward.migration_status(files => ${db.sql.json(files('a'))})`)], [{
    name: 'a', state: 'applied', applied_at: new Date('2026-05-05T12:00:00Z'), last_direction: 'up', last_status: 'ok', last_at: new Date('2026-05-05T12:00:00Z'),
    duration: '00:00:02', actor: 'somebody', checksum: 'of a', applied_checksum: 'of a', problem: null,
  }])
})

t.test('each state, in the order of the files', async (t) => {
  const db = await withLedger(t, 'gone', 'a', 'changed', 'r', 'unlogged')
  await log(db, { name: 'a', checksum: 'of a' })
  await log(db, { name: 'changed', checksum: 'another' })
  await log(db, { name: 'r', checksum: 'another' })
  await log(db, { name: 'failed', status: 'failed', sqlstate: '22012', message: 'division by zero' })
  await log(db, { name: 'stopped', status: 'interrupted' })
  await log(db, { name: 'dead', status: 'started', finished_at: null, pid: 1, backend_start: '2026-05-05' })
  await log(db, { name: 'running', status: 'started', finished_at: null })
  // The driver would cut its microseconds off.
  await db.sql`
    update steward.migration_log as l set pid = s.pid, backend_start = s.backend_start
    from pg_stat_activity as s where s.pid = pg_backend_pid() and l.name = 'running'`
  t.strictSame(await status(db, 'late', 'a', 'changed', 'r', 'unlogged', 'failed', 'stopped', 'dead', 'running', 'next'), [
    { name: 'gone', state: 'missing', problem: 'It is applied, and there is no file.' },
    { name: 'late', state: 'out_of_order', problem: 'A later one is applied already.' },
    { name: 'a', state: 'applied', problem: null },
    { name: 'changed', state: 'modified', problem: 'The file is another than the one that was applied.' },
    { name: 'r', state: 'pending', problem: null },
    { name: 'unlogged', state: 'applied', problem: null },
    { name: 'failed', state: 'failed', problem: 'division by zero (SQLSTATE 22012)' },
    { name: 'stopped', state: 'interrupted', problem: 'Its session was gone before it said how it ended.' },
    { name: 'dead', state: 'interrupted', problem: 'Its session was gone before it said how it ended.' },
    { name: 'running', state: 'running', problem: null },
    { name: 'next', state: 'pending', problem: null },
  ])
})

t.test('only the last word counts', async (t) => {
  const db = await withLedger(t, 'again')
  for (const row of [
    { name: 'again', checksum: 'of old' }, { name: 'again', direction: 'down' }, { name: 'again', checksum: 'of again' },
    { name: 'reverted', checksum: 'of old' }, { name: 'reverted', direction: 'down' },
    { name: 'rehearsed', status: 'failed', sqlstate: '22012' }, { name: 'rehearsed' }, { name: 'rehearsed', direction: 'down' }, { name: 'rehearsed', status: 'rolled_back' },
  ]) await log(db, row)
  t.strictSame((await status(db, 'again', 'reverted', 'rehearsed')).map((row) => [row['name'], row['state']]), [
    ['again', 'applied'], ['reverted', 'pending'], ['rehearsed', 'pending'],
  ])
})

t.test('without files it reads those that the last run found, and another ledger is another history', async (t) => {
  const db = await withLedger(t, 'a')
  await db.sql`select steward_internal.record_migration_files('public.pgmigrations', ${db.sql.json(files('a', 'b').map((file) => ({ ...file, file: '', has_down: true })))})`
  t.strictSame([...(await db.sql`select name, state from steward.migration_status()`)], [{ name: 'a', state: 'applied' }, { name: 'b', state: 'pending' }])
  await db.sql.unsafe('create schema other; create table other."Led ger" (id int, name text, run_on timestamp); insert into other."Led ger" values (1, $$x$$, now())').simple()
  t.strictSame([...(await db.sql`select name, state from steward.migration_status('other."Led ger"')`)], [{ name: 'x', state: 'missing' }])
})

t.test('a reader needs SELECT on the ledger and no more', async (t) => {
  const db = await withLedger(t, 'a')
  const { reader } = await testRoles(t, db, { reader: 'in role steward_reader' })
  await db.admin.unsafe(`grant select on public.pgmigrations to ${reader}`)
  const rows = await db.admin.begin(async (tx) => {
    await tx.unsafe(`set local role ${reader}`)
    return tx`select name, state from steward.migration_status(files => ${tx.json(files('a'))})`
  })
  t.strictSame([...rows], [{ name: 'a', state: 'applied' }])
})
