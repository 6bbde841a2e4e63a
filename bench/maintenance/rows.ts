import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type postgres from 'postgres'
import { withDatabase } from '../../src/database.js'
import { install } from '../../src/install/install.js'
import { withScratchDatabase } from '../../tools/scratch-database.js'
import { checkpoint, median, quantile, time } from '../support.js'
import { besideNeighbour } from './neighbour.js'

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '2000000' },
    rounds: { type: 'string', default: '3' },
  },
})
const rows = Number(options.rows)
const rounds = Number(options.rounds)

// What any tool that goes through the index in commits of 500 rows has to do, and nothing else: no guard, no brake, no ledger.
const floor = `
  do $$
  declare
    v_limit timestamptz := now() - interval '30 days';
    v_from timestamptz := '-infinity';
    v_to timestamptz;
  begin
    loop
      execute 'select created_at from events where created_at >= $1 and created_at < $2 order by 1 offset 500 limit 1'
      into v_to using v_from, v_limit;
      execute 'delete from events where created_at >= $1 and created_at < $2' using v_from, coalesce(v_to, v_limit);
      commit;
      exit when v_to is null;
      v_from := v_to;
    end loop;
  end $$`
// The loop that most advice ends in: it begins anew with each batch.
const loop = `
  do $$
  declare
    v_rows bigint;
  begin
    loop
      delete from events where ctid = any(array(select ctid from events where created_at < now() - interval '30 days' limit 5000));
      get diagnostics v_rows = row_count;
      commit;
      exit when v_rows = 0;
    end loop;
  end $$`
const contestants = {
  'one DELETE': `delete from events where created_at < now() - interval '30 days'`,
  pgsteward: `call steward.apply_retention('events')`,
  'floor of 500 rows a commit': floor,
  'ctid-LIMIT loop of 5,000': loop,
}
type Contestant = keyof typeof contestants
const names = Object.keys(contestants) as Contestant[]

const neighbour = {
  rate: 1000,
  script: `
    \\set account random(1, 100000)
    begin;
    select balance from accounts where id = :account;
    update accounts set balance = balance + 1 where id = :account;
    insert into movements (account) values (:account);
    commit;`,
}

await withScratchDatabase(async (sql, url) => {
  await install(sql, { searchPath: false })
  await createTables(sql)
  const results: { scenario: string; contestant: Contestant; round: number; value: number }[] = []
  const record = (scenario: string, contestant: Contestant, round: number, value: number) =>
    results.push({ scenario, contestant, round, value })

  for (let round = 0; round < rounds; round++) {
    for (const contestant of names) {
      const purge = () => withDatabase(url, (session) => time(session, contestants[contestant]), { max: 1 })
      await refill(sql)
      // Who was active within the last second counts as being there.
      await wait(1500)
      record('alone', contestant, round, await purge())
      await refill(sql)
      record('snapshot', contestant, round, await whileSnapshotIsHeld(url, purge))
      await refill(sql)
      const { elapsed, ratio } = await besideBusyNeighbour(url, purge)
      record('p95', contestant, round, ratio)
      record('rows per second', contestant, round, rows / 2 / (elapsed / 1000))
    }
  }

  const values = (scenario: string, contestant: Contestant) =>
    results.filter((r) => r.scenario === scenario && r.contestant === contestant).map((r) => r.value)
  const ratios = (a: number[], b: number[]) => a.map((value, round) => value / (b[round] ?? Number.NaN))
  console.log(`removing ${rows / 2} of ${rows} rows, medians of ${rounds} rounds`)
  for (const contestant of names) {
    const alone = values('alone', contestant)
    console.log(
      [
        contestant.padEnd(26),
        `${median(alone).toFixed(0)} ms, ${median(ratios(alone, values('alone', 'one DELETE'))).toFixed(2)} of one DELETE;`,
        `with an old snapshot ${median(ratios(values('snapshot', contestant), alone)).toFixed(2)} of its own time;`,
        `neighbour's p95 ${median(values('p95', contestant)).toFixed(2)} of its baseline`,
        `at ${(median(values('rows per second', contestant)) / 1e6).toFixed(2)} M rows/s`,
      ].join(' '),
    )
  }
})

async function createTables(sql: postgres.Sql): Promise<void> {
  await sql.unsafe(`
    create unlogged table source as
    select i as id, now() - interval '60 days' + i * interval '60 days' / ${rows} as created_at, md5(i::text) as payload
    from generate_series(1, ${rows}) as i;
    create table events (id bigint primary key, created_at timestamptz not null, payload text) with (autovacuum_enabled = off);
    create table accounts (id integer primary key, balance bigint not null default 0) with (fillfactor = 50);
    insert into accounts (id) select generate_series(1, 100000);
    create table movements (id bigint generated always as identity primary key, account integer, at timestamptz default now());
    select steward.add_retention_policy('events', 'created_at', '30 days');
    select steward.approve_retention_policy('events', accept_share => 1)`)
  await sql`vacuum analyze accounts`
}

async function refill(sql: postgres.Sql): Promise<void> {
  await sql.unsafe(`
    truncate events;
    drop index if exists events_created_at_idx;
    insert into events select * from source;
    create index on events (created_at)`)
  await sql`vacuum analyze events`
  await checkpoint()
}

/** As pg_dump, a replica with feedback or a forgotten transaction would. */
async function whileSnapshotIsHeld(url: string, purge: () => Promise<number>): Promise<number> {
  return withDatabase(
    url,
    (holder) =>
      holder.begin('isolation level repeatable read', async (tx) => {
        await tx`select count(*) from accounts`
        await wait(1500)
        return purge()
      }),
    { max: 1 },
  )
}

/** Compares the neighbour's transactions during the purge with those of the three seconds before it. */
async function besideBusyNeighbour(url: string, purge: () => Promise<number>) {
  const { result, transactions } = await besideNeighbour(url, neighbour, async () => {
    await wait(3000)
    const started = Date.now()
    const elapsed = await purge()
    return { started, elapsed }
  })
  const p95 = (from: number, to: number) =>
    quantile(transactions.filter((t) => t.ended >= from && t.ended < to).map((t) => t.latency), 0.95)
  const { started, elapsed } = result
  return { elapsed, ratio: p95(started, started + elapsed) / p95(started - 3000, started) }
}
