import t from 'tap'
import type postgres from 'postgres'
import { approvedPolicy, done, expiredEvents, holding, lastRun, lastStep, range, strategies, type Strategy } from '../support/retention.js'
import { testRoles } from '../support/roles.js'

const remove = async (sql: postgres.Sql | postgres.TransactionSql, maxRows: number | null = null) =>
  (await sql<{ rows: number }[]>`select steward.remove_expired_rows('public.events', ${maxRows})::int as rows`)[0]?.rows

for (const strategy of Object.keys(strategies) as Strategy[]) {
  t.test(`${strategy}: removes what is too old, says how much, and is on record`, async (t) => {
    const { sql, ids } = await expiredEvents(t, strategy)
    t.equal(await remove(sql), 150)
    t.strictSame(await ids(), range(151, 2000))
    t.strictSame(await lastStep(sql), done(strategy, 150))
    t.match(await lastRun(sql), { outcome: 'done', is_finished: true })
    t.equal(await remove(sql), 0)
    t.match(await lastStep(sql), { outcome: 'nothing_to_do' })
  })
}

t.test('it is part of the transaction of its caller, whose lock_timeout stays', async (t) => {
  const { sql, ids } = await expiredEvents(t, 'index_range')
  await sql`set lock_timeout = '7s'`
  await t.rejects(sql.begin(async (tx) => {
    await tx`set local lock_timeout = '7s'`
    t.equal(await remove(tx), 150)
    t.strictSame([...(await tx`show lock_timeout`)], [{ lock_timeout: '7s' }])
    throw new Error('changed my mind')
  }), { message: 'changed my mind' })
  t.equal((await ids()).length, 2000)
  t.equal(await lastStep(sql), undefined)
})

t.test('max_rows limits it, and the next call goes on; the policy may allow less', async (t) => {
  const { sql, ids } = await expiredEvents(t, 'index_range')
  t.equal(await remove(sql, 100), 100)
  t.match(await lastStep(sql), { outcome: 'partial_rows' })
  await sql`update steward.retention_policies set max_rows = 20`
  t.equal(await remove(sql, 40), 20)
  await sql`update steward.retention_policies set max_rows = null`
  t.equal(await remove(sql, 40), 30)
  t.strictSame(await ids(), range(151, 2000))
  await t.rejects(remove(sql, 0), { code: '22023', message: 'max_rows is 0', hint: 'Leave it out for all rows that are due.' })
})

t.test('what is archived counts', async (t) => {
  const { sql, ids } = await expiredEvents(t, 'index_range')
  await sql`create table public.old_events (like public.events)`
  await sql`select from steward.drop_retention_policy('public.events')`
  await approvedPolicy(sql, `'public.events', 'at', '7 days', 'archive', archive_to => 'public.old_events'`)
  t.equal(await remove(sql), 150)
  t.strictSame(await ids(), range(151, 2000))
  t.strictSame([...(await sql`select count(*)::int from public.old_events`)], [{ count: 150 }])
})

t.test('its window does not count, all other guards do', async (t) => {
  const { sql, ids } = await expiredEvents(t, 'index_range')
  const set = (assignments: string) => sql.unsafe(`update steward.retention_policies set ${assignments}`)
  const message = 'nothing was removed from public.events'
  const hint = "Look at select * from preview_retention('public.events');"
  await set('approved_at = null, approved_by = null')
  await t.rejects(remove(sql), {
    code: '55000', message, hint: `${hint} and approve it`,
    detail: "Nobody has approved the policy: select approve_retention_policy('public.events');",
  })
  await set('approved_at = now(), approved_by = current_user, enabled = false')
  await t.rejects(remove(sql), { code: '55000', message, detail: 'The policy is disabled.', hint })
  await set('enabled = true, max_share = 0.05, approved_share = null')
  await t.rejects(remove(sql), { code: '55000', message, detail: 'More than 5.0 % of the rows would go (max_share).', hint })
  t.equal((await ids()).length, 2000)
  t.strictSame([...(await sql`select from steward.maintenance_runs`)], [], 'and an error leaves nothing behind')
  await set(`max_share = null, window_start = (now() at time zone 'UTC' + interval '6 hours')::time,
    window_end = (now() at time zone 'UTC' + interval '12 hours')::time`)
  t.equal(await remove(sql), 150)
  await sql`create table public.other (at timestamptz)`
  await t.rejects(sql`select steward.remove_expired_rows('public.other')`, { code: 'SW013' })
  await t.rejects(sql`select steward.remove_expired_rows(null)`, { code: '42P01' })
})

t.test('what others hold is an error, and another run at the table, too', async (t) => {
  const db = await expiredEvents(t, 'index_range')
  await db.sql`select steward.set_setting('maintenance.lock_timeout', '20ms')`
  const tryAgain = { message: 'nothing was removed from public.events', hint: 'Try again when the others are done.' }
  const locked = await holding(db, 'lock table public.events in access exclusive mode')
  await t.rejects(remove(db.sql), { code: '55P03', detail: 'canceling statement due to lock timeout', ...tryAgain })
  await locked('rollback')
  const other = await holding(db, `select steward.remove_expired_rows('public.events')`)
  await t.rejects(remove(db.sql), { code: '55006', detail: 'Another run is at this table.', ...tryAgain })
  await other('rollback')
  t.equal(await remove(db.sql), 150)
})

t.test('an operator who does not own the table is refused', async (t) => {
  const db = await expiredEvents(t, 'index_range')
  const roles = await testRoles(t, db, { operator: "login password 'x' in role steward_operator" })
  const url = new URL(db.url)
  url.username = roles.operator
  url.password = 'x'
  await t.rejects(remove(db.connect({ url: url.href })), { code: '42501', message: 'must have the privileges of the owner of public.events' })
  t.equal((await db.ids()).length, 2000)
})
