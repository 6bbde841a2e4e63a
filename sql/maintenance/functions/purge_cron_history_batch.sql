create or replace function steward_internal.purge_cron_history_batch(
  older_than timestamptz,
  after_run bigint,
  batch_rows integer
)
returns table (deleted_rows bigint, last_run bigint)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
begin
  if steward_internal.scheduler() <> 'pg_cron' then
    return;
  end if;
  return query execute format($sql$
    with batch as (
      select d.runid, d.job_pid, d.status, coalesce(d.end_time, d.start_time) as happened_at
      from %1$I.job_run_details as d
      where d.runid > $2
      order by d.runid
      limit $3
    ),
    expired as (
      select b.runid
      from batch as b
      where b.runid < coalesce(
          (select min(recent.runid) from batch as recent where recent.happened_at >= $1),
          (select max(old.runid) + 1 from batch as old where old.happened_at < $1),
          0
        )
        and not (
          b.status not in ('succeeded', 'failed')
          and exists (select from pg_stat_activity as a where a.pid = b.job_pid)
        )
    ),
    deleted as (
      delete from %1$I.job_run_details as d
      using expired as e
      where d.runid = e.runid
      returning d.runid
    )
    select count(*), case when count(*) > 0 then (select max(b.runid) from batch as b) end
    from deleted
  $sql$, 'cron')
  using
    purge_cron_history_batch.older_than,
    purge_cron_history_batch.after_run,
    purge_cron_history_batch.batch_rows;
end
$$;

comment on function steward_internal.purge_cron_history_batch(timestamptz, bigint, integer) is $doc$
Removes one batch of pg_cron's old run history, in the order of its primary key.

Run by run: a row without any time (the server died under the job) goes when a later run is old, and
a run whose backend is still there stays. Deleting by end_time, as is usual, never removes the former
and reads the whole table each time, because the history has no index but the one on runid.

@param older_than Runs that ended before are removed.
@param after_run The runid after which to look.
@param batch_rows How many rows to look at.
@returns The rows removed, and the runid to go on from, null when there is nothing left to remove.
@access steward_operator
@example begin; select * from steward_internal.purge_cron_history_batch('-infinity', 0, 100); rollback;
$doc$;

revoke all on function steward_internal.purge_cron_history_batch(timestamptz, bigint, integer)
from public;
