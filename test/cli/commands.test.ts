import { readFileSync } from 'node:fs'
import t from 'tap'
import { testDatabase } from '../support/database.js'
import { steward } from './support.js'

t.test('--version is that of the package, and a wrong command line is exit code 2', async (t) => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
  t.match(await steward(['--version']), { code: 0, stdout: `${version}\n` })
  t.match(await steward(['--help']), { code: 0, stdout: /Usage: pgsteward/ })
  t.match(await steward(['nope']), { code: 2, stderr: /unknown command 'nope'/ })
  t.match(await steward(['install', '--nope']), { code: 2, stderr: /unknown option '--nope'/ })
})

t.test('without a database, or with one that does not answer, exit code 2 and no password', async (t) => {
  t.match(await steward(['status']), { code: 2, stderr: /^error: no database is configured\nhint: Pass --database-url/ })
  const closed = await steward(['status'], { DATABASE_URL: 'postgres://someone:s3cret@127.0.0.1:1/db' })
  t.match(closed, { code: 2, stderr: /could not connect to postgres:\/\/someone:\*\*\*@127\.0\.0\.1:1\/db/ })
  t.notMatch(closed.stdout + closed.stderr, /s3cret/)
  t.match(await steward(['status'], { PGPORT: 'many' }), { code: 2, stderr: /environment variable PGPORT/ })
})

t.test('DATABASE_URL, PG* and DB_* are read in that order', async (t) => {
  const { url, name } = await testDatabase(t)
  const { hostname, port, username, password } = new URL(url)
  const pg = { PGHOST: hostname, PGPORT: port, PGDATABASE: name, PGUSER: username, PGPASSWORD: decodeURIComponent(password) }
  const db = { DB_HOST: hostname, DB_PORT: port, DB_NAME: name, DB_USER: username, DB_PASSWORD: decodeURIComponent(password) }
  const nowhere = { DB_HOST: '127.0.0.1', DB_PORT: '1' }
  for (const environment of [{ DATABASE_URL: url, PGHOST: '127.0.0.1', PGPORT: '1' }, { ...nowhere, ...pg }, db]) {
    t.match(await steward(['status', '--format', 'json'], environment), { code: 0, stdout: new RegExp(name) })
  }
  for (const DB_SSL of ['off', 'False', '']) t.match(await steward(['status'], { ...db, DB_SSL }), { code: 0 }, `DB_SSL=${DB_SSL}`)
  for (const DB_SSL of ['verify-full', 'maybe']) {
    t.match(await steward(['status'], { ...db, DB_SSL }), {
      code: 2, stderr: `error: environment variable DB_SSL: neither true nor false: ${DB_SSL}\nhint: Certificates are verified`,
    }, 'never without encryption instead')
  }
})

t.test('install, status, doctor, upgrade and uninstall', async (t) => {
  const db = await testDatabase(t, { empty: true })
  const run = (...args: string[]) => steward([...args, '--database-url', db.url])
  t.match(await run('doctor'), { code: 2, stderr: /not installed/ })
  t.match(await run('upgrade'), { code: 2, stderr: /not installed/ })
  t.match(await run('status', '--format', 'csv'), { code: 0, stdout: /pgsteward,not installed/ })
  t.match(await run('install'), { code: 0, stdout: /^pgsteward is installed \(\d+ migrations applied\)\n$/, stderr: /search_path = "\$user", public, steward/ })
  t.match(await run('install'), { code: 0, stdout: 'pgsteward is up to date\n' })
  t.match(await run('upgrade'), { code: 0, stdout: 'pgsteward is up to date\n' })
  t.match(await run('doctor', '--format', 'json'), { code: 0, stdout: '[]\n' })
  t.match(await run('status', '--format', 'json'), { code: 0, stdout: /"pgsteward worker \(pg_cron is not in this database\)"/ })
  await db.sql`drop function steward.get_cache_hit_ratio()`
  t.match(await run('doctor', '--format', 'csv'), { code: 3, stdout: /^function steward\.get_cache_hit_ratio\(\),missing,/m })
  t.match(await run('uninstall'), { code: 2, stderr: /needs --yes/ })
  t.match(await run('uninstall', '--purge', '--yes'), { code: 1, stderr: /get_cache_hit_ratio/ })
  await db.sql.unsafe(`create function steward.get_cache_hit_ratio() returns int language sql as 'select 1'`)
  t.match(await run('uninstall', '--purge', '--yes'), { code: 0, stdout: 'pgsteward is removed\n' })
  t.strictSame([...(await db.sql`select from pg_namespace where nspname ~ '^steward'`)], [])
})

