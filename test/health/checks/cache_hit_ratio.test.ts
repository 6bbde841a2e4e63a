import type postgres from 'postgres'
import t from 'tap'
import { blindRole, poll, testDatabase } from '../../support/database.js'
import { findings, type Finding } from '../../support/findings.js'

const check = 'cache_hit_ratio'

t.test('judges nothing from few blocks', async (t) => {
  const db = await testDatabase(t)
  const blind = await blindRole(t, db)
  for (const sql of [db.sql, blind]) {
    t.strictSame(await calm(sql), [
      {
        status: 'ok',
        severity: null,
        object: null,
        value: null,
        detail: 'Only <hit + read> blocks were asked for since <time>: too few blocks read to judge.',
        action: null,
        fix_sql: null,
        evidence: { blocks_hit: '<hit>', blocks_read: '<read>' },
      },
    ])
  }
  await db.sql`select from steward.configure_health_check(${check}, warning => 100)`
  t.match(await findings(db.sql, check), [{ status: 'ok', value: null }])
})

t.test('tells the ratio, and is worse below the threshold', async (t) => {
  const db = await testDatabase(t)
  const session = db.connect()
  // One row a page, and not in shared_buffers after the rewrite, as VACUUM FULL writes past them.
  // A scan of more than a quarter of shared_buffers does not leave its pages there either.
  await session.unsafe('create table large (a text)').simple()
  await session.unsafe('alter table large alter a set storage plain, set (autovacuum_enabled = off)').simple()
  await session.unsafe(`
    insert into large
    select repeat('x', 7000)
    from generate_series(1, (select setting::int / 4 + 1000 from pg_settings where name = 'shared_buffers'))`).simple()
  await session.unsafe('vacuum full large').simple()
  await asked(session, 'large', 0.5, 1)
  const [exact] = await db.sql`
    select f.value = round(
        100.0 * (f.evidence ->> 'blocks_hit')::numeric
          / ((f.evidence ->> 'blocks_hit')::numeric + (f.evidence ->> 'blocks_read')::numeric),
        2
      ) as is_ratio
    from steward.health_findings(checks => array[${check}]) as f`
  t.strictSame({ ...exact }, { is_ratio: true })
  t.strictSame(await calm(db.sql), [
    {
      status: 'finding',
      severity: 'warning',
      object: null,
      value: 'below 50',
      detail: '<hit> of <hit + read> blocks that this database asked for since <time> were in shared_buffers, over all that was counted.',
      action:
        'Look for large sequential scans in pg_stat_user_tables first; then consider more shared_buffers (a restart).',
      fix_sql: null,
      evidence: { blocks_hit: '<hit>', blocks_read: '<read>' },
    },
  ])
  await db.sql`select from steward.configure_health_check(${check}, critical => 80)`
  t.match(await findings(db.sql, check), [{ severity: 'critical' }], 'it may be made critical')
  await db.sql`select from steward.configure_health_check(${check}, warning => 0)`
  t.match(await findings(db.sql, check), [{ status: 'ok', severity: null, value: Number }])
})

t.test('tells a good ratio as well', async (t) => {
  const db = await testDatabase(t)
  const session = db.connect()
  await session.unsafe('create table small as select repeat(md5(i::text), 50) as a from generate_series(1, 4000) as i').simple()
  await asked(session, 'small', 0, 1, 80_000)
  t.match(await calm(db.sql), [{ status: 'ok', value: null, detail: /too few/ }])
  await asked(session, 'small', 0, 0.015)
  t.strictSame(await calm(db.sql), [
    {
      status: 'ok',
      severity: null,
      object: null,
      value: 'above 98',
      detail: '<hit> of <hit + read> blocks that this database asked for since <time> were in shared_buffers, over all that was counted.',
      action: null,
      fix_sql: null,
      evidence: { blocks_hit: '<hit>', blocks_read: '<read>' },
    },
  ])
  await db.sql`select from steward.configure_health_check(${check}, warning => 100)`
  t.match(await findings(db.sql, check), [{ status: 'finding', severity: 'warning' }])
})

/** Scans a table until the statistics show so many blocks, of which a share between these was read, whatever other tests leave in the cache. */
async function asked(session: postgres.Sql, table: string, least: number, most: number, blocks = 100_000): Promise<void> {
  await session.unsafe('set max_parallel_workers_per_gather = 0').simple()
  await poll(async () => {
    for (let i = 0; i < 5; i++) await session.unsafe(`select count(*) from ${table}`).simple()
    await session.unsafe('select pg_stat_force_next_flush()').simple()
    const rows = await session`
      select from pg_stat_database
      where datname = current_database() and blks_hit + blks_read >= ${blocks}
        and blks_read between ${least}::float8 * (blks_hit + blks_read) and ${most}::float8 * (blks_hit + blks_read)`
    return rows.length > 0
  })
}

/** The findings without what depends on the clock and on the blocks of others. */
async function calm(sql: postgres.Sql): Promise<unknown[]> {
  const rows: Finding[] = await findings(sql, check)
  return rows.map((row) => {
    const { blocks_hit: hit, blocks_read: read } = row.evidence as { blocks_hit: number; blocks_read: number }
    return {
      ...row,
      value: row.value === null ? null : row.value > 98 ? 'above 98' : row.value < 50 ? 'below 50' : row.value,
      detail: row.detail
        .replace(`${hit + read} blocks`, '<hit + read> blocks')
        .replace(`${hit} of`, '<hit> of')
        .replace(/since \S+ \d\d:\d\d:\d\d[+-]\d\d/, 'since <time>'),
      evidence: { ...row.evidence, blocks_hit: '<hit>', blocks_read: '<read>' },
    }
  })
}
