import t from 'tap'
import { poll } from '../support/database.js'
import { file, ok, withMigrations } from '../support/migrations.js'
import { startRunner } from '../support/runner.js'
import { openSession } from '../support/sessions.js'

const alone = '-- pgsteward: no-transaction\n'
const invalid = `select c.relname from pg_index as i join pg_class as c on c.oid = i.indexrelid where not i.indisvalid`

t.test('what is done is done, however often the rest fails', async (t) => {
  const { sql, up, log } = await withMigrations(t, {
    '1_t.sql': file('create table t (k int);\ninsert into t values (1), (1);\ncreate table audit (note text);'),
    '2_k.sql': file(`insert into audit values ('once');\ncreate unique index concurrently if not exists t_k on t (k);`, undefined, alone),
  })
  for (let i = 0; i < 4; i += 1) {
    await t.rejects(up(), { code: '23505' })
    t.match((await log()).at(-1), { name: '2_k', status: 'failed', sqlstate: '23505', line: 4 })
    t.strictSame([...(await sql`select note from audit`)], [{ note: 'once' }])
  }
  await sql`delete from t where ctid = (select min(ctid) from t)`
  t.strictSame(await up(), ['2_k'])
  t.strictSame([...(await sql`select note from audit`)], [{ note: 'once' }])
  t.strictSame([...(await sql`select indisvalid from pg_index where indexrelid = 't_k'::regclass`)], [{ indisvalid: true }])
})

t.test('an index that is not valid is not taken for one that exists', async (t) => {
  const { sql, up, said } = await withMigrations(t, {
    '1_t.sql': file('create table t (k int);\ninsert into t values (1), (1);'),
    '2_k.sql': file('create unique index concurrently if not exists t_k on t (k);', undefined, alone),
  })
  await up({ count: 1 })
  await sql`create unique index concurrently t_k on t (k)`.catch(() => undefined)
  await t.rejects(up(), { code: '23505' })
  t.strictSame(said, ['2_k: dropping the invalid index public.t_k of the try before'])
  await sql`delete from t where ctid = (select min(ctid) from t)`
  t.strictSame(await up(), ['2_k'])
  t.strictSame([...(await sql.unsafe(invalid))], [])
})

t.test('indexes without a name do not pile up', async (t) => {
  const { sql, up } = await withMigrations(t, {
    '1_t.sql': file('create table t (k int);\ninsert into t values (1), (1);'),
    '2_k.sql': file('create unique index concurrently on t (k);', undefined, alone),
  })
  for (let i = 0; i < 3; i += 1) await t.rejects(up(), { code: '23505' })
  t.strictSame([...(await sql.unsafe(invalid))], [])
  await sql`create unique index concurrently on t (k)`.catch(() => undefined)
  await sql`create index unlike on t (k)`
  await sql`delete from t where ctid = (select min(ctid) from t)`
  t.strictSame(await up(), ['2_k'])
  t.strictSame([...(await sql`select indexrelid::regclass::text as name, indisvalid from pg_index where indrelid = 't'::regclass order by 1`)], [
    { name: 't_k_idx1', indisvalid: true }, { name: 'unlike', indisvalid: true },
  ], 'what a killed run has left goes when another one is there')
})

t.test('REINDEX that leaves an index which nobody can use has not succeeded', async (t) => {
  const { sql, up, log, write } = await withMigrations(t, {
    '1_t.sql': file('create table t (k int);\ninsert into t values (1), (1);'),
    '2_r.sql': file('reindex table concurrently t;', undefined, alone),
  })
  await up({ count: 1 })
  await sql`create unique index concurrently t_k on t (k)`.catch(() => undefined)
  // It skips an invalid index with a warning.
  await t.rejects(up(), { code: '55000', message: '2_r.sql:3: index public.t_k is not valid', hint: /drop index concurrently public\.t_k;/ })
  t.match((await log()).at(-1), { name: '2_r', status: 'failed', line: 3 })
  write('2_r.sql', file('drop index concurrently t_k;\nreindex table concurrently t;', undefined, alone))
  t.strictSame(await up(), ['2_r'])
})

t.test('a retry goes on in the same session', async (t) => {
  const db = await withMigrations(t, {
    '1_a.sql': file('create schema shop;\ncreate table shop.items (n int);\ncreate table public.items (n int);'),
    '2_b.sql': file(`set search_path = shop;\nselect set_config('lock_timeout', '50ms', false);\ncreate temporary table kept as select 7 as n;
prepare seven as select 7;\nalter table items add column note text;\ninsert into items (n) select n from kept;`, undefined, alone),
  })
  await db.up({ count: 1 })
  const holder = await openSession(db)
  await holder.sql.unsafe('begin; lock table shop.items').simple()
  const running = db.up()
  await poll(() => Promise.resolve(db.said.length >= 2))
  await holder.sql.unsafe('commit').simple()
  t.strictSame(await running, ['2_b'])
  t.strictSame([...(await db.sql`select attrelid::regclass::text as name from pg_attribute where attname = 'note'`)], [{ name: 'shop.items' }])
  t.strictSame([...(await db.sql`select n from shop.items`)], [{ n: 7 }])
})

