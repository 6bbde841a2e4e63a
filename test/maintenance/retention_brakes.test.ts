import t from 'tap'
import { poll } from '../support/database.js'
import { applyRetention, approvedPolicy } from '../support/retention.js'
import { ownServer, removeJobs, standbyOf } from '../support/server.js'

const server = await ownServer(t, { archive_mode: 'on', archive_command: 'true' })
const { sql, admin } = server
await removeJobs(server)

await sql.unsafe(`
  create table public.events (id int, at timestamptz);
  select steward.set_setting('maintenance.max_brake', '0');
`).simple()
await approvedPolicy(sql, `'public.events', 'at', '7 days', max_share => 1`)

const apply = async () => {
  await sql`insert into public.events values (1, '2020-01-01')`
  return applyRetention(sql, 'public.events')
}
const archive = (command: string) => server.run([`alter system set archive_command = '${command}'`, 'select pg_reload_conf()', 'select pg_switch_wal()'])

t.test('it waits while WAL cannot be archived', async (t) => {
  t.match(await apply(), { outcome: 'done', rows: 1 })
  await archive('false')
  await poll(async () => {
    // The archiver may have learned of the command after it was told of a segment.
    await server.run([`select pg_logical_emit_message(false, 'more', 'WAL')`, 'select pg_switch_wal()'])
    const [row] = await admin`
      select last_failed_time > coalesce(last_archived_time, '-infinity') as fails from pg_stat_archiver, (select pg_stat_clear_snapshot()) as fresh`
    return row?.['fails'] as boolean
  })
  t.match(await apply(), { outcome: 'braked', rows: 0, message: /because archiving of WAL has failed since / })
  await archive('true')
  await poll(async () => (await apply())?.outcome === 'done', 120)
})

t.test('it waits while a standby is far behind, and a standby itself refuses', async (t) => {
  const password = new URL(server.state.adminUrl).password
  const standby = await standbyOf(t, server, {
    primary_conninfo: `host=127.0.0.1 port=${server.state.port} user=postgres password=${password}`, cluster_name: 'reports',
  })
  await poll(async () => (await sql`select from pg_stat_replication where state = 'streaming'`).length > 0)
  t.match(await apply(), { outcome: 'done' }, 'a standby that keeps up is no reason to wait')

  await t.rejects(applyRetention(standby.sql, 'public.events'), {
    code: '25006', message: 'this server is a standby', hint: 'Maintenance runs on the primary.',
  })

  await standby.admin`select pg_wal_replay_pause()`
  await sql`select steward.set_setting('maintenance.max_replication_lag', '1kB')`
  await sql`insert into public.events select n, now() from generate_series(1, 1000) as n`
  t.match(await apply(), { outcome: 'braked', message: /because standby reports is .* behind\.$/ })
  await standby.admin`select pg_wal_replay_resume()`
  await poll(async () => (await apply())?.outcome === 'done')
})
