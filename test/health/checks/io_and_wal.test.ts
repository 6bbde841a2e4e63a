import t from 'tap'
import { blindRole, oneByOne, poll, serverMajor, testDatabase } from '../../support/database.js'
import { findings, undos, type Finding } from '../../support/findings.js'
import { observe, timeless } from '../../support/history.js'

const db = await testDatabase(t)
const { sql, admin } = db
const major = serverMajor()
const checks = [
  'backend_buffer_writes', 'forced_checkpoints', 'full_page_write_share', 'slru_hit_ratio', 'temp_files', 'wal_buffers_full',
]
const gigabyte = 2 ** 30

t.test('without a snapshot the checks of counters say what they need', async (t) => {
  for (const check of checks) {
    t.match(await findings(sql, check), [
      { status: 'skipped', object: null, action: 'select steward.capture_statistics();', evidence: { reason: 'history' } },
    ], check)
    t.equal((await findings(sql, check)).length, 1)
  }
})

t.test('with a snapshot they find nothing in a quiet hour', async (t) => {
  await observe(sql, 1)
  for (const check of checks) t.match(await findings(sql, check), [{ status: 'ok' }], check)
})

t.test('temp_files measures bytes an hour, and a burst after the snapshot is not extrapolated', async (t) => {
  // A little more than 2048 MB an hour, which the moments until somebody looks do not take away.
  await observe(sql, 20, { 'database.temp_bytes': 40 * gigabyte + 8 * 2 ** 20, 'database.temp_files': 100 })
  const [setting] = await sql`select current_setting('work_mem') as work_mem`
  t.strictSame((await timeless(sql, 'temp_files')).map(rounded), [
    {
      status: 'finding', severity: 'warning', object: null, value: 2_150_000_000,
      detail: 'Queries of this database wrote 40 GB to 100 temporary files since <time>, 2048 MB an hour.',
      action: 'See the check spilling_queries; give the roles that need it more work_mem, and set log_temp_files to find the rest.',
      fix_sql: null, evidence: { bytes: 43_000_000_000, files: 100, work_mem: setting?.['work_mem'] },
    },
  ])
  await observe(sql, 10, { 'database.temp_bytes': 60 * gigabyte })
  t.match(await findings(sql, 'temp_files'), [{ severity: 'critical' }])
  await observe(sql, 0, { 'database.temp_bytes': 0.9 * gigabyte })
  t.match((await findings(sql, 'temp_files')).map(rounded), [{ status: 'ok', value: 966_000_000 }])
})

t.test('temp_files sees what a query really spills', async (t) => {
  await observe(sql, 1)
  const session = db.connect()
  await session.unsafe(`set work_mem = '64kB'; select i from generate_series(1, 300000) as i order by -i offset 300000`).simple()
  await session.unsafe('select pg_stat_force_next_flush()').simple()
  const [row] = await poll(async () => {
    await session.unsafe('select 1').simple()
    const rows = await findings(sql, 'temp_files')
    return (rows[0]?.value ?? 0) > 1_000_000 ? rows : undefined
  })
  t.match(row, { status: 'ok', detail: /wrote \d+ [kM]B to \d+ temporary files/ })
})

t.test('io_read_latency needs track_io_timing, and judges many reads only', async (t) => {
  const check = 'io_read_latency'
  await admin.unsafe(`alter database ${db.name} set track_io_timing = off`)
  t.match(await findings(db.connect(), check), [
    { status: 'skipped', action: 'alter system set track_io_timing = on; select pg_reload_conf();', evidence: { reason: 'server' } },
  ])
  await admin.unsafe(`alter database ${db.name} set track_io_timing = on`)
  const timed = db.connect({ url: db.adminUrl })
  await observe(sql, 10, { 'database.blks_read': 1_000_000, 'database.blk_read_time': 10_000_000 })
  t.strictSame((await timeless(timed, check)).map(rounded), [
    {
      status: 'finding', severity: 'warning', object: null, value: 10,
      detail: 'Reading a block took 10.0 ms on average, over 1000000 blocks since <time>.',
      action: 'Look at the disk (throttling of cloud volumes, other load on it) and at what reads so much: slow_queries, low_hit_queries.',
      fix_sql: null, evidence: { blocks_read: 1_000_000, read_ms: 10_000_000 },
    },
  ])
  await observe(sql, 10, { 'database.blks_read': 100_000, 'database.blk_read_time': 2_500_000 })
  t.match(await findings(timed, check), [{ severity: 'critical' }])
  await observe(sql, 10, { 'database.blks_read': 1_000_000, 'database.blk_read_time': 4_000_000 })
  t.match((await findings(timed, check)).map(rounded), [{ status: 'ok', value: 4 }])
  await observe(sql, 10, { 'database.blk_read_time': 2_500_000 })
  t.match(await findings(timed, check), [{ status: 'ok', value: null, detail: /too few to judge/ }])
  await sql`delete from steward.statistics_snapshots`
  t.match(await findings(timed, check), [{ status: 'skipped', evidence: { reason: 'history' } }])
})

