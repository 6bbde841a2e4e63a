import t from 'tap'
import { testDatabase } from '../../support/database.js'
import { assertFixes, findings, nothingFound, switchOn, undos } from '../../support/findings.js'

const common = { status: 'finding', severity: 'info', value: null, fix_sql: null }

t.test('unlogged_tables are reported with the partitioned table of their partitions', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create unlogged table "Sta ging" (id int generated always as identity primary key);
    create table logged (id int); create temporary table passing (id int);
    create materialized view computed as select 1 as one;
    create table parted (id int) partition by range (id);
    create table part_1 partition of parted for values from (0) to (9) partition by range (id);
    create unlogged table part_1_a partition of part_1 for values from (0) to (4);
    create unlogged table part_1_b partition of part_1 for values from (4) to (9);
    create table part_2 partition of parted for values from (9) to (20);
  `)
  const action = 'Make the table logged, unless its rows may be lost.'
  t.strictSame(await findings(sql, 'unlogged_tables'), [
    {
      ...common,
      severity: 'warning',
      object: 'table public.Sta ging',
      detail: 'Table public."Sta ging" is unlogged.',
      action,
      fix_sql: ['alter table public."Sta ging" set logged;'],
      evidence: { tables: ['public."Sta ging"'] },
    },
    {
      ...common,
      severity: 'warning',
      object: 'table public.parted',
      detail: '2 partitions of table public.parted are unlogged: public.part_1_a, public.part_1_b.',
      action,
      fix_sql: ['alter table public.part_1_a set logged;', 'alter table public.part_1_b set logged;'],
      evidence: { tables: ['public.part_1_a', 'public.part_1_b'] },
    },
  ])
  t.strictSame(await undos(sql, 'unlogged_tables'), {
    'table public.Sta ging': ['alter table public."Sta ging" set unlogged;'],
    'table public.parted': ['alter table public.part_1_a set unlogged;', 'alter table public.part_1_b set unlogged;'],
  })
  await assertFixes(t, sql, 'unlogged_tables')
})

t.test('inherited_tables are parents of tables that are no partitions', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table parent (id int); create table "Child 1" () inherits (parent); create table child_2 () inherits (parent);
    create table grandchild () inherits (child_2);
    create table parted (id int primary key) partition by range (id);
    create table part_1 partition of parted for values from (0) to (9);
    create index on parted (id);
  `)
  const action = 'Use declarative partitioning for parts of one table; for kinds of one thing use tables with a foreign key to the common one.'
  t.strictSame(await findings(sql, 'inherited_tables'), [
    {
      ...common,
      object: 'table public.child_2',
      detail: 'Table public.child_2 has a child table by inheritance: public.grandchild.',
      action,
      evidence: { children: ['public.grandchild'] },
    },
    {
      ...common,
      object: 'table public.parent',
      detail: 'Table public.parent has 2 child tables by inheritance: public."Child 1", public.child_2.',
      action,
      evidence: { children: ['public."Child 1"', 'public.child_2'] },
    },
  ])
  await sql.unsafe('alter table "Child 1" no inherit parent; alter table child_2 no inherit parent; drop table grandchild')
  t.strictSame(await findings(sql, 'inherited_tables'), nothingFound)
})

t.test('tables_with_many_columns warns from 200 columns on, and near the limit whatever they are', async (t) => {
  const { sql } = await testDatabase(t)
  const columns = (count: number, prefix = 'c') => Array.from({ length: count }, (_, i) => `${prefix}${i} int`).join(', ')
  const drop = (count: number) => Array.from({ length: count }, (_, i) => `drop column c${i}`).join(', ')
  await sql.unsafe(`
    create table narrow (${columns(199)}); create table wide (${columns(200)});
    create table "used up" (${columns(1210)}); alter table "used up" ${drop(1200)};
    create table at_the_end (${columns(1450)}); alter table at_the_end ${drop(1390)};
    create table parted (${columns(201)}) partition by range (c0);
    create table part_1 partition of parted for values from (0) to (9);
  `)
  const split = 'Split the table into what is read together, or keep sparse attributes in a jsonb column.'
  const renew = 'Only a new table gets rid of dropped columns: copy the rows into one and swap the names.'
  t.strictSame(await findings(sql, 'tables_with_many_columns'), [
    {
      ...common,
      severity: 'critical',
      object: 'table public.at_the_end',
      value: 60,
      detail: 'Table public.at_the_end has 60 columns, and 1390 that were dropped count as well; a table can have 1600.',
      action: renew,
      evidence: { columns: 60, dropped_columns: 1390 },
    },
    {
      ...common,
      severity: 'warning',
      object: 'table public.parted',
      value: 201,
      detail: 'Table public.parted has 201 columns; a table can have 1600.',
      action: split,
      evidence: { columns: 201, dropped_columns: 0 },
    },
    {
      ...common,
      severity: 'warning',
      object: 'table public.used up',
      value: 10,
      detail: 'Table public."used up" has 10 columns, and 1200 that were dropped count as well; a table can have 1600.',
      action: renew,
      evidence: { columns: 10, dropped_columns: 1200 },
    },
    {
      ...common,
      severity: 'warning',
      object: 'table public.wide',
      value: 200,
      detail: 'Table public.wide has 200 columns; a table can have 1600.',
      action: split,
      evidence: { columns: 200, dropped_columns: 0 },
    },
  ])
})

