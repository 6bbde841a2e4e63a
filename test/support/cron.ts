import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type postgres from 'postgres'
import type { Test } from 'tap'
import { connect } from '../../src/database.js'
import { stewardMigrations } from '../../src/install/settings.js'
import { applySources } from '../../tools/apply.js'
import { preloads, testDatabase, testServer } from './database.js'
import { rolledBack } from './transaction.js'

/** The option of a test that needs pg_cron. */
export const needsCron = { skip: preloads('pg_cron') ? (false as const) : 'this server has no pg_cron' }

/**
 * Installs pgsteward beside pg_cron, hands the transaction to `use` as the role app, and rolls all of it
 * back. pg_cron lives in one database of the server, which is nobody's alone, so nothing may stay; its
 * launcher learns of jobs at commit, so none of them runs.
 */
export async function withCron(t: Test, use: (tx: postgres.TransactionSql) => Promise<unknown>): Promise<void> {
  const admin = connect(testServer().adminUrl, { max: 1 })
  t.teardown(() => admin.end())
  // Not in the transaction: its now() would be as old as the wait is long.
  await admin`select pg_advisory_lock(20985, 3)`
  await rolledBack(admin, async (tx) => {
    await tx`set local lock_timeout = '20s'`
    await tx`set local client_min_messages = warning`
    await tx`drop schema if exists steward, steward_internal, steward_access cascade`
    await tx`delete from cron.job where jobname ~ '^steward(-once)?[.]'`
    await tx`set local role app`
    for (const text of migrationTexts()) await tx.unsafe(text)
    await tx.savepoint((sp) => applySources({ begin: (apply: typeof use) => apply(sp) } as never))
    await tx`set local check_function_bodies = on`
    await tx`set local search_path = '$user', public, steward`
    await use(tx)
  })
  await admin`select pg_advisory_unlock(20985, 3)`
}

/**
 * pg_cron cannot be in a database of its own, so this one gets its three objects: what purging
 * needs of it. The batches themselves are tested beside the real pg_cron.
 */
export async function withHistory(t: Test) {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create schema cron;
    create function cron.schedule(text, text, text) returns bigint language sql as 'select 1::bigint';
    create table cron.job (jobid bigint, jobname text, schedule text, command text, active boolean, username text, database text);
    create table cron.job_run_details (
      jobid bigint, runid bigint primary key, job_pid integer, database text, username text, command text,
      status text, return_message text, start_time timestamptz, end_time timestamptz
    );
    insert into cron.job_run_details (jobid, runid, status, start_time, end_time)
    select 1, n, 'succeeded', now() - make_interval(days => 13 - n), now() - make_interval(days => 13 - n)
    from generate_series(1, 12) as n;
  `)
  const left = async () => (await db.sql`select runid::int from cron.job_run_details order by 1`).map((row) => row['runid'] as number)
  return { ...db, left }
}

/** Runs one statement as the superuser of the connection, and goes back to the role before. */
export async function asSuperuser<T>(tx: postgres.TransactionSql, use: () => Promise<T>): Promise<T> {
  const [before] = await tx<{ role: string }[]>`select current_setting('role') as role`
  await tx`reset role`
  const result = await use()
  await tx`select set_config('role', ${before?.role ?? 'none'}, true)`
  return result
}

function migrationTexts(): string[] {
  return readdirSync(stewardMigrations.dir)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => readFileSync(join(stewardMigrations.dir, file), 'utf8').split('-- Down Migration')[0] ?? '')
}
