import t from 'tap'
import { testDatabase } from '../support/database.js'
import { findings, nothingFound } from '../support/findings.js'
import { testRoles } from '../support/roles.js'

t.test('tells indexes that conditions of users can search from those that they cannot', async (t) => {
  const db = await testDatabase(t)
  const { reader } = await testRoles(t, db, { reader: 'role app' })
  await db.sql.unsafe(`
    create type mood as enum ('good', 'bad');
    create table notes (
      id int primary key, owner uuid, mood mood, price numeric unique, name text, short varchar, code text, at timestamptz, day date,
      flag boolean, data jsonb, tags int[], words tsvector, lowered text generated always as (lower(name)) stored
    );
    insert into notes (id, owner, mood, price, name) select g, gen_random_uuid(), 'good', g, 'n' || g from generate_series(1, 3000) as g;
    create index dead_enum on notes (mood);
    create index dead_lower on notes (lower(name));
    create index dead_json on notes using gin (data);
    create index dead_array on notes using gin (tags);
    create index dead_words on notes using gin (words);
    create index dead_path on notes ((data ->> 'a'));
    create index like_only on notes (name text_pattern_ops);
    create index live_text on notes (name); create index live_varchar on notes (short); create index live_uuid on notes (owner);
    create index live_time on notes (at); create index live_brin on notes using brin (at); create index live_day on notes (day);
    create index live_flag on notes (flag); create index live_hash on notes using hash (name); create index live_lowered on notes (lowered);
    create index policy_lower on notes (lower(code));
    alter table notes enable row level security;
    grant select on notes to ${reader};
    create policy own on notes for select to ${reader} using (lower(code) = (select 'x'::text) or id > 0);
    analyze notes;
  `)
  const rows = await db.sql`
    select index_name::text as name, key_column, operator_class, is_dead, serves, roles::text[] as roles, why, action
    from steward.dead_indexes_under_rls('notes')`
  const later = 'Conditions of users on it are evaluated after the policy, row by row, and cannot search the index.'
  t.strictSame(rows.map(({ name, is_dead }) => [name, is_dead]), [
    ['dead_array', true], ['dead_enum', true], ['dead_json', true], ['dead_lower', true], ['dead_path', true], ['dead_words', true],
    ['like_only', false], ['notes_price_key', true],
  ])
  t.strictSame(rows[1], {
    name: 'dead_enum',
    key_column: 'mood',
    operator_class: 'enum_ops',
    is_dead: true,
    serves: null,
    roles: [reader],
    why: `No operator of its class enum_ops is leakproof (< <= = > >=). ${later}`,
    action: 'Make the column text with a check constraint: = of text is leakproof, that of an enum is not.',
  })
  t.match(rows[3], { key_column: 'lower(name)', why: /needs lower\(\), which is not leakproof/, action: /generated column/ })
  t.match(rows[6], { serves: '= ~<=~ ~<~ ~>=~ ~>~', why: /made for LIKE/, action: /as a range/ })
  t.match(rows[7], { key_column: 'price', action: /bigint.*Keep the index: it makes sure that values are unique\.$/ })

  t.test('and the planner agrees', async (t) => {
    const plan = (condition: string) => db.sql.begin(async (sql) => {
      await sql.unsafe(`set local enable_seqscan = off; set local role ${reader}`)
      const lines = await sql.unsafe(`explain (costs off) select from notes where ${condition}`)
      return lines.map((line) => line['QUERY PLAN'] as string).join('\n')
    })
    for (const condition of [
      `mood = 'bad'`, `lower(name) = 'n7'`, `data @> '{}'`, `tags @> '{1}'`, `words @@ 'a'`, `data ->> 'a' = 'b'`, `price = 7`, `name like 'n7%'`,
    ]) t.notMatch(await plan(condition), /dead_|notes_price_key|like_only/, condition)
    t.match(await plan(`name = 'n7'`), /Index Cond: \(name = 'n7'/)
    t.match(await plan(`lowered = 'n7'`), /live_lowered/, 'what is advised for lower()')
    t.match(await plan(`name ~>=~ 'n7' and name ~<~ 'n8'`), /like_only/, 'what is advised for LIKE')
    t.match(await plan(`owner = '${'0'.repeat(32)}'`), /live_uuid/)
  })

  t.test('indexes_dead_under_rls reports those that are dead', async (t) => {
    const found = await findings(db.sql, 'indexes_dead_under_rls')
    t.strictSame(found.map(({ object }) => object), [
      'index public.dead_array', 'index public.dead_enum', 'index public.dead_json', 'index public.dead_lower', 'index public.dead_path',
      'index public.dead_words', 'index public.notes_price_key',
    ])
    t.strictSame(found[1], {
      status: 'finding',
      severity: 'info',
      object: 'index public.dead_enum',
      value: 3000,
      detail: `${reader} cannot search index dead_enum on mood of public.notes. ${rows[1]?.why as string}`,
      action: rows[1]?.action as string,
      fix_sql: null,
      evidence: { table: 'public.notes', operator_class: 'enum_ops', roles: [reader] },
    })
    const holder = await db.connect().reserve()
    await holder.unsafe('begin; lock table notes in access exclusive mode')
    t.strictSame(await findings(db.sql, 'indexes_dead_under_rls'), nothingFound, 'a locked table is left for the next time')
    await holder.unsafe('rollback')
    holder.release()
  })
})

t.test('is silent where the policy binds nobody', async (t) => {
  const db = await testDatabase(t)
  const { reader, service } = await testRoles(t, db, { reader: '', service: '' })
  await db.sql.unsafe(`
    create table off (a numeric); create index on off (a); grant select on off to ${reader};
    create policy p on off using (a = 1);
    create table all_rows (like off); create index on all_rows (a); alter table all_rows enable row level security;
    create policy p on all_rows to ${service} using (true); grant select on all_rows to ${service};
    create table ungranted (like off); create index on ungranted (a); alter table ungranted enable row level security;
    create policy p on ungranted to ${reader} using (length('x') = 1);
    create table compared (like off); create index on compared (a); alter table compared enable row level security;
    create policy p on compared to ${reader} using (a = 1); grant select on compared to ${reader};
  `)
  t.strictSame([...await db.sql`select * from steward.dead_indexes_under_rls()`], [])
  t.strictSame(await findings(db.sql, 'indexes_dead_under_rls'), nothingFound)
  await db.sql.unsafe(`grant select on ungranted to ${reader}`)
  t.match(await db.sql`select index_name::text from steward.dead_indexes_under_rls()`, [{ index_name: 'ungranted_a_idx' }])
})
