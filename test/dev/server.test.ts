import { existsSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { describeServer, serverStatus, startServer, stopServer } from '../../src/dev/server.js'
import { query, temporaryHome, up } from './support.js'

t.test('a home where nothing was started', async (t) => {
  const home = temporaryHome(t)
  t.equal(await serverStatus(home), undefined, 'has no status')
  t.equal(await stopServer(home), false, 'has nothing to stop')
  t.notOk(existsSync(home), 'is not created by asking')
})

t.test('the life of a server', async (t) => {
  const home = temporaryHome(t)
  const first = await up(home, { settings: { work_mem: '7MB' } })
  const second = await up(home)
  t.equal(second.state.url, first.state.url, 'a second start returns the same URL')
  t.match(second.log, /already running/, 'and says so')
  t.equal(statSync(join(home, 'server.json')).mode & 0o777, 0o600, 'server.json is private')
  t.same(await serverStatus(home), first.state, 'the status is what start returned')
  t.not(first.state.port, 5432)
  const line = describeServer(first.state)
  t.ok(line.includes(`PostgreSQL ${first.state.version}`) && line.includes(first.state.reason), 'it says what it took and why')
  t.notOk(line.includes(new URL(first.state.url).password), 'without a password')

  t.match(
    await query(
      first.state.url,
      `select current_user::text as me, current_database()::text as db, rolsuper, rolcreaterole, rolcreatedb,
        pg_has_role('app', 'pg_monitor', 'member with admin option') as monitor,
        (select datdba::regrole::text from pg_database where datname = current_database()) as owner,
        current_setting('work_mem') as work_mem, current_setting('wal_level') as wal_level,
        current_setting('listen_addresses') as listens, current_setting('data_checksums') as checksums,
        (select count(*)::int from pgstattuple('pg_class'::regclass)) as measured
       from pg_roles where rolname = current_user`,
    ),
    [
      {
        me: 'app', db: 'steward', rolsuper: false, rolcreaterole: true, rolcreatedb: true, monitor: true,
        owner: 'app', work_mem: '7MB', wal_level: 'logical', listens: '127.0.0.1', checksums: 'on', measured: 1,
      },
    ],
    'the role is an ordinary owner and the settings are in force',
  )
  t.match(await query(first.state.adminUrl, 'select rolsuper from pg_roles where rolname = current_user'), [{ rolsuper: true }])

  t.equal(await stopServer(home), true, 'it stops')
  t.equal(await stopServer(home), false, 'twice is fine')
  t.equal(await serverStatus(home), undefined)
  await t.rejects(query(first.state.url, 'select 1'), { code: 'ECONNREFUSED' })

  const again = await up(home)
  t.equal(again.state.url, first.state.url, 'port and password survive a restart')
})

t.test('pg_cron, where it is installed, can be used without being superuser', async (t) => {
  const { state } = await up(temporaryHome(t))
  if (!state.preload.includes('pg_cron')) return t.match(describeServer(state), /no pg_cron/)
  const [job] = await query(state.url, `select cron.schedule('a', '* * * * *', 'select 1') as id`)
  await query(state.url, `select cron.alter_job(${job?.['id']}, active => false)`)
  t.match(await query(state.url, 'select active, username from cron.job'), [{ active: false, username: 'app' }])
  t.match(await query(state.url, `select setting from pg_settings where name = 'cron.use_background_workers'`), [{ setting: 'on' }])
})

t.test('server.json', async (t) => {
  const home = temporaryHome(t)
  const { state } = await up(home)
  for (const content of ['', '{"url":', '{}']) {
    writeFileSync(join(home, 'server.json'), content)
    t.equal((await serverStatus(home))?.url, state.url, `the status survives the content '${content}'`)
  }
  t.equal((await up(home)).state.url, state.url, 'starting again restores it')
  t.same((await serverStatus(home))?.preload, state.preload)
})

t.test('DATABASE_URL comes first', async (t) => {
  const home = temporaryHome(t)
  const { state } = await up(home)
  const before = statSync(join(home, 'server.json')).mtimeMs
  process.env['DATABASE_URL'] = state.url
  t.teardown(() => (process.env['DATABASE_URL'] = ''))
  const external = await startServer({ home })
  t.match(external, { kind: 'external', url: state.url, version: state.version, port: state.port })
  t.match(describeServer(external), /DATABASE_URL is set; nothing was started/)
  t.equal(statSync(join(home, 'server.json')).mtimeMs, before, 'server.json is left alone')
  process.env['DATABASE_URL'] = 'postgres://nobody:secret@127.0.0.1:1/none'
  await t.rejects(startServer({ home }), { name: 'UsageError', message: /nobody:\*\*\*@/ })
})
