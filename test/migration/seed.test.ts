import t from 'tap'
import type postgres from 'postgres'
import { planSeeds, seed, type SeedOptions } from '../../src/migrate/seed.js'
import { poll, testDatabase } from '../support/database.js'

const log = async (sql: postgres.Sql, columns = 'name, status') =>
  [...(await sql.unsafe(`select ${columns} from steward.seed_runs order by id`))]

/** Runs seeds, and keeps what is said. */
function runner(sql: postgres.Sql, dir: string) {
  const said: string[] = []
  return { said, run: (options: SeedOptions = {}) => seed(sql, dir, { ...options, say: (line) => said.push(line) }) }
}

t.test('runs the files in order with their settings, in a database without pgsteward too', async (t) => {
  const { sql } = await testDatabase(t, { empty: true })
  const dir = t.testdir({
    '02_fill.sql': `insert into seeded select current_setting('seed.scale')::numeric, current_setting('seed.on_conflict'),
      current_setting('seed.environment')`,
    '01_create.sql': '\uFEFFcreate table seeded (scale numeric, policy text, environment text);\r\n',
    'notes.md': 'not SQL',
  })
  const { said, run } = runner(sql, dir)
  t.strictSame(await run({ scale: 0.5, environment: 'demo', onConflict: 'nothing' }), ['01_create', '02_fill'])
  t.strictSame([...(await sql`select scale::float8, policy, environment from seeded`)], [{ scale: 0.5, policy: 'nothing', environment: 'demo' }])
  t.strictSame(said, ['pgsteward is not installed in this database: no log is kept, and all seeds are run'])
  await t.rejects(seed(sql, 'no-such-folder'), { name: 'UsageError', hint: 'Name it with --seed-dir.' })
})

t.test('what is done is skipped, until it changes or is asked for', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`create table seeded (name text)`
  const files = { '1_a.sql': "insert into seeded values ('a');", '2_b.sql': "-- pgsteward: always\ninsert into seeded values ('b');" }
  const dir = t.testdir(files)
  const { said, run } = runner(sql, dir)
  t.strictSame(await run(), ['1_a', '2_b'])
  t.strictSame(await run(), ['2_b'])
  t.strictSame(said, ['1_a is done already; --force runs it again'])
  t.strictSame(await log(sql), [
    { name: '1_a', status: 'ok' }, { name: '2_b', status: 'ok' }, { name: '1_a', status: 'skipped' }, { name: '2_b', status: 'ok' },
  ])
  t.strictSame(await run({ names: ['a'], force: true }), ['1_a'], '--force')
  t.strictSame(await run({ names: ['a'], scale: 2 }), ['1_a'], 'another scale')
  t.strictSame(await run({ names: ['a'], scale: 2, environment: 'test' }), ['1_a'], 'another environment')
  t.strictSame(await run({ names: ['a'], scale: 2, environment: 'test' }), [])
  const changed = t.testdir({ ...files, '1_a.sql': "insert into seeded values ('a2');" })
  t.match(await planSeeds(sql, changed, { names: ['a'] }), [{
    isDue: true,
    state: { state: 'changed', note: 'The file has changed since. It was for test. Its scale was 2.' },
  }])
  t.strictSame(await runner(sql, changed).run({ names: ['a'] }), ['1_a'], 'another text')
  t.testdir(files)
  t.strictSame(await run({ names: ['a'] }), ['1_a'], 'and back again')
  t.strictSame([...(await sql`select name, count(*)::int as n from seeded group by 1 order by 1`)], [
    { name: 'a', n: 5 }, { name: 'a2', n: 1 }, { name: 'b', n: 2 },
  ])
})

t.test('byte order mark and line ends do not change a file', async (t) => {
  const { sql } = await testDatabase(t)
  await runner(sql, t.testdir({ 'a.sql': 'select 1;\nselect 2;\n' })).run()
  t.strictSame(await runner(sql, t.testdir({ 'a.sql': '\uFEFFselect 1;\r\nselect 2;\r\n' })).run(), [])
})

t.test('names come with or without number, extension and folder, and environments have folders and headers', async (t) => {
  const { sql } = await testDatabase(t)
  const one = 'select 1;'
  const dir = t.testdir({
    '01_shared.sql': one,
    '03_tests.sql': '-- pgsteward: env test, ci\nselect 1;',
    development: { '02_users.sql': one },
    test: { '02_users.sql': one },
  })
  const names = async (options: SeedOptions) => (await planSeeds(sql, dir, options)).map(({ seed: { name } }) => name)
  t.strictSame(await names({}), ['01_shared', 'development/02_users'])
  t.strictSame(await names({ environment: 'test' }), ['01_shared', 'test/02_users', '03_tests'])
  t.strictSame(await names({ environment: 'production' }), ['01_shared'])
  for (const name of ['users', 'users.sql', '02_users', '02_users.sql', 'development/02_users', 'development/users', 'development/02_users.sql']) {
    t.strictSame(await names({ names: [name] }), ['development/02_users'], name)
  }
  await t.rejects(names({ names: ['user'] }), {
    name: 'UsageError', message: 'there is no seed user', hint: 'There are: 01_shared, development/02_users',
  })
  await t.rejects(names({ names: ['tests'] }), { message: 'seed tests is not for environment development', hint: 'Its header says: env test, ci.' })
  await t.rejects(planSeeds(sql, t.testdir({ '1_a.sql': one, '1_a.csv': 'x' }), {}), { message: /two files of .* are seed 1_a/ })
})

