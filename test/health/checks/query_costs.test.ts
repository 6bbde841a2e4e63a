import t from 'tap'
import { blindRole, preloads, testDatabase } from '../../support/database.js'
import { assertFixes, findings, nothingFound, registration, undos } from '../../support/findings.js'
import { observe, timeless, workload } from '../../support/history.js'

const skip = preloads('pg_stat_statements') ? (false as const) : 'pg_stat_statements is not preloaded'
const db = await testDatabase(t)
const { sql } = db

const shapes = [
  'block_heavy_queries', 'chatty_queries', 'dominant_queries', 'jit_overhead', 'low_hit_queries',
  'queries_returning_many_rows', 'spilling_queries', 'wal_heavy_queries',
]

/** The start of the snapshots, ten hours ago, as the findings write it. */
const finding = (id: number, query: string, calls: number, ms: number) => ({
  status: 'finding',
  object: `query ${id}`,
  fix_sql: null,
  evidence: { query, calls, total_ms: ms, since: '<time>' },
})

t.test('without a snapshot the checks of queries say what they need', async (t) => {
  for (const check of shapes) {
    t.match(await findings(sql, check), [
      { status: 'skipped', object: null, action: 'select steward.capture_statistics();', evidence: { reason: 'history' } },
    ], check)
  }
})

t.test('with a snapshot they find nothing in a new database', { skip }, async (t) => {
  await observe(sql, 10)
  for (const check of shapes) t.strictSame(await findings(sql, check), nothingFound, check)
})

t.test('within a health check pg_stat_statements is read once, and never an old answer given', { skip }, async (t) => {
  await observe(sql, 10)
  await sql.begin(async (tx) => {
    const reports = async () => (await tx`select from steward.health_findings(checks => '{dominant_queries}') where status = 'finding'`).length
    t.equal(await reports(), 0)
    await tx`insert into steward_internal.statements values (1, 'app'::regrole, true, 'select 1', now(), '{}')`
    await tx`
      insert into steward_internal.statement_changes (snapshot_id, queryid, userid, toplevel, changes)
      select max(id), 1, 'app'::regrole, true, '{10,9000000,0,0,0,0,0,0,0,0}' from steward.statistics_snapshots`
    t.equal(await reports(), 1)
  })
})

t.test('dominant_queries names what took a third of the time, and warns when it keeps half a CPU busy', { skip }, async (t) => {
  await observe(sql, 10)
  const action = 'Look at its plan with EXPLAIN (ANALYZE, BUFFERS), and at whether all of its calls are needed.'
  await workload(sql, {
    'select  heavy': { calls: 1000, ms: 6_000_000 },
    'select light': { calls: 1000, ms: 3_000_000 },
    'vacuum (analyze)': { calls: 1, ms: 5_000_000 },
    'select steward.health_findings()': { calls: 1, ms: 1_000_000 },
  })
  // What the test itself took since the snapshot is part of all.
  const dominant = (await timeless(sql, 'dominant_queries')).map((row) => ({ ...row, detail: row.detail.replace(/ of 04:10:[0-5]\d;/, ' of <time>;') }))
  t.strictSame(dominant, [
    {
      ...finding(1, 'select heavy', 1000, 6_000_000), severity: 'info', value: 40, action,
      detail: 'It took 40.0 % of the time of all queries, 01:40:00 of <time>; 1000 calls since <time>: select heavy',
    },
  ])
  await workload(sql, { 'select heavy': { calls: 1000, ms: 18_100_000 } })
  t.match(await findings(sql, 'dominant_queries'), [{ severity: 'warning', value: 100 }])
  await workload(sql, { 'select heavy': { calls: 1000, ms: 359_000 } })
  t.strictSame(await findings(sql, 'dominant_queries'), nothingFound, 'less than 1 % of the time is nothing')
  await workload(sql, { 'vacuum heavy': { calls: 1000, ms: 9_000_000 } })
  t.strictSame(await findings(sql, 'dominant_queries'), nothingFound)
})

