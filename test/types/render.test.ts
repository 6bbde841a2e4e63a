import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import t from 'tap'
import { programEnvironment } from '../../src/config.js'
import { changedLines } from '../../src/types/difference.js'
import { comment, literal, pascalCase, property } from '../../src/types/text.js'
import { findProgram } from '../../src/backup/programs.js'
import { needsPrograms } from '../support/backup.js'
import { poll, serverMajor } from '../support/database.js'
import { weird, withSchemas } from './support.js'

t.test('a whole file, the same each time', async (t) => {
  const { render } = await withSchemas(t, `
    create schema app;
    set search_path = app;
    create type mood as enum ('sad', 'happy');
    create table people (
      id bigint generated always as identity primary key,
      name text not null,
      mood mood,
      parent_id bigint references people
    );
    comment on table people is 'Everybody.';
    comment on column people.name is 'As they write it.';
    create function greet(who text, loud boolean default false) returns text language sql as 'select who';
    comment on function greet is 'Says hello.';
    reset search_path`)
  const text = await render(['app'], { zod: true })
  t.equal(text, readFileSync('test/types/people.ts', 'utf8'))
  t.equal(await render(['app'], { zod: true }), text)
})

t.test('the same bytes after a dump and a restore, and whatever the session is set to', needsPrograms, async (t) => {
  const db = await withSchemas(t, weird)
  const other = await withSchemas(t, '')
  const text = await db.render(['weird', 'Other one'], { zod: true })
  const { path } = await findProgram('pg_dump', serverMajor())
  const dump = execFileSync(path, ['--schema-only', '--no-owner', '--schema=weird', '--schema="Other one"', db.adminUrl], {
    encoding: 'utf8', env: programEnvironment(),
  })
  await other.admin.unsafe(dump.replaceAll(/^\\.*$/gm, '')).simple()
  t.equal(await other.render(['weird', 'Other one'], { zod: true }, other.admin), text)

  const session = db.connect()
  for (const setting of [`search_path = weird`, `quote_all_identifiers = on`, `datestyle = 'German'`, `intervalstyle = 'iso_8601'`]) {
    await session.unsafe(`set ${setting}`)
  }
  t.equal(await db.render(['weird', 'Other one'], { zod: true }, session), text)
})

t.test('names are given in the order of the collation C', async (t) => {
  const { render } = await withSchemas(t, 'create schema app; create table app.b (id int); create table app."B" (id int); create table app._a (id int); create table app.a (id int)')
  const text = await render(['app'])
  t.strictSame([...text.matchAll(/^export interface (\w+) \{$/gm)].map(([, name]) => name).filter((name) => /^[A-Z_]?[a-zA-Z]?\d?$/.test(name ?? '')), ['B', 'A', 'A2', 'B2'])
})

t.test('a key of several columns is named after the one that tells something, if there is one', async (t) => {
  const { render } = await withSchemas(t, `
    create schema app;
    create table app.projects (tenant_id int, id int primary key, code int, unique (tenant_id, id), unique (tenant_id, code));
    create table app.tasks (
      tenant_id int, project_id int, old_project_id int, code int,
      constraint tasks_project foreign key (tenant_id, project_id) references app.projects (tenant_id, id),
      constraint tasks_old foreign key (tenant_id, old_project_id) references app.projects (tenant_id, id),
      constraint tasks_code foreign key (tenant_id, code) references app.projects (tenant_id, code)
    )`)
  const fields = (await render(['app'])).match(/(?<=^export interface TasksRelations \{\n)[^]*?(?=^\})|(?<=^export interface ProjectsRelations \{\n)[^]*?(?=^\})/gm)
  const names = fields?.map((text) => [...text.matchAll(/^ {2}(\w+):/gm)].map(([, name]) => name))
  t.strictSame(names, [
    ['tasks_by_tenant_id_code', 'tasks_by_old_project_id', 'tasks_by_project_id'],
    ['projects_by_tenant_id_code', 'old_project', 'project'],
  ])
})

t.test('what has no table needs no zod', async (t) => {
  const { render } = await withSchemas(t, `create schema app; create type app.mood as enum ('sad')`)
  t.notMatch(await render(['app'], { zod: true }), /import/)
})

t.test('who changes a table is waited for', async (t) => {
  const { render, connect: open, name, admin } = await withSchemas(t, `create schema app; create table app.things (a text check (a in ('x')))`)
  const text = await render(['app'])
  const locker = await open({ max: 1 }).reserve()
  await locker`begin`
  await locker`alter table app.things add column b int`
  const rendering = render(['app'])
  // Only PostgreSQL 17 and later look at the table itself to print a constraint.
  await Promise.race([rendering, poll(async () => (await admin`select from pg_stat_activity where datname = ${name} and wait_event_type = 'Lock'`).length > 0)])
  await locker`rollback`
  locker.release()
  t.equal(await rendering, text)
})

t.test('texts, properties, comments and names of types', async (t) => {
  t.equal(literal(`it's \\ a\nb`), String.raw`'it\'s \\ a\nb'`)
  t.strictSame(['abc', 'a b', '1a', 'class', '$1', 'ä', '__proto__', `it's`].map(property), ['abc', `'a b'`, `'1a'`, 'class', '$1', `'ä'`, `['__proto__']`, String.raw`'it\'s'`])
  t.strictSame(['test_schedules', 'Ta ble', 'userId', '1st', '!!', 'ünïcode_tab', '表_a', '_x', ''].map(pascalCase), [
    'TestSchedules', 'TaBle', 'UserId', '_1st', '_', 'ÜnïcodeTab', '表A', 'X', '_',
  ])
  t.strictSame(comment('  ', null, ' '), [])
  t.strictSame(comment('  ', 'One. '), ['  /** One. */'])
  t.strictSame(comment('', 'One */\n\n\nTwo\r\n', null), ['/**', ' * One *\\/', ' *', ' * Two', ' */'])
})

t.test('differences are short', async (t) => {
  const lines = (text: string) => text.replaceAll(' ', '\n')
  t.strictSame(changedLines(lines('a b c d'), lines('a b c d')), [])
  t.strictSame(changedLines(lines('a b c d'), lines('a x c d e')), ['- b', '+ x', '+ e'])
  t.strictSame(changedLines(lines('a b c'), lines('c')), ['- a', '- b'])
  t.strictSame(changedLines(lines('a b'), lines('x y')), ['- a', '- b', '+ x', '+ y'])
  t.strictSame(changedLines('', lines('x y')), ['- ', '+ x', '+ y'])
  t.strictSame(changedLines(lines('a b c d e'), lines('1 2 3 4 5'), 3), ['- a', '- b', '- c', '…'])
})
