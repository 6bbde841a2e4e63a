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
    { name: 'record health check', action: 'left to pgsteward worker', statement: null },
    { name: 'run database maintenance', action: 'left to pgsteward worker', statement: null },
    { name: 'run deep analysis', action: 'left to pgsteward worker', statement: null },
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
    await tx`delete from steward.schedules where name <> 'run deep analysis'`
    await tx`select steward.sync_schedules()`
    await tx`select cron.schedule('steward.stale', '@daily', 'select 1')`
    t.strictSame(await asSuperuser(tx, () => plan(tx)), [
      { name: 'run deep analysis', action: 'is owned by app', statement: null },
    ], 'a superuser sees the job of app')
    t.match(await plan(tx), [{ name: 'run deep analysis', action: 'none' }, { name: 'stale', action: 'remove' }])
  })
})

t.test('plans for the pg_cron of another database from its jobs', async (t) => {
  const { sql, name } = await testDatabase(t)
  await sql`delete from steward.schedules`
  for (const job of ['active', 'changed', 'new', 'of somebody', 'off', 'paused']) await sql`select steward.add_schedule(${job}, '1 2 * * *', 'vacuum')`
  await sql`select steward.add_one_shot('once', '2100-01-01', 'select 1')`
  await sql`select steward.pause_schedule('paused')`
  const [{ suffix } = { suffix: '' }] = await sql<{ suffix: string }[]>`select '@' || left(md5(current_database()), 6) as suffix`
  const job = (jobid: number, schedule: string, more = {}) => ({
    jobid, jobname: `steward.${schedule}${suffix}`, schedule: '1 2 * * *', command: 'vacuum', database: name, username: 'app', active: true, ...more,
  })
  const jobs = [
    job(1, 'active'), job(2, 'changed', { command: 'analyze' }), job(3, 'of somebody', { username: 'somebody' }),
    job(4, 'off', { active: false }), job(5, 'paused'), job(6, 'stale'), job(7, 'stale too', { username: 'somebody' }),
    job(8, 'new', { jobname: 'steward.new@000000', database: 'other' }), job(9, 'new', { jobname: 'steward.new' }),
  ]
  const create = (schedule: string) => `cron.schedule_in_database('steward.${schedule}${suffix}', '1 2 * * *', 'vacuum', '${name}')`
  const row = (schedule: string, action: string, statement: string | null) => ({ name: schedule, action, statement, is_drift: action !== 'none' })
  t.strictSame([...(await sql`
    select * from steward_internal.plan_schedules(${JSON.stringify(jobs)}::text::jsonb, 'app') order by name collate "C"`)], [
    row('active', 'none', null),
    row('changed', 'update', `select ${create('changed')}`),
    row('new', 'create', `select ${create('new')}`),
    row('of somebody', 'is owned by somebody', null),
    row('off', 'activate', `select cron.unschedule(4), ${create('off')}`),
    row('once', 'none', null),
    row('paused', 'deactivate', 'select cron.unschedule(5)'),
    row('stale', 'remove', 'select cron.unschedule(6)'),
  ])
  await sql`select steward.set_setting('maintenance.cron_database', 'postgres')`
  t.match([...(await sql`select * from steward.sync_schedules() where schedule = 'new'`)], [
    { action: 'left to pg_cron in database postgres', statement: null },
  ])
})

t.test('a job of the name in another database is left as it is, since pg_cron would change that one', needsCron, async (t) => {
  await withCron(t, async (tx) => {
    await tx`delete from steward.schedules where name <> 'run deep analysis'`
    await tx`select steward.sync_schedules()`
    await asSuperuser(tx, () => tx`update cron.job set database = 'postgres' where jobname = 'steward.run deep analysis'`)
    t.strictSame(await plan(tx), [{ name: 'run deep analysis', action: 'is in database postgres', statement: null }])
  })
})
