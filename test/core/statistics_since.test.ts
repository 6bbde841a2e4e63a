import t from 'tap'
import { connect } from '../../src/database.js'
import { install } from '../../src/install/install.js'
import { temporaryHome, up } from '../dev/support.js'
import { poll, testDatabase } from '../support/database.js'

const read = (sql: Awaited<ReturnType<typeof testDatabase>>['sql']) => sql<
  { since: Date | null; of_database: Date | null; of_server: Date | null; is_later: boolean | null; server_is_later: boolean | null }[]
>`
  select
    steward_internal.statistics_since() as since,
    d.stats_reset as of_database,
    b.stats_reset as of_server,
    steward_internal.statistics_since() = greatest(d.stats_reset, b.stats_reset) as is_later,
    b.stats_reset > d.stats_reset as server_is_later
  from pg_stat_database as d
  cross join pg_stat_bgwriter as b
  where d.datname = current_database()`

t.test('it is the start of the server before any reset', async (t) => {
  const { sql } = await testDatabase(t)
  const [row] = await read(sql)
  t.equal(row?.of_database, null)
  t.match(row?.since, Date)
  t.strictSame(row?.since, row?.of_server)
})

t.test('it is the reset of the database if that is later', async (t) => {
  const { sql, admin } = await testDatabase(t)
  await admin`select pg_stat_reset()`
  const row = await poll(async () => (await read(sql)).find(({ of_database }) => of_database !== null))
  t.strictSame(row?.since, row?.of_database)
  t.equal(row?.is_later, true)
  t.ok(row?.of_database && row.of_server && row.of_database > row.of_server)
})

t.test('it is the reset of the server if that is later, as after a crash', async (t) => {
  // A server of its own: what this resets is shared by all databases.
  const { state } = await up(temporaryHome(t))
  const sql = connect(state.adminUrl, { max: 1 })
  t.teardown(() => sql.end())
  await install(sql, { searchPath: false })
  await sql`select pg_stat_reset()`
  await sql`select pg_stat_reset_shared('bgwriter')`
  const row = await poll(async () =>
    (await read(sql)).find((row) => row.server_is_later),
  )
  t.strictSame(row?.since, row?.of_server)
  t.equal(row?.is_later, true)
})
