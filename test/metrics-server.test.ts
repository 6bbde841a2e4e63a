import { createServer } from 'node:net'
import t, { type Test } from 'tap'
import { connect } from '../src/database.js'
import { type MetricsServerOptions, startMetricsServer } from '../src/metrics-server.js'
import { poll, testDatabase } from './support/database.js'

async function started(t: Test, options: Omit<MetricsServerOptions, 'port'>) {
  const server = await startMetricsServer({ ...options, port: 0 })
  t.teardown(() => server.close())
  return async (path: string, init?: RequestInit) => {
    const response = await fetch(`${server.url}${path}`, init)
    return { status: response.status, type: response.headers.get('content-type'), body: await response.text() }
  }
}

t.test('serves /metrics and /healthz, and nothing else', async (t) => {
  const db = await testDatabase(t)
  await db.sql`select steward.record_health_check()`
  const get = await started(t, { sql: db.sql })
  const { status, type, body } = await get('/metrics')
  t.equal(status, 200)
  t.equal(type, 'text/plain; version=0.0.4; charset=utf-8')
  t.match(body, /^pgsteward_up 1$/m)
  t.match(body, /^pgsteward_scrape_duration_seconds \d+(\.\d+)?$/m)
  t.match(body, /^pgsteward_health_findings\{severity="critical"\} \d+$/m)
  t.match(await get('/healthz'), { status: 200, body: 'ok\n' })
  t.match(await get('/'), { status: 404 })
  t.match(await get('/metrics', { method: 'POST' }), { status: 405 })
})

t.test('scrapes at the same time share one query, and a slow one ends on both sides', async (t) => {
  const db = await testDatabase(t)
  const lines: string[] = []
  const get = await started(t, { sql: db.sql, timeoutSeconds: 5, log: (line) => lines.push(line) })
  const holder = await db.admin.reserve()
  // The query has to read its own function, so it waits.
  await holder.unsafe('begin; lock table pg_proc in access exclusive mode; select 1')
  const waiting = Promise.all(Array.from({ length: 20 }, () => get('/metrics')))
  const blocked = () => holder`
    select distinct pid from pg_locks where not granted and relation = 'pg_proc'::regclass
      and database = (select oid from pg_database where datname = ${db.name})`
  t.equal(await poll(async () => (await blocked()).length), 1)
  for (const { status, body } of await waiting) {
    t.equal(status, 200)
    t.match(body, /^pgsteward_up 0$/m)
    t.notMatch(body, /pgsteward_connections/)
  }
  await poll(async () => (await blocked()).length === 0)
  t.equal(lines.length, 1)
  t.match(lines[0], /^metrics: the database does not answer/)
  await holder`rollback`
  holder.release()
  t.match((await get('/metrics')).body, /^pgsteward_up 1$/m)
  t.equal(lines[1], 'metrics: the database answers again')
})

t.test('a server that is gone, or silent, is down and not a hang', async (t) => {
  const silent = createServer(() => undefined)
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  t.teardown(() => silent.close())
  const { port } = silent.address() as { port: number }
  for (const target of [`postgres://x@127.0.0.1:${port}/x`, 'postgres://x@127.0.0.1:1/x']) {
    const sql = connect(target, { max: 1 })
    t.teardown(() => sql.end({ timeout: 0 }))
    const get = await started(t, { sql, timeoutSeconds: 1 })
    const begun = performance.now()
    t.match(await get('/metrics'), { status: 200, body: /^pgsteward_up 0$/m })
    t.ok(performance.now() - begun < 20_000, 'the driver alone would wait longer')
    t.match(await get('/healthz'), { status: 200 })
  }
})

t.test('survives that its session is ended, and says that a port is taken', async (t) => {
  const db = await testDatabase(t)
  const first = await startMetricsServer({ sql: db.sql, port: 0 })
  t.teardown(() => first.close())
  const up = async () => /^pgsteward_up 1$/m.test(await (await fetch(`${first.url}/metrics`)).text())
  t.ok(await up())
  await db.admin`
    select pg_terminate_backend(pid) from pg_stat_activity where datname = ${db.name} and pid <> pg_backend_pid()`
  await poll(up)
  await t.rejects(startMetricsServer({ sql: db.sql, port: Number(new URL(first.url).port) }), { code: 'EADDRINUSE' })
})
