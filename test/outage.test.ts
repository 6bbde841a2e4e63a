import { spawn } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import t from 'tap'
import { choosePort } from '../src/dev/port.js'
import { stopServer } from '../src/dev/server.js'
import { Outage } from '../src/outage.js'
import { temporaryHome, up } from './dev/support.js'
import { connect } from '../src/database.js'
import { install } from '../src/install/install.js'
import { applySources } from '../tools/apply.js'
import { poll, serverMajor, testServer } from './support/database.js'

/** A process of the command line, and what it has said. */
function run(t: Parameters<typeof temporaryHome>[0] & { teardown(clean: () => unknown): void }, args: string[]) {
  const child = spawn(process.execPath, ['--import=tsx', 'src/cli/main.ts', ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const said: string[] = []
  let code: number | null | undefined
  child.stderr.on('data', (data: Buffer) => said.push(String(data)))
  child.on('exit', (exit) => (code = exit))
  t.teardown(() => child.kill('SIGKILL'))
  return { said: () => said.join(''), exitCode: () => code, end: () => child.kill('SIGTERM') }
}

t.test('worker, monitor and metrics outlive a server that is away for 8 s, and say so once', async (t) => {
  const home = temporaryHome(t)
  const start = () => up(home, { kind: testServer().kind, majorVersion: serverMajor() })
  const { state } = await start()
  const sql = connect(state.url, { max: 1 })
  t.teardown(() => sql.end({ timeout: 1 }))
  await install(sql)
  await applySources(sql)
  await sql`delete from steward.schedules`
  await sql`select steward.add_schedule('pings', '* * * * *', 'select pg_sleep(2)')`
  await sql`update steward.schedules set created_at = now() - interval '1 hour'`
  const port = await choosePort(0)
  const worker = run(t, ['worker', '--poll', '0.2', '--database-url', state.url])
  const monitor = run(t, ['monitor', '--poll', '0.2', '--command', 'true', '--stdout', '--metrics-port', String(port), '--database-url', state.url])
  const isUp = async () => /^pgsteward_up 1$/m.test(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text())
  await poll(async () => worker.said().includes('waiting for what is due') && monitor.said().includes('stdout: waiting') && (await isUp().catch(() => false)))
  await poll(async () => (await sql`select from steward.schedule_runs where status = 'running'`).length > 0)

  await stopServer(home)
  t.notOk(await isUp())
  await wait(8000)
  t.strictSame([worker.exitCode(), monitor.exitCode()], [undefined, undefined], worker.said() + monitor.said())
  await start()
  for (const { said } of [worker, monitor]) {
    await poll(async () => said().includes('the database answers again')).catch((error: unknown) => t.fail(`${String(error)}: ${said()}`))
  }
  await poll(isUp)
  // The driver may not get over a connection that was lost.
  const after = connect(state.url, { max: 1 })
  t.teardown(() => after.end({ timeout: 1 }))
  await after`select steward.run_schedule_now('pings')`
  await poll(async () => (await after`select from steward.schedule_runs where status = 'succeeded' and finished_at > pg_postmaster_start_time()`).length > 0)
  for (const { said } of [worker, monitor]) {
    t.equal(said().split('the database is away').length, 2, said())
    // The metrics server of the monitor says so for itself.
    t.equal(said().split(/(?<!metrics: )the database answers again/).length, 2)
    t.notMatch(said(), /TypeError|\n {4}at /)
  }
  for (const each of [worker, monitor]) each.end()
  await poll(async () => worker.exitCode() === 0 && monitor.exitCode() === 0)
})

t.test('an outage is told once, from what it is not', (t) => {
  const lines: string[] = []
  const outage = new Outage((line) => lines.push(line), 5)
  for (const code of ['57P01', 'ECONNREFUSED', '57P03', 'CONNECT_TIMEOUT', '08006', 'CONNECTION_CLOSED', 'ECONNRESET', '53300']) t.ok(outage.explains({ code, message: '' }), code)
  for (const code of ['3F000', '42501', '57014', '28P01', '3D000']) t.notOk(outage.explains({ code }), code)
  t.notOk(outage.explains(undefined))
  t.equal(outage.pauseSeconds, 5)
  outage.end()
  outage.end()
  t.strictSame(lines, ['the database is away: 57P01', 'the database answers again'])
  t.end()
})
