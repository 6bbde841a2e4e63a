import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type postgres from 'postgres'
import { migrateProject, projectMigrations } from '../../src/migrate/project.js'
import { describeFiles } from '../../src/migrate/log.js'
import { readFolder } from '../../src/migrate/folder.js'
import { testDatabase } from '../support/database.js'

const findings = async (sql: postgres.Sql, files: object[] | null = null) =>
  [...(await sql`select kind, name, severity, detail, action, since is not null as dated from steward.migration_findings(files => ${files && sql.json(files as never)}::jsonb)`)]

const names = async (sql: postgres.Sql) => (await findings(sql)).map((row) => `${row['kind']} ${row['name']}`)

/** A folder of migrations, run with `up` until it fails. */
function project(t: Test, sql: postgres.Sql, files: Record<string, string>) {
  const dir = t.testdir(files)
  const run = (direction: 'up' | 'down', outOfOrder = false) => migrateProject(sql, projectMigrations(dir), { direction, outOfOrder, count: direction === 'up' ? undefined : 1 })
  return {
    dir, run,
    write: (name: string, text: string) => { writeFileSync(join(dir, name), text) },
    remove: (name: string) => { rmSync(join(dir, name)) },
    /** What the folder holds now, rather than at the last run. */
    files: () => describeFiles(readFolder(dir)),
  }
}

const up = (statement: string) => `-- Up Migration\n${statement}\n-- Down Migration\nselect 1;`

t.test('nothing in a database without migrations, nor in one whose migrations are as they should be', async (t) => {
  const { sql, admin } = await testDatabase(t)
  await admin`select steward.track_ddl()`
  await sql.unsafe('create table before_migrations ()')
  t.strictSame(await findings(sql), [])
  const { run } = project(t, sql, { '1_a.sql': up('create table a (id serial primary key);'), '2_b.sql': up('create index i on a (id);') })
  await run('up')
  await run('down')
  t.strictSame(await findings(sql), [], 'one is pending')
})

t.test('modified, missing and out of order', async (t) => {
  const { sql } = await testDatabase(t)
  const folder = project(t, sql, { '1_a.sql': up('select 1;'), '3_c.sql': up('select 3;'), '5_e.sql': up('select 5;') })
  await folder.run('up')
  folder.write('1_a.sql', up('select 1 + 1;'))
  folder.write('2_b.sql', up('select 2;'))
  folder.remove('3_c.sql')
  t.strictSame(await findings(sql), [], 'the last run found them as they were')
  t.strictSame(await findings(sql, folder.files()), [
    {
      kind: 'missing', name: '3_c', severity: 'warning', detail: 'It is applied, and there is no file.',
      action: 'Bring the file back, from the branch that it was applied from, or revert it there.', dated: true,
    },
    {
      kind: 'modified', name: '1_a', severity: 'warning', detail: 'The file is another than the one that was applied.',
      action: 'Put the file back as it was and write a migration for the difference; if it makes none: pgsteward migrate repair.', dated: true,
    },
    {
      kind: 'out_of_order', name: '2_b', severity: 'warning', detail: 'It is not applied, but a later one is.',
      action: 'Give it a later number, or apply it as it is: pgsteward migrate up --out-of-order.', dated: false,
    },
  ])
  await folder.run('up', true)
  t.strictSame(await names(sql), ['missing 3_c', 'modified 1_a'])
  folder.write('1_a.sql', up('select 1;'))
  folder.write('3_c.sql', up('select 3;'))
  await folder.run('up')
  t.strictSame(await findings(sql), [])
})