t.test('backend_buffer_writes sees what sessions write, and a background writer at its limit', async (t) => {
  const check = 'backend_buffer_writes'
  const action = 'Raise bgwriter_lru_maxpages and bgwriter_lru_multiplier, or shared_buffers (a restart).'
  const [setting] = await sql`select current_setting('bgwriter_lru_maxpages') as pages, current_setting('server_version') as version`
  const writes = {
    'io.client backend.relation.normal.writes': 3_000_000_000, 'io.checkpointer.relation.normal.writes': 7_000_000_000,
    'bgwriter.maxwritten_clean': 10_000,
  }
  await observe(sql, 10, writes)
  if (major >= 16) {
    t.strictSame((await timeless(sql, check)).map(rounded), [
      {
        status: 'finding', severity: 'info', object: null, value: 30,
        detail: 'Sessions wrote 30.0 % of 10000000000 dirty buffers themselves since <time>; the background writer stopped 10000 times at bgwriter_lru_maxpages.',
        action, fix_sql: null,
        evidence: {
          written_by_sessions: 3_000_000_000, written: 10_000_000_000, maxwritten_clean: 10_000, bgwriter_lru_maxpages: setting?.['pages'],
        },
      },
    ])
    await observe(sql, 10, { ...writes, 'io.checkpointer.relation.normal.writes': 17_000_000_000 })
    t.match((await findings(sql, check)).map(rounded), [{ status: 'ok', value: 15 }])
    await observe(sql, 10, { 'io.client backend.relation.normal.writes': 50_000 })
    t.match(await findings(sql, check), [{ status: 'ok', value: null, detail: /too few to judge/ }])
  } else {
    t.match(await findings(sql, check), [{ status: 'ok', value: null, detail: /does not tell the writes of sessions/ }])
  }
  await observe(sql, 10, { 'bgwriter.maxwritten_clean': 20_000 })
  t.match(await findings(sql, check), [
    { status: 'finding', severity: 'info', detail: /; the background writer stopped 200\d\d times at bgwriter_lru_maxpages\.$/, action },
  ])
  await observe(sql, 10, { 'bgwriter.maxwritten_clean': 17_000 })
  t.match(await findings(sql, check), [{ status: 'ok' }])
})

t.test('slru_hit_ratio names the cache that overflows, and what makes it larger', async (t) => {
  const check = 'slru_hit_ratio'
  const [name, quiet] = major >= 17 ? ['subtransaction', 'notify'] : ['Subtrans', 'Notify']
  await observe(sql, 10, {
    [`slru.${name}.blks_hit`]: 6_000_000, [`slru.${name}.blks_read`]: 4_000_000, [`slru.${quiet}.blks_read`]: 9000,
  })
  const [setting] = await sql`select setting from pg_settings where name = 'subtransaction_buffers'`
  const advice = 'Use fewer than 64 savepoints or exception blocks in a transaction.'
  t.strictSame((await timeless(sql, check)).map(rounded), [
    {
      status: 'finding', severity: 'warning', object: `slru cache ${name}`, value: 60,
      detail: `The cache ${name} had 6000000 of 10000000 pages that were asked for since <time>.`,
      action: setting ? `${advice} Raise subtransaction_buffers (now ${setting['setting']}; needs a restart).` : advice,
      fix_sql: null, evidence: { hit: 6_000_000, read: 4_000_000 },
    },
  ])
  await observe(sql, 10, { [`slru.${name}.blks_hit`]: 9_900_000, [`slru.${name}.blks_read`]: 100_000 })
  t.match(await findings(sql, check), [{ status: 'ok', object: null }])
})

