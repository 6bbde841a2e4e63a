import t from 'tap'
import { needsCron, withCron } from '../support/cron.js'
import { testDatabase } from '../support/database.js'
import { ledger } from '../support/schedules.js'

t.test('runs once and is gone; its run stays', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe('delete from steward.schedules; create table public.done ()').simple()
  t.strictSame([...(await sql`select * from steward.add_one_shot('once', now() - interval '1 year', 'insert into public.done default values')`)], [
    { schedule: 'once', action: 'left to pgsteward worker', statement: null },
  ])
  t.match([...(await sql`select cron, active, problem from steward.schedule_status`)], [{ cron: null, active: true, problem: null }])
  for (let call = 0; call < 2; call += 1) await sql.unsafe('call steward.run_due_schedules()').simple()
  t.equal((await sql`select from public.done`).length, 1)
  t.strictSame(await ledger(sql), [{ name: 'once', attempt: 1, status: 'succeeded', message: null }])
  t.strictSame([...(await sql`select from steward.schedules`)], [])
})

t.test('goes only when its retries are used up', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`delete from steward.schedules`
  await sql`select steward.add_one_shot('once', now(), 'select 1 / 0', retries => 1, retry_delay => '1 second')`
  await sql.unsafe('call steward.run_due_schedules()').simple()
  t.equal((await sql`select from steward.schedules`).length, 1)
  await sql`update steward.schedule_runs set finished_at = finished_at - interval '1 second'`
  await sql.unsafe('call steward.run_due_schedules()').simple()
  t.match(await ledger(sql), [{ attempt: 1, status: 'failed' }, { attempt: 2, status: 'failed' }])
  t.strictSame([...(await sql`select from steward.schedules`)], [])
})

t.test('can be moved, and does not take the name of another schedule', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`select steward.add_one_shot('once', '2100-01-01', 'select 1')`
  await sql`select steward.add_one_shot('once', '2100-02-01Z', 'select 2', time_limit => '1 hour')`
  t.strictSame([...(await sql`select run_at, cron, command, time_limit from steward.schedules where name = 'once'`)], [
    { run_at: new Date('2100-02-01T00:00:00Z'), cron: null, command: 'select 2', time_limit: '01:00:00' },
  ])
  t.match([...(await sql`select next_due from steward.schedule_status where name = 'once'`)], [{ next_due: new Date('2100-02-01T00:00:00Z') }])
  await t.rejects(sql`select steward.add_one_shot('record health check', now(), 'select 1')`, { code: '42710', hint: /another name/ })
  await sql`select steward.add_schedule('once', '@daily', 'select 3')`
  t.match([...(await sql`select run_at, cron from steward.schedules where name = 'once'`)], [{ run_at: null, cron: '@daily' }])
})

t.test('refuses a time that there is not, and bad options, with 22023', async (t) => {
  const { sql } = await testDatabase(t)
  for (const at of [null, 'infinity', '-infinity']) {
    await t.rejects(sql`select steward.add_one_shot('a', ${at}::text::timestamptz, 'select 1')`, { code: '22023', message: /needs the time/ })
  }
  for (const options of [`retries => 21`, `retries => null`, `retry_delay => '0'`, `retry_delay => '2 days'`, `time_limit => '-1 s'`]) {
    await t.rejects(sql.unsafe(`select steward.add_one_shot('a', now(), 'select 1', ${options})`), { code: '22023' }, options)
    await t.rejects(sql.unsafe(`select steward.add_schedule('a', '@daily', 'select 1', ${options})`), { code: '22023' }, options)
  }
  await t.rejects(sql`select steward.add_schedule('a', '@daily', 'select 1', missed_run => 'twice')`, { code: '22023', message: /skip or run_once/ })
})

t.test('with pg_cron it has a job when it is due, and not before', needsCron, async (t) => {
  await withCron(t, async (tx) => {
    const jobs = async () => [...(await tx`select jobname, command from cron.job where jobname ~ 'once' order by 1`)]
    t.strictSame([...(await tx`select * from steward.add_one_shot('a', now() + interval '1 hour', 'vacuum')`)], [
      { schedule: 'a', action: 'none', statement: null },
    ])
    t.strictSame(await jobs(), [])
    await tx`select steward.add_one_shot('a', now(), 'vacuum')`
    await tx`select steward.add_one_shot('b', now(), 'select 1')`
    t.strictSame(await jobs(), [
      { jobname: 'steward-once.a', command: 'vacuum' },
      { jobname: 'steward-once.b', command: `call steward.run_schedule('b')` },
    ])
  })
})
