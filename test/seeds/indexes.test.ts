import { readFileSync } from 'node:fs'
import t from 'tap'
import { findings } from '../support/findings.js'
import { sampleDatabase } from './support.js'

interface Index { name: string; method: string; isPartial: boolean; isUnique: boolean; comment: string | null }

const db = await sampleDatabase(t, { scale: 0.15, empty: false })
const { sql } = db
// Of the pages, and of the pending lists of GIN, the planner knows only after a VACUUM; 1.1 is what flash memory is worth.
await sql.unsafe(`alter database ${db.name} set random_page_cost = 1.1`)
const tables = await sql<{ name: string }[]>`
  select c.oid::regclass::text as name from pg_class as c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'm')`
for (const { name } of tables) await sql.unsafe(`vacuum analyze ${name}`)
const indexes = await sql<Index[]>`
  select c.relname as name, am.amname as method, i.indpred is not null as "isPartial", i.indisunique as "isUnique", obj_description(c.oid) as comment
  from pg_index as i
  inner join pg_class as c on c.oid = i.indexrelid
  inner join pg_class as r on r.oid = i.indrelid
  inner join pg_am as am on am.oid = c.relam
  where c.relnamespace = 'public'::regnamespace
    and r.relkind = 'r'
    and r.relname <> 'pgmigrations'
    and not i.indisprimary
  order by 1`

t.test('there are many, of all kinds', async (t) => {
  t.ok(indexes.filter(({ isUnique }) => !isUnique).length >= 50, `${indexes.length} indexes`)
  const count = (is: (index: Index) => boolean) => indexes.filter(is).length
  t.ok(count(({ method }) => method === 'gin') >= 10)
  t.ok(count(({ method }) => method === 'brin') >= 2)
  t.ok(count(({ isPartial }) => isPartial) >= 10)
})

t.test('each serves the query of its comment', async (t) => {
  const session = db.connect()
  for (const { name, comment } of indexes) {
    const [purpose = '', query = ''] = (comment ?? '').split('\n\n')
    t.match(purpose, /^[A-Z].*\.$/, `${name} says what it is for`)
    const plan = await session.unsafe<{ 'QUERY PLAN': unknown }[]>(`explain (format json) ${query}`)
    const used = JSON.stringify(plan).match(/(?<="Index Name":")[^"]+/g)
    t.strictSame(used, [name], query)
  }
})

t.test('after the workload the health check finds none that is unused, duplicate or redundant', async (t) => {
  await sql`select steward.set_setting('health.usage_window', '0')`
  await sql`select steward.capture_statistics()`
  const unused = async () => new Set((await findings(sql, 'unused_indexes')).map(({ object }) => object))
  t.ok((await unused()).has('index public.ai_generations_prompt_idx'), 'before it this one is')
  const session = db.connect()
  await session.unsafe(readFileSync('seeds/testing_platform/workload.sql', 'utf8')).simple()
  await session`select pg_stat_force_next_flush()`
  await session`select 1`
  const idle = await sql`
    select s.indexrelname as name from pg_stat_user_indexes as s
    where s.idx_scan = 0 and s.indexrelname = any (${indexes.map(({ name }) => name)})`
  t.strictSame([...idle], [], 'the server has counted a scan of each')
  for (const check of ['unused_indexes', 'duplicate_indexes', 'redundant_indexes', 'redundant_index_predicates', 'foreign_keys_without_index', 'invalid_indexes']) {
    t.strictSame((await findings(sql, check)).filter(({ object }) => / public\./.test(object ?? '')), [], check)
  }
})
