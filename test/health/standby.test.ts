import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { connect } from '../../src/database.js'
import { chooseInstallation } from '../../src/dev/choose.js'
import { findClusters } from '../../src/dev/cluster.js'
import { launch, waitUntilReady } from '../../src/dev/postmaster.js'
import { stopServer } from '../../src/dev/server.js'
import { install } from '../../src/install/install.js'
import { temporaryHome, up } from '../dev/support.js'
import { serverMajor, testServer } from '../support/database.js'

t.test('the health check works on a hot standby, and recording refuses', async (t) => {
  const home = temporaryHome(t)
  const { kind } = testServer()
  const { state } = await up(home, { kind, majorVersion: serverMajor() })
  const primary = connect(state.url, { max: 1 })
  await install(primary)
  await primary.unsafe(`
    create sequence worn as smallint; select setval('worn', 32000);
    create unlogged sequence unlogged_one;
    create unlogged table unlogged_keys (id integer generated always as identity primary key);
    create table parent (id integer primary key); create table child (p integer references parent);
  `)
  await primary.end()
  await stopServer(home)

  // A server that finds this file never leaves recovery: a hot standby without a primary.
  writeFileSync(join(state.dataDirectory, 'standby.signal'), '')
  const [cluster] = await findClusters(home)
  if (!cluster) throw new Error('the cluster is gone')
  const { installation } = await chooseInstallation(home, { kind, major: serverMajor(), because: '' }, () => undefined)
  t.equal(await launch(cluster, installation), undefined)
  const { port } = (await waitUntilReady(cluster)) ?? {}
  const url = new URL(state.url)
  url.port = String(port)
  const standby = connect(url.href, { max: 1 })
  t.teardown(() => standby.end())

  t.match(await standby`select pg_is_in_recovery() as standby`, [{ standby: true }])
  const rows = await standby`select check_id, status, severity, object_name, detail from steward.health_findings()`
  t.strictSame(rows.filter((row) => row['status'] === 'error'), [])
  t.match(rows.find((row) => row['check_id'] === 'sequence_exhaustion'), { severity: 'critical', object_name: 'worn' })
  t.match(rows.find((row) => row['check_id'] === 'foreign_keys_without_index'), { object_name: 'child_p_fkey' })
  t.match(await standby`select steward.health_report() -> 'summary' -> 'is_standby' as standby`, [{ standby: true }])
  t.match(await standby`select count(*)::int as n from steward.get_blocking_locks()`, [{ n: 0 }])
  t.match(await standby`select labels, value from steward.health_metrics() where name = 'server.in_recovery'`, [{ labels: {}, value: '1' }])
  await t.rejects(standby`select steward.record_health_check()`, { code: 'SW004', hint: /on the primary/ })
})
