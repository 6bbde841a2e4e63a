import type postgres from 'postgres'

/** What a preview says; `oldest` and `newest` in whole hours before now. */
export interface Preview {
  strategy: string | null
  expired_rows: number | null
  total_rows: number | null
  is_estimate: boolean | null
  oldest: number | null
  newest: number | null
  problems: string[]
}

/** Previews the policy of a table. */
export async function preview(sql: postgres.Sql | postgres.TransactionSql, target: string): Promise<Preview> {
  const [row] = await sql<Preview[]>`
    select strategy, expired_rows::int, total_rows::int, is_estimate, problems,
      round(extract(epoch from now() - oldest) / 3600)::int as oldest,
      round(extract(epoch from now() - newest) / 3600)::int as newest
    from steward.preview_retention(${target}::regclass)`
  if (!row) throw new Error(`${target} has no preview`)
  return row
}

/** The steps of the newest run, without times and sizes. */
export const steps = async (sql: postgres.Sql): Promise<postgres.Row[]> => [
  ...(await sql`
    select s.step, s.target, s.outcome, s.rows::int, s.sqlstate, s.message
    from steward.maintenance_steps as s
    where s.run_id = (select max(r.id) from steward.maintenance_runs as r)
    order by s.id`),
]

/** The newest run. */
export const lastRun = async (sql: postgres.Sql): Promise<postgres.Row | undefined> =>
  (await sql`
    select outcome, finished_at is not null as is_finished, role_name from steward.maintenance_runs order by id desc limit 1`)[0]
