import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import t from 'tap'
import { poll, testDatabase } from '../support/database.js'
import { steward } from './support.js'

const needsScript = { skip: spawnSync('script', ['--version']).status !== 0 && 'there is no script to make a terminal' }

/** Runs the command line in a terminal, and answers its questions one after the other. */
async function inTerminal(args: string[], answers: string[]) {
  const command = [process.execPath, 'dist/cli/main.js', ...args].map((word) => `'${word}'`).join(' ')
  const child = spawn('script', ['-qec', command, '/dev/null'], { env: { PATH: process.env['PATH'] ?? '', TERM: 'dumb', NO_COLOR: '1' } })
  let text = ''
  child.stdout.on('data', (data: Buffer) => (text += data.toString()))
  const ended = once(child, 'close')
  for (const [index, answer] of answers.entries()) {
    await poll(() => Promise.resolve(text.split('Type yes to go on').length > index + 1))
    child.stdin.write(`${answer}\n`)
  }
  const [code] = (await ended) as [number]
  return { code, text }
}

async function withGreedyPolicy(t: Parameters<typeof testDatabase>[0]) {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create table logs (id integer primary key, at timestamptz); create index on logs (at);
    insert into logs select g, now() - interval '30 days' from generate_series(1, 95) as g;
    insert into logs select g, now() from generate_series(96, 100) as g;
    analyze logs;
    select steward.add_retention_policy('logs', 'at', '7 days');
  `)
  const approval = async () => [...(await db.sql`select approved_by, approved_share from steward.retention_policies`)]
  return { ...db, approval }
}

t.test('approve refuses to take nearly all, and a flag accepts it', async (t) => {
  const { url, approval } = await withGreedyPolicy(t)
  const approve = (...args: string[]) => steward(['retention', 'approve', 'logs', '--yes', ...args, '--database-url', url])
  t.match(await approve(), { code: 1, stderr: /95[^]*sqlstate: SW020\n$/ })
  t.match(await approve('--accept-share', '0.9'), { code: 1, stderr: /sqlstate: SW020\n$/ })
  t.strictSame(await approval(), [{ approved_by: null, approved_share: null }])
  t.match(await approve('--accept-share', '0.95'), { code: 0, stdout: /\napproved the policy of logs\n$/ })
  t.match(await approval(), [{ approved_by: 'app', approved_share: '0.95' }])
})

t.test('on a terminal it asks with the numbers and the database', needsScript, async (t) => {
  const { name, url, approval } = await withGreedyPolicy(t)
  const args = ['retention', 'approve', 'logs', '--database-url', url]
  t.match(await inTerminal(args, ['yes', 'no']), { code: 2, text: /nothing was changed/ })
  t.strictSame(await approval(), [{ approved_by: null, approved_share: null }])
  const { code, text } = await inTerminal(args, ['yes', 'yes'])
  t.equal(code, 0)
  t.match(text, new RegExp(`From now on the policy of logs removes such rows\\. It is done in database ${name} on `))
  t.match(text, new RegExp(`95[^\\n]*It is done in database ${name} on `))
  t.match(await approval(), [{ approved_by: 'app', approved_share: '0.95' }])
})

t.test('seeds of another environment are refused in production', async (t) => {
  const { url } = await testDatabase(t, { empty: true })
  const dir = t.testdir({
    migrations: {},
    seed: { '1_all.sql': 'create table every ();', performance: { '1_load.sql': 'create table loaded ();' } },
  })
  const seed = (args: string[], NODE_ENV: string) =>
    steward(['migrate', 'seed', ...args, '--dir', `${dir}/migrations`, '--database-url', url], { NODE_ENV })
  t.match(await seed(['--env', 'performance'], 'production'), {
    code: 2, stdout: '', stderr: 'error: seeds of the environment performance are refused in production\nhint: NODE_ENV is production.\n',
  })
  t.match(await seed(['--env', 'performance', '--dry-run'], 'production'), { code: 0, stdout: /would run/ })
  t.match(await seed([], 'production'), { code: 0, stdout: /^seeded 1_all in / })
})

t.test('a monitor that writes to a pipe alone ends with its reader', async (t) => {
  const { sql, url } = await testDatabase(t)
  const child = spawn(process.execPath, ['dist/cli/main.js', 'monitor', '--stdout', '--database-url', url], {
    env: { PATH: process.env['PATH'] ?? '', STEWARD_HOME: '/nonexistent' }, stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stderr = ''
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()))
  const ended = once(child, 'close')
  await poll(() => Promise.resolve(/waiting for notifications/.test(stderr)))
  child.stdout.destroy()
  await sql`select from steward.add_alert_rule('busy', 'database.size_bytes > 1', 'warning', 'size is {value}', '0')`
  await sql`select from steward.evaluate_alerts()`
  t.strictSame(await ended, [0, null])
})
