import t from 'tap'
import { blindRole, poll, runAndFlush, testDatabase, type TestDatabase } from '../../support/database.js'
import { assertFixes, findings, nothingFound } from '../../support/findings.js'

const check = 'tables_overdue_for_analyze'

/** Runs statements in one session and returns when the changed rows are in the statistics. */
async function counted(db: TestDatabase, statements: string, table: string, modified: number) {
  // ANALYZE sets the counter back at once; what was not flushed before would be added afterwards.
  await runAndFlush(db.sql, statements.split(';\n'))
  await poll(async () => {
    const [row] = await db.sql`
      select pg_stat_get_mod_since_analyze(c.oid)::int as modified from pg_class as c where c.relname = ${table}`
    return row?.modified === modified
  })
}

/** A table with 10,000 rows, analyzed: autovacuum starts an ANALYZE at 50 + 0.1 * 10,000 changes. */
const filled = (name: string, options = 'autovacuum_enabled = off') => `
  create table ${name} (a int) with (${options});
  insert into ${name} select generate_series(1, 10000);
  analyze ${name}`

t.test('finds nothing in a new database', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame(await findings(sql, check), nothingFound)
})

t.test('reports changes at twice the trigger of autovacuum', async (t) => {
  const db = await testDatabase(t)
  await counted(db, `${filled('"Ta ble"')};\n update "Ta ble" set a = 0 where a <= 2098`, 'Ta ble', 2098)
  t.strictSame(await findings(db.sql, check), nothingFound, '2,098 of 1,050')

  await counted(db, 'insert into "Ta ble" values (1), (2)', 'Ta ble', 2100)
  const found = await findings(db.sql, check)
  t.strictSame(found.map(({ evidence, ...row }) => row), [
    {
      status: 'finding',
      severity: 'warning',
      object: 'table public.Ta ble',
      value: 200,
      detail:
        '2,100 rows of table public."Ta ble" have been inserted, updated or deleted since its last ANALYZE, and autovacuum starts one at 1,050.',
      action:
        'Analyze the table now. If it comes back, let autovacuum work more (autovacuum_max_workers, autovacuum_naptime).',
      fix_sql: ['analyze public."Ta ble";'],
    },
  ])
  t.match(found[0]?.evidence, { modified_rows: 2100, analyze_trigger: 1050, last_analyze: /^\d{4}-\d\d-\d\dT/ })
  t.equal((await findings(await blindRole(t, db), check)).length, 1, 'any role can see it')

  await assertFixes(t, db.sql, check, { reversible: false })
})

t.test('is critical at ten times the trigger, by the parameters of the table', async (t) => {
  const db = await testDatabase(t)
  const options = 'autovacuum_enabled = off, autovacuum_analyze_threshold = 0, autovacuum_analyze_scale_factor = 0.05'
  await counted(db, `${filled('busy', options)};\n update busy set a = 0 where a <= 4999`, 'busy', 4999)
  t.match(await findings(db.sql, check), [{ severity: 'warning', value: 999.8 }])
  await counted(db, 'update busy set a = 0 where a = 5000', 'busy', 5000)
  t.match(await findings(db.sql, check), [{ severity: 'critical', value: 1000 }])

  await db.sql`alter table busy set (autovacuum_analyze_threshold = 2500)`
  t.strictSame(await findings(db.sql, check), nothingFound, '5,000 of 3,000')
})

t.test('warns, and no more, about a table with 1,000 changes that has never been analyzed', async (t) => {
  const db = await testDatabase(t)
  await counted(
    db,
    'create table fresh (a int) with (autovacuum_enabled = off);\n insert into fresh select generate_series(1, 999)',
    'fresh', 999,
  )
  t.strictSame(await findings(db.sql, check), nothingFound, 'below 1,000 changes')

  await counted(db, 'insert into fresh values (1)', 'fresh', 1000)
  t.match(await findings(db.sql, check), [
    {
      severity: 'warning',
      value: 2000,
      detail:
        '1,000 rows of table public.fresh have been inserted, updated or deleted since its last ANALYZE, and autovacuum starts one at 50. ' +
        'It has never been vacuumed or analyzed: the planner knows nothing about it.',
      evidence: { last_analyze: null },
    },
  ])
  await db.sql`alter table fresh set (autovacuum_analyze_threshold = 1001)`
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
    `create materialized view summary with (autovacuum_enabled = off) as select generate_series(1, 3000) as a;\n
    analyze summary;\n refresh materialized view summary`,
    'summary', 3000,
  )
  await counted(db, 'analyze child;\n insert into parent select generate_series(1, 3000)', 'child', 3000)
  t.match(await findings(db.sql, check), [
    { object: 'materialized view public.summary', detail: /^3,000 rows of materialized view public.summary have/ },
    { object: 'table public.child' },
  ])
  t.equal((await findings(db.sql, check)).length, 2)
})