t.test('schedule lists, plans, applies, adds, runs, pauses, resumes and drops', async (t) => {
  const { url, sql } = await testDatabase(t)
  const run = (...args: string[]) => steward(['schedule', ...args, '--database-url', url])
  t.match(await run('add', 'nightly', '30 2 * * *', 'analyze', '--retries', '2', '--time-limit', '1 hour', '--format', 'csv'), {
    code: 0, stdout: 'schedule,action,statement\nnightly,left to pgsteward worker,\n',
  })
  t.match([...(await sql`select retries, time_limit, missed_run from steward.schedules where name = 'nightly'`)], [
    { retries: 2, time_limit: '01:00:00', missed_run: 'skip' },
  ])
  t.match(await run('list', '--format', 'json'), { code: 0, stdout: /"name": "nightly"/ })
  for (const verb of ['plan', 'apply']) {
    t.match(await run(verb, '--format', 'csv'), { code: 0, stdout: /^nightly,left to pgsteward worker,$/m })
  }
  t.match(await run('pause', 'nightly'), { code: 0, stdout: '', stderr: 'paused nightly\n' })
  t.match(await run('resume', 'nightly'), { code: 0, stdout: '', stderr: 'resumed nightly\n' })
  t.match(await run('run', 'record health check'), { code: 0, stdout: '', stderr: 'asked pgsteward worker to run record health check\n' })
  await sql.unsafe('call steward.run_due_schedules()').simple()
  t.match(await run('history', 'record health check', '--limit', '1', '--format', 'csv'), {
    code: 0, stdout: /^name,scheduled_for,attempt,status,started_at,finished_at,message\nrecord health check,.*,1,succeeded,.*,\n$/,
  })
  t.match(await run('history', 'nightly', '--format', 'json'), { code: 0, stdout: '[]\n' })
  t.match(await run('history', '--limit', 'all'), { code: 2, stderr: /whole number/ })
  t.match(await run('plan', '--cron-database-url', url), { code: 2, stderr: /does not have pg_cron/ })
  t.match(await run('apply', '--cron-database-url', url), { code: 2, stderr: /does not have pg_cron/ })
  t.strictSame([...(await sql`select steward.get_setting('maintenance.cron_database') as name`)], [{ name: '' }])
  t.match(await run('add', 'broken', 'every day', 'analyze'), { code: 1, stderr: /sqlstate: SW006/ })
  t.match(await run('add', 'broken', '@daily', 'analyze', '--missed-run', 'twice'), { code: 2, stderr: /run_once/ })
  t.match(await run('drop', 'nightly'), { code: 0, stdout: '', stderr: 'dropped nightly\n' })
  for (const verb of ['drop', 'pause', 'resume', 'run']) {
    t.match(await run(verb, 'nightly'), { code: 1, stderr: /schedule 'nightly' does not exist/ })
  }
})

t.test('migrate runs the migrations of a project', async (t) => {
  const { url } = await testDatabase(t, { empty: true })
  const dir = t.testdir({
    migrations: { '001_a.sql': '-- Up Migration\ncreate table a (id int);\n-- Down Migration\ndrop table a;\n' },
    seed: { '1.sql': "insert into a values (current_setting('seed.scale')::numeric);" },
  })
  const run = (...args: string[]) => steward(['migrate', ...args, '--dir', `${dir}/migrations`, '--database-url', url])
  t.match(await run('up'), { code: 0, stdout: /^applied 001_a in \d+\.\d\d s\n$/ })
  t.match(await run('up'), { code: 0, stdout: '', stderr: /nothing to do\n$/ })
  t.match(await run('status', '--format', 'csv'), { code: 0, stdout: /^001_a,applied,\d{4}-/m })
  t.match(await run('seed', '--scale', '2'), { code: 0, stdout: /^seeded 1 in \d+\.\d\d s: 1 statement, 1 row\n$/, stderr: /no log is kept/ })
  t.match(await run('seed', '--dry-run'), { code: 0, stdout: 'would run 1 (no log)\n' })
  t.match(await run('seed', '--list', '--format', 'csv'), { code: 0, stdout: /^name,state,last_run,rows,note\n1,,,,\n$/, stderr: /nobody knows/ })
  t.match(await run('seed', '--on-conflict', 'maybe'), { code: 2, stderr: /nothing, update, error/ })
  t.match(await run('seed', 'b'), { code: 2, stderr: /there is no seed b/ })
  t.match(await run('seed', '--scale', 'much'), { code: 2, stderr: /Expected a number up to 100/ })
  t.match(await run('down'), { code: 0, stdout: /^reverted 001_a in \d+\.\d\d s\n$/ })
  t.match(await run('down', '0'), { code: 2 })
})
