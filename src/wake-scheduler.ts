import { setTimeout as wait } from 'node:timers/promises'
import type postgres from 'postgres'

type Session = postgres.Sql | postgres.ReservedSql

/**
 * Makes the launcher of pg_cron read its jobs again, if it is in this database: what was done before may have been so large
 * that the launcher missed what it was told of them.
 */
export async function wakeScheduler(sql: Session): Promise<void> {
  await executeWakeStatement(sql, await readWakeStatement(sql))
}

/** The same, but at once where little was done, since that cannot have kept the launcher behind. */
export async function wakeSchedulerAfter(sql: Session, milliseconds: number): Promise<void> {
  const statement = await readWakeStatement(sql)
  if (milliseconds > littleMs) await executeWakeStatement(sql, statement)
  else if (statement !== null) await sql.unsafe(statement).catch(ignoreRefusal)
}

/** The statement that wakes the launcher; null where pg_cron or pgsteward is not, or not for this role. */
export async function readWakeStatement(sql: Session): Promise<string | null> {
  const [installed] = await sql`
    select from pg_catalog.pg_proc as p
    inner join pg_catalog.pg_namespace as n on n.oid = p.pronamespace
    where n.nspname = 'steward_internal' and p.proname = 'wake_statement'
      and has_schema_privilege(n.oid, 'usage') and has_function_privilege(p.oid, 'execute')`
  if (!installed) return null
  const [row] = await sql<{ statement: string }[]>`
    select steward_internal.wake_statement() as statement where steward_internal.is_cron_here()`
  return row?.statement ?? null
}

/** Executes it in the database that has pg_cron, at once and again when a launcher that was behind has caught up. */
export async function executeWakeStatement(sql: Session, statement: string | null): Promise<void> {
  if (statement === null) return
  await sql.unsafe(statement).catch(ignoreRefusal)
  await wait(secondsToCatchUp * 1000)
  await sql.unsafe(statement).catch(ignoreRefusal)
}

/** The launcher looks once a second. */
const secondsToCatchUp = 1.5

// Thousands of changes of the catalog, which overflow the queue of the launcher, take longer.
const littleMs = 1000

/** A superuser may have no jobs where cron.enable_superuser_jobs is off. */
function ignoreRefusal(error: postgres.PostgresError): void {
  if (error.code !== '42501') throw error
}
