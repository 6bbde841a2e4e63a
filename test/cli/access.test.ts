import t from 'tap'
import { testDatabase } from '../support/database.js'
import { steward } from './support.js'

const user = '00000000-0000-0000-0000-000000000001'

t.test('prove and explain', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create table notes (id integer primary key, user_id uuid not null);
    select steward.protect_table('notes', 'owner', owner_column => 'user_id');
  `).simple()
  await db.admin`insert into notes values (1, ${user}), (2, gen_random_uuid())`
  const run = (...args: string[]) => steward(['access', ...args, '--database-url', db.adminUrl])

  t.match(await run('prove'), { code: 0, stdout: '', stderr: /^1 table: 0 leaks, 0 not tested, \d+ own rows only, \d+ denied\n$/ })
  t.match(await run('prove', 'notes', '--all'), { code: 0, stdout: /public\.notes │ user 1 +│ SELECT/ })
  const rows = JSON.parse((await run('prove', '--format', 'json')).stdout) as Record<string, string>[]
  t.match(rows[0], { object: 'public.notes', actor: 'user 1', command: 'SELECT', path: 'table', verdict: 'own_rows', statement: /^begin; .*; rollback;$/ })
  t.match(await run('prove', 'nowhere'), { code: 1, stderr: /'nowhere' is neither a table nor a schema\nhint: .*\nsqlstate: 22023\n$/ })

  t.match(await run('explain', 'notes', '1', '--claims', `{"user_id": "${user}"}`), { code: 0, stdout: /SELECT +│ allowed by steward_user_select/ })
  t.match(await run('explain', 'notes', '{"id": 2}', '--claims', `{"user_id": "${user}"}`), {
    code: 0, stdout: /SELECT +│ refused: steward_user_select did not let the row through[^]*\nSELECT using steward_user_select: not true: \(user_id = /,
  })
  t.match(await run('explain', 'notes', '3', '--claims', '{}', '--format', 'json'), { code: 1, stdout: '', stderr: /notes has no such row/ })
  t.match(await run('explain', 'notes', '3', '--claims', '7'), { code: 2, stderr: /Expected a JSON object/ })

  await db.sql`create policy debug on notes for select to steward_user using (true)`
  t.match(await run('prove'), {
    code: 3, stdout: /│ leak[^]*\n-- nobody: SELECT by table of public\.notes\nbegin; [^\n]* select 1 from public\.notes where .*; rollback;\n/, stderr: /^1 table: 6 leaks, /,
  })
})

t.test('what was not tested is said, and fails if that is asked for', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create table words (id integer primary key, user_id uuid not null, code text not null check (code ~ '^[A-Z]{3}-[0-9]$'));
    create table notes (id integer primary key, user_id uuid not null);
    create table byhand (id integer primary key);
    alter table byhand enable row level security;
    select steward.protect_table('words', 'owner', owner_column => 'user_id');
    select steward.protect_table('notes', 'owner', owner_column => 'user_id');
  `).simple()
  const run = (...args: string[]) => steward(['access', 'prove', ...args, '--database-url', db.adminUrl])
  const untried = 'nothing at all was tested of public.byhand as anybody; public.words as user 1, user 2, nobody, anon'
  t.match(await run(), {
    code: 0,
    stdout: /words +│ user 1 +│ ALL +│ table +│ not_tested │ no row could be +│/,
    stderr: `${untried} (--fail-on-untested makes that a failure)\n`,
  })
  t.match(await run('--fail-on-untested', '--format', 'json'), { code: 3, stderr: `denied\n${untried}\n` })
  t.match(await run('notes', '--fail-on-untested'), { code: 0, stdout: '', stderr: /^1 table: 0 leaks, 0 not tested, .* denied\n$/ })})

t.test('status shows what drifted of each table', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create schema "Od d"; create table "Od d".notes (user_id uuid not null); create table docs (user_id uuid not null); create table jobs (id integer);
    select steward.protect_table('"Od d".notes', 'owner', 'user_id'), steward.protect_table('docs', 'owner', 'user_id');
    select steward.protect_table('jobs', 'service');
  `).simple()
  const run = async () => {
    const { code, stdout, stderr } = await steward(['access', 'status', '--format', 'json', '--database-url', db.adminUrl])
    return { code, stderr, rows: JSON.parse(stdout) as unknown }
  }
  const row = (table: string, columns: string, template: string, drift: string | null = null) => ({ table, template, columns, write_roles: null, drift })
  const kept = row('public.jobs', '', 'service')
  t.strictSame(await run(), {
    code: 0, stderr: 'claims are trusted at level L0\n',
    rows: [row('Od d.notes', 'user_id', 'owner'), row('public.docs', 'user_id', 'owner'), kept],
  })
  await db.sql.unsafe(`
    alter table "Od d".notes disable row level security; drop policy steward_user_select on "Od d".notes; drop policy steward_user_delete on "Od d".notes;
    alter table docs rename to papers;
  `).simple()
  t.strictSame(await run(), {
    code: 3, stderr: 'claims are trusted at level L0\n',
    rows: [
      row('Od d.notes', 'user_id', 'owner', 'a policy was dropped or changed; row level security was disabled'),
      row('public.docs', 'user_id', 'owner', 'the table was renamed to public.papers'), kept,
    ],
  })
})

t.test('rewrite shows what is left alone as well, and why', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create function orgs() returns setof integer language sql stable as 'select 1';
    create table docs (id integer primary key, org integer); insert into docs values (1, 1), (2, 2);
    alter table docs enable row level security; grant select on docs to steward_user;
    create policy "not" on docs for select to steward_user using (org not in (select orgs()));
    create policy within on docs for select to steward_user using (org in (select orgs()));
  `).simple()
  const run = (...args: string[]) => steward(['access', 'rewrite', 'docs', ...args, '--database-url', db.adminUrl])
  const shown = /not +│ left_alone │[^]*within │ same +│[^]*\n-- not: Something is left alone, .*\n\n-- within\nalter policy within on public\.docs using /
  t.match(await run(), { code: 0, stdout: shown, stderr: '' })
  t.match(JSON.parse((await run('--format', 'json')).stdout), [
    { policy: 'not', outcome: 'left_alone', statement: null, advice: /left alone/ }, { policy: 'within', outcome: 'same', advice: null },
  ])
  t.match(await run('--apply'), { code: 0, stdout: /within │ rewritten/ })
  await db.sql`drop policy "not" on docs`
  t.match(await run(), { code: 0, stdout: '', stderr: 'there is nothing to write anew\n' })
})
