import t from 'tap'
import { testDatabase } from '../support/database.js'
import { rolledBack } from '../support/transaction.js'

const { sql } = await testDatabase(t)

t.test('records how a run ended and removes the expired ones', async (t) => {
  await rolledBack(sql, async (tx) => {
    await tx`
      insert into steward.schedule_runs (name, scheduled_for, started_at, status, worker)
      select name, '2026-01-01', now() - make_interval(hours => hours), status, 'w'
      from (values ('mine', 1, 'running'), ('other', 1, 'running'), ('young', 167, 'failed'), ('old', 169, 'failed'),
        ('old skipped', 169, 'skipped'), ('old interrupted', 169, 'interrupted'), ('old but running', 169, 'running')
      ) as r (name, hours, status)`
    await tx`
      select steward_internal.finish_schedule_run(id, 'failed', '22012: division by zero')
      from steward.schedule_runs where name = 'mine'`
    const rows = await tx`
      select name, status, message, finished_at > now() as is_finished from steward.schedule_runs order by name`
    t.strictSame([...rows], [
      { name: 'mine', status: 'failed', message: '22012: division by zero', is_finished: true },
      { name: 'old but running', status: 'running', message: null, is_finished: null },
      { name: 'other', status: 'running', message: null, is_finished: null },
      { name: 'young', status: 'failed', message: null, is_finished: null },
    ])
  })
})

t.test('the setting says what is expired', async (t) => {
  await rolledBack(sql, async (tx) => {
    await tx`
      insert into steward.schedule_runs (name, scheduled_for, started_at, status, worker)
      values ('a', now(), now() - interval '2 hours', 'failed', 'w'), ('b', now(), now() - interval '30 minutes', 'failed', 'w')`
    await tx`select steward.set_setting('maintenance.keep_cron_history', '1 hour')`
    await tx`select steward_internal.finish_schedule_run(0, 'succeeded', null)`
    t.strictSame([...(await tx`select name from steward.schedule_runs`)], [{ name: 'b' }])
  })
})

t.test('refuses a status that there is not', async (t) => {
  const [{ id } = {}] = await sql`insert into steward.schedule_runs (name, scheduled_for, worker) values ('a', now(), 'w') returning id`
  await t.rejects(sql`select steward_internal.finish_schedule_run(${id as string}, 'done', null)`, { code: '23514' })
})
