import { setTimeout as wait } from 'node:timers/promises'
import t from 'tap'
import { type RequestSql, createSteward } from '../src/index.js'
import { alice, bob } from './support/access.js'
import { testDatabase } from './support/database.js'
import { webLogin } from './support/logins.js'

const db = await testDatabase(t)
await db.sql.unsafe(`
  create table public.later (what text not null);
  grant select, insert on public.later to public;
`).simple()
const web = await webLogin(t, db)
const client = (max: number) => {
  const sql = db.connect({ url: web.url, max })
  return { sql, steward: createSteward({ sql }) }
}
const uncaught: unknown[] = []
process.on('unhandledRejection', (error) => uncaught.push(error))
process.on('uncaughtException', (error) => uncaught.push(error))

const lost = { code: /CONNECTION_CLOSED|57P01|ECONNRESET/ }
const within = async <T>(seconds: number, work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error('it hangs')), seconds * 1000)))
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
const codes = async (work: Promise<unknown>[]) =>
  (await within(30, Promise.allSettled(work))).map((each) => (each.status === 'fulfilled' ? 'ok' : String((each.reason as { code?: string }).code ?? each.reason)))
const write = (tx: RequestSql, what: string) => tx`insert into public.later values (${what})`
const written = async () => (await db.admin`select what from public.later order by what`).map((row) => row['what'] as string)
const pidOf = async (tx: RequestSql) => (await tx<{ pid: number }[]>`select pg_backend_pid() as pid`)[0]?.pid ?? 0
const kill = (pid: number) => db.admin`select pg_terminate_backend(${pid}, 5000)`
const who = async (tx: RequestSql) => (await tx<{ id: string }[]>`select steward.current_user_id()::text as id`)[0]?.id

t.test('a lost connection rejects its request and nobody else, and the pool goes on', async (t) => {
  const { steward } = client(2)
  const seen: Promise<unknown>[] = []
  const rest: string[] = []
  const victims = Array.from({ length: 10 }, (_, index) => steward.withRequest({ userId: alice }, async (tx) => {
    await write(tx, 'undone')
    const pid = await pidOf(tx)
    const after = async (sp: RequestSql) => {
      await kill(pid)
      await wait(50)
      await write(sp, 'after')
    }
    const statements = index % 2
      ? [tx`select pg_sleep(20)`, write(tx, 'behind'), tx.savepoint((sp) => write(sp, 'in a savepoint')), kill(pid).then(() => write(tx, 'after'))]
      : [tx.savepoint(after), tx.savepoint('named', after)]
    seen.push(...statements)
    await Promise.allSettled(statements)
    rest.push(...(await codes([write(tx, 'later'), new Promise((resolve) => resolve(tx.savepoint((sp) => write(sp, 'later'))))])))
  }))
  const others = Array.from({ length: 20 }, () => steward.withRequest({ userId: bob }, who))
  const results = await codes(victims)
  t.ok(results.every((code) => lost.code.test(code)), results.join())
  t.strictSame(await within(20, Promise.all(others)), Array.from({ length: 20 }, () => bob))
  t.strictSame([...new Set(await codes(seen))].includes('ok'), false)
  t.strictSame(await written(), [])
  t.equal(await within(20, steward.withRequest({ userId: bob }, who)), bob)
})

t.test('what is left when the function returns ends with the request', async (t) => {
  const { sql, steward } = client(1)
  const left: Promise<unknown>[] = []
  let release: (value?: unknown) => void = () => undefined
  const gate = new Promise((resolve) => (release = resolve))
  t.equal(await within(10, steward.withRequest({ userId: alice }, async (tx) => {
    left.push(write(tx, 'sent before the end').execute(), tx.savepoint(async () => {
      await gate
      throw new Error('the driver would roll back to a savepoint of somebody else')
    }))
    void write(tx, 'not waited for').execute()
    await Promise.resolve()
    return 'done'
  })), 'done')
  await within(10, steward.withRequest({ userId: bob }, (tx) => tx.savepoint(async (sp) => {
    await write(sp, 'of bob')
    release()
    await wait(20)
  })))
  t.strictSame(await codes(left), ['ok', '25P01'])
  t.strictSame(await written(), ['not waited for', 'of bob', 'sent before the end'])
  await t.rejects(within(10, steward.withRequest({ userId: alice }, async (tx) => {
    void tx`select 1 / 0`.execute()
    await Promise.resolve()
  })), { code: '22012' }, 'one that fails')
  t.strictSame([...(await sql`select 1 as a`)], [{ a: 1 }])
  await db.admin`truncate public.later`
})

t.test('a function that throws at once rolls back', async (t) => {
  const { steward } = client(1)
  await t.rejects(within(10, steward.withRequest({ userId: alice }, (tx) => {
    void write(tx, 'never').execute()
    throw new Error('at once')
  })), { message: 'at once' })
  t.strictSame(await written(), [])
})