t.test('a failed one, with the line, until it does well', async (t) => {
  const { sql } = await testDatabase(t)
  const folder = project(t, sql, { '1_a.sql': up('select 1;\nselect 1 / 0;') })
  await t.rejects(folder.run('up'), { code: '22012' })
  const [row, ...others] = await findings(sql)
  t.match(row, {
    kind: 'failed', name: '1_a', severity: 'warning', dated: true,
    detail: /^Migration 1_a failed at line 3: division by zero \(SQLSTATE 22012\)\. It was run by .+\.$/,
    action: 'Mend the file, and run it again: pgsteward migrate up.',
  })
  t.strictSame(others, [])
  folder.write('1_a.sql', up('select 1;'))
  await folder.run('up')
  t.strictSame(await findings(sql), [])
})

t.test('an interrupted one, and what it had done', async (t) => {
  const { sql } = await testDatabase(t)
  const folder = project(t, sql, { '1_a.sql': up('select 1;'), '2_b.sql': '-- pgsteward: no-transaction\n-- Up Migration\nselect 1;\nselect 2;' })
  await folder.run('up')
  await sql`
    insert into steward.migration_log (run_id, ledger, name, direction, actor, tool, pid, backend_start, statements_done)
    select gen_random_uuid(), 'public.pgmigrations', '2_b', 'up', 'ann', 'pgsteward', pg_backend_pid(), backend_start - interval '1 day', 1
    from pg_stat_activity where pid = pg_backend_pid()`
  t.strictSame(await findings(sql), [
    {
      kind: 'interrupted', name: '2_b', severity: 'warning', dated: true,
      detail: 'The session of the migration 2_b ended before it did; 1 of its statements are done. It was run by ann.',
      action: 'Run it again: pgsteward migrate up. What is done is not done twice.',
    },
  ])
  await sql`update steward.migration_log set pid = pg_backend_pid(), backend_start = null where status = 'started'`
  t.strictSame(await findings(sql), [], 'near miss: its session lives')
})

t.test('an invalid index that a failed migration has left, and no other', async (t) => {
  const { sql } = await testDatabase(t)
  const build = 'create unique index concurrently "twi ce" on public.a (id)'
  const folder = project(t, sql, {
    '1_a.sql': up('create table a (id integer); insert into a values (1), (1);'),
    '2_b.sql': `-- pgsteward: no-transaction\n-- Up Migration\n${build};`,
  })
  await t.rejects(folder.run('up'), { code: '23505' })
  await sql`create unique index concurrently other on public.a (id)`.catch(() => undefined)
  const rows = await findings(sql)
  t.match(rows, [
    { kind: 'failed', name: '2_b' },
    {
      kind: 'invalid_index', name: 'public."twi ce"', severity: 'warning', dated: true,
      detail: 'Index public."twi ce" on public.a is invalid, and migration 2_b failed.',
      action: 'If it is the index of the migration: pgsteward migrate up drops it and goes on; by hand: drop index concurrently public."twi ce";',
    },
  ])
  t.equal(rows.length, 2)
  await sql`update steward.migration_log set status = 'interrupted', statement = null where status = 'failed'`
  t.strictSame(await names(sql), ['interrupted 2_b', 'invalid_index public."twi ce"', 'invalid_index public.other'], 'nobody knows which it was')
  await sql`drop index public.other`
  await sql`delete from public.a`
  await folder.run('up')
  t.strictSame(await findings(sql), [])
})

t.test('what went round pgsteward since its last run', async (t) => {
  const { sql } = await testDatabase(t)
  const folder = project(t, sql, { '1_a.sql': up('select 1;'), '2_b.sql': up('select 2;') })
  const noted = (name: string) => sql`insert into public.pgmigrations (name, run_on) values (${name}, now())`
  await sql`create table public.pgmigrations (id serial primary key, name varchar(255) not null, run_on timestamp not null)`
  await sql`select steward_internal.watch_ledger('public.pgmigrations')`
  await noted('1_a')
  t.strictSame(await findings(sql, folder.files()), [], 'near miss: a team that never runs them with pgsteward')
  await folder.run('up')
  folder.write('3_c.sql', up('select 3;'))
  await noted('3_c')
  await noted('4_d')
  const rows = await findings(sql, folder.files())
  t.match(rows, [
    { kind: 'missing', name: '4_d' },
    {
      kind: 'went_round', name: '3_c', severity: 'info', dated: true,
      detail: /^It was applied by app with .+, so the log holds no file, duration or error of it\.$/,
    },
  ])
  t.equal(rows.length, 2, 'nothing twice')
  await sql`delete from public.pgmigrations where name = '4_d'`
  folder.write('5_e.sql', up('select 5;'))
  await folder.run('up')
  t.strictSame(await findings(sql), [], 'the next run ends it')
})

