import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { projectMigrations } from '../../src/migrate/project.js'
import { rehearseProject } from '../../src/migrate/rehearse.js'
import { steward } from '../cli/support.js'
import { poll, type TestDatabase, testDatabase } from '../support/database.js'
import { catalogSnapshot } from '../support/fingerprints.js'
import { rolledBack } from '../support/transaction.js'

/** A folder of migrations with these files. */
function folder(t: Test, files: Record<string, string>): string {
  const dir = t.testdir()
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text)
  return dir
}

const schema = `
  create table big (id bigint primary key, n int, note text);
  insert into big select g, g, 'note' from generate_series(1, 2000) as g;
  create table small (a int);
  create table other as select * from big;
  create table gone (a int);
`

async function bigDatabase(t: Test): Promise<TestDatabase> {
  const db = await testDatabase(t)
  await db.sql.unsafe(schema)
  await db.sql`analyze big, small, gone, other`
  return db
}

const logOf = ({ sql }: TestDatabase) =>
  sql`select name, status, sqlstate, message, xid, finished_at is not null as is_finished from steward.migration_log order by id`

t.test('tells what each file locks and rewrites, and leaves nothing behind', async (t) => {
  const db = await bigDatabase(t)
  const dir = folder(t, {
    '1_type.sql': '-- Up Migration\nalter table big alter column n type bigint;\n-- Down Migration\nselect 1;',
    '2_mixed.sql': 'create index on other (note);\ndrop table gone;\ncreate table fresh (a int);\nalter table small rename to "Odd ""name";',
    '3_script.ts': `export const up = (pgm) => { pgm.sql('lock table fresh in share mode'); pgm.addColumns('fresh', { b: 'int' }) }`,
    '4_read.sql': 'select count(*) from fresh;',
  })
  const before = await catalogSnapshot(db.sql)
  const [size] = await db.sql`select pg_relation_size('big')::int as big, pg_table_size('big_pkey')::int as key`
  const { files, failure } = await rehearseProject(db.sql, projectMigrations(dir), { refusedMode: 'ShareLock', largerThan: '16kB' })
  t.equal(failure, undefined)
  const table = { kind: 'table', lock_mode: 'ACCESS EXCLUSIVE', blocks: 'reads and writes', is_new: false, is_rewritten: false, is_dropped: false, is_refused: false }
  t.match(files, [
    {
      name: '1_type', outcome: 'rehearsed', seconds: Number, message: null,
      locks: [
        { ...table, relation: 'public.big', row_estimate: 2000, is_rewritten: true, is_refused: true },
        { ...table, relation: 'public.big_pkey', kind: 'index', size_bytes: size?.['key'], row_estimate: null, is_rewritten: true, is_refused: true },
      ],
    },
    {
      name: '2_mixed', outcome: 'rehearsed',
      locks: [
        { ...table, relation: 'public.gone', size_bytes: 0, is_dropped: true },
        { ...table, relation: 'public.small', size_bytes: 0 },
        { ...table, relation: 'public.other', lock_mode: 'SHARE', blocks: 'writes', is_refused: true },
        { ...table, relation: 'public.other_note_idx', kind: 'index', is_new: true },
        { ...table, relation: 'public.fresh', is_new: true },
      ],
    },
    { name: '3_script', outcome: 'rehearsed', locks: [{ relation: 'public.fresh', lock_mode: 'SHARE', is_new: true, is_refused: false }] },
    { name: '4_read', outcome: 'rehearsed', locks: [{ relation: 'public.fresh', lock_mode: 'ACCESS SHARE' }] },
  ])
  t.ok((files[0]?.locks[0]?.size_bytes ?? 0) >= size?.['big'], 'the larger of before and after')
  t.strictSame(files.map(({ locks }) => locks.length), [2, 5, 1, 1])

  t.strictSame(await catalogSnapshot(db.sql), before)
  t.strictSame([...(await db.sql`select to_regclass('public.pgmigrations') as ledger`)], [{ ledger: null }], 'not even the ledger')
  t.strictSame([...(await db.sql`select from steward.migration_files`)], [])
  const told = { status: 'rolled_back', sqlstate: null, message: null, xid: null, is_finished: true }
  t.strictSame([...(await logOf(db))], ['1_type', '2_mixed', '3_script', '4_read'].map((name) => ({ name, ...told })))
  t.match(await db.sql`select state, problem from steward.migration_status(files => '[{"name": "1_type", "position": 1}]')`, [{ state: 'pending', problem: null }])
})

