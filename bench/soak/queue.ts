import type postgres from 'postgres'

export interface Jobs {
  enqueued: number
  rows: number
  queued: number
  running: number
  completed: number
  dead: number
}

/** How many jobs there are, and how many there have ever been. */
export async function countJobs(sql: postgres.Sql): Promise<Jobs> {
  const [jobs] = await sql<Jobs[]>`
    select pg_sequence_last_value(pg_get_serial_sequence('public.job_queue', 'id')::regclass)::integer as enqueued,
      count(*)::integer as rows,
      (count(*) filter (where status = 'queued'))::integer as queued,
      (count(*) filter (where status = 'running' and queue = 'soak'))::integer as running,
      (count(*) filter (where status = 'completed'))::integer as completed,
      (count(*) filter (where status = 'dead'))::integer as dead
    from public.job_queue`
  if (!jobs) throw new Error('nothing was counted')
  return jobs
}

/** How many jobs retention has removed after a step of maintenance (none, if that is not known), by its own record, and the last step by now. */
export async function removedJobs(sql: postgres.Sql, since: string | null): Promise<{ removed: number; lastStep: string | null }> {
  const [row] = await sql<{ removed: number; lastStep: string | null }[]>`
    select coalesce(sum(rows) filter (where target = 'public.job_queue' and id > ${since}::bigint), 0)::integer as removed,
      coalesce(max(id), ${since}::bigint)::text as "lastStep"
    from steward.maintenance_steps`
  if (!row) throw new Error('nothing was counted')
  return row
}
