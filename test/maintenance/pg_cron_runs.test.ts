import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type postgres from 'postgres'
import { install } from '../../src/install/install.js'
import { applySources } from '../../tools/apply.js'
import { steward } from '../cli/support.js'
import { needsCron } from '../support/cron.js'
import { atDatabase, poll } from '../support/database.js'
import { farAway } from '../support/schedules.js'
import { ownServer } from '../support/server.js'
import { wakeScheduler } from '../../src/wake-scheduler.js'

// pg_cron of Debian 12 starts nothing while a background worker of it runs, so here it connects.
const settings = { 'cron.use_background_workers': 'off', 'cron.host': '127.0.0.1', 'cron.max_running_jobs': '20' }

async function cronServer(t: Parameters<typeof ownServer>[0]) {
  const server = await ownServer(t, settings)
  const file = join(server.state.dataDirectory, 'pg_hba.conf')
  writeFileSync(file, `host all all 127.0.0.1/32 trust\n${readFileSync(file, 'utf8')}`)
  await server.run(['select pg_reload_conf()'])
  await server.admin`create database other owner app`
  const url = atDatabase(server.state.url, 'other')
  const other = server.connect(url)
  await install(other)
  await applySources(other)
  for (const sql of [server.sql, other]) await sql`create table public.trace (what text)`
  return { ...server, other, otherUrl: url }
}

/** The runs of a schedule that have ended, in their order. */
const ended = async (sql: postgres.Sql, name: string) => [
  ...(await sql<{ status: string; message: string | null }[]>`
    select status, message from steward.schedule_runs where name = ${name} and status <> 'running' order by id`),
]

const whenEnded = (sql: postgres.Sql, name: string, count = 1) =>
  poll(async () => {
    const rows = await ended(sql, name)
    return rows.length >= count && rows.slice(0, count)
  }, 150)

t.test('pg_cron runs the schedules of two databases', needsCron, async (t) => {
  const { sql, other, otherUrl, state } = await cronServer(t)
  const add = (name: string, command: string, options = '') =>
    sql.unsafe(`select steward.add_schedule('${name}', '${farAway}', '${command}'${options})`)
  await sql`select steward.add_schedule('overrun', '* * * * *', ${`insert into public.trace select 'overrun' from pg_sleep(62)`})`
  await add('limited', 'select pg_sleep(600)', `, time_limit => '1 second'`)
  await add('limited raw', `do ''begin perform pg_sleep(600); end''`, `, time_limit => '1 second'`)
  await add('missed', `insert into public.trace values (''missed'')`, `, missed_run => 'run_once'`)
  await sql`update steward.schedules set created_at = now() - interval '2 years' where name = 'missed'`
  await sql`select steward.add_one_shot('once', now(), ${`insert into public.trace values ('once')`})`
  await sql`select steward.add_one_shot('once raw', now(), 'vacuum public.trace')`
  for (const name of ['limited', 'limited raw']) await sql`select steward.run_schedule_now(${name})`

  await sql.begin(async (tx) => {
    await tx.unsafe(`do $$ begin for i in 1..1500 loop execute format('create table public.large_%s (a integer)', i); end loop; end $$`)
    await tx`select steward.add_schedule('of a large transaction', '* * * * *', 'select 1')`
  })
  await wakeScheduler(sql)

  await other`select steward.add_schedule('there', '* * * * *', ${`insert into public.trace values ('there')`})`
  await other`select steward.add_one_shot('once there', now(), ${`insert into public.trace values ('once there')`})`
  const cli = (verb: string) => steward(['schedule', verb, '--format', 'csv', '--database-url', otherUrl, '--cron-database-url', state.url])
  t.match(await cli('plan'), { code: 3, stdout: /^there,create,"select cron\.schedule_in_database\('steward\.there@/m })
  t.strictSame([...(await other`select steward.get_setting('maintenance.cron_database') as name`)], [{ name: '' }], 'a plan changes nothing')
  t.match(await cli('apply'), { code: 0, stdout: /^there,create,/m })
  t.match(await cli('plan'), { code: 0, stdout: /^there,none,$/m })
  t.strictSame([...(await sql`select from steward_internal.plan_schedules() where is_drift`)], [], 'the jobs of the other are not ours')
  t.match([...(await other`select scheduler, problem from steward.schedule_status where name in ('there', 'run deep analysis')`)], [
    { scheduler: 'pg_cron', problem: null }, { scheduler: 'pg_cron', problem: null },
  ])

  const well = { status: 'succeeded', message: null }
  t.strictSame(await whenEnded(sql, 'once'), [well])
  t.strictSame(await whenEnded(sql, 'of a large transaction'), [well], 'the launcher has read it')
  t.match([...(await sql`select steward_internal.schedule_pulse() as pulse`)], [{ pulse: /^the last run began at / }])
  t.strictSame(await whenEnded(sql, 'missed'), [well])
  t.strictSame(await whenEnded(sql, 'once raw'), [well])
  t.strictSame(await whenEnded(other, 'there'), [well])
  t.strictSame(await whenEnded(other, 'once there'), [well])
  for (const name of ['limited', 'limited raw']) {
    t.strictSame(await whenEnded(sql, name), [{ status: 'timed_out', message: 'cancelled after its time limit of 00:00:01' }])
    t.match([...(await sql`select problem from steward.schedule_status where name = ${name}`)], [
      { problem: 'the last run timed out: cancelled after its time limit of 00:00:01' },
    ])
  }
  t.strictSame((await whenEnded(sql, 'overrun', 2)), [well, { status: 'skipped', message: 'the previous run was still going on' }],
    'the tick that pg_cron kept and started afterwards did nothing')

  t.strictSame([...(await sql`select what, count(*)::int from public.trace where what <> 'overrun' group by 1 order by 1`)], [
    { what: 'missed', count: 1 }, { what: 'once', count: 1 },
  ])
  t.strictSame([...(await sql`
    select (select count(*) from public.trace where what = 'overrun')
      = (select count(*) from steward.schedule_runs where name = 'overrun' and status = 'succeeded') as is_run_once`)], [{ is_run_once: true }])
  t.strictSame([...(await other`select count(*)::int from public.trace where what = 'once there'`)], [{ count: 1 }])
  t.strictSame([...(await sql`select name from steward.schedules where run_at is not null`)], [])
  t.strictSame([...(await sql`select jobname from cron.job where jobname ~ '^steward-once[.](once|missed)'`)], [], 'their jobs are gone')
})
