import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type postgres from 'postgres'
import t from 'tap'
import { type RequestSql, createSteward } from '../src/index.js'
import { effectOf } from '../src/request-text.js'
import { alice, bob } from './support/access.js'
import { poll, testDatabase } from './support/database.js'
import { webLogin } from './support/logins.js'

const db = await testDatabase(t)
// The login may write to the second table by itself, so what runs behind the end of a request would be kept.
await db.sql.unsafe(`
  create table public.notes (id bigint generated always as identity primary key, user_id uuid not null, body text);
  select steward.protect_table('public.notes', 'owner', owner_column => 'user_id');
  create table public.later (what text not null);
  grant select, insert on public.later to public;
  create procedure public.commits() language plpgsql as $$ begin commit; end $$;
`).simple()
const web = await webLogin(t, db)
const client = (max: number) => {
  const sql = db.connect({ url: web.url, max })
  return { sql, steward: createSteward({ sql }) }
}

const lost = { name: 'StewardError', code: '25000', message: /ended before the request did/, hint: /return to commit/ }
const write = (tx: RequestSql, what: string) => tx`insert into public.later values (${what})`
const written = async () => (await db.admin`select what from public.later order by what`).map((row) => row['what'] as string)
const isQuiet = async (sql: postgres.Sql) => (await sql`select 1 as one`)[0]
const within = async <T>(seconds: number, work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error('it hangs')), seconds * 1000)))
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
const outcomes = async (work: Promise<unknown>[]) =>
  (await within(20, Promise.allSettled(work))).map((each) => (each.status === 'fulfilled' ? 'ok' : (each.reason as { code: string }).code))

const extended = { simple: false } as postgres.UnsafeQueryOptions

type Use = (tx: RequestSql) => PromiseLike<unknown>
const file = join(t.testdir({ 'commit.sql': 'select 1;\ncommit;\n' }), 'commit.sql')

/** How a transaction can be ended, refused before it is sent or noticed afterwards. */
const ends: Record<string, Use> = {
  commit: (tx) => tx`commit`,
  'commit, simple': (tx) => tx.unsafe('commit'),
  'a comment and commit': (tx) => tx.unsafe('-- all is well\n /* ; */ ; CoMMit work', [], extended),
  'a comment in a comment': (tx) => tx.unsafe('/* a /* b */ c */ commit', [], extended),
  'end': (tx) => tx`end`,
  abort: (tx) => tx`abort`,
  rollback: (tx) => tx`rollback`,
  'rollback and chain': (tx) => tx`rollback and chain`,
  'commit and chain': (tx) => tx`commit and chain`,
  'prepare transaction': (tx) => tx`prepare transaction 'x'`,
  'commit and begin': (tx) => tx.unsafe('commit; begin'),
  'rollback, begin and more': (tx) => tx.unsafe(`select 1; rollback; begin; select 2`),
  'what cannot be split': (tx) => tx.unsafe(`select e'\\''; commit`),
  'what cannot be split, and begins another': (tx) => tx.unsafe(`select e'\\''; rollback; begin`),
  'a fragment': (tx) => tx`${tx.unsafe('com')}mit`,
  'a list of fragments': (tx) => tx`${[tx`rollback`, tx`and chain`]}`,
  'a simple tagged one': (tx) => tx`select 1; ${tx.unsafe('commit')}`.simple(),
  'a file': (tx) => tx.file(file),
  'in a savepoint': (tx) => tx.savepoint((sp) => sp`commit`),
  'unseen in a savepoint': (tx) => tx.savepoint(async (sp) => void (await sp.unsafe(`select e'\\''; commit`))),
}