t.test('forced_checkpoints measures the share of those that came before their time', async (t) => {
  const check = 'forced_checkpoints'
  const requested = major >= 17 ? 'checkpointer.num_requested' : 'bgwriter.checkpoints_req'
  const timed = major >= 17 ? 'checkpointer.num_timed' : 'bgwriter.checkpoints_timed'
  // Twice what is written in five minutes is 19.8 GB, which is rounded up; the server writes a little of its own.
  await observe(sql, 10, { [requested]: 600_000, [timed]: 200_000, 'wal.wal_bytes': 1190 * gigabyte })
  const [row] = await sql`
    select steward_internal.format_value(value, unit) as value, severity, detail, action, fix_sql, undo_sql, fix_lock, evidence
    from steward.health_findings(checks => array[${check}])`
  t.match(row, {
    value: '75.0 %', severity: 'warning',
    detail: /^60000\d of 80000\d checkpoints since .* began because of max_wal_size or a command, the others by checkpoint_timeout\.$/,
    action: 'Raise max_wal_size; check that the disk of pg_wal has room for it.',
    fix_sql: ["alter system set max_wal_size = '20 GB';", 'select pg_reload_conf();'],
    undo_sql: ["alter system set max_wal_size = '1GB';", 'select pg_reload_conf();'],
    fix_lock: 'none', evidence: { max_wal_size: '1GB' },
  })
  await observe(sql, 10, { [requested]: 600_000, [timed]: 200_000 })
  t.match(await findings(sql, check), [{ fix_sql: ["alter system set max_wal_size = '2048 MB';", 'select pg_reload_conf();'] }])
  await t.resolves(admin.unsafe("alter system set max_wal_size = '2048 MB'"))
  await admin.unsafe('alter system reset max_wal_size')
  await observe(sql, 10, { [requested]: 200_000, [timed]: 600_000 })
  t.match((await findings(sql, check)).map(rounded), [{ status: 'ok', value: 25 }])
  await observe(sql, 10, { 'wal.wal_bytes': 1200 * gigabyte })
  t.match(await findings(sql, check), [{ status: 'ok', value: null }], 'few say nothing')
})

t.test('full_page_write_share is an upper bound, and compressing WAL ends it', async (t) => {
  const check = 'full_page_write_share'
  await observe(sql, 10, { 'wal.wal_fpi': 1e12, 'wal.wal_bytes': 1.024e16 })
  const [row] = await timeless(sql, check)
  const [undo] = Object.values(await undos(sql, check))
  t.match(rounded(row as Finding), {
    status: 'finding', severity: 'info', object: null, value: 80,
    detail: /^Up to 80\.0 % of 9313 TB of WAL since <time> were images of whole pages \(1000000000000 of them\)\.$/,
    action: 'Let checkpoints happen less often (checkpoint_timeout, max_wal_size), and compress the images.',
    fix_sql: [/^alter system set wal_compression = '(lz4|pglz)';$/, 'select pg_reload_conf();'],
  })
  const run = async (statements: string[] | null | undefined, setting: string) => {
    await oneByOne(admin, statements ?? [])
    await poll(async () => (await sql`select from pg_settings where name = 'wal_compression' and (setting = 'off') = (${setting} = 'off')`).length)
  }
  t.teardown(() => admin.unsafe('alter system reset wal_compression').then(() => admin`select pg_reload_conf()`))
  await run(row?.fix_sql, 'on')
  t.match(await findings(sql, check), [{ status: 'ok', detail: /^WAL is compressed/ }])
  await run(undo, 'off')
  t.match(await findings(sql, check), [{ status: 'finding' }])
  await observe(sql, 10, { 'wal.wal_fpi': 9e11, 'wal.wal_bytes': 1.024e16 })
  t.match((await findings(sql, check)).map(rounded), [{ status: 'ok', value: 72 }])
  await observe(sql, 10, { 'wal.wal_fpi': 90_000, 'wal.wal_bytes': 900_000_000 })
  t.match(await findings(sql, check), [{ status: 'ok', value: null, detail: /too little to judge/ }])
})

t.test('wal_buffers_full measures for which share of WAL pages a session had to write', async (t) => {
  const check = 'wal_buffers_full'
  const [setting] = await sql`select current_setting('wal_buffers') as wal_buffers`
  await observe(sql, 10, { 'wal.wal_buffers_full': 1e9, 'wal.wal_bytes': 4.096e13 })
  t.strictSame((await timeless(sql, check)).map(rounded), [
    {
      status: 'finding', severity: 'info', object: null, value: 20,
      detail: `Since <time> sessions had to write out WAL 1000000000 times because wal_buffers (${setting?.['wal_buffers']}) were full, for 20.0 % of the pages of WAL.`,
      action: 'Raise wal_buffers (needs a restart); 64 MB is a lot already.',
      fix_sql: null, evidence: { wal_buffers_full: 1e9, wal_bytes: 4.1e13, wal_buffers: setting?.['wal_buffers'] },
    },
  ])
  await observe(sql, 10, { 'wal.wal_buffers_full': 4e8, 'wal.wal_bytes': 4.096e13 })
  t.match((await findings(sql, check)).map(rounded), [{ status: 'ok', value: 8 }])
})

