import t from 'tap'
import { connect } from '../../src/database.js'
import { migrateProject, projectMigrations, projectStatus } from '../../src/migrate/project.js'
import { rehearseProject } from '../../src/migrate/rehearse.js'
import { poll } from '../support/database.js'
import { file } from '../support/migrations.js'
import { ownServer, removeJobs } from '../support/server.js'

const sleeper = `select pid from pg_stat_activity where wait_event = 'PgSleep'`

t.test('the server goes away while a file runs: the error says so, and the next run goes on', async (t) => {
  const server = await ownServer(t)
  await removeJobs(server)
  const pidOf = () => poll(async () => (await server.admin.unsafe<{ pid: number }[]>(sleeper))[0]?.pid)
  const checkpointerStart = () =>
    server.admin<{ at: string }[]>`select backend_start::text as at from pg_stat_activity where backend_type = 'checkpointer'`.then(([row]) => row?.at, () => undefined)
  const ends = {
    stopped: () => server.restart(),
    // The postmaster ends all other sessions, and recovers.
    crashed: async () => {
      const before = await checkpointerStart()
      process.kill(await pidOf(), 'SIGKILL')
      await poll(async () => ![undefined, before].includes(await checkpointerStart()))
      await poll(() => server.sql`select 1`.catch(() => undefined))
    },
  }
  for (const [end, happens] of Object.entries(ends)) {
    for (const header of ['', '-- pgsteward: no-transaction\n']) {
      const name = `${end}_${header === '' ? 'together' : 'alone'}`
      const dir = t.testdir({ [`1_${name}.sql`]: file(`create table ${name} (n int);\nselect pg_sleep(600);`, undefined, header) })
      const set = { ...projectMigrations(dir), ledgerTable: `ledger_${name}` }
      const run = async (work: (sql: ReturnType<typeof connect>) => Promise<unknown>) => {
        const sql = connect(server.state.url)
        t.teardown(() => sql.end({ timeout: 1 }))
        const outcome = work(sql).then((result) => result, (error: unknown) => error)
        await pidOf()
        await happens()
        return (await outcome) as { name?: string; code?: string; failure?: { code?: string } }
      }
      if (header === '') {
        const rehearsal = await run((sql) => rehearseProject(sql, set, {}))
        t.match(rehearsal.failure?.code ?? rehearsal.code, /^(57P0[12]|08...|CONNECTION_.*)$/, `rehearse ${name}`)
      }
      const failure = await run((sql) => migrateProject(sql, set, { direction: 'up' }))
      t.match(failure, { name: 'StewardError', code: /^(57P0[12]|08...)$/ }, `up ${name}`)
      t.match(await projectStatus(server.sql, set), [{ name: `1_${name}`, state: /^(failed|interrupted)$/ }])
      t.strictSame([...(await server.sql`select to_regclass(${name}) is not null as is_there`)], [{ is_there: header !== '' }])
    }
  }
})
