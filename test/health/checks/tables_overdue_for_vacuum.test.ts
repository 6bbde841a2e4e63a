import t from 'tap'
import { blindRole, poll, runAndFlush, serverMajor, testDatabase, type TestDatabase } from '../../support/database.js'
import { findings, nothingFound } from '../../support/findings.js'

// Covers steward_internal.autovacuum_triggers() as well.
const check = 'tables_overdue_for_vacuum'

/** Runs statements in one session and returns when their row counts are in the statistics. */
async function counted(db: TestDatabase, statements: string, table: string, dead: number, inserted: number) {
  // VACUUM sets the counters back at once; what was not flushed before would be added afterwards.
  await runAndFlush(db.sql, statements.split(';\n'))
  await poll(async () => {
    const [row] = await db.sql`
      select pg_stat_get_dead_tuples(c.oid)::int as dead, pg_stat_get_ins_since_vacuum(c.oid)::int as inserted
      from pg_class as c where c.relname = ${table}`
    return row?.dead === dead && row?.inserted === inserted
  })
}

/** A table with 10,000 rows, vacuumed and analyzed: autovacuum starts at 50 + 0.2 * 10,000 dead rows. */
const filled = (name: string, options = 'autovacuum_enabled = off', rows = 10000) => `
  create table ${name} (a int) with (${options});
  insert into ${name} select generate_series(1, ${rows});
  vacuum analyze ${name}`

t.test('finds nothing in a new database', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame(await findings(sql, check), nothingFound)
})

t.test('reports dead rows at twice the trigger of autovacuum', async (t) => {
  const db = await testDatabase(t)
  await counted(db, `${filled('"Ta ble"')};\n delete from "Ta ble" where a <= 4098`, 'Ta ble', 4098, 0)
  t.strictSame(await findings(db.sql, check), nothingFound, '4,098 of 2,050')

  await counted(db, 'delete from "Ta ble" where a in (4099, 4100)', 'Ta ble', 4100, 0)
  const expected = {
    status: 'finding',
    severity: 'warning',
    object: 'table public.Ta ble',
    value: 200,
    detail: 'Table public."Ta ble" has 4,100 dead rows, and autovacuum starts at 2,050.',
    action:
      'Vacuum the table now. If it comes back, end what holds old rows back, or let autovacuum work more (autovacuum_max_workers, autovacuum_vacuum_cost_limit).',
    fix_sql: ['vacuum (analyze) public."Ta ble";'],
  }
  const found = await findings(db.sql, check)
  t.strictSame(found.map(({ evidence, ...row }) => row), [expected])
  t.match(found[0]?.evidence, {
    dead_rows: 4100, dead_trigger: 2050, inserted_rows: 0, last_vacuum: /^\d{4}-\d\d-\d\dT/,
  })
  t.equal((await findings(await blindRole(t, db), check)).length, 1, 'any role can see it')

  await db.sql.unsafe(found[0]?.fix_sql?.[0] ?? '')
  await poll(async () => (await findings(db.sql, check))[0]?.status === 'ok')
  t.strictSame(await findings(db.sql, check), nothingFound, 'the fix is right')
})

t.test('is critical at ten times the trigger', async (t) => {
  const db = await testDatabase(t)
  const options = 'autovacuum_enabled = off, autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0.05'
  await counted(db, `${filled('busy', options)};\n delete from busy where a <= 4999`, 'busy', 4999, 0)
  t.match(await findings(db.sql, check), [{ severity: 'warning', value: 1000 - 0.2 }])
  await counted(db, 'delete from busy where a = 5000', 'busy', 5000, 0)
  t.match(await findings(db.sql, check), [{ severity: 'critical', value: 1000 }])
})

t.test('honours a higher threshold of the table, and leaves out small tables', async (t) => {
  const db = await testDatabase(t)
  const calm = 'autovacuum_enabled = off, autovacuum_vacuum_threshold = 4000'
  await counted(db, `${filled('calm', calm)};\n delete from calm`, 'calm', 10000, 0)
  await counted(db, `${filled('small', undefined, 999)};\n delete from small`, 'small', 999, 0)
  t.strictSame(await findings(db.sql, check), nothingFound)

  await db.sql`alter table calm set (autovacuum_vacuum_threshold = 3000)`
  t.match(await findings(db.sql, check), [{ object: 'table public.calm', value: 200 }])

  await counted(db, 'insert into small values (1);\n delete from small', 'small', 1000, 1)
  t.match((await findings(db.sql, check))[1], { object: 'table public.small', value: 400 })
})

t.test('reports inserted rows against the insert trigger', async (t) => {
  const db = await testDatabase(t)
  await counted(db, `${filled('log')};\n insert into log select generate_series(1, 9999)`, 'log', 0, 9999)
  t.strictSame(await findings(db.sql, check), nothingFound, 'below 10,000 rows')

  await counted(db, 'insert into log values (1)', 'log', 0, 10000)
  t.match(await findings(db.sql, check), [
    {
      severity: 'warning',
      object: 'table public.log',
      // 1,000 + 0.2 * 10,000
      value: 333.3,
      detail: 'Table public.log has 10,000 rows inserted since its last VACUUM, and autovacuum starts at 3,000.',
      evidence: { inserted_rows: 10000, insert_trigger: 3000 },
    },
  ])

  await db.sql`alter table log set (autovacuum_vacuum_insert_scale_factor = 0.4, autovacuum_vacuum_insert_threshold = 999)`
  t.match(await findings(db.sql, check), [{ value: 200, evidence: { insert_trigger: 4999 } }])
  await db.sql`alter table log set (autovacuum_vacuum_insert_threshold = -1)`
  t.strictSame(await findings(db.sql, check), nothingFound, 'inserts do not start autovacuum')
})