t.test('spilling_queries names what writes a gigabyte an hour to temporary files', { skip }, async (t) => {
  await observe(sql, 10)
  const blocks = (gigabytes: number) => gigabytes * 131072
  await workload(sql, {
    'select sorted': { calls: 10, ms: 50_000, tempWritten: blocks(20) },
    'select almost': { calls: 10, ms: 50_000, tempWritten: blocks(9) },
    'create index on t (a)': { calls: 10, ms: 50_000, tempWritten: blocks(90) },
  })
  t.strictSame(await timeless(sql, 'spilling_queries').then(roughly), [
    {
      ...finding(1, 'select sorted', 10, 50_000), severity: 'warning', value: 2_150_000_000,
      detail: 'It wrote 20 GB to temporary files, 2048 MB per call; 10 calls since <time>: select sorted',
      action: 'Give it more work_mem (for its role, or with SET LOCAL in its transaction), an index that sorts, or fewer rows.',
    },
  ])
  const [value] = await sql`select steward_internal.format_value(2147483648, 'bytes per hour') as text`
  t.strictSame(value, { text: '2048 MB per hour' })
})

t.test('chatty_queries names cheap queries that make up much of all calls', { skip }, async (t) => {
  await observe(sql, 10)
  await workload(sql, {
    'select one': { calls: 500_000, ms: 100_000 },
    'select slower': { calls: 500_000, ms: 1_500_000 },
    'select few': { calls: 40_000, ms: 100 },
    commit: { calls: 960_000, ms: 100 },
  })
  t.strictSame(await timeless(sql, 'chatty_queries').then(roughly), [
    {
      ...finding(1, 'select one', 500_000, 100_000), severity: 'info', value: 50_000,
      detail: 'It ran 50000 times an hour and made up 25.0 % of all calls, at 0.2 ms each; 500000 calls since <time>: select one',
      action: 'Ask for many rows at once (WHERE id = ANY ($1), a join), or keep the answer in the application.',
    },
  ])
  await workload(sql, { 'select one': { calls: 49_000, ms: 100 } })
  t.strictSame(await findings(sql, 'chatty_queries'), nothingFound, 'a second is long')
})

t.test('queries_returning_many_rows names what returns ten thousand rows a call', { skip }, async (t) => {
  await observe(sql, 10)
  await workload(sql, {
    '/* list */ select all_of_it': { calls: 20, ms: 900, rows: 400_000 },
    'select almost': { calls: 20, ms: 900, rows: 199_000 },
    'select seldom': { calls: 19, ms: 900, rows: 9_000_000 },
    'update everything': { calls: 20, ms: 900, rows: 9_000_000 },
    'copy everything to stdout': { calls: 20, ms: 900, rows: 9_000_000 },
  })
  t.strictSame(await timeless(sql, 'queries_returning_many_rows'), [
    {
      ...finding(1, '/* list */ select all_of_it', 20, 900), severity: 'info', value: 20_000,
      detail: 'It returned 20000 rows per call; 20 calls since <time>: /* list */ select all_of_it',
      action: 'Let the database filter, count or sum; read in pages by key, or through a cursor or COPY if all rows are needed.',
    },
  ])
})

t.test('block_heavy_queries names what looks at a thousand blocks a call and much of all', { skip }, async (t) => {
  await observe(sql, 10)
  await workload(sql, {
    'select scanned': { calls: 100, ms: 900, rows: 200, hit: 1_000_000, read: 3_000_000 },
    'select often': { calls: 1_000_000, ms: 900, hit: 5_900_000 },
    'select seldom': { calls: 19, ms: 900, hit: 6_000_000 },
    'select little': { calls: 20, ms: 900, hit: 100_000 },
  })
  t.strictSame(await timeless(sql, 'block_heavy_queries').then(roughly), [
    {
      ...finding(1, 'select scanned', 100, 900), severity: 'info', value: 40_000,
      detail: 'It looked at 40000 blocks per call for 2 rows, 25.0 % of the blocks of all queries; 100 calls since <time>: select scanned',
      action: 'Look at its plan with EXPLAIN (ANALYZE, BUFFERS) for scans that keep few of the rows that they read.',
    },
  ])
})