t.test('nothing runs after the transaction has ended, whoever waits for the connection', async (t) => {
  for (const max of [1, 2]) {
    const { sql, steward } = client(max)
    for (const [name, end] of Object.entries(ends)) {
      const ended = steward.withRequest({ userId: alice }, async (tx) => {
        await end(tx).then(undefined, () => undefined)
        await write(tx, name)
      })
      const others = Array.from({ length: 3 }, () => steward.withRequest({ userId: bob }, async (tx) => {
        await tx`select pg_sleep(0.002)`
        const [row] = await tx<{ user_id: string }[]>`select current_setting('steward.user_id') as user_id`
        if (row?.user_id !== bob) throw new Error(`this is ${row?.user_id}`)
      }))
      const [outcome, ...rest] = await outcomes([ended, ...others])
      t.strictSame([outcome, rest], ['25000', ['ok', 'ok', 'ok']], `${name}, ${max} connections`)
      await t.rejects(ended, lost)
      t.strictSame(await isQuiet(sql), { one: 1 })
    }
  }
  t.strictSame(await written(), [])
})

t.test('nothing that was sent ahead runs after the end', async (t) => {
  const { steward } = client(1)
  for (const [name, end] of Object.entries(ends)) {
    // There the end is written after the rest has been sent.
    if (name === 'unseen in a savepoint') continue
    const request = steward.withRequest({ userId: alice }, async (tx) => {
      const all = [end(tx), write(tx, name), tx.savepoint((sp) => write(sp, name)), write(tx, name)]
      await Promise.allSettled(all)
      return 'as if nothing had been'
    })
    await t.rejects(within(20, request), lost, name)
  }
  t.strictSame(await written(), [])
})

t.test('what a request wrote before it ended its transaction is not kept', async (t) => {
  const { steward } = client(1)
  await t.rejects(steward.withRequest({ userId: alice }, (tx) => [write(tx, 'before'), tx.unsafe(`select 1; select 'a;b'; commit`)]), lost)
  t.strictSame(await written(), [])
  await t.rejects(steward.withRequest({ userId: alice }, async (tx) => {
    await tx.unsafe('select 1; /* begin atomic */ commit')
    throw new Error('of its own')
  }), { ...lost, cause: { message: 'of its own' } }, 'what was thrown did not roll back')
})

t.test('what does not end the transaction is left alone', async (t) => {
  const { steward } = client(1)
  const near: Record<string, Use> = {
    'case and end': (tx) => tx`select case when true then 1 end`,
    'case and end, simple': (tx) => tx.unsafe(`select case when true then 'x; commit' end; select 2`),
    'a block': (tx) => tx.unsafe('do $$ begin perform 1; end $$; select 1'),
    'a comment': (tx) => tx.unsafe('/* a /* b */ commit */ select 1', [], extended),
    'a string that cannot be split': (tx) => tx.unsafe(`select e'\\'; commit; '`),
    'begin again': (tx) => tx`begin`,
    'rollback to': async (tx) => {
      await tx`savepoint mine`
      await tx`select 1 / 0`.catch(() => undefined)
      await tx`rollback work to savepoint mine`
    },
    'rollback to, among others': (tx) => tx.unsafe('savepoint other; rollback to other; release other'),
  }
  for (const [name, use] of Object.entries(near)) {
    const done = steward.withRequest({ userId: alice }, async (tx) => {
      await use(tx)
      await write(tx, name)
      return (await tx`select steward.current_user_id()::text as id`)[0]
    })
    // The driver fails a transaction of which a statement has failed.
    if (name === 'rollback to') await t.rejects(done, { code: '22012' })
    else t.strictSame(await within(20, done), { id: alice }, name)
  }
  await t.rejects(steward.withRequest({ userId: alice }, (tx) => tx`call public.commits()`), { code: '2D000' }, 'a procedure cannot commit in it')
  t.strictSame(await written(), Object.keys(near).filter((name) => name !== 'rollback to').sort())
  await db.admin`truncate public.later`
})

