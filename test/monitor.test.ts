import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import type postgres from 'postgres'
import t, { type Test } from 'tap'
import { connect } from '../src/database.js'
import { choosePort } from '../src/dev/port.js'
import { stopServer } from '../src/dev/server.js'
import { install } from '../src/install/install.js'
import { type Channel, commandChannel, streamChannel, webhookChannel } from '../src/monitor/channels.js'
import { type SlackMessage, toSlackMessage } from '../src/monitor/slack.js'
import { runMonitor } from '../src/monitor.js'
import { applySources } from '../tools/apply.js'
import { steward } from './cli/support.js'
import { temporaryHome, up } from './dev/support.js'
import { letTimePass, measure, measureFromTable } from './support/alerts.js'
import { poll, serverMajor, testDatabase, testServer } from './support/database.js'

/** Makes the rule "busy" alert on the metric `load`; `alert` lets its values be these. */
async function prepareAlerts(sql: postgres.Sql) {
  await measureFromTable(sql)
  await measure(sql, ['load', 1])
  await sql`select from steward.add_alert_rule('busy', 'load > 80', 'warning', 'load is {value}', '0')`
  return async (value: number) => {
    await measure(sql, ['load', value])
    await sql`select from steward.evaluate_alerts()`
  }
}

async function withAlerts(t: Test) {
  const db = await testDatabase(t)
  return { db, sql: db.sql, alert: await prepareAlerts(db.sql) }
}

function start(t: Test, sql: postgres.Sql, channels: Channel[], { pollSeconds = 0.05 } = {}) {
  const lines: string[] = []
  const ended = new AbortController()
  const done = runMonitor(sql, { channels, log: (line) => lines.push(line), signal: ended.signal, pollSeconds })
  done.catch(() => undefined)
  const stop = async () => {
    ended.abort()
    await done
  }
  t.teardown(() => stop().catch(() => undefined))
  const isReady = () => poll(async () => lines.filter((line) => line.endsWith('waiting for notifications')).length >= channels.length)
  return { lines, stop, done, isReady, abort: () => ended.abort() }
}