t.test('wal_heavy_queries names what writes a megabyte of WAL a call', { skip }, async (t) => {
  await observe(sql, 10)
  await workload(sql, {
    'update wide': { calls: 20, ms: 900, wal: 20 * 2 ** 21 },
    'update less': { calls: 20, ms: 900, wal: 19 * 2 ** 20 },
    'update seldom': { calls: 19, ms: 900, wal: 2 ** 30 },
    'copy wide from stdin': { calls: 20, ms: 900, wal: 2 ** 30 },
  })
  t.strictSame(await timeless(sql, 'wal_heavy_queries'), [
    {
      ...finding(1, 'update wide', 20, 900), severity: 'info', value: 2 ** 21,
      detail: 'It wrote 2048 kB of WAL per call, 40 MB in all; 20 calls since <time>: update wide',
      action: 'Change only rows that differ, in smaller batches; drop indexes that nobody uses; consider wal_compression.',
    },
  ])
})

t.test('low_hit_queries names what reads much past shared_buffers', { skip }, async (t) => {
  await observe(sql, 10)
  await workload(sql, {
    'select cold': { calls: 20, ms: 900, hit: 150_000, read: 50_000 },
    'select warm': { calls: 20, ms: 900, hit: 190_000, read: 10_000 },
    'select few': { calls: 20, ms: 900, hit: 0, read: 99_000 },
  })
  t.strictSame(await timeless(sql, 'low_hit_queries'), [
    {
      ...finding(1, 'select cold', 20, 900), severity: 'info', value: 75,
      detail: 'It found 75.0 % of 200000 blocks in shared_buffers; 20 calls since <time>: select cold',
      action: 'Look for a scan of a large table that an index would save; then compare shared_buffers with what is used daily.',
    },
  ])
})

t.test('jit_overhead measures the share of JIT, and its fix can be undone', { skip }, async (t) => {
  await observe(sql, 10)
  await workload(sql, {
    'select compiled': { calls: 20, ms: 200_000, jit: 100_000 },
    'select not': { calls: 20, ms: 200_000 },
  })
  const [row, ...others] = await timeless(sql, 'jit_overhead')
  t.strictSame(others, [])
  t.match(row, {
    status: 'finding', severity: 'warning', object: `database ${db.name}`,
    detail: /^JIT compilation took 00:01:40 of the 00:06:4\d that queries ran since <time>\.$/,
    action: 'Switch JIT off for this database, or raise jit_above_cost so that only the longest queries are compiled.',
    fix_sql: [`alter database ${db.name} set jit = off;`],
    evidence: { jit_ms: 100_000, queries: [{ query_id: '1', query: 'select compiled', jit_ms: 100_000 }] },
  })
  t.ok(row?.value && row.value > 24.5 && row.value < 25.1)
  const undo = async () => (await undos(sql, 'jit_overhead'))[`database ${db.name}`]
  const undoing = await undo()
  t.strictSame(undoing, [`alter database ${db.name} reset jit;`])
  await sql.unsafe(row?.fix_sql?.[0] ?? '')
  t.strictSame(await findings(sql, 'jit_overhead'), nothingFound)
  await sql.unsafe(undoing?.[0] ?? '')
  t.match(await findings(sql, 'jit_overhead'), [{ status: 'finding' }])
  await sql.unsafe(`alter database ${db.name} set jit = 'ON'`)
  t.strictSame(await undo(), [`alter database ${db.name} set jit = 'ON';`])
  await sql.unsafe(`alter database ${db.name} reset jit`)
  await workload(sql, { 'select compiled': { calls: 20, ms: 60_000, jit: 59_000 } })
  t.strictSame(await findings(sql, 'jit_overhead'), nothingFound, 'less than a minute')
})

t.test('slow_queries judges the last day once there is a snapshot', { skip }, async (t) => {
  await observe(sql, 10)
  await workload(sql, {
    'select slow': { calls: 20, ms: 3000 },
    'select seldom': { calls: 19, ms: 300_000 },
    'select fast': { calls: 200, ms: 3000 },
  })
  t.strictSame(await timeless(sql, 'slow_queries'), [
    {
      ...finding(1, 'select slow', 20, 3000), severity: 'warning', value: 150,
      detail: 'It took 150.0 ms on average and 00:00:03 in total; 20 calls since <time>: select slow',
      action: 'Look at its plan with EXPLAIN (ANALYZE, BUFFERS) and give it the index or the limit that it lacks.',
    },
  ])
})

