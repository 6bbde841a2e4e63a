import type postgres from 'postgres'
import { install } from '../src/install/install.js'
import { withScratchDatabase } from '../tools/scratch-database.js'

const tables = Number(process.argv[2] ?? 1000)
const rounds = 5

// What any health check has to read at least: the catalog of tables and indexes with their statistics.
const floor = `
  select count(*), sum(pg_stat_get_dead_tuples(c.oid)), sum(pg_stat_get_numscans(i.indexrelid))
  from pg_class as c
  left join pg_index as i on i.indrelid = c.oid
  left join pg_attribute as a on a.attrelid = c.oid`

/** Prints how many times longer the health check takes than its floor, in pairs measured side by side. */
await withScratchDatabase(async (sql) => {
  await install(sql, { searchPath: false })
  await createSchema(sql)
  const ratios: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const base = await time(sql, floor)
    const check = await time(sql, 'select count(*) from steward.health_findings()')
    // The first round fills the caches.
    if (round > 0) ratios.push(check / base)
    if (round > 0) console.log(`round ${round}: floor ${base.toFixed(0)} ms, health check ${check.toFixed(0)} ms`)
  }
  ratios.sort((a, b) => a - b)
  console.log(`${tables} tables: ${ratios[Math.floor(rounds / 2)]?.toFixed(1)} times the floor (median of ${rounds})`)
})

async function createSchema(sql: postgres.Sql): Promise<void> {
  await sql.unsafe(`
    do $$
    begin
      for i in 1..${tables} loop
        execute format('create table t_%s (id int generated always as identity primary key, a int, b text, c timestamptz)', i);
        execute format('create index on t_%s (a)', i);
        execute format('create index on t_%s (b, c)', i);
        if i % 100 = 0 then commit; end if;
      end loop;
    end $$`).simple()
  await sql`analyze`
}

async function time(sql: postgres.Sql, statement: string): Promise<number> {
  const started = performance.now()
  await sql.unsafe(statement)
  return performance.now() - started
}
