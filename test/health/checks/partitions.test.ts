import t from 'tap'
import { poll, testDatabase } from '../../support/database.js'
import { assertFixes, findings, nothingFound } from '../../support/findings.js'

const checks = ['partitions_running_out', 'default_partition_rows', 'pending_partition_detach', 'partitioned_tables_without_partitions']

t.test('partitions: nothing in a new database', async (t) => {
  const { sql } = await testDatabase(t)
  for (const check of checks) t.strictSame(await findings(sql, check), nothingFound, check)
})

t.test('partition_horizons() reads the bounds of every kind of time', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create schema "Odd Sch";
    create table "Odd Sch"."Da ys" ("D ay" date) partition by range ("D ay");
    create table "Odd Sch".d1 partition of "Odd Sch"."Da ys" for values from (minvalue) to ('2026-03-01');
    create table "Odd Sch".d2 partition of "Odd Sch"."Da ys" for values from ('2026-03-01') to ('2026-03-11');
    create table "Odd Sch".d3 partition of "Odd Sch"."Da ys" for values from ('2026-03-11') to ('2026-03-21');
    create table zoned (at timestamptz) partition by range (at);
    create table z1 partition of zoned for values from ('2026-02-01 00:00+00') to ('2026-03-01 12:00+00');
    create table listed (tenant int, at timestamp) partition by list (tenant);
    create table tenant_1 partition of listed for values in (1) partition by range (at);
    create table t1 partition of tenant_1 for values from ('2026-02-01') to ('2026-03-03');
    create table years (at date) partition by range (at);
    create table y2025 partition of years for values from ('2025-01-01') to ('2026-01-01') partition by range (at);
    create table m2025 partition of y2025 for values from ('2025-01-01') to ('2025-02-01');
    create table y2030 partition of years for values from ('2026-01-01') to (maxvalue);
    create table with_default (at date) partition by range (at);
    create table wd partition of with_default default;
    create table numbers (id int) partition by range (id);
    create table n1 partition of numbers for values from (1) to (10);
    create table expressions (at timestamptz) partition by range ((at at time zone 'UTC'));
    create table x1 partition of expressions for values from ('2026-02-01') to ('2026-03-02');
    create table two_columns (at date, id int) partition by range (at, id);
    create table tc partition of two_columns for values from ('2025-01-01', 1) to ('2026-01-01', 1);
    create table empty (at date) partition by range (at);
    create table endless (at date) partition by range (at);
    create table e1 partition of endless for values from ('2025-01-01') to ('infinity');
  `)
  for (const dateStyle of ['iso', 'german', 'sql, dmy']) {
    const rows = await sql.begin(async (tx) => {
      await tx.unsafe(`set local datestyle = ${dateStyle}; set local timezone = 'UTC'`).simple()
      return tx`
        select qualified_name, column_name, days_left::float8, upcoming_count::int
        from steward_internal.partition_horizons('2026-03-01 00:00+00') order by 1`
    })
    t.strictSame(rows.map((row) => Object.values(row)), [
      ['"Odd Sch"."Da ys"', 'D ay', 20, 1],
      ['public.tenant_1', 'at', 2, 0],
      ['public.zoned', 'at', 0.5, 0],
    ], `DateStyle ${dateStyle}, with two partitions ahead the one that begins at the moment has begun`)
  }
})

t.test('partitions_running_out counts the days that are left', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    do $do$
    declare
      v_table record;
      v_day integer;
    begin
      for v_table in
        select * from (values ('Over', -3, -1.5), ('last_day', -3, 0.5), ('week', -3, 6.5), ('archive', -200, -99.5), ('plenty', -3, 8.5)) as v (name, first, last)
      loop
        execute format('create table %I (at timestamptz) partition by range (at)', v_table.name);
        execute format('create table %I partition of %I for values from (%L) to (%L)',
          v_table.name || '_1', v_table.name, now() + v_table.first * interval '1 day', now() + v_table.last * interval '1 day');
      end loop;
      create table premade (at timestamptz) partition by range (at);
      for v_day in 0..2 loop
        execute format('create table %I partition of premade for values from (%L) to (%L)',
          'premade_' || v_day, now() + v_day * interval '1 day', now() + (v_day + 1) * interval '1 day');
      end loop;
    end $do$`)
  const rows = await findings(sql, 'partitions_running_out')
  t.match(rows, [
    {
      status: 'finding',
      severity: 'critical',
      object: 'table public.Over',
      detail: /^The last partition of public\."Over" ended at '\d{4}-\d\d-\d\d [^']+' \(column at\), 1\.5 days ago: every later row is refused\.$/,
      action: /^Create the next partitions/,
      fix_sql: null,
      evidence: { column: 'at', last_bound: /^'\d{4}-\d\d-\d\d [^']+'$/, upcoming: 0 },
    },
    { severity: 'critical', object: 'table public.last_day', detail: / in 0\.5 days every later row is refused\.$/ },
    { severity: 'warning', object: 'table public.week' },
  ])
  t.equal(rows.length, 3)
  for (const table of ['Over', 'last_day', 'week']) {
    await sql.unsafe(`create table "${table}_2" partition of "${table}" for values from ('2090-01-01') to (maxvalue)`)
  }
  t.strictSame(await findings(sql, 'partitions_running_out'), nothingFound)
})