t.test('unstable_queries names what varies by more than its mean', { skip }, async (t) => {
  const other = await testDatabase(t)
  const session = other.connect()
  for (let i = 0; i < 100; i++) await session.unsafe(`select pg_sleep(${i % 50 === 0 ? '0.01' : '0.00'}), 1 as real`).simple()
  const [real] = await other.sql<{ is_measured: boolean }[]>`
    select c.mean_exec_time = s.mean_exec_time and c.stddev_exec_time = s.stddev_exec_time and c.max_exec_time = s.max_exec_time as is_measured
    from steward_internal.current_statements() as c
    inner join pg_stat_statements as s on s.queryid = c.queryid and s.userid = c.userid and s.toplevel = c.toplevel
    inner join pg_database as d on d.oid = s.dbid and d.datname = current_database()
    where s.query like '%as real' and s.calls = 100`
  t.strictSame({ ...real }, { is_measured: true })

  // How long statements really take is not for a test to decide.
  await other.sql.unsafe(`
    create or replace function steward_internal.current_statements()
    returns table (
      queryid bigint, userid oid, toplevel boolean, query text, mean_exec_time double precision, stddev_exec_time double precision,
      max_exec_time double precision, stats_since timestamptz, counters numeric[]
    )
    language sql stable set search_path = pg_catalog, pg_temp
    as $$
      select v.id, 'app'::regrole::oid, v.toplevel, v.query, v.mean, v.deviation, 300.5, timestamptz '2026-01-01 00:00+00',
        array[v.calls, v.calls * v.mean, 0, 0, 0, 0, 0, 0, 0, 0]::numeric[]
      from (values
        (1, true, 'select restless', 100, 16.5, 65.25), (2, true, 'select steady', 100, 16.5, 16.5), (3, true, 'select tiny', 100, 9.9, 65.25),
        (4, true, 'select seldom', 99, 16.5, 65.25), (5, false, 'select nested', 100, 16.5, 65.25), (6, true, 'vacuum', 100, 16.5, 65.25)
      ) as v (id, toplevel, query, calls, mean, deviation)
    $$`)
  t.strictSame(await timeless(other.sql, 'unstable_queries'), [
    {
      status: 'finding', severity: 'info', object: 'query 1', value: 4, fix_sql: null,
      detail: 'It took 16.5 ms on average with a standard deviation of 65.3 ms, and 300.5 ms at most; 100 calls since <time>: select restless',
      action: 'Compare plans for different parameters; let auto_explain log the plans of slow calls, and log_lock_waits the waits.',
      evidence: { query: 'select restless', calls: 100, total_ms: 1650, since: '<time>' },
    },
  ])
})

t.test('a role that sees only its own statements is told so, once for each check', { skip }, async (t) => {
  const other = await testDatabase(t)
  await observe(other.sql, 10)
  const blind = await blindRole(t, other)
  await other.admin`grant select on all tables in schema steward_internal to ${other.admin(`blind_${other.name}`)}`
  for (const check of ['dominant_queries', 'unstable_queries', 'jit_overhead']) {
    t.match(await findings(blind, check), [
      { status: 'skipped', action: `grant pg_read_all_stats to blind_${other.name};`, evidence: { reason: 'privilege' } },
    ], check)
  }
})

