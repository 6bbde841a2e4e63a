import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type postgres from 'postgres'
import { migrateProject, projectMigrations } from '../../../src/migrate/project.js'
import { testDatabase } from '../../support/database.js'
import { type Finding, finding, findings, nothingFound, problems } from '../../support/findings.js'

const checks = [
  'interrupted_migrations', 'failed_migrations', 'modified_migrations', 'missing_migrations', 'out_of_order_migrations', 'out_of_band_ddl',
]

const up = (statement: string) => `-- Up Migration\n${statement}\n-- Down Migration\nselect 1;`

/** Migrations of a project, applied. */
async function project(t: Test, sql: postgres.Sql, files: Record<string, string>) {
  const dir = t.testdir(files)
  const run = () => migrateProject(sql, projectMigrations(dir), { direction: 'up', outOfOrder: true })
  await run()
  return {
    run,
    write: (name: string, text: string) => { writeFileSync(join(dir, name), text) },
    remove: (name: string) => { rmSync(join(dir, name)) },
  }
}

const evidence = { ledger: 'public.pgmigrations', since: /^\d{4}-/ }

/** What a check finds about a migration, when it was being the case for a known time or not. */
const found = (name: string, detail: string | RegExp, action: string, since: RegExp | null = evidence.since) => ({
  ...finding({ object: `migration ${name}`, detail: '', action }), detail, evidence: { ...evidence, since },
})

const one = async (t: Test, sql: postgres.Sql, check: string, expected: object) => {
  const rows = await problems(sql, check)
  t.equal(rows.length, 1)
  t.match(rows, [expected])
}

t.test('nothing in a new database, nor after migrations that did well', async (t) => {
  const { sql, admin } = await testDatabase(t)
  await admin`select steward.track_ddl()`
  await sql`create table without_migrations ()`
  for (const check of checks) t.strictSame(await findings(sql, check), nothingFound, check)
  await project(t, sql, { '1_a.sql': up('create table a (id integer primary key);') })
  for (const check of checks) t.strictSame(await findings(sql, check), nothingFound, check)
})

t.test('interrupted_migrations', async (t) => {
  const { sql } = await testDatabase(t)
  const folder = await project(t, sql, { '1_a.sql': up('select 1;') })
  folder.write('2_b.sql', up('select 2;'))
  const [begun] = await sql<{ id: string }[]>`
    insert into steward.migration_log (run_id, ledger, name, direction, actor, tool, pid)
    values (gen_random_uuid(), 'public.pgmigrations', '2_b', 'up', 'ann', 'pgsteward', 0) returning id`
  t.strictSame(await findings(sql, 'interrupted_migrations'), nothingFound, 'no file of the last run')
  await folder.run()
  t.strictSame(await findings(sql, 'interrupted_migrations'), nothingFound, 'the run went on with it')
  await sql`delete from public.pgmigrations where name = '2_b'`
  await sql`delete from steward.migration_log where name = '2_b' and id <> ${begun?.id ?? null}`
  await one(t, sql, 'interrupted_migrations', found(
    '2_b', 'The session of the migration 2_b ended before it did. It was run by ann.', 'Run it again: pgsteward migrate up. What is done is not done twice.',
  ))
})

t.test('failed_migrations', async (t) => {
  const { sql } = await testDatabase(t)
  const folder = await project(t, sql, { '1_a.sql': up('select 1;') })
  folder.write('2_b.sql', up('select 1;\nselect 1 / 0;'))
  await t.rejects(folder.run(), { code: '22012' })
  await one(t, sql, 'failed_migrations', found(
    '2_b', /^Migration 2_b failed at line 3: division by zero \(SQLSTATE 22012\)\. It was run by /,
    'Mend the file, and run it again: pgsteward migrate up.',
  ))
  folder.write('2_b.sql', up('select 2;'))
  await folder.run()
  t.strictSame(await findings(sql, 'failed_migrations'), nothingFound)
})

t.test('modified_migrations', async (t) => {
  const { sql } = await testDatabase(t)
  const folder = await project(t, sql, { '1_a.sql': up('select 1;'), '2_r.sql': `-- pgsteward: repeatable\n${up('select 2;')}` })
  folder.write('1_a.sql', up('select 3;').replaceAll('\n', '\r\n'))
  await folder.run()
  await one(t, sql, 'modified_migrations', found(
    '1_a', 'The file is another than the one that was applied.',
    'Put the file back as it was and write a migration for the difference; if it makes none: pgsteward migrate repair.',
  ))
  folder.write('1_a.sql', up('select 1;').replaceAll('\n', '\r\n'))
  await folder.run()
  t.strictSame(await findings(sql, 'modified_migrations'), nothingFound, 'ends of lines do not count')
})