t.test('a statement that is canceled before it is sent keeps nobody waiting', async (t) => {
  const { steward } = client(1)
  const seen = await within(10, steward.withRequest({ userId: alice }, async (tx) => {
    const statements = [1, 2, 3].map((n) => tx`select ${n}::int as n`)
    const all = codes(statements)
    await Promise.resolve()
    statements[1]?.cancel()
    return all
  }).catch((error: unknown) => (error as { code: string }).code))
  t.match(seen, /57014/)
  t.equal(await within(10, steward.withRequest({ userId: bob }, who)), bob)
})

t.test('inside of a request of the same pool it refuses, for it could wait for ever', async (t) => {
  const { steward } = client(2)
  const { steward: other } = client(1)
  const nested = { name: 'StewardError', code: '25001', hint: /another pool/ }
  await t.rejects(steward.withRequest({ userId: alice }, () => steward.withRequest({ userId: bob }, who)), nested)
  const both = await within(10, steward.withRequest({ userId: alice }, async (tx) => [await other.withRequest({ userId: bob }, who), await who(tx)]))
  t.strictSame(both, [bob, alice], 'of another pool it is fine')
  await t.rejects(steward.withRequest({ userId: alice }, () => other.withRequest({ userId: bob }, () => steward.withRequest({ userId: bob }, who))), nested)
  let later: Promise<unknown> = Promise.resolve()
  await steward.withRequest({ userId: alice }, () => {
    later = wait(100).then(() => steward.withRequest({ userId: bob }, who))
    return 'done'
  })
  t.equal(await later, bob, 'what a request has begun may have requests of its own after it')
})

t.test('a pool that is ended lets no request wait', async (t) => {
  for (const timeout of [0, 1, 5, undefined]) {
    const { sql, steward } = client(2)
    let release: (value?: unknown) => void = () => undefined
    const gate = new Promise((resolve) => (release = resolve))
    const work = Array.from({ length: 6 }, (_, index) => steward.withRequest({ userId: alice }, async (tx) => {
      await who(tx)
      await (index ? gate : tx`select pg_sleep(0.3)`)
      return who(tx)
    }))
    await wait(100)
    const end = timeout === undefined ? sql.end() : sql.end({ timeout })
    release()
    const results = await codes(work)
    await within(10, end)
    t.ok(results.every((code) => /^(ok|CONNECTION_(ENDED|DESTROYED|CLOSED))$/.test(code)), `${timeout}: ${results.join()}`)
    t.same(await codes([steward.withRequest({ userId: alice }, who)]), ['CONNECTION_ENDED'])
  }
})

t.test('cursors and streams that are left open keep nobody waiting', async (t) => {
  const { sql, steward } = client(1)
  const rows = (tx: RequestSql) => tx`select * from generate_series(1, 100000)`.cursor(10)[Symbol.asyncIterator]()
  const copy = "copy (select repeat('x', 1000) from generate_series(1, 20000)) to stdout"
  const ways: [string, string, (tx: RequestSql) => unknown][] = [
    ['a cursor', 'ok', async (tx) => void (await rows(tx).next())],
    ['a cursor that nobody has waited for', 'ok', (tx) => void rows(tx).next()],
    ['a cursor of a failed request', 'P0001', async (tx) => {
      await rows(tx).next()
      throw Object.assign(new Error('failed'), { code: 'P0001' })
    }],
    ['a cursor that is left with break', 'ok', async (tx) => {
      for await (const some of tx`select * from generate_series(1, 100)`.cursor(10)) if (some.length) break
      await who(tx)
    }],
    ['a statement between the rows of a cursor', '55000', async (tx) => {
      for await (const some of tx`select * from generate_series(1, 100)`.cursor(10)) if (some.length) await who(tx)
    }],
    ['a statement after a cursor', 'ok', async (tx) => {
      for await (const some of tx`select * from generate_series(1, 100)`.cursor(10)) t.equal(some.length, 10)
      await who(tx)
    }],
    ['a stream that nobody reads', 'ok', async (tx) => void (await tx.unsafe(copy).readable())],
    ['a stream that is left with break', 'ok', async (tx) => {
      for await (const some of await tx.unsafe(copy).readable()) if (some) break
    }],
    ['data that do not end', '55000', async (tx) => {
      (await tx`copy public.later from stdin`.writable()).write('half\n')
    }],
    ['data that end', 'ok', async (tx) => {
      (await tx`copy public.later from stdin`.writable()).end('whole\n')
    }],
  ]
  for (const [what, code, use] of ways) {
    const work = [steward.withRequest({ userId: alice }, use), steward.withRequest({ userId: bob }, who)]
    t.strictSame(await codes(work).catch((error: unknown) => [String(error)]), [code, 'ok'], what)
  }
  t.strictSame(await written(), ['whole'])
  t.strictSame([...(await sql`select 1 as a`)], [{ a: 1 }])
})

t.test('nothing was left for nobody to catch', (t) => {
  // The driver destroys what a pool has not ended in time, and with it look-ups of its own that nobody waits for.
  t.strictSame(uncaught.filter((error) => (error as { code?: string }).code !== 'CONNECTION_DESTROYED'), [])
  t.end()
})
