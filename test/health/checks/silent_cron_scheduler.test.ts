import t from 'tap'
import { needsCron, withCron } from '../../support/cron.js'
import { testDatabase } from '../../support/database.js'
import { findings, nothingFound } from '../../support/findings.js'

const check = 'silent_cron_scheduler'

t.test('finds nothing where there is no pg_cron', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame(await findings(sql, check), nothingFound)
})

t.test('sees the launcher while it runs', needsCron, async (t) => {
  await withCron(t, async (tx) => {
    await tx`select cron.schedule('a job', '0 0 1 1 *', 'select 1')`
    t.match(await findings(tx, check), [
      { status: 'ok', severity: null, object: null, detail: /^The launcher of pg_cron is running; it has \d+ active jobs here\.$/ },
    ])
  })
})

t.test('is critical when active jobs have no launcher', needsCron, async (t) => {
  await withCron(t, async (tx) => {
    await tx`select cron.schedule('a job', '0 0 1 1 *', 'select 1')`
    // The launcher of the shared server must live, so the check is told to look for one that does not.
    const [source] = await tx<{ text: string }[]>`select pg_get_functiondef('steward_internal.check_silent_cron_scheduler()'::regprocedure) as text`
    const definition = source?.text ?? ''
    t.match(definition, /'pg_cron scheduler'/)
    await tx.unsafe(definition.replace("'pg_cron scheduler'", "'no such launcher'"))
    t.match(await findings(tx, check), [
      { status: 'finding', severity: 'critical', object: null, detail: /^pg_cron has \d+ active jobs in this database, and its launcher is not running\.$/, action: /restart the server/ },
    ])
    await tx`select cron.unschedule(jobid) from cron.job`
    t.match(await findings(tx, check), [{ status: 'ok', detail: 'pg_cron has no active job in this database.' }])
  })
})