t.test('checkpoint_age measures in checkpoint_timeouts, and lets an idle server rest', async (t) => {
  t.match(await findings(sql, 'checkpoint_age'), [
    { status: 'ok', object: null, value: Number, detail: /^The last complete checkpoint began at .* UTC, and [\d.]+ \w+ of WAL were written since\.$/ },
  ])
  const state = async (age: string, megabytes: number) =>
    (await sql`
      select s.value::float8 as value, s.detail, s.evidence
      from steward_internal.checkpoint_state('2026-01-01 12:00+00'::timestamptz - ${age}::interval, ${megabytes}::numeric * 1048576, 300, '2026-01-01 12:00+00') as s`)[0]
  t.strictSame({ ...(await state('20 minutes', 640)) }, {
    value: 4, detail: 'The last complete checkpoint began at 2026-01-01 11:40:00 UTC, and 640 MB of WAL were written since.',
    evidence: { wal_bytes: 640 * 1048576, checkpoint_timeout: 300 },
  })
  t.match(await state('9 minutes', 64), { value: 1.8 })
  t.match(await state('20 hours', 63), { value: 0 })
})

t.test('wal_directory_size compares pg_wal with the settings, and says what holds it back', async (t) => {
  t.match(await findings(await blindRole(t, db), 'wal_directory_size'), [
    { status: 'skipped', action: `grant pg_monitor to blind_${db.name};`, evidence: { reason: 'privilege' } },
  ])
  t.match(await findings(admin, 'wal_directory_size'), [
    { status: 'ok', value: Number, detail: /^pg_wal holds \d+ [MG]B in \d+ files, [\d.]+ % of max_wal_size \(1024 MB\)\./ },
  ])
  const state = async (bytes: number, keep: number, slot: string | null, slotBytes: number | null, failing: boolean | null) =>
    (await sql`
      select s.value::float8 as value, s.detail, s.action, s.evidence
      from steward_internal.wal_directory_state(${bytes}::numeric, 300, ${gigabyte}, ${keep}, ${slot}, ${slotBytes}, ${failing}) as s`)[0]
  t.strictSame({ ...(await state(3 * gigabyte, gigabyte, 'a slot', 2 * gigabyte, true)) }, {
    value: 150,
    detail: 'pg_wal holds 3072 MB in 300 files, 150.0 % of max_wal_size plus wal_keep_size (2048 MB). Replication slot a slot keeps 2048 MB of it. Archiving fails, and WAL waits for it.',
    action: 'Mend archive_command, and bring the consumer of the slot back or drop the slot.',
    evidence: { bytes: 3 * gigabyte, files: 300, slot: 'a slot', is_archiving_failing: true },
  })
  t.match(await state(3 * gigabyte, 0, 'a slot', 2 * gigabyte, null), { value: 300, action: 'Bring the consumer of the slot back, or drop the slot.' })
  t.match(await state(3 * gigabyte, 0, 'a slot', 1000, true), { action: 'Read in the server log why archive_command fails, and mend it.' })
  t.strictSame({ ...(await state(gigabyte, 0, null, null, null)) }, {
    value: 100, detail: 'pg_wal holds 1024 MB in 300 files, 100.0 % of max_wal_size (1024 MB).', action: null,
    evidence: { bytes: gigabyte, files: 300, slot: null, is_archiving_failing: false },
  })
})

t.test('the cache hit ratio is that of the last day once there is a snapshot', async (t) => {
  await observe(sql, 10, { 'database.blks_hit': 8_000_000_000, 'database.blks_read': 2_000_000_000 })
  t.strictSame((await timeless(sql, 'cache_hit_ratio')).map(rounded), [
    {
      status: 'finding', severity: 'warning', object: null, value: 80,
      detail: '8000000000 of 10000000000 blocks that this database asked for since <time> were in shared_buffers.',
      action: 'Look for large sequential scans in pg_stat_user_tables first; then consider more shared_buffers (a restart).',
      fix_sql: null, evidence: { blocks_hit: 8_000_000_000, blocks_read: 2_000_000_000 },
    },
  ])
})

/** Three digits of every large number: the server goes on counting while the test looks, and other tests write what they like. */
function rounded<Row extends Finding>(row: Row): Row {
  const three = (value: number) => Number(value.toPrecision(3))
  const evidence = Object.entries(row.evidence ?? {}).map(([key, value]) => [key, typeof value === 'number' ? three(value) : value])
  return {
    ...row,
    value: row.value === null ? null : three(row.value),
    detail: row.detail.replace(/\b\d{5,}\b/g, (digits) => String(three(Number(digits)))),
    evidence: row.evidence && Object.fromEntries(evidence),
  }
}