t.test('a data file is also called by the table alone', async (t) => {
  const { sql } = await testDatabase(t)
  const data = t.testdir({ '01_public.countries.csv': 'code', '02_settings.sql': 'select 1;' })
  for (const name of ['countries', 'countries.csv', 'public.countries', '01_public.countries.csv']) {
    t.strictSame((await planSeeds(sql, data, { names: [name] })).map((plan) => plan.seed.name), ['01_public.countries'], name)
  }
  await t.rejects(planSeeds(sql, data, { names: ['csv'] }), { message: 'there is no seed csv' })
})

t.test('headers that cannot be meant are refused before anything is run', async (t) => {
  const { sql } = await testDatabase(t)
  const refused = async (file: string, text: string) =>
    seed(sql, t.testdir({ 'a.sql': 'create table is_run ();', [file]: text })).then(() => 'done', (error: Error) => error.message)
  t.equal(await refused('b.sql', '-- pgsteward: repeatable\nselect 1'), 'b.sql:1: there is no directive repeatable for seeds')
  t.equal(await refused('b.sql', '\n-- pgsteward: on-conflict maybe'), 'b.sql:2: on-conflict needs nothing, update, error')
  t.equal(await refused('b.csv', '-- pgsteward: no-transaction\na'), 'b.csv:1: a file of data is always loaded in a transaction')
  t.equal(await refused('b.sql', 'select 1;\ncommit;'), 'b.sql:2: the file is one transaction, and this statement begins or ends one')
  t.equal(await refused('b.sql', "-- pgsteward: no-transaction\nselect 'a;"), 'b cannot be run without a transaction: it has a string, a name or a comment that does not end')
  t.strictSame(await log(sql), [])
  t.strictSame([...(await sql`select to_regclass('is_run') as t`)], [{ t: null }])
  t.equal(await refused('b.sql', 'savepoint s; rollback to s; rollback work to savepoint s;'), 'done')
})

t.test('an error names file, statement, line and SQLSTATE, and nothing of the file is left', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`create table seeded (id int primary key deferrable initially deferred)`
  const failing = async (text: string) => {
    await sql`truncate steward.seed_runs, seeded`
    const error = await seed(sql, t.testdir({ '01_a.sql': text })).catch(({ code, message, detail, hint }) => ({ code, message, detail, hint }))
    t.strictSame([...(await sql`select * from seeded`)], [], text)
    return { error, log: (await log(sql, 'status, sqlstate, message, line, statement, statements, statements_done as done, rows::int'))[0] }
  }
  t.match(await failing('insert into seeded values (1);\n\n/* x\n*/ select *\nfrom nowhere;\n'), {
    error: {
      code: '42P01', message: '01_a.sql:5: relation "nowhere" does not exist (statement 2 of 2)', detail: 'The statement begins: select *',
    },
    log: {
      status: 'failed', sqlstate: '42P01', message: 'relation "nowhere" does not exist (statement 2 of 2)', line: 5,
      statement: 'select *\nfrom nowhere', statements: 2, done: 1, rows: 0,
    },
  })
  t.match(await failing("insert into seeded values (1);\n\ndo $$ begin raise 'boo' using errcode = 'P0042', detail = 'd', hint = 'h'; end $$"), {
    error: { code: 'P0042', message: '01_a.sql:3: boo (statement 2 of 2)', detail: 'd', hint: 'h' },
  })
  t.match(await failing('insert into seeded values (1);\ninsert into seeded values (1);'), {
    error: { code: '23505', message: '01_a.sql: duplicate key value violates unique constraint "seeded_pkey"' },
    log: { status: 'failed', sqlstate: '23505', line: null },
  }, 'what is deferred is told before COMMIT')
  t.match(await failing('insert into seeded values (1);\nselect 1 / 0;\ncopy seeded from stdin;'), {
    error: { code: '22012', message: '01_a.sql: division by zero', hint: /has COPY FROM STDIN and is sent as a whole/ },
  }, 'no line is made up')
  t.match(await failing('-- statement-breakpoint\ncopy seeded from stdin;\n'), {
    error: { code: '0A000', message: '01_a.sql:2: COPY FROM STDIN has data only in psql (statement 1 of 1)' },
  })
  t.match(await failing("set role nobody_known; insert into seeded values (1);"), { error: { code: '22023' } })
})

