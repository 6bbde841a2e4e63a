import t, { type Test } from 'tap'
import { poll, runAndFlush, testDatabase, type TestDatabase } from '../../support/database.js'
import { assertFixes, findings, nothingFound } from '../../support/findings.js'
import { openSession } from '../../support/sessions.js'

const db = await testDatabase(t)
const { sql, admin } = db

const run = (statements: string) => runAndFlush(sql, statements.split(';\n'))

/** Makes relations look as large as they are not, until the next VACUUM or ANALYZE. */
async function resize(t: Test, relation: string, pages: number, allVisible = 0) {
  const rows = await admin`
    update pg_catalog.pg_class set relpages = ${pages}, relallvisible = ${allVisible} where oid = ${relation}::regclass returning 1`
  t.equal(rows.length, 1)
}

const toastOf = async (table: string) =>
  (await sql<{ name: string }[]>`select reltoastrelid::regclass::text as name from pg_class where oid = ${table}::regclass`)[0]?.name ?? ''

t.test('low_all_visible_share reports large tables whose pages are not marked', async (t) => {
  const check = 'low_all_visible_share'
  await run(`
    create table "Vis ible" (id int primary key) with (autovacuum_enabled = off);
    create table unindexed (id int) with (autovacuum_enabled = off);
    insert into "Vis ible" select generate_series(1, 1000)`)
  await resize(t, '"Vis ible"', 131072, 65536)
  await resize(t, 'unindexed', 131072, 0)
  t.strictSame(await findings(sql, check), nothingFound, 'half of the pages')
  await resize(t, '"Vis ible"', 131071, 0)
  t.strictSame(await findings(sql, check), nothingFound, 'below 1 GB')
  await resize(t, '"Vis ible"', 131072, 65535)
  t.strictSame(await findings(sql, check), [
    {
      status: 'finding',
      severity: 'info',
      object: 'table public.Vis ible',
      value: 50,
      detail: '50.0 % of the pages of public."Vis ible" (about 1024 MB) are known to hold only rows that everybody can see.',
      action:
        'Vacuum the table; if it falls again, vacuum it more often (autovacuum_vacuum_insert_scale_factor for tables that are only inserted into).',
      fix_sql: ['vacuum public."Vis ible";'],
      evidence: { table_bytes: 1073741824, pages: 131072, all_visible_pages: 65535 },
    },
  ])
  await assertFixes(t, sql, check, { reversible: false })
})

t.test('toast_share reports tables that are mostly TOAST', async (t) => {
  const check = 'toast_share'
  await run('create table "Docu ments" (id int primary key, long text);\n create table bare (id int)')
  const toast = await toastOf('"Docu ments"')
  await resize(t, toast, 1310720)
  await resize(t, '"Docu ments"', 327681)
  t.strictSame(await findings(sql, check), nothingFound, 'less than 80 %')
  await resize(t, '"Docu ments"', 327680)
  const found = await findings(sql, check)
  t.strictSame(found, [
    {
      status: 'finding',
      severity: 'info',
      object: 'table public.Docu ments',
      value: 80,
      detail: '80.0 % of public."Docu ments" lie in its TOAST table (about 10 GB of 13 GB).',
      action: 'See which column holds the large values, and whether they must be in the database, uncompressed or whole.',
      fix_sql: null,
      evidence: { table_bytes: 2684354560, toast_bytes: 10737418240 },
    },
  ])
  await resize(t, toast, 1310719)
  t.strictSame(await findings(sql, check), nothingFound, 'below 10 GB')
})

t.test('partitioned_tables_never_analyzed reports the parent that autovacuum never analyzes', async (t) => {
  const check = 'partitioned_tables_never_analyzed'
  await run(`
    create table "Mea sures" (id int, at int) partition by range (id);
    create table measures_1 partition of "Mea sures" for values from (0) to (6000) with (autovacuum_enabled = off);
    create table measures_2 partition of "Mea sures" for values from (6000) to (20000) partition by range (at);
    create table measures_2_1 partition of measures_2 for values from (0) to (9) with (autovacuum_enabled = off);
    create table few (id int) partition by range (id);
    create table few_1 partition of few for values from (0) to (20000) with (autovacuum_enabled = off);
    create table done (id int) partition by range (id);
    create table done_1 partition of done for values from (0) to (20000) with (autovacuum_enabled = off);
    insert into "Mea sures" select i, 1 from generate_series(1, 10000) as i;
    insert into few select i from generate_series(1, 9999) as i;
    insert into done select i from generate_series(1, 10000) as i;
    analyze done;
    analyze measures_1;
    analyze few_1`)
  t.strictSame(await findings(sql, check), nothingFound, 'fewer than 10,000 rows are known')
  await sql`analyze measures_2_1`
  t.strictSame(await findings(sql, check), [
    {
      status: 'finding',
      severity: 'warning',
      object: 'table public.Mea sures',
      value: null,
      detail:
        'Partitioned table public."Mea sures" has never been analyzed as a whole; its 2 filled partitions hold about 10,000 rows.',
      action: 'Analyze the partitioned table, and again from time to time (a schedule): autovacuum never does.',
      fix_sql: ['analyze public."Mea sures";'],
      evidence: { partitions: 2, estimated_rows: 10000 },
    },
  ])
  await assertFixes(t, sql, check, { reversible: false })
})

