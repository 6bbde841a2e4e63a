import t from 'tap'
import { testDatabase } from '../support/database.js'
import { findings } from '../support/findings.js'
import { endSessions, isBlocked, openSession } from '../support/sessions.js'

t.test('ending_advice() knows who must not be ended, and what is left of the others', async (t) => {
  const { sql } = await testDatabase(t)
  const advice = async (type: string, query: string | null, { state = 'active', application = '', leader = null as number | null, waits = false } = {}) =>
    (await sql<{ advice: string | null }[]>`
      select steward_internal.ending_advice(7, ${leader}, ${type}, ${application}, ${state}, ${query}, ${waits}) as advice`)[0]?.advice ?? null
  const client = 'client backend'
  const cases: [string, Promise<string | null>, RegExp | null][] = [
    ['wraparound', advice('autovacuum worker', 'autovacuum: VACUUM public.a (to prevent wraparound)'), /^Leave it: it prevents the wraparound/],
    ['autovacuum', advice('autovacuum worker', 'autovacuum: VACUUM ANALYZE public.a'), /^Leave it: it gives way by itself/],
    ['a client that only talks of it', advice(client, "select 'autovacuum: VACUUM a (to prevent wraparound)'"), null],
    ['walsender', advice('walsender', 'START_REPLICATION SLOT "s" LOGICAL 0/0'), /^Leave it: it feeds a standby/],
    ['apply worker', advice('logical replication worker', null), /disable its subscription/],
    ['parallel worker', advice('parallel worker', 'select 1', { leader: 42 }), /parallel worker of pid 42/],
    ['checkpointer', advice('checkpointer', null), /^Leave it: it is a process of the server/],
    ['create index', advice(client, 'CREATE UNIQUE INDEX CONCURRENTLY i ON a (b)'), /leaves an invalid index/],
    ['with a comment', advice(client, '/* job 7 */ create index concurrently on a (b)'), /select pg_cancel_backend\(7\);\), it leaves an invalid index/],
    ['reindex', advice(client, 'reindex (verbose) table concurrently a'), /leaves an invalid index/],
    ['drop index', advice(client, 'drop index concurrently i'), /repeat the DROP/],
    ['detach', advice(client, 'alter table a detach partition b concurrently'), /FINALIZE/],
    ['validate', advice(client, 'alter table a validate constraint c'), /blocks neither reads nor writes/],
    ['vacuum', advice(client, 'VACUUM (VERBOSE) a'), /^Let it finish if you can: it is maintenance/],
    ['vacuum that waits', advice(client, 'vacuum full a', { waits: true }), /^It only waits for the lock of a table, and has done nothing there yet: cancel it \(select pg_cancel_backend\(7\);\)/],
    ['an update that waits', advice(client, 'update a set b = 1', { waits: true }), null],
    ['refresh', advice(client, 'refresh materialized view concurrently m'), /^Let it finish if you can/],
    ['ours', advice(client, 'CALL steward.run_database_maintenance()'), /maintenance of pgsteward/],
    ['pg_dump', advice(client, 'begin', { application: 'pg_dump', state: 'idle in transaction' }), /it is a backup/],
    ['an idle session after a VACUUM', advice(client, 'vacuum a', { state: 'idle in transaction' }), null],
    ['select', advice(client, 'select * from vacuum'), null],
    ['hidden', (async () => (await sql`select steward_internal.ending_advice(7, null, null, 'psql', null, null) as advice`)[0]?.['advice'] as null)(), null],
  ]
  for (const [title, given, wanted] of cases) {
    const text = await given
    if (wanted === null) t.equal(text, null, title)
    else t.match(text, wanted, title)
    if (text !== null) t.notMatch(text, /pg_terminate_backend/, `${title}: nothing is torn down`)
  }
})

t.test('the checks of sessions give it: a CREATE INDEX CONCURRENTLY that blocks, and one that waits', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe('create table busy (a int)')
  const [writer, builder, ddl] = [await openSession(db), await openSession(db), await openSession(db)]
  endSessions(t, db, writer, builder, ddl)
  await db.sql`select from steward.configure_health_check('blocked_sessions', warning => 0.1)`
  await db.sql`select from steward.configure_health_check('ddl_lock_queue', warning => 0.1)`
  await db.sql`select from steward.configure_health_check('long_queries', warning => 0.1)`
  await db.admin`grant pg_read_all_stats to app`
  await writer.sql.unsafe('begin; insert into busy values (1)').simple()
  builder.start('create index concurrently busy_a on busy (a)')
  await isBlocked(db, builder)
  ddl.start('alter table busy add column b int')
  await isBlocked(db, ddl, 0.2)
  const actions = async (check: string): Promise<Record<string, string | null>> =>
    Object.fromEntries((await findings(db.sql, check)).filter(({ status }) => status === 'finding').map(({ object, action }) => [object ?? '', action]))
  const kept = /^Let it finish: it blocks no writes\. If it has to go \(select pg_cancel_backend\(\d+\);\), it leaves an invalid index/
  t.match((await actions('long_queries'))[`session pid ${builder.pid}`], kept)
  const queue = (await actions('ddl_lock_queue'))[`session pid ${ddl.pid}`] ?? ''
  t.match(queue, new RegExp(`^Cancel it and repeat it with a short lock_timeout: select pg_cancel_backend\\(${ddl.pid}\\); ` +
    `Or end what it waits for: select pg_terminate_backend\\(${writer.pid}\\); Pid ${builder.pid}: Let it finish`))
  t.notMatch(queue, `pg_terminate_backend(${builder.pid})`)
  t.match((await actions('blocked_sessions'))[`session pid ${writer.pid}`], /^Let its application commit, or end the session/, 'a session like others')
})

t.test('long_queries does not call lost what a statement that waits for its lock has not done', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe('create table busy (a int)')
  const [writer, vacuum] = [await openSession(db), await openSession(db)]
  endSessions(t, db, writer, vacuum)
  await db.sql`select from steward.configure_health_check('long_queries', warning => 0)`
  await db.admin`grant pg_read_all_stats to app`
  await writer.sql.unsafe('begin; insert into busy values (1)').simple()
  vacuum.start('vacuum full busy')
  await isBlocked(db, vacuum)
  const row = (await findings(db.sql, 'long_queries')).find(({ object }) => object === `session pid ${vacuum.pid}`)
  t.equal(row?.action, `It only waits for the lock of a table, and has done nothing there yet: cancel it (select pg_cancel_backend(${vacuum.pid});) ` +
    'if others wait behind it, and repeat it later.')
})