t.test('another run makes again what was set, and says so where it cannot', async (t) => {
  const { sql, up, write, said } = await withMigrations(t, {
    '1_a.sql': file('create schema shop;\ncreate table shop.items (n int);\ncreate table public.items (n int);'),
    '2_b.sql': file(`set search_path = shop;\nset app.tenant = '5';\nset local work_mem = '1MB';\nset role app;\nreset role;\nselect pg_catalog.set_config('work_mem', '7MB', false);
listen news;\nprepare five as select 5;\ninsert into items select 1 / (select count(*) from public.items);\nexecute five;`, undefined, alone),
  })
  await t.rejects(up(), { code: '22012', message: /^2_b\.sql:11: / })
  await sql`insert into public.items values (1)`
  t.strictSame(await up(), ['2_b'])
  t.strictSame(said, ['2_b: 8 of 10 statements are done already'])
  t.strictSame([...(await sql`select * from shop.items`)], [{ n: 1 }])

  const lost: [string, RegExp][] = [
    ['create temporary table scratch as select 1 as n', /temporary relations: \["scratch"\]/],
    [`do $$ begin perform set_config('search_path', 'shop', false); end $$`, /search path: "shop"/],
    ['declare c cursor with hold for select 1', /cursors: \["c"\]/],
  ]
  for (const [index, [statement, detail]] of lost.entries()) {
    const name = `${index + 3}_c`
    write(`${name}.sql`, file(`${statement};\nselect 1 / 0;`, undefined, alone))
    await t.rejects(up(), { code: '22012' }, statement)
    await t.rejects(up(), { code: '55000', message: `${name}.sql: ${name} cannot go on: what its first 1 statements left in their session is gone`, detail }, statement)
    write(`${name}.sql`, file(`${statement};\nselect 1;`, undefined, alone))
    await t.rejects(up(), { code: '55000' }, 'as often as it is tried')
    await sql`insert into public.pgmigrations (name, run_on) values (${name}, now())`
  }
})

t.test('a statement and the note that it is done are committed together', async (t) => {
  const db = await withMigrations(t, {
    '1_a.sql': file('create table a (n int);'),
    '2_b.sql': file('insert into a values (1);\ninsert into a select 2 from pg_sleep(600);\ninsert into a values (3);', undefined, alone),
  })
  await db.up({ count: 1 })
  const running = db.up()
  running.catch(() => undefined)
  const pid = await poll(async () => (await db.sql<{ pid: number }[]>`select pid from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()`)[0]?.pid)
  const [row] = await db.sql`select statements_done from steward.migration_log where name = '2_b'`
  t.strictSame({ ...row }, { statements_done: 1 })
  await db.admin`select pg_terminate_backend(${pid})`
  await t.rejects(running, { code: /^(57P01|08006)$/ })
  db.write('2_b.sql', file('insert into a values (1);\ninsert into a values (2);\ninsert into a values (3);', undefined, alone))
  t.strictSame(await db.up(), ['2_b'])
  t.strictSame((await db.sql`select n from a`).map((each) => each['n'] as number), [1, 2, 3])
})

t.test('what cannot be in a transaction is run without one, and a transaction of the file is done as a whole', async (t) => {
  const { sql, up, log, write } = await withMigrations(t, {
    '1_a.sql': file('create table a (n int);\ncreate procedure p() language plpgsql as $$ begin insert into a values (1); commit; insert into a values (2); end $$;'),
    '2_b.sql': file('call p();\nvacuum a;\nbegin;\ninsert into a values (3);\ninsert into a select 1 / 0;\ncommit;', undefined, alone),
  })
  await t.rejects(up(), { code: '22012', message: /^2_b\.sql:7: / })
  t.strictSame((await sql`select n from a order by n`).map((row) => row['n'] as number), [1, 2])
  write('2_b.sql', file('call p();\nvacuum a;\nbegin;\ninsert into a values (3);\ninsert into a values (4);\ncommit;\nbegin; insert into a values (5); rollback;', undefined, alone))
  t.strictSame(await up(), ['2_b'])
  t.strictSame((await sql`select n from a order by n`).map((row) => row['n'] as number), [1, 2, 3, 4])
  t.match(await log(), [ok('1_a'), { status: 'failed' }, ok('2_b')])
  for (const open of ['begin;\nselect 1;', 'begin;\nselect 1;\nbegin;\ncommit;', 'begin;\ncommit and chain;\ncommit;']) {
    write('3_c.sql', file(`create table c ();\n${open}`, undefined, alone))
    await t.rejects(up(), { code: 'SW017', message: '3_c.sql: the transaction that begins in line 4 has no end of its own' })
    t.strictSame([...(await sql`select to_regclass('c') as c`)], [{ c: null }])
  }
})