t.test('single_column_tables are off by default, and leave lists of values alone', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table empty (); create table one ("A" int); create table shrunk (a int, b int, c int);
    alter table shrunk drop column b, drop column c;
    create table states (state text primary key); create table two (a int, state text references states);
    create table tall (a int, b int, c int); alter table tall drop column c;
    create table parted (id int) partition by range (id);
    create table part_1 partition of parted for values from (0) to (9);
  `)
  t.match(await findings(sql, 'single_column_tables'), [{ status: 'skipped' }])
  await switchOn(sql, 'single_column_tables')
  const action = 'Drop it if nobody uses it; let foreign keys reference it if it lists allowed values.'
  t.strictSame(await findings(sql, 'single_column_tables'), [
    { ...common, object: 'table public.empty', detail: 'Table public.empty has no column.', action, evidence: { column: null } },
    { ...common, object: 'table public.one', detail: 'Table public.one has only the column "A".', action, evidence: { column: 'A' } },
    { ...common, object: 'table public.parted', detail: 'Table public.parted has only the column id.', action, evidence: { column: 'id' } },
    { ...common, object: 'table public.shrunk', detail: 'Table public.shrunk has only the column a.', action, evidence: { column: 'a' } },
  ])
})

t.test('tables_without_required_columns counts neither the key nor tables that have rules', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table loose (id int primary key, a int, b text, c date);
    create table keyless (a int, b text, c date);
    create table pair (x int, y int, a int, b int, c int, primary key (y, x));
    create table small (id int primary key, a int, b text);
    create table strict (id int primary key, a int not null, b text, c date);
    create table checked (id int primary key, a int, b text, c date, check (a is not null or b is not null));
    create domain needed as text not null;
    create table typed (id int primary key, a needed, b text, c date);
    create table shrunk (id int primary key, a int, b text, c date); alter table shrunk drop column c;
    create table parted (a int, b text, c date) partition by range (a);
    create table part_1 partition of parted for values from (0) to (9);
  `)
  const row = (name: string) => ({
    ...common,
    object: `table public.${name}`,
    detail: `All 3 columns of table public.${name} outside its key accept null.`,
    action:
      'Set NOT NULL on the columns that a row cannot do without. On a large table add CHECK (... is not null) not valid and ' +
      'validate it first, then SET NOT NULL does not read the table.',
    evidence: { columns: 3 },
  })
  t.strictSame(await findings(sql, 'tables_without_required_columns'), ['keyless', 'loose', 'pair', 'parted'].map(row))
  await sql.unsafe(`
    alter table loose alter column a set not null; drop table keyless, parted; alter table pair alter column c set not null`)
  t.strictSame(await findings(sql, 'tables_without_required_columns'), nothingFound)
})