t.test('objects that were changed outside of any migration', async (t) => {
  const { sql, admin } = await testDatabase(t)
  await admin`select steward.track_ddl()`
  await sql`create table before_the_first_run ()`
  const folder = project(t, sql, {
    '1_a.sql': up('create schema shop; create table shop.a (id integer); create table dropped (); create view replaced as select 1 as a;'),
  })
  await folder.run('up')
  for (const statement of [
    'alter table shop.a add b integer', 'alter table shop.a drop b', 'create index hot_fix on shop.a (id)', 'drop table public.dropped',
    'create or replace view public.replaced as select 2 as a',
    // Near misses.
    'create schema elsewhere', 'create table elsewhere.t ()', 'create table public.experiment (a integer)', 'create index on public.experiment (a)',
    'drop table public.experiment', 'create table shop.parts (a integer) partition by list (a)', 'create table shop.part partition of shop.parts for values in (1)',
    'drop table shop.parts', 'create temp table session_only ()',
  ]) await sql.unsafe(statement)
  const rows = await findings(sql)
  const row = (name: string, detail: string) => ({
    kind: 'out_of_band_ddl', name, severity: 'warning', dated: true,
    detail: new RegExp(`^${detail} by app with \\S.* at \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC`),
    action: 'Put the same into a migration, or undo it; pgsteward migrate baseline takes the schema as it is now.',
  })
  t.match(rows, [
    row('public.dropped', 'Table public\\.dropped was dropped outside of any migration \\(DROP TABLE\\)'),
    row('public.replaced', 'View public\\.replaced was created outside of any migration \\(CREATE VIEW\\)'),
    row('shop.a', 'Table shop\\.a was altered outside of any migration \\(ALTER TABLE\\)'),
    row('shop.hot_fix', 'Index shop\\.hot_fix was created outside of any migration \\(CREATE INDEX\\)'),
  ])
  t.equal(rows.length, 4)
  t.match(rows[2]?.['detail'], /UTC, the last of 2 changes\.$/)
  t.match(rows[3]?.['detail'], /UTC\.$/)

  folder.write('2_b.sql', up('alter table shop.a add c integer;'))
  await folder.run('up')
  t.equal((await findings(sql)).length, 4, 'a later migration explains nothing')

  await sql`
    insert into steward.migration_log (run_id, ledger, name, direction, status, finished_at, tool)
    values (gen_random_uuid(), 'public.pgmigrations', '2_b', 'up', 'faked', clock_timestamp(), 'pgsteward')`
  t.strictSame(await findings(sql), [], 'a baseline does')
  await sql`drop index shop.hot_fix`
  await sql`alter table shop.a drop c`
  t.strictSame(await names(sql), ['out_of_band_ddl shop.a'], 'and hot_fix is as if it had never been')
})

t.test('another ledger has findings of its own, and a role that may not read a ledger is refused', async (t) => {
  const { sql, admin } = await testDatabase(t)
  const folder = project(t, sql, { '1_a.sql': up('select 1 / 0;') })
  await t.rejects(folder.run('up'))
  t.strictSame([...(await sql`select kind from steward.migration_findings('other.ledger')`)], [])
  await sql`revoke all on public.pgmigrations from steward_reader`
  const reader = await admin.reserve()
  await reader`set role steward_reader`
  await t.rejects(reader`select from steward.migration_findings()`, { code: '42501' })
  reader.release()
})
