import t from 'tap'
import { install, migrationState, uninstall } from '../../src/install/install.js'
import { manifest } from '../../src/generated/manifest.js'
import { findDrift } from '../../src/install/doctor.js'
import { catalogSnapshot, fingerprints } from '../support/fingerprints.js'
import { testDatabase } from '../support/database.js'

t.test('install, uninstall --purge leaves the catalog as it was', async (t) => {
  const { sql, name } = await testDatabase(t, { empty: true })
  await sql.unsafe(`
    create table app (id int primary key); comment on table app is 'mine';
    alter database ${name} set search_path = "$user", public, app;
    alter database ${name} set work_mem = '8MB';
  `)
  const before = await catalogSnapshot(sql)
  const result = await install(sql)
  t.equal(result.migrations.length, (await migrationState(sql)).applied.length)
  t.not((await catalogSnapshot(sql)).length, before.length)
  await sql`select steward.record_health_check()`
  t.match(await uninstall(sql, { purge: true }), { length: Number })
  t.strictSame(await catalogSnapshot(sql), before)
})

t.test('uninstall without --purge keeps the ledger and can be followed by an install', async (t) => {
  const { sql } = await testDatabase(t, { empty: true })
  await install(sql)
  const installed = await fingerprints(sql)
  await uninstall(sql)
  t.strictSame(await migrationState(sql), { applied: [], pending: (await migrationState(sql)).pending })
  t.ok((await migrationState(sql)).pending.length > 0)
  t.strictSame([...(await sql`select count(*)::int as n from steward_migrations.pgmigrations`)], [{ n: 0 }])
  t.strictSame(await uninstall(sql), [], 'twice is fine')
  await install(sql)
  t.strictSame(await fingerprints(sql), installed)
})

t.test('installing twice changes nothing', async (t) => {
  const { sql } = await testDatabase(t, { empty: true })
  await install(sql)
  const once = await catalogSnapshot(sql)
  t.match(await install(sql), { migrations: [], grants: [], searchPath: null })
  t.strictSame(await catalogSnapshot(sql), once)
})

t.test('ten installs at once all succeed', async (t) => {
  const db = await testDatabase(t, { empty: true })
  const results = await Promise.all(Array.from({ length: 10 }, () => install(db.connect())))
  t.strictSame(results.filter((result) => result.migrations.length > 0).length, 1, 'one of them did the work')
  t.strictSame(await findDrift(db.sql), [])
})

t.test('the schema is appended to the search_path, in last place, unless that is not wanted', async (t) => {
  const db = await testDatabase(t, { empty: true })
  await install(db.sql, { searchPath: false })
  t.match(await db.connect()`show search_path`, [{ search_path: '"$user", public' }])
  const result = await install(db.sql)
  t.strictSame(result.searchPath, { statement: 'search_path = "$user", public, steward', problem: null })
  t.match(await db.connect()`show search_path`, [{ search_path: '"$user", public, steward' }])
  t.resolves(db.connect()`select * from database_health_check()`)
})

t.test('a role that owns nothing but the database can install, without CREATEROLE', async (t) => {
  const db = await testDatabase(t, { empty: true })
  const role = `plain_${db.name}`
  await db.admin.unsafe(`create role ${role} login password 'plain'; alter database ${db.name} owner to ${role}`)
  const url = new URL(db.url)
  url.username = role
  url.password = 'plain'
  const sql = db.connect({ url: url.href })
  t.teardown(async () => {
    await sql.end({ timeout: 1 })
    await db.admin.unsafe(`alter database ${db.name} owner to postgres; reassign owned by ${role} to postgres; drop owned by ${role}; drop role ${role}`)
  })
  const result = await install(sql)
  for (const step of result.roles) t.match(step, { statement: /^(create role|grant) /, problem: /permission denied|must have|must be/ })
  t.strictSame(await findDrift(sql), [])
  t.equal((await sql`select from steward.health_findings() where status = 'error'`).length, 0)
  t.match(await sql`select steward.record_health_check() as id`, [{ id: '1' }])
})

t.test('who may not create schemas is told what to do', async (t) => {
  const db = await testDatabase(t, { empty: true })
  const role = `guest_${db.name}`
  await db.admin.unsafe(`create role ${role} login password 'guest'`)
  const url = new URL(db.url)
  url.username = role
  url.password = 'guest'
  const sql = db.connect({ url: url.href })
  await t.rejects(install(sql), { name: 'UsageError', hint: /grant create on database/ })
  await sql.end({ timeout: 1 })
  await db.admin.unsafe(`drop role ${role}`)
})

t.test('a failing migration leaves nothing behind', async (t) => {
  const { sql } = await testDatabase(t, { empty: true })
  await sql.unsafe('create schema steward_internal')
  await t.rejects(install(sql), { code: '42P06' })
  t.strictSame([...(await sql`select from pg_namespace where nspname = 'steward'`)], [])
  t.match(await migrationState(sql), { applied: [] })
  await sql.unsafe('drop schema steward_internal')
  t.resolves(install(sql), 'and the lock is free again')
})

t.test('an older package refuses a newer database', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`insert into steward_migrations.pgmigrations (name, run_on) values ('29990101000000000_from_the_future', now())`
  await t.rejects(install(sql), {
    name: 'UsageError',
    message: 'the database was installed by another version of pgsteward (migration 29990101000000000_from_the_future)',
    hint: /^Update the npm package/,
  })
})

t.test('doctor names what is missing, changed, extra and not granted', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame(await findDrift(sql), [])
  t.ok(Object.keys(manifest).length > 100)
  await sql.unsafe(`
    drop function steward.get_cache_hit_ratio();
    comment on function steward.steward_version() is 'changed';
    create view steward.mine as select 1 as one;
    grant execute on function steward.error_codes() to public;
    revoke select on steward.settings from steward_reader;
  `)
  t.strictSame((await findDrift(sql)).map((drift) => [drift.object, drift.problem]).sort(), [
    ['function steward.error_codes()', 'changed'],
    ['function steward.get_cache_hit_ratio()', 'missing'],
    ['function steward.steward_version()', 'changed'],
    ['table steward.settings', 'not granted'],
    ['view steward.mine', 'extra'],
  ])
})