/** A webhook whose answers the test gives, on a port of its own or the one that it had before. */
async function webhook(t: Test, port = 0) {
  const texts: string[] = []
  const bodies: SlackMessage[] = []
  const keys: (string | string[] | undefined)[] = []
  const state = { answer: (_: IncomingMessage, response: ServerResponse): unknown => response.end('ok') }
  const server: Server = createServer((request, response) => {
    let body = ''
    request.on('data', (data: Buffer) => (body += data.toString()))
    request.on('end', () => {
      const message = JSON.parse(body) as SlackMessage
      bodies.push(message)
      texts.push(message.text)
      keys.push(request.headers['idempotency-key'])
      state.answer(request, response)
    })
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const close = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  t.teardown(close)
  const bound = (server.address() as AddressInfo).port
  return { texts, bodies, keys, state, close, port: bound, url: `http://127.0.0.1:${bound}/services/T0/s3cret?key=s3cret2` }
}

const deliveries = async (sql: postgres.Sql) => [
  ...(await sql`
    select notification_id::int as id, channel, attempts, last_error, delivered_at is not null as is_delivered
    from steward.alert_deliveries order by channel, id`),
]

t.test('delivers to each channel what NOTIFY announces, in order, and says so', async (t) => {
  const { db, sql, alert } = await withAlerts(t)
  const hook = await webhook(t)
  const stream = new PassThrough()
  const file = join(t.testdir(), 'out')
  const command = `cat >> ${file}`
  const { isReady, stop, lines } = start(
    t, db.connect(), [webhookChannel(hook.url, 10), streamChannel('stdout', stream), commandChannel(command, 10)],
    { pollSeconds: 3600 },
  )
  await isReady()
  await alert(90)
  await alert(10)
  await poll(async () => (await deliveries(sql)).filter((row) => row['is_delivered']).length === 6)
  await stop()
  t.match(hook.texts, [
    `[warning] busy (${db.name}): load is 90`,
    new RegExp(`^\\[resolved\\] busy \\(${db.name}\\): resolved after 00:\\d\\d:\\d\\d: load is 90$`),
  ])
  t.strictSame(hook.keys, [`pgsteward-${db.name}-1`, `pgsteward-${db.name}-2`])
  const written = (stream.read() as Buffer).toString()
  t.match(written.trimEnd().split('\n').map((line) => JSON.parse(line) as unknown), [
    { id: 1, kind: 'opened', rule: 'busy', severity: 'warning', message: 'load is 90', value: 90, labels: {}, attempt: 1 },
    { id: 2, kind: 'resolved', resolution: 'cleared' },
  ])
  t.equal(readFileSync(file, 'utf8'), written)
  t.match(lines.join('\n'), /^stdout: notification 1 delivered$/m)
  t.match(await deliveries(sql), Array.from({ length: 6 }, () => ({ attempts: 1, last_error: null })))
})

t.test('a failure is tried again over restarts of the receiver and of the monitor, and nothing is lost', async (t) => {
  const { db, sql, alert } = await withAlerts(t)
  // Its port has to stay free while it is closed, so it is none that systems give away.
  const hook = await webhook(t, await choosePort(0))
  hook.state.answer = (request, response) => response.writeHead(503).end(`no, ${request.url}`)
  const first = start(t, db.connect(), [webhookChannel(hook.url, 10)])
  await first.isReady()
  await alert(90)
  await poll(async () => (await deliveries(sql))[0]?.['last_error'])
  t.match(await deliveries(sql), [{ attempts: 1, last_error: 'HTTP 503 Service Unavailable no, ***', is_delivered: false }])
  await hook.close()
  await letTimePass(sql, '6 seconds')
  await poll(async () => /ECONNREFUSED/.test(String((await deliveries(sql))[0]?.['last_error'])))
  await first.stop()
  await alert(10)
  const again = await webhook(t, hook.port)
  const second = start(t, db.connect(), [webhookChannel(hook.url, 10)])
  await second.isReady()
  await letTimePass(sql, '11 seconds')
  await poll(async () => again.texts.length === 2)
  await second.stop()
  t.match(again.texts, [/load is 90$/, /resolved after/])
  t.match(await deliveries(sql), [{ attempts: 3, is_delivered: true }, { attempts: 1, is_delivered: true }])
  t.notMatch(JSON.stringify([first.lines, second.lines, await deliveries(sql)]), /s3cret/)
})

t.test('a channel that fails or hangs does not hold up another', async (t) => {
  const { db, sql, alert } = await withAlerts(t)
  const hook = await webhook(t)
  hook.state.answer = () => undefined
  const good = await webhook(t)
  const channels = [
    webhookChannel(hook.url, 0.2), webhookChannel(good.url, 10), commandChannel('exit 7', 10), commandChannel('sleep 60', 0.2),
    commandChannel('kill -TERM $$', 10),
  ]
  const { isReady, stop } = start(t, db.connect(), channels)
  await isReady()
  await alert(90)
  await poll(async () => (await deliveries(sql)).every((row) => row['is_delivered'] || row['last_error']))
  await stop()
  t.strictSame((await deliveries(sql)).map((row) => row['last_error'] as string | null).sort(), [
    'ended by SIGTERM', 'exit code 7', 'no answer within 0.2 s', 'no end within 0.2 s', null,
  ])
  t.equal(good.texts.length, 1)
})

t.test('the end waits for the delivery that is going on, and takes no other', async (t) => {
  const { db, sql, alert } = await withAlerts(t)
  const hook = await webhook(t)
  let answer: (() => void) | undefined
  hook.state.answer = (_, response) => (answer = () => response.end('ok'))
  const { isReady, abort, done } = start(t, db.connect(), [webhookChannel(hook.url, 10)])
  await isReady()
  await alert(90)
  await alert(10)
  const release = await poll(async () => answer)
  abort()
  for (let trip = 0; trip < 5; trip += 1) await sql`select 1`
  release()
  await done
  t.match(await deliveries(sql), [{ attempts: 1, is_delivered: true }, { attempts: 0, is_delivered: false }])
})

t.test('killed between sending and recording, it is delivered again by the next', async (t) => {
  const { db, sql, alert } = await withAlerts(t)
  const hook = await webhook(t)
  hook.state.answer = () => undefined
  const run = () =>
    spawn(process.execPath, ['dist/cli/main.js', 'monitor', '--database-url', db.url, '--webhook', hook.url, '--poll', '0.1'], {
      env: { PATH: process.env['PATH'] ?? '', STEWARD_HOME: '/nonexistent' }, stdio: ['ignore', 'ignore', 'pipe'],
    })
  const first = run()
  t.teardown(() => first.kill('SIGKILL'))
  await once(first.stderr, 'data')
  await alert(90)
  await poll(async () => hook.texts.length === 1)
  first.kill('SIGKILL')
  await once(first, 'exit')
  t.match(await deliveries(sql), [{ attempts: 1, is_delivered: false }])

  hook.state.answer = (_, response) => response.end('ok')
  const second = run()
  t.teardown(() => second.kill('SIGKILL'))
  let stderr = ''
  second.stderr.on('data', (data: Buffer) => (stderr += data.toString()))
  await poll(async () => stderr.includes('waiting'))
  t.equal(hook.texts.length, 1, 'the lease of the first is not over')
  await letTimePass(sql, '41 seconds')
  await poll(async () => (await deliveries(sql))[0]?.['is_delivered'])
  t.strictSame(hook.keys, [`pgsteward-${db.name}-1`, `pgsteward-${db.name}-1`], 'the receiver can tell that it is the same')
  const exit = once(second, 'exit')
  second.kill('SIGTERM')
  t.strictSame(await exit, [0, null])
  t.notMatch(stderr, /s3cret/)
  t.match(stderr, /^webhook 127\.0\.0\.1:\d+ [0-9a-f]{8}: notification 1 delivered$/m)
})

t.test('goes on after the server has been restarted', async (t) => {
  const home = temporaryHome(t)
  const { kind } = testServer()
  const { state } = await up(home, { kind, majorVersion: serverMajor() })
  const sql = connect(state.url, { max: 1 })
  t.teardown(() => sql.end({ timeout: 1 }))
  await install(sql)
  await applySources(sql)
  const alert = await prepareAlerts(sql)
  const hook = await webhook(t)
  let answer: (() => void) | undefined
  hook.state.answer = (_, response) => (answer = () => response.end('ok'))
  const pool = connect(state.url, { max: 1 })
  t.teardown(() => pool.end({ timeout: 1 }))
  const { isReady, stop, lines } = start(t, pool, [webhookChannel(hook.url, 10)])
  await isReady()
  await alert(90)
  const release = await poll(async () => answer)
  await stopServer(home)
  release()
  await up(home, { kind, majorVersion: serverMajor() })
  await poll(async () => (await deliveries(sql).catch(() => []))[0]?.['is_delivered'])
  hook.state.answer = (_, response) => response.end('ok')
  await alert(10)
  await poll(async () => hook.texts.length === 2)
  await stop()
  t.match(hook.texts, [/load is 90$/, /resolved after/], 'the outcome of the first was kept until it could be recorded')
  t.match(lines, [/waiting/, /notification 1 delivered/])
})

t.test('a lost connection is made anew, and NOTIFY is heard again', async (t) => {
  const { db, sql, alert } = await withAlerts(t)
  const stream = new PassThrough()
  const { isReady, stop } = start(t, db.connect(), [streamChannel('stdout', stream)], { pollSeconds: 0.2 })
  await isReady()
  const listener = async () => (await db.admin<{ pid: number }[]>`
    select pid from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and query ~ 'claim_notifications|^listen'`)[0]?.pid
  const before = await poll(listener)
  await db.admin`select pg_terminate_backend(${before})`
  await poll(async () => ![undefined, before].includes(await listener()))
  await alert(90)
  await poll(async () => (await deliveries(sql))[0]?.['is_delivered'])
  await stop()
  t.equal((stream.read() as Buffer).toString().split('\n').length, 2)
})

t.test('fails where pgsteward is not installed', async (t) => {
  const db = await testDatabase(t, { empty: true })
  await t.rejects(start(t, db.connect(), [streamChannel('stdout', new PassThrough())]).done, { code: '3F000' })
})

t.test('a message for Slack is coloured by severity, complete, and rings nobody', (t) => {
  const notification = {
    id: 7, kind: 'reminder', rule: 'a & b', severity: 'critical', database: 'shop', object: 'public.<orders>',
    message: 'still open after 00:31:00: <!channel>', detail: 'x > y', action: 'Do it.', value_text: '91.0 %', peak_value_text: '95.0 %',
    threshold_text: '90.0 %', unknown_reason: 'The check was skipped.', duration: '00:31:00', created_at: '2026-01-02T03:04:05.6+00:00',
  } as const
  const text = '[critical, reminder] a &amp; b (shop): still open after 00:31:00: &lt;!channel&gt;'
  t.strictSame(toSlackMessage(notification), {
    text,
    attachments: [{
      color: '#d00000', fallback: text, text: 'x &gt; y\nDo it.\nIt cannot be seen now: The check was skipped.',
      fields: [
        { title: 'Object', value: 'public.&lt;orders&gt;', short: false },
        { title: 'Value', value: '91.0 %', short: true },
        { title: 'Worst value', value: '95.0 %', short: true },
        { title: 'Threshold', value: '90.0 %', short: true },
        { title: 'Open for', value: '00:31:00', short: true },
      ],
      footer: 'pgsteward, notification 7', ts: 1767323045,
    }],
  })
  t.match(toSlackMessage({ ...notification, kind: 'resolved', unknown_reason: null, object: null }).attachments, [
    { color: '#2eb886', text: '', fields: [{ title: 'Value' }, {}, {}, { title: 'Lasted', value: '00:31:00' }] },
  ])
  t.match(toSlackMessage({ ...notification, kind: 'opened', severity: 'info' }), { text: /^\[info\] /, attachments: [{ color: '#439fe0' }] })
  t.end()
})

t.test('credentials in a webhook URL are sent as a header', async (t) => {
  const hook = await webhook(t)
  let authorization: string | undefined
  hook.state.answer = (request, response) => {
    authorization = request.headers.authorization
    response.writeHead(302, { location: '/elsewhere' }).end()
  }
  const channel = webhookChannel(hook.url.replace('//', '//user:p%40ss@'), 5)
  await t.rejects(channel.deliver({
    id: 1, kind: 'opened', rule: 'r', severity: 'info', database: 'd', object: null, message: 'm', detail: null, action: null, value_text: null,
    peak_value_text: null, threshold_text: null, unknown_reason: null, duration: '00:00:00', created_at: '2026-01-02T03:04:05Z',
  }), { message: 'HTTP 302 Found' })
  t.equal(authorization, `Basic ${Buffer.from('user:p@ss').toString('base64')}`)
  t.notMatch(channel.name, /p%40ss|s3cret/)
})

t.test('the command refuses to deliver to nothing, and to what is no URL, without repeating it', async (t) => {
  t.match(await steward(['monitor']), { code: 2, stderr: /nothing to deliver to/ })
  const { code, stderr } = await steward(['monitor', '--webhook', 's3cret'])
  t.equal(code, 2)
  t.match(stderr, /not a URL/)
  t.notMatch(stderr, /s3cret/)
  t.match(await steward(['monitor'], { STEWARD_WEBHOOK_URL: 'ftp://s3cret' }), { code: 2, stderr: /^error: the webhook is not a URL.*$/m })
})

t.test('the command serves metrics, with or without something to deliver to', async (t) => {
  const db = await testDatabase(t)
  const monitor = spawn(process.execPath, ['dist/cli/main.js', 'monitor', '--database-url', db.url, '--metrics-port', '0'], {
    env: { PATH: process.env['PATH'] ?? '', STEWARD_HOME: '/nonexistent' }, stdio: ['ignore', 'ignore', 'pipe'],
  })
  t.teardown(() => monitor.kill('SIGKILL'))
  let stderr = ''
  monitor.stderr.on('data', (data: Buffer) => (stderr += data.toString()))
  const url = await poll(async () => /serving (http:\/\/127\.0\.0\.1:\d+\/metrics)/.exec(stderr)?.[1])
  t.match(await (await fetch(url)).text(), /^pgsteward_up 1$/m)

  const { port } = new URL(url)
  t.match(await steward(['monitor', '--database-url', db.url, '--metrics-port', port]), {
    code: 2, stderr: new RegExp(`cannot serve metrics on 127\\.0\\.0\\.1:${port}`),
  })
  t.match(await steward(['monitor', '--metrics-port', '70000']), { code: 2, stderr: /Expected a port/ })
  const exit = once(monitor, 'exit')
  monitor.kill('SIGTERM')
  t.strictSame(await exit, [0, null])
})