t.test('40 requests that end their transaction on 4 connections settle', async (t) => {
  const { steward } = client(4)
  const way = Object.values(ends)
  const work = Array.from({ length: 40 }, (_, index) => steward.withRequest({ userId: alice }, async (tx) => {
    await tx`select 1`
    await way[index % way.length]?.(tx).then(undefined, () => undefined)
    await write(tx, 'late')
  }))
  t.strictSame(await outcomes(work), Array.from({ length: 40 }, () => '25000'))
  t.strictSame(await written(), [])
  t.strictSame(await outcomes(Array.from({ length: 8 }, () => steward.withRequest({ userId: bob }, (tx) => write(tx, 'ok')))), Array.from({ length: 8 }, () => 'ok'))
  await db.admin`truncate public.later`
})

t.test('the handle is the one of the driver', async (t) => {
  const { steward } = client(1)
  writeFileSync(file.replace('commit', 'two'), 'select $1::int as a, $2::text as b')
  const listener = db.connect()
  const heard: string[] = []
  await listener.listen('told', (payload) => heard.push(payload))
  const seen = await steward.withRequest({ userId: alice }, async (tx) => {
    const rows: unknown[] = []
    await tx`select generate_series(1, 3) as n`.forEach((row) => rows.push(row['n']))
    for await (const part of tx`select generate_series(1, 5) as n`.cursor(2)) rows.push(part.map((row) => row['n'] as number))
    await tx`select generate_series(1, 2) as n`.cursor((part) => void rows.push(part.length))
    await tx.notify('told', 'it')
    const copy = await tx`copy public.later from stdin`.writable()
    await new Promise((resolve, reject) => copy.on('error', reject).on('finish', resolve).end('copied\n'))
    return {
      rows,
      values: [...(await tx`select ${tx.array([1, 2])}::int[] as a, ${tx.json({ b: 1 })}::jsonb as b`.values())],
      file: [...(await tx.file(file.replace('commit', 'two'), [1, 'x'] as never))],
      columns: (await tx`select 1 as a`.describe()).columns.map((column) => column.name),
      simple: [...(await tx`select 1 as a`.simple())],
      copied: [...(await tx`select what from public.later`)],
      nested: await tx.savepoint('outer', (a) => a.savepoint((b) => [b`select 1 as a`, b`select 2 as a`])).then((both) => both.map((each) => [...each])),
      helpers: (await tx`insert into public.notes ${tx({ user_id: alice, body: 'helped' })} returning ${tx('body')}`)[0],
    }
  })
  t.strictSame(seen, {
    rows: [1, 2, 3, [1, 2], [3, 4], [5], 1, 1], values: [[[1, 2], { b: 1 }]], file: [{ a: 1, b: 'x' }], columns: ['a'], simple: [{ a: 1 }],
    copied: [{ what: 'copied' }], nested: [[{ a: 1 }], [{ a: 2 }]], helpers: { body: 'helped' },
  })
  t.equal(await poll(() => Promise.resolve(heard[0])), 'it', 'told at the commit')
  await db.admin`truncate public.later`
})

t.test('a statement tells whether it could end its transaction', (t) => {
  const text = (strings: string[], isSimple: boolean) => effectOf({ strings, args: [], tagged: false }, isSimple)
  const told: [string, 'none' | 'unknown' | 'ends', 'none' | 'unknown' | 'ends'][] = [
    ['select 1', 'none', 'none'], ['select 1; select 2', 'none', 'none'], ['select 1; commit', 'none', 'ends'],
    ['commit', 'ends', 'ends'], [' ;; END;', 'ends', 'ends'], ['/* x */ abort', 'ends', 'ends'], ['commits', 'none', 'none'],
    ['rollback to savepoint a', 'none', 'none'], ['rollback transaction to a', 'none', 'none'], ['rollback', 'ends', 'ends'],
    ['rollback to a; commit', 'none', 'ends'], ['prepare p as select 1', 'none', 'none'], ['prepare transaction $$x$$', 'ends', 'ends'],
    ['(select case when true then 1 end)', 'unknown', 'unknown'], ['create procedure p() begin atomic select 1; end', 'none', 'unknown'],
    [`select 'a; commit'`, 'none', 'unknown'], ['', 'none', 'none'],
  ]
  t.strictSame(told.map(([each]) => [each, text([each], false), text([each], true)]), told)
  t.end()
})
