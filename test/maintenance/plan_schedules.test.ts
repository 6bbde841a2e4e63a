import t from 'tap'
import type postgres from 'postgres'
import { asSuperuser, needsCron, withCron } from '../support/cron.js'
import { testDatabase } from '../support/database.js'

const plan = async (tx: postgres.Sql | postgres.TransactionSql) =>
  [...(await tx`select name, action, statement from steward_internal.plan_schedules() order by name`)]

const jobId = async (tx: postgres.TransactionSql, name: string) =>
  (await tx`select jobid from cron.job where jobname = ${name}`)[0]?.['jobid'] as string

t.test('without pg_cron everything is left to the worker', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame(await plan(sql), [
    { name: 'capture statistics', action: 'left to pgsteward worker', statement: null },
    { name: 'purge cron history', action: 'left to pgsteward worker', statement: null },
    { name: 'record health check', action: 'left to pgsteward worker', statement: null },
    { name: 'watch schedules', action: 'left to pgsteward worker', statement: null },
  ])
})

t.test('says what each schedule and each stale job needs', needsCron, async (t) => {
  await withCron(t, async (tx) => {
    await tx`delete from steward.schedules`
    await tx`select steward.sync_schedules()`
    t.strictSame(await plan(tx), [])

    await tx`
      insert into steward.schedules (name, cron, command)
      select n, '1 2 * * *', 'vacuum' from unnest(array['active', 'changed', 'faster', 'new it''s', 'off', 'off and changed']) as n`
    for (const name of ['active', 'stale']) await tx`select cron.schedule(${`steward.${name}`}, '1 2 * * *', 'vacuum')`
    await tx`select cron.schedule('steward.changed', '1 2 * * *', 'select 2')`
    await tx`select cron.schedule('steward.faster', '* * * * *', 'vacuum')`
    await tx`select cron.schedule('steward.off', '1 2 * * *', 'vacuum')`
    await tx`select cron.schedule('steward.off and changed', '1 2 * * *', 'select 2')`
    await tx`select cron.schedule('stewardxactive', '1 2 * * *', 'select 3'), cron.schedule('other', '1 2 * * *', 'select 3')`
    await asSuperuser(tx, () => tx`select cron.alter_job(jobid, active => false) from cron.job where jobname ~ '^steward.off'`)

    const create = (name: string) => `cron.schedule('steward.${name}', '1 2 * * *', 'vacuum')`
    t.strictSame(await plan(tx), [
      { name: 'active', action: 'none', statement: null },
      { name: 'changed', action: 'update', statement: `select ${create('changed')}` },
      { name: 'faster', action: 'update', statement: `select ${create('faster')}` },
      { name: `new it's`, action: 'create', statement: `select ${create(`new it''s`)}` },
      { name: 'off', action: 'activate', statement: `select cron.unschedule(${await jobId(tx, 'steward.off')}), ${create('off')}` },
      {
        name: 'off and changed', action: 'update',
        statement: `select cron.unschedule(${await jobId(tx, 'steward.off and changed')}), ${create('off and changed')}`,
      },
      { name: 'stale', action: 'remove', statement: `select cron.unschedule(${await jobId(tx, 'steward.stale')})` },
    ])
  })
})

t.test('a job of another role is neither doubled nor removed', needsCron, async (t) => {
  await withCron(t, async (tx) => {
    await tx`delete from steward.schedules where name <> 'purge cron history'`
    await tx`select steward.sync_schedules()`
    await tx`select cron.schedule('steward.stale', '@daily', 'select 1')`
    t.strictSame(await asSuperuser(tx, () => plan(tx)), [
      { name: 'purge cron history', action: 'is owned by app', statement: null },
    ], 'a superuser sees the job of app')
    t.match(await plan(tx), [{ name: 'purge cron history', action: 'none' }, { name: 'stale', action: 'remove' }])
  })
})
