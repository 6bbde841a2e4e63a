import t from 'tap'
import type postgres from 'postgres'
import { testDatabase } from '../support/database.js'
import { asSuperuser, needsCron, withCron } from '../support/cron.js'

/** A run of pg_cron: its status, the hours since it started and ended, and its backend. */
type Run = [status: string, started: number | null, ended: number | null, pid?: number | null]

const base = 9_000_000_000_000

async function fill(tx: postgres.TransactionSql, runs: Run[]): Promise<void> {
  await asSuperuser(tx, async () => {
    await tx`delete from cron.job_run_details where runid > ${base}`
    for (const [index, [status, started, ended, pid = -1]] of runs.entries()) {
      await tx`
        insert into cron.job_run_details (jobid, runid, job_pid, database, username, command, status, start_time, end_time)
        values (1, ${base + index + 1}, ${pid}, current_database(), 'app', '', ${status},
          now() - make_interval(hours => ${started}), now() - make_interval(hours => ${ended}))`
    }
  })
}

/** The runs that are left after all batches, by their place; runs older than 24 hours are expired. */
async function purge(tx: postgres.TransactionSql, batchRows = 100): Promise<{ left: number[]; deleted: number[] }> {
  const deleted: number[] = []
  for (let after: string | null = String(base); after; ) {
    const [batch]: { deleted_rows: string; last_run: string | null }[] = await tx`
      select * from steward_internal.purge_cron_history_batch(now() - interval '24 hours', ${after}::bigint, ${batchRows})`
    after = batch?.last_run ?? null
    if (after) deleted.push(Number(batch?.deleted_rows))
  }
  const rows = await tx<{ place: string }[]>`
    select runid - ${base}::bigint as place from cron.job_run_details where runid > ${base} order by runid`
  return { left: rows.map((row) => Number(row.place)), deleted }
}

const old: Run = ['succeeded', 30, 29]
const recent: Run = ['succeeded', 3, 2]
const lost: Run = ['failed', null, null]

for (const [name, runs, left] of [
  ['removes the expired runs', [old, ['failed', 26, 25], recent, recent], [3, 4]],
  ['removes all if all are expired', [old, old], []],
  ['keeps everything when nothing is old', [recent, lost, recent], [1, 2, 3]],
  ['keeps everything when nothing is old and the first runs have no times', [lost, ['starting', null, null, null], recent], [1, 2, 3]],
  ['keeps runs without times and nothing else', [lost, lost], [1, 2]],
  ['removes runs without times before an expired run', [lost, old, lost, lost, old, recent], [6]],
  ['keeps runs without times after the last expired run', [old, lost, recent, lost], [2, 3, 4]],
  ['keeps a run that began long ago and ended lately', [['succeeded', 40, 1], old, recent], [1, 3]],
  ['removes a run that never ended, by its start', [['running', 30, null], recent], [2]],
  ['keeps a run that ended exactly at the limit', [['succeeded', 25, 24], old], [1]],
] as [string, Run[], number[]][]) {
  t.test(name, needsCron, async (t) => {
    await withCron(t, async (tx) => {
      await tx`reset role`
      for (const batchRows of [100, 2, 1]) {
        await fill(tx, runs)
        t.strictSame((await purge(tx, batchRows)).left, left, `in batches of ${batchRows}`)
      }
    })
  })
}

t.test('keeps an expired run whose backend is there, but not one that ended', needsCron, async (t) => {
  await withCron(t, async (tx) => {
    const [{ pid } = { pid: 0 }] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`
    await tx`reset role`
    for (const batchRows of [100, 1]) {
      await fill(tx, [['running', 30, null, pid], ['succeeded', 30, 29, pid], ['starting', null, null, pid], old, ['running', 30, null, -1], recent])
      t.strictSame((await purge(tx, batchRows)).left, [1, 3, 6], `in batches of ${batchRows}`)
    }
  })
})

t.test('looks at no more rows than asked for, and says where to go on', needsCron, async (t) => {
  await withCron(t, async (tx) => {
    await tx`reset role`
    const batch = async (after: number) => [
      ...(await tx`
        select deleted_rows, last_run - ${base}::bigint as last_run
        from steward_internal.purge_cron_history_batch(now() - interval '24 hours', ${base + after}, 2)`),
    ]
    await fill(tx, [old, old, old, recent, recent, recent])
    t.strictSame(await batch(0), [{ deleted_rows: '2', last_run: '2' }])
    t.strictSame(await batch(2), [{ deleted_rows: '1', last_run: '4' }])
    t.strictSame(await batch(4), [{ deleted_rows: '0', last_run: null }], 'only recent runs: that was it')
    t.strictSame(await batch(6), [{ deleted_rows: '0', last_run: null }], 'no runs: that was it')
  })
})

t.test('a role removes only the runs that pg_cron lets it see', needsCron, async (t) => {
  await withCron(t, async (tx) => {
    await fill(tx, [old, old])
    await asSuperuser(tx, () => tx`update cron.job_run_details set username = 'postgres' where runid = ${base + 1}`)
    await purge(tx)
    await tx`reset role`
    const rows = await tx`select username from cron.job_run_details where runid > ${base}`
    t.strictSame([...rows], [{ username: 'postgres' }])
  })
})

t.test('without pg_cron there is nothing to do', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame([...(await sql`select * from steward_internal.purge_cron_history_batch(now(), 0, 10)`)], [])
})
