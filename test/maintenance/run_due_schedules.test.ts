import t from 'tap'
import { testDatabase } from '../support/database.js'
import { addDueSchedule, ledger, runLocks } from '../support/schedules.js'

t.test('runs what is due and fits in a procedure, and says who can run the rest', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe('delete from steward.schedules; create table public.done (what text)').simple()
  for (const [name, command] of Object.entries({
    a: `insert into public.done values ('a')`,
    'b fails': 'select 1 / 0',
    'c of ours': 'call steward.purge_cron_history()',
    'd vacuum': 'vacuum public.done',
    'e watchdog': 'call steward.watch_schedules()',
    f: `insert into public.done values ('f')`,
  })) await addDueSchedule(sql, name, command)
  await sql`select steward.add_schedule('later', '0 0 30 2 *', 'select 1')`
  for (let call = 0; call < 2; call += 1) await sql.unsafe('call steward.run_due_schedules()').simple()
  const row = (name: string, status: string, message: string | null = null) => ({ name, attempt: 1, status, message })
  t.strictSame((await ledger(sql)).sort((x, y) => (x.name < y.name ? -1 : 1)), [
    row('a', 'succeeded'),
    row('b fails', 'failed', '22012: division by zero'),
    row('c of ours', 'succeeded'),
    row('d vacuum', 'skipped', 'no procedure can execute this command: let pgsteward worker run it'),
    row('f', 'succeeded'),
  ])
  t.strictSame([...(await sql`select what from public.done order by 1`)], [{ what: 'a' }, { what: 'f' }])
  t.strictSame([...(await runLocks(sql))], [])
})

t.test('what is later than grace was missed, and is made up for only if it should be', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`delete from steward.schedules`
  for (const name of ['skip', 'run_once']) {
    await addDueSchedule(sql, name, 'select 1')
    await sql`update steward.schedules set missed_run = ${name} where name = ${name}`
  }
  await sql.unsafe(`call steward.run_due_schedules('1 second')`).simple()
  t.match(await ledger(sql), [{ name: 'run_once', status: 'succeeded' }])
  t.equal((await ledger(sql)).length, 1)
})

t.test('refuses a transaction block with 2D000', async (t) => {
  const { sql } = await testDatabase(t)
  await t.rejects(sql.begin((tx) => tx.unsafe('call steward.run_due_schedules()')), { code: '2D000' })
})