t.test('missing_migrations', async (t) => {
  const { sql } = await testDatabase(t)
  const folder = await project(t, sql, { '1_a.sql': up('select 1;'), '2_b.sql': up('select 2;') })
  folder.remove('2_b.sql')
  await folder.run()
  await one(t, sql, 'missing_migrations', found(
    '2_b', 'It is applied, and there is no file.', 'Bring the file back, from the branch that it was applied from, or revert it there.',
  ))
  folder.write('2_b.sql', up('select 2;'))
  await folder.run()
  t.strictSame(await findings(sql, 'missing_migrations'), nothingFound)
})

t.test('out_of_order_migrations', async (t) => {
  const { sql } = await testDatabase(t)
  const folder = await project(t, sql, { '2_b.sql': up('select 2;') })
  folder.write('1_a.sql', up('select 1 / 0;'))
  folder.write('3_c.sql', up('select 3;'))
  await t.rejects(folder.run())
  t.strictSame(await findings(sql, 'out_of_order_migrations'), nothingFound, 'one that has failed is told by another check')
  await sql`delete from steward.migration_log where name = '1_a'`
  await one(t, sql, 'out_of_order_migrations', found(
    '1_a', 'It is not applied, but a later one is.', 'Give it a later number, or apply it as it is: pgsteward migrate up --out-of-order.', null,
  ))
  folder.write('1_a.sql', up('select 1;'))
  await folder.run()
  t.strictSame(await findings(sql, 'out_of_order_migrations'), nothingFound)
})

t.test('out_of_band_ddl', async (t) => {
  const { sql, admin } = await testDatabase(t)
  await project(t, sql, { '1_a.sql': up('create table a (id integer);') })
  await sql`create table unseen ()`
  t.strictSame(await findings(sql, 'out_of_band_ddl'), nothingFound, 'nobody tracks it')
  await admin`select steward.track_ddl()`
  await sql`alter table a add "by hand" integer`
  await one(t, sql, 'out_of_band_ddl', {
    ...found('', /^Table public\.a was altered outside of any migration \(ALTER TABLE\) by app with .+ UTC\.$/,
      'Put the same into a migration, or undo it; pgsteward migrate baseline takes the schema as it is now.'),
    object: 'object public.a',
  })
  await sql`select steward.ignore_finding('out_of_band_ddl:public.*', 'a hotfix')`
  t.match(await sql`select ignored_because from steward.health_findings(checks => '{out_of_band_ddl}')`, [{ ignored_because: 'a hotfix' }])
})

t.test('a role with steward_reader only sees the same, and without the ledger is told what to grant', async (t) => {
  const { sql, admin } = await testDatabase(t)
  await admin`select steward.track_ddl()`
  const folder = await project(t, sql, { '1_a.sql': up('select 1;') })
  folder.write('1_a.sql', up('select 2;'))
  await folder.run()
  await sql`create table by_hand ()`
  const reader = await admin.reserve()
  await reader`set role steward_reader`
  for (const check of checks) t.strictSame(await findings(reader, check), await findings(sql, check), check)
  t.equal((await findings(reader, 'out_of_band_ddl'))[0]?.status, 'finding')
  t.equal((await findings(reader, 'modified_migrations'))[0]?.status, 'finding')
  await sql`revoke select on public.pgmigrations from steward_reader`
  const blind: Finding = {
    status: 'skipped', severity: null, object: 'table public.pgmigrations', value: null,
    detail: 'Role steward_reader may not read public.pgmigrations, which says what is applied.',
    action: 'grant select on public.pgmigrations to steward_reader;', fix_sql: null, evidence: { reason: 'privilege' },
  }
  for (const check of checks) t.strictSame(await findings(reader, check), [blind], check)
  await reader`reset role`
  reader.release()
})

t.test('a locked ledger is not waited for', async (t) => {
  const { sql, admin } = await testDatabase(t)
  await project(t, sql, { '1_a.sql': up('select 1;') })
  const holder = await admin.reserve()
  await holder.unsafe('begin; lock table public.pgmigrations').simple()
  for (const check of checks) {
    t.strictSame(await findings(sql, check), [
      {
        status: 'skipped', severity: null, object: 'table public.pgmigrations', value: null,
        detail: 'Another session holds a lock on public.pgmigrations, which says what is applied.',
        action: 'See who holds it: select * from steward.get_blocking_locks();', fix_sql: null, evidence: { reason: 'lock' },
      },
    ], check)
  }
  await holder`rollback`
  holder.release()
  await sql`drop table public.pgmigrations`
  await sql.begin('read only', async (tx) => {
    for (const check of checks) t.strictSame(await findings(tx, check), nothingFound, `${check}: without a ledger nothing is applied`)
  })
})
