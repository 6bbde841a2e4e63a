import type postgres from 'postgres'
import t from 'tap'
import { type RequestClaims, type RequestSql, StewardError, createSteward } from '../src/index.js'
import { alice, bob } from './support/access.js'
import { testDatabase } from './support/database.js'
import { setTrustLevel, tokenFor, webLogin } from './support/logins.js'

const db = await testDatabase(t)
await db.sql.unsafe(`
  create table public.notes (id bigint generated always as identity primary key, user_id uuid not null, body text unique);
  insert into public.notes (user_id, body) values ('${alice}', 'hers'), ('${bob}', 'his');
  select steward.protect_table('public.notes', 'owner', owner_column => 'user_id');
`).simple()
const web = await webLogin(t, db)

/** A client on one connection, so that whatever a request left behind meets the next one. */
const client = (max = 1) => {
  const sql = db.connect({ url: web.url, max })
  return { sql, steward: createSteward({ sql }) }
}
const bodies = async (sql: RequestSql) => (await sql<{ body: string }[]>`select body from public.notes order by id`).map((row) => row.body)
const whoIsLeft = (sql: postgres.Sql) => sql`
  select current_user = session_user as is_login, nullif(current_setting('steward.user_id', true), '') as user_id,
    nullif(current_setting('steward.org_id', true), '') as org_id, nullif(current_setting('steward.seal', true), '') as seal,
    nullif(current_setting('steward.request', true), '') as request`
const nobody = [{ is_login: true, user_id: null, org_id: null, seal: null, request: null }]
const ended = { name: 'StewardError', code: '25P01', message: 'the request that this transaction belongs to has ended', hint: /Wait for every statement/ }

t.test('each request has its user, and the connection none afterwards', async (t) => {
  const { sql, steward } = client()
  t.strictSame(await steward.withRequest({ userId: alice }, bodies), ['hers'])
  t.strictSame([...(await whoIsLeft(sql))], nobody)
  t.strictSame(await steward.withRequest({ userId: bob, orgId: 7 }, bodies), ['his'])
  t.strictSame([...(await whoIsLeft(sql))], nobody)
  await t.rejects(steward.withRequest({}, bodies), { code: '42501' }, 'nobody is steward_anon')
  t.strictSame(await steward.withRequest({ role: 'steward_user' }, bodies), [])
  await t.rejects(sql`select from public.notes`, { code: '42501' }, 'the login has no right of its own')
  t.strictSame(await steward.withRequest({ userId: 7n, orgId: 8 }, async (tx) =>
    (await tx`select current_setting('steward.user_id') as user_id, current_setting('steward.org_id') as org_id`)[0]), { user_id: '7', org_id: '8' })
})

t.test('what is returned commits, what throws rolls back', async (t) => {
  const { sql, steward } = client()
  const add = (tx: RequestSql, body: string) => tx`insert into public.notes (user_id, body) values (${alice}, ${body})`
  t.equal(await steward.withRequest({ userId: alice }, async (tx) => (await add(tx, 'kept')).count), 1)
  await t.rejects(steward.withRequest({ userId: alice }, async (tx) => {
    await add(tx, 'lost')
    throw new Error('changed my mind')
  }), { message: 'changed my mind' })
  await t.rejects(steward.withRequest({ userId: alice }, (tx) => add(tx, 'hers')), { name: 'PostgresError', code: '23505' })
  await t.rejects(steward.withRequest({ userId: alice }, async (tx) => {
    await tx`select 1 / 0`.catch(() => undefined)
    return 'as if nothing had been'
  }), { code: /22012|25P02/ })
  t.strictSame([...(await whoIsLeft(sql))], nobody)
  t.strictSame(await steward.withRequest({ userId: alice }, bodies), ['hers', 'kept'])
  const [added, [counted]] = await steward.withRequest({ userId: alice }, (tx) => [
    add(tx, 'one of an array'), tx<{ n: number }[]>`select count(*)::integer as n from public.notes`,
  ])
  t.strictSame([added.count, counted?.n], [1, 3], 'statements of an array are run')
  await steward.withRequest({ userId: alice }, (tx) => tx`delete from public.notes where body <> 'hers'`)
})

t.test('a request that cannot begin says why', async (t) => {
  const { sql, steward } = client()
  let began = false
  const begun = () => void (began = true)
  for (const [claims, code] of [[{ userId: alice, role: 'steward_service' }, '42501'], [{ userId: alice, role: 'none' }, '42501'], [{ role: '' }, '22023']] as const) {
    const error = await steward.withRequest(claims, begun).catch((caught: unknown) => caught)
    t.ok(error instanceof StewardError)
    t.match(error, { code })
  }
  await t.rejects(steward.withRequest({ userId: 'garbage' }, bodies), { code: '22P02' })
  t.notOk(began)
  t.strictSame([...(await whoIsLeft(sql))], nobody)
})

t.test('savepoints belong to the request', async (t) => {
  const { steward } = client()
  t.strictSame(await steward.withRequest({ userId: alice }, async (tx) => {
    await tx.savepoint((sp) => sp`insert into public.notes (user_id, body) values (${bob}, 'x')`).catch(() => undefined)
    return tx.savepoint('named', (sp) => bodies(sp))
  }), ['hers'])
})