t.test('a failed run leaves a seed done that was done before; without a transaction it does not', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`create table seeded (id int primary key)`
  const dir = t.testdir({
    'atomic.sql': 'insert into seeded values (1);',
    'loose.sql': '-- pgsteward: no-transaction\ninsert into seeded values (2);\ninsert into seeded values (3);\nselect 1;',
  })
  const { run } = runner(sql, dir)
  await run()
  await sql`delete from seeded where id = 2`
  for (const name of ['atomic', 'loose']) await t.rejects(run({ names: [name], force: true }), { code: '23505' })
  t.match(await planSeeds(sql, dir, {}), [
    { state: { state: 'done' }, isDue: false },
    { state: { state: 'failed', note: /^duplicate key .* \(SQLSTATE 23505\)$/ }, isDue: true },
  ])
  t.strictSame(await log(sql, 'name, status, in_transaction, statements, statements_done as done, rows::int'), [
    { name: 'atomic', status: 'ok', in_transaction: true, statements: 1, done: 1, rows: 1 },
    { name: 'loose', status: 'ok', in_transaction: false, statements: 3, done: 3, rows: 2 },
    { name: 'atomic', status: 'failed', in_transaction: true, statements: 1, done: 0, rows: 0 },
    { name: 'loose', status: 'failed', in_transaction: false, statements: 3, done: 1, rows: 1 },
  ])
})

t.test('what a file sets reaches neither the log nor the next file', async (t) => {
  const { admin } = await testDatabase(t)
  const dir = t.testdir({
    '1.sql': 'set role steward_reader; set search_path = pg_catalog; set seed.scale = 7;',
    '2.sql': "create table public.seen as select current_setting('seed.scale') as scale, current_user = session_user as is_self;",
  })
  await seed(admin, dir)
  t.strictSame([...(await admin`select scale, is_self from seen`)], [{ scale: '1', is_self: true }])
})

t.test('a run whose session is ended is interrupted, in the log and for the next run', async (t) => {
  const { sql, admin, connect } = await testDatabase(t)
  await sql`create table seeded (id int)`
  const dir = t.testdir({ 'a.sql': 'insert into seeded values (1);\nselect pg_sleep(60 * (select count(*) from seeded));' })
  const other = connect({ max: 3 })
  const running = t.rejects(seed(other, dir), { code: '08006', message: 'a.sql: the connection was lost', hint: 'Nothing of the file is done.' })
  await poll(async () => (await admin`
    select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`).length > 0)
  await running
  t.strictSame(await log(sql, 'status, message'), [{ status: 'interrupted', message: 'The session ended before the seed did.' }])
  t.match(await planSeeds(sql, dir, {}), [{ state: { state: 'interrupted' }, isDue: true }])
  t.strictSame([...(await sql`select * from seeded`)], [])
})

t.test('what a killed client has left as started is interrupted for the next one', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`
    select steward_internal.begin_seed(
      '{"run_id": "00000000-0000-0000-0000-000000000000", "environment": "development", "scale": 1, "tool": "t",
        "application_name": "t", "pid": 1, "backend_start": "2026-01-01"}',
      '{"name": "a", "file": "a.sql", "checksum": "0", "on_conflict": "error", "in_transaction": true, "statements": 1}')`
  const dir = t.testdir({ 'a.sql': 'select 1;' })
  t.match(await planSeeds(sql, dir, {}), [{ state: { state: 'interrupted', note: 'Its session was gone before it said how it ended.' }, isDue: true }])
  const { said, run } = runner(sql, dir)
  t.strictSame(await run(), ['a'])
  t.strictSame(said, ['a was interrupted the last time'])
  t.strictSame(await log(sql), [{ name: 'a', status: 'interrupted' }, { name: 'a', status: 'ok' }])
  await t.rejects(sql`select steward_internal.finish_seed(1, 'ok', '{}')`, { code: 'SW018', message: 'seed 1 of seed_runs is not being run' })
})

t.test('two runs at once do the work once', async (t) => {
  const { sql, connect } = await testDatabase(t)
  await sql`create table seeded (id int)`
  const dir = t.testdir({ 'a.sql': 'insert into seeded values (1);' })
  const runs = await Promise.all([seed(sql, dir), seed(connect({ max: 2 }), dir)])
  t.strictSame(runs.flat(), ['a'])
  t.strictSame([...(await sql`select * from seeded`)], [{ id: 1 }])
  t.strictSame(await log(sql), [{ name: 'a', status: 'ok' }, { name: 'a', status: 'skipped' }])
})

t.test('a started row is there while the seed runs, and it does not wait for a lock for ever', async (t) => {
  const { sql, connect } = await testDatabase(t)
  await sql`create table seeded (id int)`
  const dir = t.testdir({ 'a.sql': "-- pgsteward: lock-timeout 50ms\ninsert into seeded values (1);" })
  await connect().begin(async (tx) => {
    await tx`lock table seeded`
    await t.rejects(seed(sql, dir), { code: '55P03', message: /^a\.sql:2: canceling statement due to lock timeout/ })
  })
  const seen = t.testdir({ 'b.sql': "create table seen as select status, pid = pg_backend_pid() as is_mine from steward.seed_runs where name = 'b';" })
  await seed(sql, seen)
  t.strictSame([...(await sql`select * from seen`)], [{ status: 'started', is_mine: true }])
})