t.test('a file without a transaction is skipped, with what comes after it', async (t) => {
  const db = await bigDatabase(t)
  const dir = folder(t, {
    '1_a.sql': 'create table a (a int);',
    '2_b.sql': '-- pgsteward: no-transaction\ncreate index concurrently on big (n);',
    '3_c.sql': 'create table c (a int);',
  })
  t.match(await rehearseProject(db.sql, projectMigrations(dir), {}), {
    files: [
      { name: '1_a', outcome: 'rehearsed' },
      { name: '2_b', outcome: 'skipped', seconds: null, message: 'It cannot be run in a transaction.', locks: [] },
      { name: '3_c', outcome: 'skipped', message: 'It comes after 2_b, which was not rehearsed to its end.' },
    ],
    failure: undefined,
  })
  t.match((await rehearseProject(db.sql, projectMigrations(dir), { count: 1 })).files, [{ name: '1_a' }])
  t.match((await rehearseProject(db.sql, projectMigrations(dir), { to: '2' })).files.map(({ name }) => name), ['1_a', '2_b'])
  await t.rejects(rehearseProject(db.sql, projectMigrations(dir), { to: 'x' }), { name: 'UsageError' })

  const script = folder(t, {
    '1_a.ts': `export const up = (pgm) => { pgm.noTransaction(); pgm.sql('create index concurrently on big (n)') }`,
    '2_b.sql': 'select 1',
  })
  t.match(await rehearseProject(db.sql, projectMigrations(script), {}), { files: [{ outcome: 'skipped' }, { outcome: 'skipped' }], failure: undefined })
  t.strictSame([...(await db.sql`select from pg_index where indrelid = 'big'::regclass and not indisprimary`)], [])
})

t.test('a failure is told with its line, and what was rehearsed before it', async (t) => {
  const db = await bigDatabase(t)
  const dir = folder(t, { '1_a.sql': 'create table a (a int);', '2_b.sql': 'select 1;\n\nselect 1/0;', '3_c.sql': 'select 2;' })
  t.match(await rehearseProject(db.sql, projectMigrations(dir), {}), {
    files: [{ outcome: 'rehearsed', locks: [{ relation: 'public.a' }] }, { outcome: 'failed', message: '2_b.sql:3: division by zero' }, { outcome: 'skipped' }],
    failure: { code: '22012' },
  })
  t.match(await logOf(db), [
    { name: '1_a', status: 'rolled_back', sqlstate: null },
    { name: '2_b', status: 'rolled_back', sqlstate: '22012', message: '2_b.sql:3: division by zero' },
  ])
  t.match(await rehearseProject(db.sql, projectMigrations(dir), { count: 1 }), { failure: undefined }, 'the session is as it was')
})

