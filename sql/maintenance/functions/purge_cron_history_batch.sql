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
  if purge_cron_history_batch.batch_rows > 0 is not true then
    raise exception using
      errcode = '22023',
      message = format('batch_rows is not positive: %L', purge_cron_history_batch.batch_rows),
      hint = 'It is how many rows go in one transaction; 1000 if it is left out.';
  end if;
  if not steward_internal.is_cron_here() then
    return;
  end if;
  return query execute format($sql$
    with batch as (
      select d.runid, d.job_pid, d.status, d.start_time,
        coalesce(d.end_time, d.start_time) as happened_at
      from %1$I.job_run_details as d
      where d.runid > $2
      order by d.runid
      limit $3
    ),
    aged as (
      select
        b.*,
        case
          when b.happened_at is not null then b.happened_at < $1
          else
            (
              select coalesce(later.end_time, later.start_time) < $1
              from %1$I.job_run_details as later
              where later.runid > b.runid
                and coalesce(later.end_time, later.start_time) is not null
              order by later.runid
              limit 1
            )
        end as is_old
      from batch as b
    ),
    deleted as (
      delete from %1$I.job_run_details as d
      using aged as a
      where d.runid = a.runid
        and a.is_old
        and not (
          a.status not in ('succeeded', 'failed')
          and exists (select from pg_stat_activity as s where s.pid = a.job_pid)
        )
      returning d.runid
    )
    select
      (select count(*) from deleted),
      -- Runs are in the order of their start: where none began before, none of the rest did.
      case when bool_or(a.is_old or a.start_time < $1) then max(a.runid) end
    from aged as a
  $sql$, 'cron')
  using
    purge_cron_history_batch.older_than,
    purge_cron_history_batch.after_run,
    purge_cron_history_batch.batch_rows;
end
$$;

comment on function steward_internal.purge_cron_history_batch(timestamptz, bigint, integer) is $doc$
Removes one batch of pg_cron's old run history, in the order of its primary key.

Run by run: a row without any time (the server died under the job) goes when the next run that has
one is old, and a run whose backend is still there stays. Deleting by end_time, as is usual, never
removes the former and reads the whole table each time, because the history has no index but the one
on runid.

@param older_than Runs that ended before are removed.
@param after_run The runid after which to look.
@param batch_rows How many rows to look at.
@returns The rows removed, and the runid to go on from, null when no row began before.
@error 22023 batch_rows is null or not positive.
@access steward_operator
@example begin; select * from steward_internal.purge_cron_history_batch('-infinity', 0, 100); rollback;
$doc$;

revoke all on function steward_internal.purge_cron_history_batch(timestamptz, bigint, integer)
from public;