t.test('numbered_tables have the same columns and are three at least', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table "Log_9" (id int, note text); create table "Log_10" (id int, note text); create table "Log_11" (id int, note text);
    create table sales_2024_01 (id int); create table sales_2024_02 (id int); create table sales_2025_01 (id int);
    create table pair_1 (id int); create table pair_2 (id int);
    create table step1 (a int, b int); create table step2 (c int, d int); create table step3 (e int, f int);
    create table parted (id int) partition by range (id);
    create table parted_1 partition of parted for values from (0) to (1);
    create table parted_2 partition of parted for values from (1) to (2);
    create table parted_3 partition of parted for values from (2) to (3);
    create table family (id int); create table family_1 () inherits (family); create table family_2 () inherits (family);
    create table family_3 () inherits (family);
  `)
  const action = 'Make them partitions of one partitioned table: create it, then alter table ... attach partition for each.'
  t.strictSame(await findings(sql, 'numbered_tables'), [
    {
      ...common,
      object: 'table public.Log_9',
      detail: '3 tables of schema public have the same columns and are numbered: "Log_9" to "Log_11".',
      action,
      evidence: { stem: 'Log', tables: 3 },
    },
    {
      ...common,
      object: 'table public.sales_2024_01',
      detail: '3 tables of schema public have the same columns and are numbered: sales_2024_01 to sales_2025_01.',
      action,
      evidence: { stem: 'sales', tables: 3 },
    },
  ])
  await sql.unsafe('drop table "Log_10", sales_2025_01')
  t.strictSame(await findings(sql, 'numbered_tables'), nothingFound)
})

t.test('unlinked_tables have no foreign key either way', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table parent (id int primary key); create table child (id int references parent);
    create table tree (id int primary key, parent int references tree);
    create table "Alo ne" (id int);
    create table parted (id int) partition by range (id);
    create table part_1 partition of parted for values from (0) to (9);
  `)
  await switchOn(sql, 'unlinked_tables')
  const action = 'Declare the foreign keys that are meant, or drop the table if nobody uses it.'
  t.strictSame(await findings(sql, 'unlinked_tables'), [
    { ...common, object: 'table public.Alo ne', detail: 'No foreign key leads from or to table public."Alo ne".', action, evidence: null },
    { ...common, object: 'table public.parted', detail: 'No foreign key leads from or to table public.parted.', action, evidence: null },
  ])
  await sql.unsafe('alter table "Alo ne" add foreign key (id) references parent; drop table parted')
  t.strictSame(await findings(sql, 'unlinked_tables'), nothingFound)
})

