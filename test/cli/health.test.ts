import { spawn } from 'node:child_process'
import { once } from 'node:events'
import t from 'tap'
import { testDatabase } from '../support/database.js'
import { steward } from './support.js'

t.test('shows the findings in every format, with the exit codes of each', async (t) => {
  const { sql, url } = await testDatabase(t)
  await sql.unsafe(`
    create table parent (id int primary key); create table "Ch|ild" (id int primary key, p int references parent);
  `)
  const health = (...args: string[]) => steward(['health', '--category', 'indexes', '--database-url', url, ...args])

  const table = await health()
  t.equal(table.code, 0)
  t.equal(table.stderr, '')
  t.match(table.stdout, /^test_\w+ on PostgreSQL \d+\.\d+: 1 warning in \d+ checks/)
  t.match(table.stdout, /│ WARNING {2}│ Foreign key without an index \(foreign_keys_without_index\)/)
  t.match(table.stdout, /create index concurrently "Ch\|ild_p_idx" on public\."Ch\|ild" \(p\);/)
  t.notOk(table.stdout.includes('\u001b'), 'no colours in a pipe')
  t.ok(table.stdout.split('\n').slice(1).every((line) => line.length <= 80), 'it fits into 80 columns')

  const json = JSON.parse((await health('--format', 'json')).stdout) as { summary: unknown; findings: unknown[] }
  t.match(json, { summary: { warning: 1, status: 'warning' }, findings: [{ object_name: 'Ch|ild_p_fkey' }] })

  const csv = (await health('--format', 'csv')).stdout.split('\n')
  t.equal(csv[0], 'status,severity,category,check_id,object,value,detail,action')
  t.equal(csv[1], 'finding,warning,indexes,foreign_keys_without_index,"public.""Ch|ild_p_fkey""",,"Foreign key ""Ch|ild_p_fkey"" of public.""Ch|ild"" references public.parent, and no index of public.""Ch|ild"" begins with (p).",Create an index that begins with the columns of the foreign key.')

  const md = (await health('--format', 'md')).stdout
  t.match(md, /^\| finding \| warning \| indexes \| foreign_keys_without_index \| public\."Ch\\\|ild_p_fkey" \|/m)

  const nagios = await health('--format', 'nagios')
  t.equal(nagios.code, 1)
  t.match(nagios.stdout, /^STEWARD WARNING - 0 critical, 1 warning, 0 info; worst: Foreign key without an index public\."Ch\/ild_p_fkey" \| critical=0 warning=1 info=0 skipped=\d+$/m)

  t.equal((await health('--fail-on', 'critical')).code, 0)
  t.equal((await health('--fail-on', 'warning')).code, 3)
  t.equal((await health('--fail-on', 'info')).code, 3)
  t.equal((await health('--fail-on', 'anything')).code, 2)
  t.equal((await health('--format', 'xml')).code, 2)

  await sql`drop table "Ch|ild"`
  t.equal((await health('--fail-on', 'warning')).code, 0)
  t.equal((await health('--format', 'nagios')).code, 0)
})

t.test('nagios says UNKNOWN while a check is blind, CRITICAL before all', async (t) => {
  const { sql, url } = await testDatabase(t)
  await sql`select steward.set_setting('health.time_budget', '0')`
  const blind = await steward(['health', '--category', 'schema', '--format', 'nagios', '--database-url', url])
  t.match(blind, { code: 3, stdout: /^STEWARD UNKNOWN - 0 critical, 0 warning, 0 info, \d+ could not look/ })
  await sql.unsafe(`select steward.set_setting('health.time_budget', '10 s'); create sequence worn as smallint; select setval('worn', 32000)`)
  const critical = await steward(['health', '--category', 'capacity', '--format', 'nagios', '--database-url', url])
  t.match(critical, { code: 2, stdout: /^STEWARD CRITICAL - 1 critical/ })
})

t.test('--record keeps the run', async (t) => {
  const { sql, url } = await testDatabase(t)
  await steward(['health', '--record', '--database-url', url])
  t.equal((await sql`select from steward.health_runs`).length, 1)
})

t.test('an unknown category is an error with its code and hint', async (t) => {
  const { url } = await testDatabase(t)
  const outcome = await steward(['health', '--category', 'nope', '--database-url', url])
  t.match(outcome, { code: 2, stdout: '', stderr: /error: health check or category 'nope' does not exist\n.*\nhint: .*\nsqlstate: SW003\n$/ })
})

t.test('nothing is not mistaken for health', async (t) => {
  const { sql, admin, url } = await testDatabase(t)
  const health = (...args: string[]) => steward(['health', ...args, '--database-url', url])
  t.match(await health('--mode', 'static', '--check', 'long_queries'), { code: 2, stdout: '', stderr: /^error: no check is selected\nhint: / })
  t.match((await health('--check', 'corrupted_indexes')).stdout, /0 checks\nNot checked\n[^]*corrupted_indexes[^]*is switched off/)

  await sql.unsafe(`create or replace function steward.health_report(categories text[] default null, checks text[] default null) returns jsonb language sql as 'select jsonb_build_object()'`)
  t.match(await health(), { code: 2, stderr: 'error: the database has another version of pgsteward than this program\nhint: Run pgsteward upgrade.\n' })
  await admin`drop schema steward, steward_internal cascade`
  t.match(await health(), { code: 1, stderr: 'error: pgsteward is not installed in this database\nhint: Run: pgsteward install\nsqlstate: 3F000\n' })
  t.match(await health('--format', 'nagios'), { code: 3, stderr: '', stdout: /^STEWARD UNKNOWN - pgsteward is not installed in this database\n$/ })
  t.match(await steward(['health', '--format', 'nagios', '--database-url', 'postgres://app@127.0.0.1:1/x']), {
    code: 3, stdout: /^STEWARD UNKNOWN - could not connect to .*\n$/,
  })
})

t.test('a reader that has seen enough may go', async (t) => {
  const { url } = await testDatabase(t)
  const command = `node dist/cli/main.js health --format json --database-url '${url}' | head -1`
  const child = spawn('sh', ['-c', command], { stdio: ['ignore', 'pipe', 'pipe'] })
  let stderr = ''
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()))
  t.strictSame(await once(child, 'close'), [0, null])
  t.equal(stderr, '')
})