t.test('a file that enters a role which must not write the log goes on where it was', async (t) => {
  const db = await withMigrations(t, {})
  const { admin, sql, up, write } = db
  const role = `writer_${db.name}`
  await admin.unsafe(`create role ${role}; grant ${role} to app`)
  t.teardown(() => admin.unsafe(`drop owned by ${role}; drop role ${role}`))
  write('1_a.sql', file(`create table a (n int);\ngrant all on a to ${role};`))
  write('2_b.sql', file(`set role ${role};\ninsert into a values (1);\nselect 1 / (select count(*) from a where n = 0);\ninsert into a values (3);`, undefined, alone))
  await t.rejects(up(), { code: '22012', message: /^2_b\.sql:5: / })
  await sql`insert into a values (0)`
  t.strictSame(await up(), ['2_b'])
  t.strictSame((await sql`select n from a order by n`).map((row) => row['n'] as number), [0, 1, 3])
})

t.test('an index that was there before is not taken for the one that the file makes', async (t) => {
  const { sql, up } = await withMigrations(t, {
    '1_t.sql': file('create table t (a int, b int);\ncreate index i on t (a);\ncreate table audit (x int);'),
    '2_i.sql': file('insert into audit values (1);\ncreate unique index concurrently i on t (b);', undefined, alone),
  })
  for (let i = 0; i < 3; i += 1) await t.rejects(up(), { code: '42P07', message: /^2_i\.sql:4: / })
  t.strictSame([...(await sql`select x from audit`)], [{ x: 1 }])
})

t.test('what the server has finished after the runner was gone is not done again', async (t) => {
  const db = await withMigrations(t, {
    '1_t.sql': file('create table t (k int);\ncreate index gone on t (k);\ncreate table audit (x int);'),
    '2_k.sql': file('insert into audit values (1);\ncreate index concurrently on t (k);\ninsert into audit values (2);', undefined, alone),
    '3_d.sql': file('insert into audit values (3);\ndrop index concurrently gone;\ninsert into audit values (4);', undefined, alone),
  })
  await db.up({ count: 1 })
  for (const [name, say] of [['2_k', '2_k: index public.t_k_idx was finished already'], ['3_d', '3_d: index gone was dropped already']] as const) {
    const keeper = await openSession(db)
    await keeper.sql.unsafe('begin; insert into t values (1)').simple()
    const runner = startRunner(t, db)
    const pid = await poll(async () => (await db.sql<{ pid: number }[]>`select pid from steward.migration_log where name = ${name} and status = 'started'`)[0]?.pid)
    await poll(async () => (await db.sql`select from pg_locks where pid = ${pid} and not granted`).length > 0)
    await runner.killed()
    await keeper.sql.unsafe('commit').simple()
    await poll(async () => (await db.sql`select from pg_stat_activity where pid = ${pid}`).length === 0)
    db.said.length = 0
    t.strictSame(await db.up({ count: 1 }), [name])
    t.strictSame(db.said, [`${name} was interrupted the last time`, `${name}: 1 of 3 statements are done already`, say])
  }
  t.strictSame((await db.sql`select x from audit`).map((row) => row['x'] as number), [1, 2, 3, 4])
  t.strictSame([...(await db.sql`select indexrelid::regclass::text as name from pg_index where indrelid = 't'::regclass`)], [{ name: 't_k_idx' }])
})

t.test('settings that nobody lists are not lost without a word, and a transaction that only reads is no obstacle', async (t) => {
  const { sql, up, write } = await withMigrations(t, {
    '1_t.sql': file('create table t (k int unique, note text);\ninsert into t values (1);'),
    '2_a.sql': file(`select set_config('app.tenant', 'seven', false) as tenant;\nbegin transaction read only;\nselect k from t;\ncommit;
insert into t values (1);\ninsert into t values (2, current_setting('app.tenant'));`, undefined, alone),
  })
  await t.rejects(up(), { code: '23505' })
  await sql`delete from t`
  t.strictSame(await up(), ['2_a'])
  t.strictSame([...(await sql`select note from t where k = 2`)], [{ note: 'seven' }])
  write('3_b.sql', file(`do $$ begin perform set_config('app.region', 'eu', false); end $$;\ninsert into t values (1);`, undefined, alone))
  await t.rejects(up(), { code: '23505' })
  await t.rejects(up(), { code: '55000', detail: 'line 3 makes settings in a way that cannot be repeated alone' })
})
