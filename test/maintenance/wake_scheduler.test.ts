import t from 'tap'
import { executeWakeStatement, readWakeStatement, wakeScheduler } from '../../src/wake-scheduler.js'
import { needsCron, withCron } from '../support/cron.js'
import { testDatabase } from '../support/database.js'

t.test('leaves nothing behind beside pg_cron, and needs no rights but USAGE', needsCron, async (t) => {
  await withCron(t, async (tx) => {
    const jobs = async () => [...(await tx`select jobid, jobname, active from cron.job order by 1`)]
    const before = await jobs()
    t.strictSame([...(await tx`select steward_internal.wake_scheduler() as woken`)], [{ woken: true }])
    t.strictSame(await jobs(), before)
    t.strictSame([...(await tx`select action from steward.sync_schedules() where action <> 'none'`)], [])
    t.strictSame(await jobs(), before, 'though nothing was to do')
  })
})

t.test('does nothing without pg_cron, or without pgsteward', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame([...(await sql`select steward_internal.wake_scheduler() as woken`)], [{ woken: false }])
  t.equal(await readWakeStatement(sql), null)
  await t.resolves(wakeScheduler(sql))
  t.equal(await readWakeStatement((await testDatabase(t, { empty: true })).sql), null)
  t.match([...(await sql`select steward_internal.schedule_pulse() as pulse`)], [
    { pulse: /^no run so far; the first is due at .*; nobody runs schedules here before pgsteward worker is started$/ },
  ])
})

t.test('executes it twice, each time in a transaction of its own', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`create table public.woken (xid xid8 default pg_current_xact_id())`
  await executeWakeStatement(sql, 'insert into public.woken default values')
  t.strictSame([...(await sql`select count(distinct xid)::int as transactions from public.woken`)], [{ transactions: 2 }])
  await t.resolves(executeWakeStatement(sql, `do $$ begin raise insufficient_privilege; end $$`), 'a superuser may have no jobs')
})
