import t from 'tap'
import { connect } from '../../src/database.js'
import { poll, testDatabase } from '../support/database.js'

t.test('lists what another session holds or awaits exclusively', async (t) => {
  const { sql, connect: open } = await testDatabase(t)
  await sql.unsafe('create table held (); create table awaited (); create table shared (); create table own ();')
  const locked = async () =>
    (await sql`select r::regclass::text as name from steward_internal.locked_relations() as r order by 1`).map(
      (row) => row['name'] as string,
    )
  t.strictSame(await locked(), [])

  const [holder, waiter] = [await open().reserve(), await open().reserve()]
  await holder.unsafe('begin; lock table held; lock table awaited in access share mode; lock table shared in exclusive mode')
  const [{ pid } = { pid: 0 }] = await waiter<{ pid: number }[]>`select pg_backend_pid() as pid`
  await waiter`begin`
  const waiting = waiter`lock table awaited`.execute()
  await poll(async () => (await sql`select from pg_locks where pid = ${pid} and not granted`).length > 0)
  t.strictSame(await locked(), ['awaited', 'held'], 'an exclusive lock that readers pass is none of them')

  await holder`rollback`
  await waiting
  t.strictSame(await locked(), ['awaited'])
  await waiter`rollback`
  t.strictSame(await locked(), [])
  holder.release()
  waiter.release()
})

t.test('leaves out what the session itself holds', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.begin(async (tx) => {
    await tx.unsafe('create table own (); lock table own')
    t.strictSame([...(await tx`select * from steward_internal.locked_relations()`)], [])
  })
})

t.test('leaves out other databases, even with the same OID', async (t) => {
  const [one, two] = [await testDatabase(t), await testDatabase(t)]
  const oid = async ({ sql }: typeof one) => (await sql`select 'steward.settings'::regclass::oid as oid`)[0]?.['oid'] as number
  t.equal(await oid(one), await oid(two), 'both are clones')
  const holder = connect(one.url, { max: 1 })
  await holder.begin(async (tx) => {
    await tx`lock table steward.settings`
    t.strictSame([...(await two.sql`select * from steward_internal.locked_relations()`)], [])
    t.strictSame([...(await one.sql`select * from steward_internal.locked_relations() as oid`)], [{ oid: await oid(two) }])
  })
  await holder.end()
})
