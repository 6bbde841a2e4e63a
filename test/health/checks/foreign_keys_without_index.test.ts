import t from 'tap'
import { testDatabase } from '../../support/database.js'
import { assertFixes, findings, nothingFound } from '../../support/findings.js'

const check = 'foreign_keys_without_index'

t.test('finds nothing in a new database', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame(await findings(sql, check), nothingFound)
})

t.test('reports a foreign key that no index begins with', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table parent (a int, b int, primary key (a, b));
    create schema "Odd Sch";
    create table "Odd Sch"."Child ""T" ("A" int, b int, filler int);
    alter table "Odd Sch"."Child ""T" add constraint "my fk" foreign key ("A", b) references parent;
    create index on "Odd Sch"."Child ""T" (filler, "A", b);
    create index on "Odd Sch"."Child ""T" ("A") include (b);
    create index on "Odd Sch"."Child ""T" using brin ("A", b);
    create index on "Odd Sch"."Child ""T" ("A", b) where filler > 0;
    create index on "Odd Sch"."Child ""T" ("A", b) where filler is not null;
    create index on "Odd Sch"."Child ""T" ("A", b) where "A" is null;
  `)
  t.strictSame(await findings(sql, check), [
    {
      status: 'finding',
      severity: 'warning',
      object: 'constraint Odd Sch.my fk',
      value: null,
      detail:
        'Foreign key "my fk" of "Odd Sch"."Child ""T" references public.parent, and no index of "Odd Sch"."Child ""T" begins with ("A", b).',
      action: 'Create an index that begins with the columns of the foreign key.',
      fix_sql: ['create index concurrently "Child ""T_3b5a3e88_idx" on "Odd Sch"."Child ""T" ("A", b);'],
      evidence: { table: '"Odd Sch"."Child ""T"', columns: ['A', 'b'] },
    },
  ])

  await assertFixes(t, sql, check)
})

for (const [name, index] of [
  ['in any order of the columns', '(b, a)'],
  ['with further columns behind', '(a, b, filler)'],
  ['partial on IS NOT NULL of the key', '(a, b) where a is not null and b is not null'],
  ['partial on IS NOT NULL of a NOT NULL column', '(a, b) where required is not null'],
] as const) {
  t.test(`accepts an index ${name}`, async (t) => {
    const { sql } = await testDatabase(t)
    await sql.unsafe(`
      create table parent (a int, b int, primary key (a, b));
      create table child (a int, b int, filler int, required int not null,
        foreign key (a, b) references parent);
      create index on child ${index};
    `)
    t.strictSame(await findings(sql, check), nothingFound)
  })
}

t.test('reports a partitioned table once and an invalid index as none', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table parent (a int primary key);
    create table child (a int references parent) partition by range (a);
    create table child_1 partition of child for values from (0) to (10);
    create table child_2 partition of child for values from (10) to (20);
    create index on only child (a);
  `)
  t.match(await findings(sql, check), [{
    object: 'constraint public.child_a_fkey',
    action: /each partition with CONCURRENTLY first/,
    fix_sql: [/^create index child_\w{8}_idx on public\.child \(a\);$/],
  }])
  t.equal((await findings(sql, check)).length, 1)
  await assertFixes(t, sql, check)
})

t.test('proposes a name that is free and short enough', async (t) => {
  const { sql } = await testDatabase(t)
  const long = 'ö'.repeat(30)
  await sql.unsafe(`
    create table parent (a int primary key);
    create table ${long} (referenced int references parent);
    create table child (a int references parent);
    create sequence child_a_idx;
  `)
  t.match(await findings(sql, check), [
    { object: 'constraint public.child_a_fkey', fix_sql: [/^create index concurrently child_\w{8}_idx on public\.child \(a\);$/] },
    { fix_sql: [new RegExp(`^create index concurrently "${'ö'.repeat(12)}_\\w{8}_idx" on `)] },
  ])
  await assertFixes(t, sql, check)
})

t.test('proposes one index for all keys that it serves, and names that do not collide', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table one (a int primary key); create table two (a int, b int, primary key (a, b));
    create table three (a int, b int, c int, primary key (a, b, c));
    create table child (a int, b int, c int, d int);
    alter table child
      add constraint a_1 foreign key (a) references one, add constraint a_2 foreign key (a) references one on delete cascade,
      add constraint b_1 foreign key (b) references one, add constraint ab foreign key (b, a) references two (a, b),
      add constraint cba foreign key (c, b, a) references three, add constraint d_1 foreign key (d) references one;
    create table "a" (b_c int references one); create table a_b (c int references one);
    create table longer (a int references one, b int, foreign key (a, b) references two); create index on longer (a);
    create table built (a int references one, b int);
  `)
  const rows = await findings(sql, check)
  t.strictSame(rows.map(({ object, action, fix_sql }) => [object, fix_sql?.length === 1 ? fix_sql[0]?.replace(/_\w{8}_/, '_<hash>_') : action]), [
    ['constraint public.a_1', 'The index that is proposed for cba serves this key as well.'],
    ['constraint public.a_2', 'The index that is proposed for cba serves this key as well.'],
    ['constraint public.a_b_c_fkey', 'create index concurrently a_<hash>_idx on public.a (b_c);'],
    ['constraint public.a_b_c_fkey1', 'create index concurrently a_b_<hash>_idx on public.a_b (c);'],
    ['constraint public.ab', 'The index that is proposed for cba serves this key as well.'],
    ['constraint public.b_1', 'create index concurrently child_b_idx on public.child (b);'],
    ['constraint public.built_a_fkey', 'create index concurrently built_a_idx on public.built (a);'],
    ['constraint public.cba', 'create index concurrently child_a_b_c_idx on public.child (a, b, c);'],
    ['constraint public.d_1', 'create index concurrently child_d_idx on public.child (d);'],
    ['constraint public.longer_a_b_fkey', 'create index concurrently longer_b_a_idx on public.longer (b, a);'],
  ].sort(([x], [y]) => ((x ?? '') < (y ?? '') ? -1 : 1)))
  for (const { fix_sql } of rows) for (const statement of fix_sql ?? []) await sql.unsafe(statement)
  t.strictSame(await findings(sql, check), nothingFound)
  t.strictSame(await findings(sql, 'redundant_indexes'), nothingFound)
})

t.test('wants an invalid index rebuilt, and no second one beside it', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table one (a int primary key); create table child (a int references one, b int);
    insert into one values (1); insert into child values (1, 1), (1, 1);
  `)
  await t.rejects(sql.unsafe('create unique index concurrently left_over on child (a)'), { code: '23505' })
  t.match(await findings(sql, check), [{
    object: 'constraint public.child_a_fkey',
    action: 'Rebuild index public.left_over: it is invalid, and will serve the key.',
    fix_sql: null,
  }])
})