t.test('a handle, a savepoint and a statement that are kept throw', async (t) => {
  const { steward } = client()
  const kept = {} as { tx: RequestSql; sp: RequestSql; query: Promise<unknown> }
  let release: (value?: unknown) => void = () => undefined
  const later = new Promise((resolve) => (release = resolve))
  await steward.withRequest({ userId: alice }, async (tx) => {
    kept.tx = tx
    const query = tx`select body from public.notes`
    kept.query = later.then(() => query)
    await tx.savepoint(async (sp) => void (kept.sp = sp))
  })
  await steward.withRequest({ userId: bob }, async (tx) => {
    t.strictSame(await bodies(tx), ['his'])
    release()
    await t.rejects(kept.query, ended, 'what alice wrote would be sent in the transaction of bob')
  })
  t.throws(() => kept.tx.unsafe('select 1'), ended)
  t.throws(() => kept.tx`select 1`, ended)
  t.throws(() => kept.tx.savepoint((sp) => sp`select 1`), ended)
  t.throws(() => kept.sp`select 1`, ended)
  await t.rejects(steward.withRequest({ userId: alice }, (tx) => ({ later: tx`select 1` })).then(({ later }) => later), ended)
})

t.test('a transaction that ends before its request is noticed', async (t) => {
  const { sql, steward } = client()
  const lost = { name: 'StewardError', code: '25000', message: /ended before the request did/, hint: /return to commit/ }
  for (const end of ['commit', 'rollback', 'commit; begin']) {
    await t.rejects(steward.withRequest({ userId: alice }, (tx) => tx.unsafe(end).simple()), lost, end)
    t.strictSame([...(await whoIsLeft(sql))], nobody)
  }
  t.strictSame(await steward.withRequest({ userId: bob }, bodies), ['his'])
})

t.test('a session that is ended takes its user along, and what still runs is stopped', async (t) => {
  const { steward } = client(2)
  let rest: Promise<unknown> | undefined
  let release: (value?: unknown) => void = () => undefined
  const gate = new Promise((resolve) => (release = resolve))
  const request = steward.withRequest({ userId: alice }, (tx) => {
    rest = (async () => {
      const [row] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`
      await db.admin`select pg_terminate_backend(${row?.pid ?? 0})`
      await gate
      return tx`select current_user`
    })()
    return rest
  })
  await t.rejects(request, { code: /CONNECTION_CLOSED|57P01/ })
  release()
  await t.rejects(rest as Promise<unknown>, ended)
  // The driver may not get over a lost connection, so another pool it is.
  t.strictSame(await client().steward.withRequest({ userId: bob }, bodies), ['his'])
})

t.test('a session that is ended within a statement rejects the request', async (t) => {
  const { steward } = client()
  await t.rejects(steward.withRequest({ userId: alice }, async (tx) => {
    const [row] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`
    const [sleep] = await Promise.allSettled([tx`select pg_sleep(60)`, db.admin`select pg_terminate_backend(${row?.pid ?? 0})`])
    if (sleep.status === 'rejected') throw sleep.reason
  }), { code: /CONNECTION_CLOSED|57P01/ })
  t.strictSame(await client().steward.withRequest({ userId: bob }, bodies), ['his'])
})

t.test('20 requests at once on 4 connections see what is theirs', async (t) => {
  const { steward } = client(4)
  const claims: RequestClaims[] = Array.from({ length: 100 }, (_, index) => (index % 2 ? { userId: alice } : { userId: bob }))
  const results: string[][] = []
  const queue = claims.entries()
  await Promise.all(Array.from({ length: 20 }, async () => {
    for (const [index, claim] of queue) {
      const request = steward.withRequest(claim, async (tx) => {
        const first = await bodies(tx)
        if (index % 7 === 0) await tx`select 1 / 0`
        return [...first, ...(await bodies(tx))]
      })
      results[index] = await request.catch((error: unknown) => [(error as { code: string }).code])
    }
  }))
  t.strictSame(results, claims.map(({ userId }, index) => (index % 7 === 0 ? ['22012'] : userId === alice ? ['hers', 'hers'] : ['his', 'his'])))
})

t.test('inside of a transaction it refuses', async (t) => {
  await db.sql.begin(async (tx) => {
    const steward = createSteward({ sql: tx })
    await t.rejects(steward.withRequest({ userId: alice }, bodies), { name: 'StewardError', code: '25001', hint: /Give createSteward a pool/ })
  })
  const { sql } = client()
  const session = await sql.reserve()
  await t.rejects(createSteward({ sql: session }).withRequest({ userId: alice }, bodies), { code: '25001' })
  session.release()
})

t.test('L2: the token says who asks', async (t) => {
  await setTrustLevel(db, 'L2')
  const { sql, steward } = client()
  t.strictSame(await steward.withRequest({ token: await tokenFor(db, { user_id: alice }) }, bodies), ['hers'])
  t.strictSame([...(await whoIsLeft(sql))], nobody)
  await t.rejects(steward.withRequest({ userId: bob }, bodies), { name: 'StewardError', code: '28000', message: /there is none/ })
  await t.rejects(steward.withRequest({ token: await tokenFor(db, { user_id: alice }) }, async (tx) => {
    await tx`select set_config('steward.user_id', ${bob}, true)`
    return bodies(tx)
  }), { code: '28000' })
  t.strictSame(await steward.withRequest({ role: 'steward_user' }, bodies), [])
})
