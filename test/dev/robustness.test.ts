import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { serverStatus, stopServer } from '../../src/dev/server.js'
import { postmasterPid, query, root, temporaryHome, up } from './support.js'

const execute = promisify(execFile)

t.test('starts again after kill -9, with a session open', async (t) => {
  const home = temporaryHome(t)
  const { state } = await up(home)
  const session = query(state.url, 'select pg_sleep(600)').catch(() => 'cut')
  process.kill(postmasterPid(state.dataDirectory), 'SIGKILL')
  const again = await up(home)
  t.equal(again.state.url, state.url)
  t.equal(await session, 'cut')
  t.match(await query(again.state.url, 'select 1 as one'), [{ one: 1 }])
})

t.test('a stale pid file that names a living process of somebody else', async (t) => {
  const home = temporaryHome(t)
  const { state } = await up(home)
  const pidFile = join(state.dataDirectory, 'postmaster.pid')
  const text = readFileSync(pidFile, 'utf8')
  await stopServer(home)
  const stranger = spawn('sleep', ['600'])
  t.teardown(() => stranger.kill())
  writeFileSync(pidFile, text.replace(/^\d+/, String(stranger.pid)))
  t.equal(await serverStatus(home), undefined, 'is not taken for a server')
  t.equal(await stopServer(home), false, 'is not stopped')
  t.equal((await up(home)).state.url, state.url, 'does not prevent a start')
  t.equal(stranger.exitCode ?? stranger.signalCode, null, 'and the process lives')
})

t.test('a half-made data directory is moved away', async (t) => {
  const home = temporaryHome(t)
  const { state } = await up(home)
  await stopServer(home)
  rmSync(join(state.dataDirectory, 'global'), { recursive: true })
  mkdirSync(`${state.dataDirectory}.new`)
  const again = await up(home)
  t.match(again.log, /not a complete cluster/)
  t.match(await query(again.state.url, 'select 1 as one'), [{ one: 1 }])
  t.match(readdirSync(dirname(state.dataDirectory)).filter((name) => name.includes('damaged')), { length: 1 })
})

t.test('takes another port when its own is taken', async (t) => {
  const home = temporaryHome(t)
  const { state } = await up(home)
  await stopServer(home)
  const thief = createServer().listen(state.port, '127.0.0.1')
  t.teardown(() => thief.close())
  await once(thief, 'listening')
  const again = await up(home)
  t.not(again.state.port, state.port)
  t.match(await query(again.state.url, 'select 1 as one'), [{ one: 1 }])
})

t.test('several processes at the same time start one server', async (t) => {
  const home = temporaryHome(t)
  mkdirSync(home)
  writeFileSync(join(home, 'server.lock'), '2147483646 1\n')
  const script = `import { startServer } from './src/dev/server.ts'
    console.log((await startServer({ home: process.argv[1] })).url)`
  const start = () => execute(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script, home], { cwd: root })
  const outputs = await Promise.all([start(), start(), start(), start()])
  t.equal(new Set(outputs.map(({ stdout }) => stdout)).size, 1, 'all return the same URL')
  t.match(await query(outputs[0].stdout.trim(), 'select 1 as one'), [{ one: 1 }])
  t.notOk(existsSync(join(home, 'server.lock')), 'and the lock of the dead process is gone')
})

t.test('a start that fails says what the server logged', async (t) => {
  const home = temporaryHome(t)
  await t.rejects(up(home, { settings: { shared_buffers: 'a lot' } }), { name: 'UsageError', message: /shared_buffers/ })
  t.equal(await serverStatus(home), undefined)
  t.ok((await up(home)).state.url, 'and the next start works')
})

t.test('works in a folder that only its owner can enter', async (t) => {
  const home = temporaryHome(t, 0o700)
  const { state, log } = await up(home)
  t.match(await query(state.url, 'select 1 as one'), [{ one: 1 }])
  t.ok(existsSync(join(home, 'server.json')))
  const isRoot = process.getuid?.() === 0
  t.equal(state.dataDirectory.startsWith('/var/tmp/pgsteward-'), isRoot)
  t.equal(/cannot enter .*: using \/var\/tmp/.test(log), isRoot, 'and says where the data is')
  t.equal((await up(home)).state.url, state.url)
})