t.test('default_partition_rows estimates, and lists may have them', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table "Ran ge" (id int) partition by range (id);
    create table "Re st" partition of "Ran ge" default;
    create table list (id int) partition by list (id);
    create table others partition of list default;
    create table clean (id int) partition by range (id);
    create table clean_1 partition of clean for values from (0) to (10);
    create table clean_rest partition of clean default;
    insert into "Ran ge" select generate_series(1, 1500);
    insert into list values (1), (2);
    insert into clean values (1);
  `)
  await sql`analyze`
  t.strictSame(await findings(sql, 'default_partition_rows'), [
    {
      status: 'finding',
      severity: 'warning',
      object: 'table public.Re st',
      value: 1500,
      detail: 'About 1,500 rows of public."Ran ge" are in its default partition public."Re st".',
      action: 'Detach the default partition, create the partitions that are missing, and insert its rows again.',
      fix_sql: null,
      evidence: { parent: 'public."Ran ge"' },
    },
    {
      status: 'finding',
      severity: 'info',
      object: 'table public.others',
      value: 2,
      detail: 'About 2 rows of public.list are in its default partition public.others.',
      action: 'Detach the default partition, create the partitions that are missing, and insert its rows again.',
      fix_sql: null,
      evidence: { parent: 'public.list' },
    },
  ])
})

t.test('pending_partition_detach finishes what was cancelled', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create table parent (id int) partition by list (id);
    create table "Pa rt" partition of parent for values in (1);
    create table stays partition of parent for values in (2);
  `)
  const reader = await db.connect().reserve()
  await reader`begin`
  await reader`select from parent`
  const detacher = await db.connect().reserve()
  const [backend] = await detacher`select pg_backend_pid() as pid`
  const detaching = t.rejects(detacher.unsafe('alter table parent detach partition "Pa rt" concurrently'), { code: '57014' })
  await poll(() => db.sql`select from pg_inherits where inhdetachpending`.then((rows) => rows.length))
  await db.admin`select pg_cancel_backend(${backend?.['pid'] as number})`
  await detaching
  await reader`rollback`
  detacher.release()
  reader.release()
  t.strictSame(await findings(db.sql, 'pending_partition_detach'), [
    {
      status: 'finding',
      severity: 'warning',
      object: 'table public.Pa rt',
      value: null,
      detail: 'Partition public."Pa rt" is being detached from public.parent, and nobody has finished it.',
      action: 'Finish it.',
      fix_sql: ['alter table public.parent detach partition public."Pa rt" finalize;'],
      evidence: { parent: 'public.parent' },
    },
  ])
  await assertFixes(t, db.sql, 'pending_partition_detach', { reversible: false })
})

t.test('partitioned_tables_without_partitions looks at every level', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table "Emp ty" (id int) partition by list (id);
    create table parent (id int) partition by list (id);
    create table middle partition of parent for values in (1) partition by list (id);
    create table filled (id int) partition by list (id);
    create table leaf partition of filled default;
  `)
  const row = (name: string, qualified: string, is_partition: boolean) => ({
    status: 'finding',
    severity: 'warning',
    object: `table public.${name}`,
    value: null,
    detail: `Table ${qualified} is partitioned and has no partition: every INSERT fails.`,
    action: 'Create its partitions, or drop it.',
    fix_sql: null,
    evidence: { is_partition },
  })
  t.strictSame(await findings(sql, 'partitioned_tables_without_partitions'), [
    row('Emp ty', 'public."Emp ty"', false),
    row('middle', 'public.middle', true),
  ])
  await sql.unsafe('create table e partition of "Emp ty" default; drop table middle')
  t.match(await findings(sql, 'partitioned_tables_without_partitions'), [{ object: 'table public.parent' }])
})
