import t from 'tap'
import { testDatabase } from '../support/database.js'

const db = await testDatabase(t)
await db.sql.unsafe(`
  create schema "Auth";
  create function "Auth".uid() returns int language plpgsql stable as 'begin return 1; end';
  create function "Auth".orgs() returns int[] language plpgsql stable as 'begin return ''{1}''; end';
  create function "Auth".org_rows() returns setof int language plpgsql stable as 'begin return next 1; end';
  create function "Auth".org_set() returns setof int language sql stable as 'select 1';
  create function "Auth".is_admin() returns boolean language plpgsql stable as 'begin return false; end';
  create function "Auth".is_member(int) returns boolean language plpgsql stable as 'begin return true; end';
  create function "Auth".inlined(int) returns boolean language sql stable as 'select $1 = 1';
  create function "Auth".fixed() returns int language sql immutable as 'select 1';
  create function "Auth".unlabelled() returns int language sql as 'select 1';
  create table member (org int, "user" int, role text);
  create table docs (id int, org int, owner int, name text, "odd (name" int);
`)

/** What policy_rewrites() says of one policy with this condition. */
async function rewrite(condition: string, command = 'for all') {
  const clause = command === 'for insert' ? 'with check' : 'using'
  await db.sql.unsafe(`create policy p on docs ${command} ${clause} (${condition})`)
  const rows = await db.sql`
    select object::text, policy, command, problem, using_fast, check_fast, statement, advice from steward.policy_rewrites('docs')`
  if (rows[0]?.statement) await db.sql.unsafe(rows[0].statement as string)
  const [left] = await db.sql`select problem from steward.policy_rewrites('docs')`
  await db.sql.unsafe('drop policy p on docs')
  return { row: rows[0], left: left?.problem as string | undefined }
}

const rewritten: Record<string, [condition: string, problem: string, fast: string]> = {
  'a bare call': ['owner = "Auth".uid()', 'bare_call', '(owner = ( SELECT "Auth".uid()))'],
  'a bare setting with all that is around it': [
    `nullif(current_setting('a.b', true), '')::int = owner`,
    'bare_call',
    `(( SELECT (NULLIF(current_setting('a.b'::text, true), ''::text))::integer) = owner)`,
  ],
  'a claim in JSON beside an odd name': [
    `"odd (name" = 1 and (current_setting('request.jwt.claims', true)::json ->> 'sub')::int = owner`,
    'bare_call',
    `(("odd (name" = 1) AND (( SELECT (((current_setting('request.jwt.claims'::text, true))::json ->> 'sub'::text))::integer) = owner))`,
  ],
  'an array from a function, which needs a cast': [
    'org = any ("Auth".orgs())',
    'bare_call',
    '(org = ANY (( SELECT "Auth".orgs())::integer[]))',
  ],
  'an array out of a setting': [
    `org = any (string_to_array(current_setting('a.orgs'), ',')::int[])`,
    'bare_call',
    `(org = ANY (( SELECT (string_to_array(current_setting('a.orgs'::text), ','::text))::integer[])::integer[]))`,
  ],
  'a call among the arguments of another function': [
    'coalesce(owner, "Auth".uid()) = "Auth".uid()',
    'bare_call',
    '(COALESCE(owner, ( SELECT "Auth".uid())) = ( SELECT "Auth".uid()))',
  ],
  'a call under NOT': [
    'not "Auth".is_admin() and owner is not null',
    'bare_call',
    '(( SELECT (NOT "Auth".is_admin())) AND (owner IS NOT NULL))',
  ],
  'IN with a set of rows': [
    'org in (select "Auth".org_rows())',
    'in_subselect',
    '(org = ANY (ARRAY( SELECT "Auth".org_rows() AS org_rows)))',
  ],
  'IN with a table': [
    `org in (select org from member as m where m."user" = (select "Auth".uid()) and m.role = ' IN ( SELECT ''x''')`,
    'in_subselect',
    `(org = ANY (ARRAY( SELECT m.org FROM public.member m WHERE ((m."user" = ( SELECT "Auth".uid() AS uid)) AND (m.role = ' IN ( SELECT ''x'''::text)))))`,
  ],
  'EXISTS that takes a column': [
    'exists (select from member as m where m.org = docs.org and m."user" = "Auth".uid())',
    'correlated_subselect',
    '(org = ANY (ARRAY( SELECT m.org FROM public.member m WHERE (m."user" = ( SELECT "Auth".uid())))))',
  ],
  'EXISTS with a join, the other way round': [
    `exists (select 1 from member as m join member as n using (role) where docs.org = n.org and (m.org = 1 or m.role = 'a'))`,
    'correlated_subselect',
    `(org = ANY (ARRAY( SELECT n.org FROM (public.member m JOIN public.member n USING (role)) WHERE ((m.org = 1) OR (m.role = 'a'::text)))))`,
  ],
  'EXISTS with casts': [
    'exists (select from member as m where m.role = docs.org::text)',
    'correlated_subselect',
    '((org)::text = ANY (ARRAY( SELECT m.role FROM public.member m)))',
  ],
  'the user IN a sub-select that takes a column': [
    '"Auth".uid() in (select m."user" from member as m where m.org = docs.org)',
    'correlated_subselect',
    '(org = ANY (ARRAY( SELECT m.org FROM public.member m WHERE (m."user" = ( SELECT "Auth".uid())))))',
  ],
}

for (const [name, [condition, problem, fast]] of Object.entries(rewritten)) {
  t.test(`rewrites ${name}`, async (t) => {
    const { row, left } = await rewrite(condition)
    t.strictSame(row, {
      object: 'docs',
      policy: 'p',
      command: 'all',
      problem,
      using_fast: fast,
      check_fast: null,
      statement: `alter policy p on public.docs using (${fast})`,
      advice: '',
    })
    t.equal(left, undefined, 'the server takes it, and nothing is left')
  })
}

