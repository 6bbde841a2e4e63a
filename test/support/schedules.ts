import type postgres from 'postgres'

/** Adds a schedule that is due once: its time was two minutes ago, and comes again in a year. */
export async function addDueSchedule(sql: postgres.Sql, name: string, command: string): Promise<void> {
  await sql`
    insert into steward.schedules (name, cron, command, created_at)
    values (${name}, to_char((now() - interval '2 minutes') at time zone 'UTC', 'FMMI FMHH24 FMDD FMMM') || ' *', ${command},
      now() - interval '1 hour')`
}

/** A time that comes once a year, half a year from now: a test does not meet it. */
export const farAway = `0 0 1 ${((new Date().getUTCMonth() + 6) % 12) + 1} *`

/** The runs of the ledger, in their order, without what differs each time. */
export const ledger = async (sql: postgres.Sql | postgres.TransactionSql) => [
  ...(await sql<{ name: string; attempt: number; status: string; message: string | null }[]>`
    select name, attempt, status, message from steward.schedule_runs order by id`),
]

/** The locks that say that somebody runs a schedule in this database. */
export const runLocks = (sql: postgres.Sql) => sql<{ pid: number }[]>`
  select l.pid from pg_locks as l inner join pg_database as d on d.oid = l.database
  where l.locktype = 'advisory' and l.classid = 20985 and d.datname = current_database() and l.objid > 6`