t.test('a file that ends the transaction cannot leave anything behind', async (t) => {
  const db = await bigDatabase(t)
  // With a rule in it a file is sent as one string.
  const rule = 'create rule r as on insert to small do also nothing'
  for (const end of ['commit', `commit; ${rule}`, 'rollback', `abort; ${rule}`, `prepare transaction 'x'`, 'set constraints all immediate']) {
    const dir = folder(t, { '1_a.sql': `create table leak (a int);\n${end};\ncreate table leak2 (a int);` })
    const { failure } = await rehearseProject(db.sql, projectMigrations(dir), {})
    t.ok(failure, `${end} is refused`)
    t.strictSame([...(await db.sql`select to_regclass('leak') as a, to_regclass('leak2') as b`)], [{ a: null, b: null }], end)
  }
  const script = folder(t, { '1_a.ts': `export const up = (pgm) => { pgm.createTable('leak', { a: 'int' }); pgm.sql('commit'); pgm.sql('select 1') }` })
  t.match(await rehearseProject(db.sql, projectMigrations(script), {}), { failure: { code: 'SW017', message: /^1_a.ts: the file ends the transaction/ } })
  const reader = folder(t, { '1_a.sql': 'rollback;\nselect 1;' })
  t.match(await rehearseProject(db.sql, projectMigrations(reader), {}), { failure: { code: 'SW017' } })
  t.strictSame([...(await db.sql`select to_regclass('leak') as a, current_setting('default_transaction_read_only') as b`)], [{ a: null, b: 'off' }])
})

t.test('it gives way to those who wait for it, as sessions_behind() tells', async (t) => {
  const db = await bigDatabase(t)
  const dir = folder(t, { '1_a.sql': 'lock table big;\nselect pg_sleep(600);' })
  const rehearsal = rehearseProject(db.sql, projectMigrations(dir), { maxWaitMs: 10 })
  const other = db.connect()
  await poll(async () => (await db.admin`select from pg_locks where relation = 'big'::regclass and mode = 'AccessExclusiveLock' and granted`).length > 0)
  t.match(await other`select count(*)::int from big`, [{ count: 2000 }], 'who waited goes on')
  t.match(await rehearsal, {
    files: [{ outcome: 'failed' }],
    failure: { code: 'SW016', message: /^1_a.sql:2: session pid \d+ \(app, pgsteward\) has waited .* s for ACCESS SHARE on public.big behind the rehearsal$/ },
  })
  t.match(await logOf(db), [{ name: '1_a', status: 'rolled_back', sqlstate: 'SW016' }])
})

t.test('it ends after its time, and waits for no lock', async (t) => {
  const db = await bigDatabase(t)
  const sleeper = folder(t, { '1_a.sql': '-- pgsteward: statement-timeout 10min\n-- Up Migration\nselect pg_sleep(600);' })
  t.match(await rehearseProject(db.sql, projectMigrations(sleeper), { maxMs: 200 }), {
    failure: { code: 'SW016', message: /the rehearsal took longer than 0.2 s/, hint: 'Give it more with --max-time.' },
  })
  const locker = folder(t, { '1_a.sql': '-- pgsteward: lock-timeout 10min\n-- Up Migration\nselect 1;\nalter table big add column x int;' })
  const other = await db.connect().reserve()
  await other`begin`
  await other`lock table big in access share mode`
  t.match(await rehearseProject(db.sql, projectMigrations(locker), { lockTimeoutMs: 50 }), {
    failure: { code: '55P03', message: /^1_a.sql:4: /, hint: /--lock-timeout/ },
  })
  await other`rollback`
  other.release()
})