t.test('dead_rows judges the share of dead rows, from 10,000 on', async (t) => {
  const check = 'dead_rows'
  const counted = (dead: number) =>
    poll(async () => (await sql`select pg_stat_get_dead_tuples('"De ad"'::regclass)::int as dead`)[0]?.['dead'] === dead)
  await run(`
    create table "De ad" (id int) with (autovacuum_enabled = off);
    insert into "De ad" select generate_series(1, 50000);
    vacuum analyze "De ad";
    delete from "De ad" where id < 10000`)
  await counted(9999)
  t.strictSame(await findings(sql, check), nothingFound)
  await run('delete from "De ad" where id = 10000')
  await counted(10000)
  const expected = {
    status: 'finding',
    severity: 'warning',
    object: 'table public.De ad',
    value: 20,
    detail: 'About 10,000 of the 50,000 rows of table public."De ad" are dead (20.0 %).',
    action:
      'Vacuum the table. If the rows stay, end the transaction, prepared transaction or slot that can still see them; if they come back, lower autovacuum_vacuum_scale_factor of the table.',
    fix_sql: ['vacuum (analyze) public."De ad";'],
  }
  const [found] = (await findings(sql, check)).map(({ evidence, ...row }) => {
    t.match(evidence, { dead_rows: 10000, live_rows: 40000, last_vacuum: /^\d{4}-\d\d-\d\dT/ })
    return row
  })
  t.strictSame(found, expected)
  await run('delete from "De ad" where id <= 20000')
  await counted(20000)
  t.match(await findings(sql, check), [{ severity: 'critical', value: 40 }])
  await poll(async () => {
    await sql.unsafe(expected.fix_sql[0] ?? '')
    return (await findings(sql, check))[0]?.status === 'ok'
  })
  t.strictSame(await findings(sql, check), nothingFound, 'the fix is right')
})

t.test('autovacuum_workers_busy judges workers at work by the tables that wait', async (t) => {
  // Nobody can say how many workers are at work just now, but all of them are not in an idle cluster.
  t.match(await findings(sql, 'autovacuum_workers_busy'), [{ detail: /^\d of \d autovacuum workers are at work/ }])
  const row = async (busy: number, available: number, waiting: number | null) => {
    const [judged] = await sql`
      select severity, value::float8 as value, detail, evidence
      from steward_internal.autovacuum_worker_rows(${busy}, ${available}, ${waiting})`
    return judged
  }
  t.strictSame(await row(2, 3, null), {
    severity: null,
    value: 66.7,
    detail: '2 of 3 autovacuum workers are at work.',
    evidence: { busy: 2, available: 3, waiting_tables: null },
  })
  t.match(await row(3, 3, 0), { severity: 'info', value: 100, detail: '3 of 3 autovacuum workers are at work.' })
  t.match(await row(3, 3, 7), {
    severity: 'warning',
    detail: '3 of 3 autovacuum workers are at work, and 7 tables of this database wait for one.',
  })
  t.match(await row(4, 3, 1), { severity: 'warning' }, 'the setting was lowered while they worked')
})

