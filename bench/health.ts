import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type postgres from 'postgres'
import { withDatabase } from '../src/database.js'
import { install } from '../src/install/install.js'
import { withScratchDatabase } from '../tools/scratch-database.js'
import { median, time } from './support.js'

const peerUrl = 'https://raw.githubusercontent.com/randoneering/pgFirstAid/main/pgFirstAid.sql'
const { values: options } = parseArgs({
  options: {
    tables: { type: 'string', default: '4000' },
    rounds: { type: 'string', default: '5' },
    /** File with pgFirstAid, instead of downloading it. */
    peer: { type: 'string' },
  },
})
const tables = Number(options.tables)
const rounds = Number(options.rounds)

// What any health check has to read at least: the catalog of tables and indexes with their statistics.
const floor = `
  select count(*), sum(pg_stat_get_dead_tuples(c.oid)), sum(pg_stat_get_numscans(i.indexrelid))
  from pg_class as c
  left join pg_index as i on i.indrelid = c.oid
  left join pg_attribute as a on a.attrelid = c.oid`

/** Times the health check against its floor and against pgFirstAid, in rounds measured side by side. */
await withScratchDatabase(async (sql, url) => {
  await install(sql, { searchPath: false })
  await createSchema(sql)
  await sql`select steward.capture_statistics()`
  const contestants = new Map([
    ['floor', floor],
    ['health check', 'select count(*) from steward.health_findings()'],
  ])
  if (await installPeer(sql)) contestants.set('pgFirstAid', 'select count(*) from pg_firstaid()')

  const times = new Map([...contestants.keys()].map((name) => [name, [] as number[]]))
  for (let round = 0; round <= rounds; round++) {
    for (const [name, statement] of contestants) {
      // In a session of its own, as pg_cron runs it.
      const elapsed = await withDatabase(url, (session) => time(session, statement), { max: 1 })
      // The first round fills the caches.
      if (round > 0) times.get(name)?.push(elapsed)
    }
  }
  for (const [name, elapsed] of times) console.log(`${name}: ${median(elapsed).toFixed(0)} ms (median of ${rounds})`)
  for (const peer of ['floor', 'pgFirstAid']) {
    const ratios = times.get('health check')?.map((elapsed, round) => elapsed / (times.get(peer)?.[round] ?? Number.NaN)) ?? []
    if (times.has(peer)) console.log(`${tables} tables: the health check takes ${median(ratios).toFixed(2)} times as long as ${peer}`)
  }
  await printSlowestChecks(sql)
})

/** Times each reader on the sample at scale 1, in one session. */
await withScratchDatabase(async (sql, url) => {
  const folder = 'seeds/testing_platform/migrations'
  const steward = (...args: string[]) => execFileSync('node', ['dist/cli/main.js', ...args, '--database-url', url], { stdio: 'pipe' })
  steward('install', '--no-search-path')
  steward('migrate', 'up', '--dir', folder)
  steward('migrate', 'seed', '--dir', folder, '--env', 'performance')
  await sql`select steward.capture_statistics()`
  const readers = await sql<{ name: string }[]>`
    select p.proname as name
    from pg_proc as p
    where p.pronamespace = 'steward'::regnamespace
      and p.proname like 'get\\_%'
      and p.proretset
    order by 1`
  await withDatabase(url, async (session) => {
    const measured: string[] = []
    for (const { name } of readers) {
      const elapsed: number[] = []
      for (let round = 0; round <= rounds; round++) elapsed.push(await time(session, `select count(*) from steward.${name}()`))
      measured.push(`${name} ${median(elapsed.slice(1)).toFixed(0)} ms`)
    }
    console.log(`readers on the sample: ${measured.join(', ')}`)
  }, { max: 1 })
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

/** Installs the peer from a file or from its repository; without either it is left out. */
async function installPeer(sql: postgres.Sql): Promise<boolean> {
  try {
    const source = options.peer ? readFileSync(options.peer, 'utf8') : await (await fetch(peerUrl)).text()
    await sql.unsafe(source).simple()
    return true
  } catch (error) {
    console.log(`pgFirstAid is left out: ${(error as Error).message}`)
    return false
  }
}

async function printSlowestChecks(sql: postgres.Sql): Promise<void> {
  const checks = await sql<{ check_id: string }[]>`select check_id from steward.health_checks where is_enabled order by 1`
  const measured: { check: string; ms: number }[] = []
  for (const { check_id: check } of checks)
    measured.push({ check, ms: await time(sql, `select from steward.health_findings(checks => array['${check}'])`) })
  measured.sort((a, b) => b.ms - a.ms)
  console.log(`${checks.length} checks; the slowest: ${measured.slice(0, 12).map(({ check, ms }) => `${check} ${ms.toFixed(0)} ms`).join(', ')}`)
}