t.test('rehearsal_locks', async (t) => {
  const db = await bigDatabase(t)
  await rolledBack(db.sql, async (tx) => {
    const state = async () => (await tx<{ state: string }[]>`select steward_internal.rehearsal_state()::text as state`)[0]?.state ?? ''
    const locks = (start: string, before: string, mode: string | null = null, size = 0) => tx`
      select relation, lock_mode, is_new, is_refused
      from steward_internal.rehearsal_locks(${start}::text::jsonb, ${before}::text::jsonb, ${mode}, ${size})`
    const start = await state()
    t.strictSame([...(await locks(start, start))], [], 'reading the catalog is nothing')
    await tx`select from big where id = 1`
    t.match(await locks(start, start), [{ relation: 'public.big', lock_mode: 'ACCESS SHARE' }], 'an index that is read is left out')
    await tx`update big set n = 0 where id = 1`
    await tx`create table made (a int primary key)`
    t.match(await locks(start, start, 'row exclusive'), [
      { relation: 'public.big', lock_mode: 'ROW EXCLUSIVE', is_refused: true },
      { relation: 'public.made_pkey', is_new: true, is_refused: false },
      { relation: 'public.made', is_new: true },
    ])
    t.match(await locks(start, start, 'row-exclusive', 1e9), [{ relation: 'public.big', is_refused: false }, {}, {}])
    t.match(await locks(start, start, 'SHARE UPDATE EXCLUSIVE'), [{ relation: 'public.big', is_refused: false }, {}, {}])
    const between = await state()
    await tx`lock table big in share mode`
    await tx`alter table made add column b int`
    t.strictSame([...(await locks(start, between, 'share'))], [{ relation: 'public.big', lock_mode: 'SHARE', is_new: false, is_refused: true }], 'only what was not held before')
  })
  await t.rejects(db.sql`select steward_internal.rehearsal_locks('[]', '[]', 'hard')`.then(() => db.sql`select steward_internal.lock_strength('hard')`), {
    code: '22023', hint: /^There are ACCESS SHARE, .* ACCESS EXCLUSIVE\.$/,
  })
  const spellings = ['AccessExclusiveLock', 'access exclusive', 'ACCESS_EXCLUSIVE', 'Access-Exclusive']
  t.strictSame([...(await db.sql`select distinct steward_internal.lock_strength(s) as s from unnest(${spellings}::text[]) as s`)], [{ s: 8 }])
})

t.test('record_rehearsal writes rows that are told to the end, in their order', async (t) => {
  const { sql } = await testDatabase(t)
  const run = { run_id: '00000000-0000-0000-0000-000000000001', ledger: 'public.pgmigrations', tool: 'test', application_name: 'a', pid: 1, lock_wait: '0' }
  const began = { started_at: '2026-01-01 10:00:00+00', duration: '1.5 seconds' }
  const files = [
    { name: '2_b', file: '2_b.sql', checksum: 'x', ...began },
    { name: '1_a', file: '1_a.sql', checksum: 'y', ...began, sqlstate: '22012', message: 'm', detail: 'd', hint: 'h' },
  ]
  await sql`select steward_internal.record_rehearsal(${sql.json(run)}, ${sql.json(files)})`
  const row = { direction: 'up', status: 'rolled_back', seconds: 1.5, started: '2026-01-01 10:00:00' }
  t.strictSame(
    [...(await sql`
      select name, direction, status, extract(epoch from duration)::float8 as seconds, (started_at at time zone 'utc')::text as started,
        checksum, sqlstate, message, detail, hint
      from steward.migration_log order by id`)],
    [
      { name: '2_b', ...row, checksum: 'x', sqlstate: null, message: null, detail: null, hint: null },
      { name: '1_a', ...row, checksum: 'y', sqlstate: '22012', message: 'm', detail: 'd', hint: 'h' },
    ],
  )
})

t.test('on the command line', async (t) => {
  const db = await bigDatabase(t)
  const dir = folder(t, { '1_a.sql': 'create index on big (n);' })
  const run = (...args: string[]) => steward(['migrate', 'rehearse', '--dir', dir, '--database-url', db.url, ...args])
  const refused = await run('--format', 'json', '--fail-on-lock', 'share', '--larger-than', '8kB')
  t.equal(refused.code, 3)
  t.match(JSON.parse(refused.stdout), [
    { file: '1_a', outcome: 'rehearsed', seconds: Number, relation: 'public.big', lock_mode: 'SHARE', blocks: 'writes', is_refused: true },
    { relation: 'public.big_n_idx', is_new: true },
  ])
  t.match(await run('--fail-on-lock', 'share'), { code: 0, stdout: /^1_a: rehearsed in [\d.]+ s\n[^]*SHARE[^]*writes/ }, 'it is smaller than the setting migration.large_table')
  t.match(await run('--fail-on-lock', 'hard'), { code: 1, stderr: /there is no lock mode 'hard'/ })
})
