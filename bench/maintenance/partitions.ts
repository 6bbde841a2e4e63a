import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type postgres from 'postgres'
import { withDatabase } from '../../src/database.js'
import { install } from '../../src/install/install.js'
import { withScratchDatabase } from '../../tools/scratch-database.js'
import { developmentServer, median, quantile } from '../support.js'
import { besideNeighbour } from './neighbour.js'

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    /** How long somebody reads the table before whom the drop comes too late. */
    'reader-seconds': { type: 'string', default: '6' },
  },
})
const rounds = Number(options.rounds)
const readerSeconds = Number(options['reader-seconds'])

const contestants = new Map([
  ['plain DROP TABLE', 'drop table readings_1'],
  ['pgsteward', `call steward.apply_retention('readings')`],
])

const neighbour = {
  rate: 300,
  script: `
    \\set sensor random(1, 1000)
    insert into readings (sensor, value) values (:sensor, 1);
    select max(value) from readings where sensor = :sensor and at > now() - interval '1 hour';`,
}

const fill = `
  create index on readings (sensor, at);
  insert into readings (sensor, value, at) select i % 1000, i, now() - interval '80 days' from generate_series(1, 100000) as i;
  insert into readings (sensor, value) select i % 1000, i from generate_series(1, 100000) as i;`

const day = (offset: number): string => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)

/** Drops an expired partition behind a reader, and looks how long others wait who use the table meanwhile. */
await withScratchDatabase(async (sql, url) => {
  await install(sql, { searchPath: false })
  if (await installPartman(url)) contestants.set('pg_partman', 'call partman.run_maintenance_proc()')
  const latencies = new Map([...contestants.keys()].map((name) => [name, { p95: [] as number[], worst: [] as number[] }]))
  for (let round = 0; round < rounds; round++) {
    for (const [name, statement] of contestants) {
      await createReadings(sql, name === 'pg_partman')
      const during = await latenciesBehindReader(url, statement)
      latencies.get(name)?.p95.push(quantile(during, 0.95))
      latencies.get(name)?.worst.push(Math.max(...during))
    }
  }
  console.log(`a partition dropped behind a reader of ${readerSeconds} seconds, medians of ${rounds} rounds`)
  for (const [name, { p95, worst }] of latencies)
    console.log(`${name.padEnd(16)} p95 of the neighbours ${median(p95).toFixed(0)} ms, the longest ${median(worst).toFixed(0)} ms`)
})

async function createReadings(sql: postgres.Sql, forPartman: boolean): Promise<void> {
  await sql.unsafe(`
    drop table if exists readings;
    create table readings (sensor integer not null, value integer, at timestamptz not null default now()) partition by range (at);
    delete from steward.retention_policies`)
  if (forPartman) return createWithPartman(sql)
  await sql.unsafe(`
    create table readings_1 partition of readings for values from ('${day(-100)}') to ('${day(-60)}');
    create table readings_2 partition of readings for values from ('${day(-60)}') to ('${day(60)}');
    ${fill}
    select steward.add_retention_policy('readings', 'at', '30 days');
    select steward.approve_retention_policy('readings', accept_share => 1)`)
}

async function createWithPartman(sql: postgres.Sql): Promise<void> {
  await sql.unsafe(`
    delete from partman.part_config;
    select partman.create_parent('public.readings', 'at', 'native', 'daily', p_premake => 2, p_start_partition => '${day(-80)}');
    update partman.part_config set retention = '79 days', retention_keep_table = false;
    ${fill}`)
}

async function latenciesBehindReader(url: string, statement: string): Promise<number[]> {
  const { result, transactions } = await besideNeighbour(url, neighbour, async () => {
    const reader = withDatabase(url, (session) => session.begin(async (tx) => {
      await tx`select count(*) from readings`
      await tx`select pg_sleep(${readerSeconds})`
    }), { max: 1 })
    await wait(500)
    const started = Date.now()
    await withDatabase(url, (session) => session.unsafe(statement), { max: 1 })
    await reader
    // Who waited ends only now.
    await wait(500)
    return { started, ended: Date.now() }
  })
  return transactions.filter((t) => t.ended >= result.started && t.ended < result.ended).map((t) => t.latency)
}

async function installPartman(url: string): Promise<boolean> {
  const admin = new URL(developmentServer().adminUrl)
  admin.pathname = new URL(url).pathname
  return withDatabase(
    admin.href,
    async (sql) => {
      const [available] = await sql`select from pg_available_extensions where name = 'pg_partman'`
      if (!available) {
        console.log('pg_partman is left out: it is not installed on this server')
        return false
      }
      const owner = decodeURIComponent(new URL(url).username)
      await sql.unsafe(`
        create schema partman;
        create extension pg_partman schema partman;
        grant all on schema partman to ${owner};
        grant all on all tables in schema partman to ${owner};
        grant execute on all functions in schema partman to ${owner};
        grant execute on all procedures in schema partman to ${owner};
        grant create, usage on schema public to ${owner}`)
      return true
    },
    { max: 1 },
  )
}
