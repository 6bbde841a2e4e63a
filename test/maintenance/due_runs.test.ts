import t from 'tap'
import type postgres from 'postgres'
import { testDatabase } from '../support/database.js'
import { rolledBack } from '../support/transaction.js'

const { sql } = await testDatabase(t)
const noon = '2026-05-05T12:00:00Z'

const due = async (tx: postgres.TransactionSql, at = noon, withTicks = true) => [
  ...(await tx`
    select to_char(scheduled_for at time zone 'UTC', 'DD HH24:MI:SS') as at, attempt, reason
    from steward_internal.due_runs(${at}, '1 minute', ${withTicks}) where name = 'job'`),
]

interface Options { missed_run?: string; retries?: number; active?: boolean; requested_at?: string | null; run_at?: string; cron?: string | null }

const add = (tx: postgres.TransactionSql, options: Options = {}) => tx`
  insert into steward.schedules ${tx({ name: 'job', cron: '0 12 * * *', command: 'select 1', created_at: '2026-05-01T00:00:00Z', ...options } as never)}`

const run = (tx: postgres.TransactionSql, at: string, status: string, attempt = 1) => tx`
  insert into steward.schedule_runs (name, scheduled_for, started_at, finished_at, status, attempt, worker)
  values ('job', ${at}, ${at}, ${at}::timestamptz + interval '10 seconds', ${status}, ${attempt}, 'w')`

const tests: [string, (tx: postgres.TransactionSql) => Promise<unknown>, string, object[]][] = [
  ['a tick in its minute', (tx) => add(tx), noon, [{ at: '05 12:00:00', attempt: 1, reason: 'tick' }]],
  ['no tick a moment after grace', (tx) => add(tx), '2026-05-05T12:01:00.001Z', []],
  ['what was missed, if it is to run once', (tx) => add(tx, { missed_run: 'run_once' }), '2026-05-05T18:00:00Z', [
    { at: '05 12:00:00', attempt: 1, reason: 'missed' },
  ]],
  ['only the last of what was missed', (tx) => add(tx, { missed_run: 'run_once', cron: '* * * * *' }), '2026-05-05T12:10:30Z', [
    { at: '05 12:10:00', attempt: 1, reason: 'tick' },
  ]],
  ['nothing from before the schedule', async (tx) => {
    await add(tx, { missed_run: 'run_once' })
    await tx`update steward.schedules set created_at = '2026-05-05 12:00:01Z' where name = 'job'`
  }, '2026-05-05T18:00:00Z', []],
  ['nothing that has run, however it ended', async (tx) => {
    await add(tx, { missed_run: 'run_once' })
    await run(tx, noon, 'failed')
  }, '2026-05-05T18:00:00Z', []],
  ['nothing that is paused', (tx) => add(tx, { active: false, missed_run: 'run_once' }), noon, []],
  ['a request, before all else and even when paused', (tx) => add(tx, { active: false, requested_at: '2026-05-05T11:59:30Z' }), noon, [
    { at: '05 11:59:30', attempt: 1, reason: 'request' },
  ]],
  ['a one-shot, however late', (tx) => add(tx, { cron: null, run_at: '2026-05-02T07:00:30Z' }), noon, [
    { at: '02 07:00:30', attempt: 1, reason: 'one-shot' },
  ]],
  ['no one-shot before its time', (tx) => add(tx, { cron: null, run_at: '2026-05-05T12:00:01Z' }), noon, []],
  ['a retry when its delay has passed', async (tx) => {
    await add(tx, { retries: 2 })
    await run(tx, noon, 'timed_out')
  }, '2026-05-05T12:01:10Z', [{ at: '05 12:00:00', attempt: 2, reason: 'retry' }]],
  ['no retry before', async (tx) => {
    await add(tx, { retries: 2 })
    await run(tx, noon, 'failed')
  }, '2026-05-05T12:01:09.999Z', []],
  ['no second retry before twice the delay', async (tx) => {
    await add(tx, { retries: 2 })
    await run(tx, noon, 'failed')
    await run(tx, '2026-05-05T12:02:00Z', 'interrupted', 2)
  }, '2026-05-05T12:04:09Z', []],
  ['the second retry after twice the delay', async (tx) => {
    await add(tx, { retries: 2 })
    await run(tx, noon, 'failed')
    await run(tx, '2026-05-05T12:02:00Z', 'interrupted', 2)
  }, '2026-05-05T12:04:10Z', [{ at: '05 12:02:00', attempt: 3, reason: 'retry' }]],
  ['no more retries than allowed', async (tx) => {
    await add(tx, { retries: 1 })
    await run(tx, noon, 'failed', 2)
  }, '2026-05-05T18:00:00Z', []],
  ['no retry of what succeeded or still runs', async (tx) => {
    await add(tx, { retries: 1 })
    await run(tx, noon, 'running')
  }, '2026-05-05T18:00:00Z', []],
  ['no retry once a later run was made', async (tx) => {
    await add(tx, { retries: 1 })
    await run(tx, '2026-05-04T12:00:00Z', 'failed')
    await run(tx, noon, 'succeeded')
  }, '2026-05-05T18:00:00Z', []],
  ['a retry though a replayed tick was skipped', async (tx) => {
    await add(tx, { retries: 1 })
    await run(tx, '2026-05-04T12:00:00Z', 'failed')
    await run(tx, noon, 'skipped')
  }, '2026-05-05T18:00:00Z', [{ at: '04 12:00:00', attempt: 2, reason: 'retry' }]],
]

for (const [title, arrange, at, expected] of tests) {
  t.test(title, async (t) => {
    await rolledBack(sql, async (tx) => {
      await arrange(tx)
      t.strictSame(await due(tx, at), expected)
    })
  })
}

t.test('ticks can be left to pg_cron, and nothing else is', async (t) => {
  await rolledBack(sql, async (tx) => {
    await add(tx)
    t.strictSame(await due(tx, noon, false), [])
    await tx`update steward.schedules set missed_run = 'run_once'`
    t.strictSame(await due(tx, noon, false), [])
    t.match(await due(tx, '2026-05-05T12:05:00Z', false), [{ reason: 'missed' }])
  })
})