t.test('anti_wraparound_vacuum_due reports what autovacuum has not frozen', async (t) => {
  const check = 'anti_wraparound_vacuum_due'
  await run(`
    create table "O ld" (id int) with (autovacuum_freeze_max_age = 100000);
    create table young (id int) with (autovacuum_freeze_max_age = 200000);
    create table documents (long text) with (toast.autovacuum_freeze_max_age = 100000);
    create materialized view summary with (autovacuum_freeze_max_age = 110000) as select 1 as one`)
  const blocking = await openSession(db, { url: db.adminUrl })
  // Autovacuum would freeze the tables; it waits for these locks, of which REINDEX takes the one that LOCK refuses.
  await blocking.sql.unsafe(`
    begin; lock table "O ld", young, documents in share update exclusive mode; reindex table ${await toastOf('documents')}`).simple()
  await spendTransactions(db, 115000)
  t.teardown(() => blocking.sql.end({ timeout: 1 }))

  const rows = await findings(sql, check)
  const documents = rows.find(({ object }) => object === 'table public.documents')
  const old = rows.find(({ object }) => object === 'table public.O ld')
  t.match(documents, {
    severity: 'warning',
    detail: /^The TOAST table of public\.documents is 1\d\d,\d{3} transactions old; autovacuum was to freeze it at 100,000(, and a VACUUM is running on it)?\.$/,
    fix_sql: ['vacuum (freeze) public.documents;'],
    evidence: { forced_at: 100000, unit: 'transactions', is_toast: true },
  })
  t.match(old, {
    status: 'finding',
    severity: 'warning',
    detail: /^Relation public\."O ld" is 1\d\d,\d{3} transactions old; autovacuum was to freeze it at 100,000(, and a VACUUM is running on it)?\.$/,
    action: 'See what holds old rows back (long or prepared transactions, replication slots) and end it, then freeze the table.',
    fix_sql: ['vacuum (freeze) public."O ld";'],
    evidence: { forced_at: 100000, unit: 'transactions', is_toast: false },
  })
  t.ok(old && old.value && Math.abs(old.value - Number(old.evidence?.['age']) / 1000) < 0.06, 'the share of the limit')
  t.strictSame(rows.filter(({ object }) => /young|summary/.test(object ?? '')), [])

  await blocking.sql.unsafe('rollback').simple()
  await poll(async () => {
    for (const { fix_sql } of rows) await sql.unsafe(fix_sql?.[0] ?? '')
    return (await findings(sql, check))[0]?.status === 'ok'
  })
  t.strictSame(await findings(sql, check), nothingFound, 'the fix is right')
})

t.test('vacuum_index_passes reports a VACUUM whose memory is too small', async (t) => {
  const check = 'vacuum_index_passes'
  t.strictSame(await findings(sql, check), nothingFound)
  await run(`
    create table "Swe pt" (id int primary key) with (autovacuum_enabled = off);
    insert into "Swe pt" select generate_series(1, 700000);
    delete from "Swe pt"`)
  const session = await openSession(db)
  const [memory] = await sql<{ least: string }[]>`select min_val || unit as least from pg_settings where name = 'maintenance_work_mem'`
  // Every page costs the same, whether or not it is dirty already: the second pass and what follows take seconds.
  await session.sql.unsafe(`
    set maintenance_work_mem = '${memory?.least}'; set vacuum_cost_delay = '20ms'; set vacuum_cost_limit = 10;
    set vacuum_cost_page_hit = 1; set vacuum_cost_page_miss = 1; set vacuum_cost_page_dirty = 1`).simple()
  const isIdle = async () => (await admin`select from pg_stat_activity where pid = ${session.pid} and state = 'idle'`).length > 0
  const found = await poll(async () => {
    // An autoanalyze that began before the rows were deleted keeps a VACUUM from removing them.
    if (await isIdle()) session.start('vacuum "Swe pt"')
    const rows = await findings(sql, check)
    return rows[0]?.status === 'finding' ? rows : undefined
  })
  await admin`select pg_terminate_backend(${session.pid})`
  const [setting] = await sql`select current_setting('maintenance_work_mem') as value`
  const passes = found[0]?.value ?? 0
  t.ok(passes >= 2, 'it may have begun another one before anybody looked')
  t.strictSame(found, [
    {
      status: 'finding',
      severity: 'warning',
      object: 'table public.Swe pt',
      value: passes,
      detail: `The VACUUM of public."Swe pt" has begun pass ${passes} over its indexes, because its memory (maintenance_work_mem = ${setting?.['value']}) holds too few dead rows.`,
      action: 'Raise autovacuum_work_mem (or maintenance_work_mem for a VACUUM by hand), or let the table be vacuumed more often.',
      fix_sql: null,
      evidence: { pid: session.pid, setting: 'maintenance_work_mem', value: setting?.['value'] },
    },
  ])
})

/** Uses up transaction IDs, one for each subtransaction. */
async function spendTransactions(db: TestDatabase, count: number): Promise<void> {
  await db.sql.unsafe(`
    create table spent (id int);
    do $$
    begin
      for i in 1..${count} loop
        begin
          insert into public.spent values (i);
          raise exception 'undo';
        exception
          when raise_exception then null;
        end;
      end loop;
    end $$;
    drop table spent;
  `).simple()
}