t.test('undocumented_tables are off by default, and the way to switch them on is said', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table "Sa id" (id int); create table silent (id int); comment on column silent.id is 'not enough';
    comment on table "Sa id" is 'A thing.';
    create table parted (id int) partition by range (id);
    create table part_1 partition of parted for values from (0) to (9);
  `)
  const [off] = await findings(sql, 'undocumented_tables')
  t.equal(off?.status, 'skipped')
  await sql.unsafe(off?.action ?? '')
  const action = "Say what a row stands for: comment on table ... is '...';"
  t.strictSame(await findings(sql, 'undocumented_tables'), [
    { ...common, object: 'table public.parted', detail: 'Table public.parted has no comment.', action, evidence: null },
    { ...common, object: 'table public.silent', detail: 'Table public.silent has no comment.', action, evidence: null },
  ])
  await sql.unsafe(`comment on table silent is 'A thing.'; drop table parted`)
  t.strictSame(await findings(sql, 'undocumented_tables'), nothingFound)
})

t.test('large_unpartitioned_tables go by the number of rows that the server last saw', async (t) => {
  const { sql, admin } = await testDatabase(t)
  await sql.unsafe(`
    create table huge (id int); create table middling (id int);
    create table parted (id int) partition by range (id);
    create table part_1 partition of parted for values from (0) to (9);
  `)
  await admin`
    update pg_class set reltuples = case relname when 'middling' then 49000000 else 60000000 end, relpages = 1000
    where relname in ('huge', 'middling', 'parted', 'part_1')`
  const size = 1000 * 8192
  t.strictSame(await findings(sql, 'large_unpartitioned_tables'), [
    {
      ...common,
      severity: 'warning',
      object: 'table public.huge',
      value: 60000000,
      detail: 'Table public.huge has about 60,000,000 rows in 8000 kB and is not partitioned.',
      action: 'Partition the table by the column by which old rows are deleted, before it grows further; raise the threshold if it only ever is read by its key.',
      evidence: { estimated_rows: 60000000, estimated_bytes: size },
    },
  ])
})

t.test('column_alignment_padding says what another order of the columns would save', async (t) => {
  const { sql, admin } = await testDatabase(t)
  await sql.unsafe(`
    create table wasteful (flag boolean not null, id bigint not null, small smallint not null, at timestamptz not null);
    create table packed (id bigint not null, at timestamptz not null, small smallint not null, flag boolean not null);
    create table small_one (flag boolean not null, id bigint not null, small smallint not null, at timestamptz not null);
    create table vast (flag boolean not null, id bigint not null, small smallint not null, at timestamptz not null);
    create table mixed (flag boolean, note text, other boolean, number bigint, n integer);
    insert into wasteful values (true, 1, 2, now()); insert into packed values (1, now(), 2, true);
  `)
  await admin`
    update pg_class set reltuples = case relname when 'small_one' then 1000000 else 20000000 end, relpages = case relname when 'vast' then 1000000 else 100000 end
    where relname in ('wasteful', 'packed', 'small_one', 'mixed', 'vast')`
  const action = 'When the table is rewritten anyway, create it anew with the columns in the order that the evidence gives.'
  t.strictSame(await findings(sql, 'column_alignment_padding'), [
    {
      ...common,
      object: 'table public.mixed',
      value: 140000000,
      detail: 'Another order of its columns would save about 7 bytes in each of the 20,000,000 rows of table public.mixed, 134 MB in all.',
      action,
      evidence: { bytes_per_row: 7, column_order: ['number', 'n', 'flag', 'other', 'note'] },
    },
    {
      ...common,
      object: 'table public.wasteful',
      value: 160000000,
      detail: 'Another order of its columns would save about 8 bytes in each of the 20,000,000 rows of table public.wasteful, 153 MB in all.',
      action,
      evidence: { bytes_per_row: 8, column_order: ['id', 'at', 'small', 'flag'] },
    },
  ])
})

t.test('alignment_padding computes what the server really writes', async (t) => {
  const { sql } = await testDatabase(t)
  const types = ['boolean', 'smallint', 'integer', 'bigint', 'macaddr', 'timetz', 'uuid', 'name', 'float4', '"char"']
  const values = ['true', '1', '1', '1', `'08:00:2b:01:02:03'`, `'10:00+00'`, `gen_random_uuid()`, `'n'`, '1', `'c'`]
  // Every type after every other, in orders that leave gaps of all widths.
  for (const start of types.keys()) {
    const order = types.map((_, i) => (start + i * 3) % types.length)
    await sql.unsafe(`
      create table sized (${order.map((o, i) => `c${i} ${types[o] ?? ''} not null`).join(', ')});
      insert into sized values (${order.map((o) => values[o]).join(', ')});
    `)
    const [row] = await sql`
      select
        (select (pg_column_size(s.*) - 24 + 7) / 8 * 8 from sized as s) as written,
        l.bytes + steward_internal.alignment_padding(l.lengths, l.alignments) as computed
      from (
        select
          sum(a.attlen)::integer as bytes,
          array_agg(a.attlen::integer order by a.attnum) as lengths,
          array_agg(case a.attalign when 'd' then 8 when 'i' then 4 when 's' then 2 else 1 end order by a.attnum) as alignments
        from pg_attribute as a
        where a.attrelid = 'sized'::regclass and a.attnum > 0
      ) as l`
    t.equal(row?.['computed'], row?.['written'], order.map((o) => types[o]).join(', '))
    await sql`drop table sized`
  }
  t.strictSame(
    [...(await sql`
      select
        steward_internal.alignment_padding('{1,8}', '{1,8}') as inner_gap,
        steward_internal.alignment_padding('{8,1}', '{8,1}') as last_gap,
        steward_internal.alignment_padding('{1,-1,8}', '{1,4,8}') as after_variable,
        steward_internal.alignment_padding('{-1,1,8}', '{4,1,8}') as between_fixed`)],
    [{ inner_gap: 7, last_gap: 7, after_variable: 0, between_fixed: 7 }],
  )
})

t.test('mixed_table_owners counts the tables of each role', async (t) => {
  const { sql, admin } = await testDatabase(t)
  await sql.unsafe(`
    create schema "S 1"; create schema quiet;
    create table "S 1".a (id int); create table "S 1".b (id int); create table "S 1".c (id int); create table quiet.d (id int);
  `)
  await admin.unsafe('alter table "S 1".c owner to postgres')
  t.strictSame(await findings(sql, 'mixed_table_owners'), [
    {
      ...common,
      object: 'schema S 1',
      detail: 'Tables of schema "S 1" belong to 2 roles: app (2), postgres (1).',
      action: 'Give the tables to the role that runs the migrations: alter table ... owner to ...;',
      evidence: { owners: { app: 2, postgres: 1 } },
    },
  ])
  await admin.unsafe('alter table "S 1".c owner to app')
  t.strictSame(await findings(sql, 'mixed_table_owners'), nothingFound)
})