t.test('pg_stat_statements_missing tells what is lacking, and the fix installs it', async (t) => {
  const { sql: own, admin } = await testDatabase(t)
  const check = 'pg_stat_statements_missing'
  if (skip) return t.match(await findings(admin, check), [{ status: 'finding', severity: 'warning', action: /shared_preload_libraries/ }])
  const ok = [
    {
      status: 'ok', severity: null, object: null, value: null,
      detail: 'pg_stat_statements is installed in this database and loaded.', action: null, fix_sql: null,
      evidence: { is_installed: true, is_loaded: true },
    },
  ]
  t.strictSame(await findings(own, check), ok)
  await admin`drop extension pg_stat_statements`
  t.strictSame(await findings(own, check), [
    {
      status: 'finding', severity: 'info', object: null, value: null,
      detail: 'The server loads pg_stat_statements, but the extension is not in this database: what it counts cannot be read.',
      action: 'Install the extension, as a superuser or the owner of the database.',
      fix_sql: ['create extension pg_stat_statements;'],
      evidence: { is_installed: false, is_loaded: true },
    },
  ])
  await assertFixes(t, own, check, { as: admin })
  await admin`create extension pg_stat_statements`
  t.strictSame(await findings(own, check), ok)
})

t.test('pg_stat_statements_missing offers to load the library beside those that are', { skip }, async (t) => {
  const { admin } = await testDatabase(t)
  const [source] = await admin<{ text: string }[]>`
    select pg_get_functiondef('steward_internal.check_pg_stat_statements_missing()'::regprocedure) as text`
  // The library of the shared server is loaded, so the check is told to look for a setting that is not there.
  const definition = source?.text ?? ''
  await admin.unsafe(definition.replace("'pg_stat_statements.max'", "'no_such.setting'"))
  const [{ libraries } = { libraries: '' }] = await admin<{ libraries: string }[]>`
    select string_agg(quote_literal(btrim(l)), ', ') as libraries
    from regexp_split_to_table(current_setting('shared_preload_libraries'), ',') as l where btrim(l) <> 'pg_stat_statements'`
  const rows = await admin`
    select severity, action, fix_sql, undo_sql from steward.health_findings(checks => '{pg_stat_statements_missing}')`
  t.match(rows, [
    {
      severity: 'warning',
      action: 'Add pg_stat_statements to shared_preload_libraries and restart the server.',
      undo_sql: [libraries ? `alter system set shared_preload_libraries = ${libraries};` : 'alter system reset shared_preload_libraries;'],
    },
  ])
  t.match(rows[0]?.['fix_sql'], [/^alter system set shared_preload_libraries = .*'pg_stat_statements'/])
})

t.test('pg_stat_statements_evictions measures how often statements are dropped', { skip }, async (t) => {
  const check = 'pg_stat_statements_evictions'
  t.match(await registration(sql, check), { warning: 1, critical: null })
  // The statements of other tests are dropped meanwhile, too.
  await sql`select from steward.configure_health_check(${check}, warning => 1e6)`
  await observe(sql, 10, { 'statements_info.dealloc': 2e7 })
  const [max] = await sql`select current_setting('pg_stat_statements.max') as value`
  const three = (value: number) => Number(value.toPrecision(3))
  const rows = (await timeless(sql, check)).map((row) => ({
    ...row, value: three(row.value ?? 0), detail: row.detail.replace(/\d{6,}/, (count) => String(three(Number(count)))),
    evidence: { ...row.evidence, evictions: three(Number(row.evidence?.['evictions'])) },
  }))
  t.strictSame(rows, [
    {
      status: 'finding', severity: 'warning', object: null, value: 2e6,
      detail: 'pg_stat_statements made room for new statements 20000000 times since <time>, and dropped about 5 % of them each time.',
      action: 'Let the application send parameters instead of values, or raise pg_stat_statements.max (needs a restart).',
      fix_sql: null, evidence: { evictions: 2e7, 'pg_stat_statements.max': max?.['value'] },
    },
  ])
  await observe(sql, 10, { 'statements_info.dealloc': 9e6 })
  const [row] = await findings(sql, check)
  t.match({ ...row, value: three(row?.value ?? 0) }, { status: 'ok', value: 9e5 })
})

/** Rates without the moments that passed since the snapshot was made up. */
const roughly = <Row extends { value: number | null; detail: string }>(rows: Row[]): Row[] =>
  rows.map((row) => {
    const value = row.value === null ? null : Number(row.value.toPrecision(3))
    return { ...row, value, detail: row.detail.replace(String(row.value), String(value)) }
  })