t.test('rewrites WITH CHECK, where OR costs nothing', async (t) => {
  const { row, left } = await rewrite('"Auth".is_admin() or owner = "Auth".uid()', 'for insert')
  t.match(row, {
    command: 'insert',
    problem: 'bare_call',
    using_fast: null,
    statement: 'alter policy p on public.docs with check ((( SELECT "Auth".is_admin()) OR (owner = ( SELECT "Auth".uid()))))',
    advice: '',
  })
  t.equal(left, undefined)
})

const advised: Record<string, [condition: string, problem: string, advice: RegExp]> = {
  'OR with a condition on who asks': ['(select "Auth".is_admin()) or owner = (select "Auth".uid())', 'or_without_column', /a role and a policy of their own/],
  'OR with EXISTS about who asks': [
    'owner = 1 or exists (select from member as m where m."user" = 1)', 'or_without_column', /a role and a policy/,
  ],
  'a function that takes a column': ['"Auth".is_member(org)', 'call_per_row', /allowed_keys/],
  'a function without a label': ['owner = "Auth".unlabelled()', 'volatile_call', /declare it STABLE/],
  'a call in CASE': ['case when org = 1 then owner = "Auth".uid() else false end', 'not_understood', /left alone/],
  'IN with two columns': ['(org, owner) in (select m.org, m."user" from member as m)', 'in_subselect, not_understood', /left alone/],
  'an aggregate, which makes a row of none': [
    'exists (select count(*) from member as m where m.org = docs.org)', 'correlated_subselect, not_understood', /left alone/,
  ],
  'two columns of the row': [
    'exists (select from member as m where m.org = docs.org and m."user" = docs.owner)', 'correlated_subselect, not_understood', /left alone/,
  ],
  'a comparison other than =': [
    'exists (select from member as m where m.org > docs.org)', 'correlated_subselect, not_understood', /left alone/,
  ],
  'OR inside of EXISTS': [
    'exists (select from member as m where m.org = docs.org or m."user" = 1)', 'correlated_subselect, not_understood', /left alone/,
  ],
  'LIMIT inside of EXISTS': [
    'exists (select from member as m where m.org = docs.org limit 1)', 'correlated_subselect, not_understood', /left alone/,
  ],
  'NOT EXISTS': ['not exists (select from member as m where m.org = docs.org and m."user" = "Auth".uid())', 'not_understood', /<> all/],
  'EXISTS in CASE': [
    'case when exists (select from member as m where m.org = docs.org and m."user" = "Auth".uid()) then true else false end', 'not_understood', /left alone/,
  ],
  'EXISTS that is false': ['(exists (select from member as m where m.org = docs.org)) is false', 'not_understood', /left alone/],
  'NOT IN with a set of rows': ['org not in (select "Auth".org_set())', 'not_understood', /<> all/],
  'NOT around IN': ['not (org in (select "Auth".org_rows()))', 'not_understood', /<> all/],
  'IN that is not true': ['(org in (select "Auth".org_rows())) is not true', 'not_understood', /left alone/],
  'ALL with a set of rows': ['org <> all (select "Auth".org_rows())', 'not_understood', /<> all/],
  'a value that is looked up for each row': ['(select m."user" from member as m where m.org = docs.org) = 1', 'not_understood', /left alone/],
  'a volatile function inside of IN': [
    'org in (select m.org from member as m where m."user" = "Auth".unlabelled())', 'in_subselect, not_understood', /left alone/,
  ],
}

for (const [name, [condition, problem, advice]] of Object.entries(advised)) {
  t.test(`leaves ${name} alone and says so`, async (t) => {
    const { row } = await rewrite(condition)
    t.match(row, { problem, using_fast: null, statement: null, advice })
  })
}

t.test('finds nothing to say of fast policies', async (t) => {
  for (const condition of [
    'true',
    'owner = (select "Auth".uid())',
    'org = any ((select "Auth".orgs())::int[]) or owner = (select "Auth".uid())',
    'org = any (array(select m.org from member as m where m."user" = (select "Auth".uid())))',
    'owner = "Auth".fixed() and "Auth".inlined(org) and name = current_user and lower(name) in (\'a\', \'b\')',
    `name = 'exists ( SELECT docs.org) "Auth".uid()'`,
    'not (org in (select m.org from member as m)) and exists (select from member as m where m."user" = 1)',
    'owner is null or owner = 3',
    'not (org = 1) and org <> all (array(select "Auth".org_rows()))',
    'case when (select "Auth".is_admin()) then org = 1 else org in (2, 3) end',
    `org = any (array(select m.org from member as m where m."user" in (select "Auth".org_rows()))) and name <> ' IN (select docs.org)'`,
  ]) {
    t.strictSame((await rewrite(condition)).row, undefined, condition)
  }
})

t.test('a name that is a column and a type, and quotes everywhere, are not misread', async (t) => {
  await db.sql.unsafe(`
    create table "Doc's ""x""" (uuid int, "user" int, "select" int);
    create policy "it's" on "Doc's ""x""" using (
      exists (select from member as m where m.org = "Doc's ""x""".uuid and m.role = '"quoted" (') and "select" = "Auth".uid()
    );
  `)
  t.match(await db.sql`select object::text, policy, problem, advice from steward.policy_rewrites()`, [
    { object: `"Doc's ""x"""`, policy: "it's", problem: 'bare_call, correlated_subselect', advice: '' },
  ])
  await db.sql.unsafe('drop table "Doc\'s ""x"""')
})
