import t from 'tap'
import { poll } from '../support/database.js'
import { ownServer } from '../support/server.js'

const server = await ownServer(t)
const { sql, admin } = server

const flush = () => sql`select pg_stat_force_next_flush()`
const since = async () => (await sql<{ at: Date }[]>`select steward_internal.statistics_since() as at`)[0]?.at ?? new Date(0)
const scans = async () => {
  await flush()
  const [row] = await sql<{ total: number; known: number | null }[]>`
    select pg_stat_get_numscans('used'::regclass)::int as total,
      (select idx_scan::int from steward_internal.index_changes('1 day') where indexrelid = 'used'::regclass) as known
    from (select pg_stat_clear_snapshot()) as fresh`
  return row
}
const use = async (times: number) => {
  for (let i = 0; i < times; i++) await sql`select from stock where a = ${i}`
}

await sql.unsafe(`
  create table stock (id int primary key, a int);
  insert into stock select i, i from generate_series(1, 10000) as i;
  create index used on stock (a);
`).simple()
await sql`analyze stock`
await sql`select steward.capture_statistics()`

t.test('a clean restart keeps the counters and the time since when they count', async (t) => {
  const before = await since()
  await use(3)
  await poll(async () => (await scans())?.total === 3)
  await server.restart()
  t.strictSame(await since(), before)
  t.strictSame(await scans(), { total: 3, known: 3 })
})

t.test('after a crash the counters start again, and so does the time since when they count', async (t) => {
  await sql`select steward.capture_statistics()`
  const before = await since()
  await use(2)
  await poll(async () => (await scans())?.total === 5)
  t.strictSame(await scans(), { total: 5, known: 5 })

  const [victim] = await admin<{ pid: number }[]>`select pg_backend_pid() as pid`
  const crash = new Date()
  process.kill(victim?.pid ?? 0, 'SIGKILL')
  await poll(async () => (await since().catch(() => before)) > before)
  t.ok((await since()) >= crash, 'not before the crash')
  t.strictSame(await scans(), { total: 0, known: 3 }, 'what no snapshot had seen is lost, the rest is not')

  const failed = await sql`select check_id, detail from steward.health_findings() where status = 'error'`
  t.strictSame([...failed], [], 'every check copes with it')

  await use(4)
  await poll(async () => (await scans())?.total === 4)
  t.strictSame(await scans(), { total: 4, known: 7 })
  await sql`select steward.capture_statistics()`
  t.strictSame(await scans(), { total: 4, known: 7 }, 'nothing is counted twice')
})

t.test('a reset of the statistics loses what no snapshot has seen, and nothing becomes negative', async (t) => {
  await use(5)
  await poll(async () => (await scans())?.total === 9)
  const before = await since()
  await admin`select pg_stat_reset()`
  t.ok((await since()) > before)
  t.strictSame(await scans(), { total: 0, known: 7 })
  await use(1)
  await poll(async () => (await scans())?.total === 1)
  t.strictSame(await scans(), { total: 1, known: 8 })
})