t.test('scales the insert trigger by the pages that are not frozen, where the server does', async (t) => {
  const db = await testDatabase(t)
  const statements = `${filled('log')};\n vacuum (freeze) log;\n insert into log select generate_series(1, 10000)`
  await counted(db, statements, 'log', 0, 10000)
  t.match(await findings(db.sql, check), [
    serverMajor() >= 18 ? { value: 1000, evidence: { insert_trigger: 1000 } } : { value: 333.3, evidence: { insert_trigger: 3000 } },
  ])
})

t.test('caps the trigger where the server has autovacuum_vacuum_max_threshold', async (t) => {
  const db = await testDatabase(t)
  if (serverMajor() < 18) return t.comment('the setting came with PostgreSQL 18')
  const options = 'autovacuum_enabled = off, autovacuum_vacuum_max_threshold = 1000'
  await counted(db, `${filled('capped', options)};\n delete from capped where a <= 2000`, 'capped', 2000, 0)
  t.match(await findings(db.sql, check), [{ value: 200, evidence: { dead_trigger: 1000 } }])
  await db.sql`alter table capped set (autovacuum_vacuum_max_threshold = -1)`
  t.strictSame(await findings(db.sql, check), nothingFound)
})

t.test('reports the worse of the two counts', async (t) => {
  const db = await testDatabase(t)
  const statements = `${filled('both')};\n
    delete from both where a <= 6150;\n insert into both select generate_series(1, 10000)`.replaceAll('both', '"both"')
  await counted(db, statements, 'both', 6150, 10000)
  t.match(await findings(db.sql, check), [{ value: 333.3, detail: /10,000 rows inserted/ }])
  await db.sql`alter table "both" set (autovacuum_vacuum_insert_threshold = 1100)`
  t.match(await findings(db.sql, check), [{ value: 322.6 }])
  await db.sql`alter table "both" set (autovacuum_vacuum_threshold = 0)`
  t.match(await findings(db.sql, check), [{ value: 322.6 }])
  await db.sql`alter table "both" set (autovacuum_vacuum_insert_threshold = 2000)`
  t.match(await findings(db.sql, check), [{ value: 307.5, detail: /6,150 dead rows/ }])
})

t.test('warns, and no more, about a table that has never been analyzed', async (t) => {
  const db = await testDatabase(t)
  await counted(
    db,
    `create table fresh (a int) with (autovacuum_enabled = off);\n insert into fresh select generate_series(1, 10000)`,
    'fresh', 0, 10000,
  )
  t.match(await findings(db.sql, check), [
    {
      severity: 'warning',
      value: 1000,
      detail:
        'Table public.fresh has 10,000 rows inserted since its last VACUUM, and autovacuum starts at 1,000. ' +
        'It has never been vacuumed or analyzed, so autovacuum takes it for an empty one.',
      evidence: { last_vacuum: null },
    },
  ])
  await db.sql`alter table fresh set (autovacuum_vacuum_insert_threshold = 10010)`
  t.strictSame(await findings(db.sql, check), nothingFound, 'not yet due')
})

t.test('sees materialized views and partitions, and not their parents', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create table parent (a int) partition by range (a);
    create table child partition of parent for values from (0) to (100000) with (autovacuum_enabled = off);
  `)
  await counted(
    db,
    `create materialized view summary with (autovacuum_enabled = off) as select generate_series(1, 10000) as a;\n
    analyze summary;\n refresh materialized view summary`,
    'summary', 0, 10000,
  )
  await counted(db, 'analyze child;\n insert into parent select generate_series(1, 10000)', 'child', 0, 10000)
  const found = await findings(db.sql, check)
  t.strictSame(found.map(({ object }) => object), ['materialized view public.summary', 'table public.child'])
  t.match(found[0], {
    detail: /^Materialized view public.summary has 10,000 rows inserted/,
    fix_sql: ['vacuum (analyze) public.summary;'],
  })
})

t.test('leaves out a table that is being vacuumed', async (t) => {
  const db = await testDatabase(t)
  // It takes a minute at the least, and is cancelled.
  await counted(db, `${filled('busy', undefined, 150000)};\n delete from busy`, 'busy', 150000, 0)
  t.equal((await findings(db.sql, check))[0]?.status, 'finding')

  const session = db.connect()
  await session.unsafe('set vacuum_cost_delay = 100; set vacuum_cost_limit = 1')
  const running = session`vacuum busy`.execute()
  const stopped = t.rejects(running, { code: '57014' })
  await poll(async () => (await db.sql`select from pg_stat_progress_vacuum where relid = 'busy'::regclass`).length > 0)
  t.strictSame(await findings(db.sql, check), nothingFound)
  await db.sql`
    select pg_cancel_backend(pid) from pg_stat_progress_vacuum where relid = 'busy'::regclass`
  await stopped
})
