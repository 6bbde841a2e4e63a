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
