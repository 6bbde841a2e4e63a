import t from 'tap'
import { testDatabase } from '../support/database.js'
import { assertFixes, findings, nothingFound } from '../support/findings.js'
import { people } from '../support/people.js'
import { testRoles } from '../support/roles.js'

async function prepared(t: Parameters<typeof testDatabase>[0]) {
  const db = await testDatabase(t)
  const { role } = await testRoles(t, db, { role: 'role app' })
  await db.sql.unsafe(people(role))
  return { db, role }
}

t.test('compares both forms, and rewrites only when it is told to', async (t) => {
  const { db, role } = await prepared(t)
  await db.sql.unsafe(`
    create policy reading on docs for select to ${role} using (exists (select from member as m where m.org = docs.org and m.user_id = uid()));
    create policy changing on docs for update to ${role} using (owner = uid()) with check (uid() = owner and org in (select unnest(my_orgs())));
    create policy fast on docs for delete to ${role} using (owner = (select uid()));
  `)
  const policies = () => db.sql`select polname, pg_get_expr(polqual, polrelid) as u, pg_get_expr(polwithcheck, polrelid) as c from pg_policy order by 1`
  const visible = () => db.sql.begin(async (sql) => {
    await sql.unsafe(`set local role ${role}; select set_config('app.user', '7', true)`)
    return [...await sql`select id from docs order by id`]
  })
  const before = await policies()
  const seen = await visible()
  t.equal(seen.length, 200)

  const compared = await db.sql`select policy, outcome, visible::int > 0 as saw, different::int, compared::int from steward.rewrite_policies('docs')`
  t.strictSame([...compared], [
    // Four people who own rows, four members, and nobody; for USING and for WITH CHECK.
    { policy: 'changing', outcome: 'same', saw: true, different: 0, compared: compared[0]?.compared as number },
    { policy: 'reading', outcome: 'same', saw: true, different: 0, compared: compared[1]?.compared as number },
  ])
  t.ok(compared.every((row) => row.compared >= 2000))
  t.strictSame(await policies(), before, 'looking changes nothing')

  const done = await db.sql`select policy, outcome, statement from steward.rewrite_policies('docs', dry_run => false)`
  t.match(done, [
    { policy: 'changing', outcome: 'rewritten', statement: /^alter policy changing on public\.docs using .* with check / },
    { policy: 'reading', outcome: 'rewritten', statement: /org = ANY \(ARRAY\( SELECT m\.org FROM public\.member m WHERE/ },
  ])
  t.strictSame([...await db.sql`select from steward.rewrite_policies('docs')`], [], 'nothing is left to do')
  t.strictSame(await visible(), seen, 'the same rows are visible')
})

t.test('lists what it leaves alone, and compares the others', async (t) => {
  const { db, role } = await prepared(t)
  await db.sql.unsafe(`
    create function orgs_of_user() returns setof int language sql stable as 'select org from public.member where user_id = public.uid()';
    create policy a_count on docs for select to ${role} using (exists (select count(*) from member as m where m.org = docs.org and m.user_id = uid()));
    create policy in_set on docs for select to ${role} using (org in (select orgs_of_user()));
    create policy not_in on docs for select to ${role} using (org not in (select orgs_of_user()));
    delete from docs where id >= 2000; analyze docs;
  `)
  const run = (dry: boolean) => db.sql`
    select policy, outcome, visible > 0 as saw, different::int, statement, advice
    from steward.rewrite_policies('docs', array['{"app.user": "7"}']::jsonb[], ${dry})`
  const left = { outcome: 'left_alone', saw: false, different: 0, statement: null }
  t.match(await run(true), [
    { policy: 'a_count', ...left, advice: /^Something is left alone, / },
    {
      policy: 'in_set', outcome: 'same', saw: true, different: 0, advice: null,
      statement: 'alter policy in_set on public.docs using ((org = ANY (ARRAY( SELECT public.orgs_of_user() AS orgs_of_user))))',
    },
    { policy: 'not_in', ...left, advice: /^Something is left alone, .* column <> all \(array\(select …\)\)/ },
  ])
  t.match(await run(false), [{ policy: 'a_count', ...left }, { policy: 'in_set', outcome: 'rewritten' }, { policy: 'not_in', ...left }])
  t.match(await run(true), [{ policy: 'a_count', ...left }, { policy: 'not_in', ...left }])
})

t.test('compares for people who own some of the rows that it looks at, however many rows there are', async (t) => {
  const { db, role } = await prepared(t)
  await db.sql.unsafe(`
    create policy changing on docs for update to ${role} using (owner = uid());
    update docs set owner = id; insert into docs select g, g, g / 20, 'x' from generate_series(20000, 99999) as g; analyze docs`)
  t.match(await db.sql`select policy, outcome, visible::int >= 4 as saw, different::int from steward.rewrite_policies('docs')`, [
    { policy: 'changing', outcome: 'same', saw: true, different: 0 },
  ])
})

t.test('finds people beside a policy that compares nobody', async (t) => {
  const { db, role } = await prepared(t)
  await db.sql.unsafe(`
    create policy a_count on docs for select to ${role} using (exists (select count(*) from member as m where m.org = docs.org and m.user_id = uid()))`)
  t.strictSame([...await db.sql`select source, is_target, claims from steward_internal.identity_sources('docs')`], [
    { source: 'public.member m', is_target: false, claims: { 'app.user': 'm.user_id' } },
  ])
})

t.test('does not take nobody for a proof', async (t) => {
  const { db, role } = await prepared(t)
  await db.sql.unsafe(`create policy p on docs to ${role} using (org in (select unnest(my_orgs())))`)
  const run = (identities: string[] | null) => db.sql`
    select outcome from steward.rewrite_policies('docs', ${identities}::text[]::jsonb[], dry_run => false)`
  t.strictSame([...await run(null)], [{ outcome: 'not_compared' }], 'nobody could be found who sees a row')
  t.strictSame([...await run(['{"app.user": "-1"}'])], [{ outcome: 'not_compared' }])
  t.strictSame([...await run(['{"app.user": "7"}'])], [{ outcome: 'rewritten' }])
})

t.test('refuses a form that lets other rows through', async (t) => {
  const { db, role } = await prepared(t)
  await db.sql.unsafe(`create policy p on docs to ${role} using (owner = uid())`)
  const [row] = await db.sql`
    select c.passed::int, c.different::int, c.failure
    from steward_internal.sample_rows('docs', 'app', 20000) as s (sampled)
    cross join lateral steward_internal.compare_conditions('docs', s.sampled, 'app', '(id < 5)', '(id <= 5)') as c`
  t.strictSame(row, { passed: 5, different: 1, failure: null })
  const [failed] = await db.sql`
    select c.passed::int, c.different::int > 0 as differs, c.failure
    from steward_internal.sample_rows('docs', 'app', 20000) as s (sampled)
    cross join lateral steward_internal.compare_conditions('docs', s.sampled, 'app', '(id < 5)', '(1 / (id - 1) > 0)') as c`
  t.strictSame(failed, { passed: 5, differs: true, failure: '22012' })
  // A function that answers each call differently is what no reading of the policy can see.
  await db.sql.unsafe(`
    create or replace function uid() returns int language plpgsql stable as $$
      begin return case when pg_catalog.random() < 0.5 then 7 else 8 end; end $$`)
  t.match(await db.sql`select outcome from steward.rewrite_policies('docs', array['{}']::jsonb[], dry_run => false)`, [{ outcome: 'differs' }])
  t.match(await db.sql`select pg_get_expr(polqual, polrelid) as condition from pg_policy`, [{ condition: '(owner = uid())' }])
})

t.test('is for the owner, and does not wait for ever', async (t) => {
  const { db, role } = await prepared(t)
  await db.sql.unsafe(`create policy p on docs to ${role} using (owner = uid())`)
  const { stranger } = await testRoles(t, db, { stranger: `login password 'stranger'` })
  await db.admin.unsafe(`grant steward_admin to ${stranger}`)
  const url = new URL(db.url)
  url.username = stranger
  url.password = 'stranger'
  const sql = db.connect({ url: url.href })
  await t.rejects(sql`select * from steward.rewrite_policies('docs', dry_run => false)`, { code: '42501', message: 'public.docs belongs to another role' })
  await t.rejects(sql`select * from steward.rewrite_policies('docs')`, { code: '42501', message: /sees all rows/ })
  await sql.end()
})

t.test('policies_defeating_indexes tells shapes that no index serves from those that one does', async (t) => {
  const { db, role } = await prepared(t)
  await db.sql.unsafe(`
    create policy admin on docs for delete to ${role} using ((select is_admin()) or owner = (select uid()));
    create policy correlated on docs for select to ${role} using (exists (select from member as m where m.org = docs.org and m.user_id = (select uid())));
    create policy within on docs for update to ${role} using (org in (select unnest(my_orgs()))) with check (true);
    create policy bare on docs for delete to ${role} using (owner = uid());
    create policy adding on docs for insert to ${role} with check (org in (select unnest(my_orgs())));
    create policy arrays on docs to ${role} using (org = any (array(select unnest(my_orgs()))) or owner = (select uid()));
    create table off (org int); create policy within on off using (org in (select unnest(my_orgs())));
    create table small (org int); create policy within on small using (org in (select unnest(my_orgs()))); alter table small enable row level security;
  `)
  const found = await findings(db.sql, 'policies_defeating_indexes')
  t.strictSame(found.map(({ object, severity, detail }) => [object, severity, detail]), [
    ['policy public.admin on docs', 'warning', 'Policy admin makes queries of public.docs read the whole table: a condition on who asks is joined with OR.'],
    ['policy public.correlated on docs', 'warning', 'Policy correlated makes queries of public.docs read the whole table: a sub-select takes a column of each row.'],
    ['policy public.within on docs', 'warning', 'Policy within makes queries of public.docs read the whole table: a column is looked for IN a sub-select.'],
    ['policy public.within on small', 'info', 'Policy within makes queries of public.small read the whole table: a column is looked for IN a sub-select.'],
  ])
  t.strictSame(found[2], {
    status: 'finding',
    severity: 'warning',
    object: 'policy public.within on docs',
    value: 20000,
    detail: 'Policy within makes queries of public.docs read the whole table: a column is looked for IN a sub-select.',
    action: `Compare both forms, and let it be rewritten if they agree: select * from rewrite_policies('public.docs');`,
    fix_sql: ['alter policy within on public.docs using ((org = ANY (ARRAY( SELECT unnest(public.my_orgs()) AS unnest))));'],
    evidence: { command: 'update', problem: 'in_subselect', using: '(org IN ( SELECT unnest(public.my_orgs()) AS unnest))' },
  })
  t.match(found[0], { fix_sql: null, action: /a role and a policy of their own/ })

  const holder = await db.connect().reserve()
  await holder.unsafe('begin; lock table member, small in access exclusive mode')
  t.strictSame(await findings(db.sql, 'policies_defeating_indexes'), nothingFound, 'what reads a locked table is left for the next time')
  await holder.unsafe('rollback')
  holder.release()
  await assertFixes(t, db.sql, 'policies_defeating_indexes')
})
