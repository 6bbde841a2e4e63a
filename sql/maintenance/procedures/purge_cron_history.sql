create or replace procedure steward.purge_cron_history(
  keep interval default null,
  batch_rows integer default 1000
)
language plpgsql
as $$
declare
  v_keep interval := purge_cron_history.keep;
  v_older_than timestamptz;
  v_batch record;
  v_last_run bigint := 0;
begin
  -- Inside a transaction block this refuses at once, not only when there is something to remove.
  commit;
  if v_keep is null then
    v_keep := steward.get_setting('maintenance.keep_cron_history')::pg_catalog.interval;
  end if;
  v_older_than := pg_catalog.timestamptz_mi_interval(pg_catalog.now(), v_keep);
  loop
    select b.*
    into v_batch
    from steward_internal.purge_cron_history_batch(
      v_older_than, v_last_run, purge_cron_history.batch_rows
    ) as b;
    exit when v_batch.last_run is null;
    v_last_run := v_batch.last_run;
    commit;
  end loop;
end
$$;

comment on procedure steward.purge_cron_history(interval, integer) is $doc$
Removes pg_cron's old run history, in batches that commit.

pg_cron never removes any of it. Install schedules this every night. A role that does not own the
history removes only the runs of its own jobs, as pg_cron's row level security has it. Without
pg_cron it does nothing.

@area maintenance
@param keep How long runs are kept; null means the setting `maintenance.keep_cron_history`.
@param batch_rows Rows in each transaction.
@error 22023 batch_rows is null or not positive.
@error 2D000 It was called inside a transaction block.
@access steward_operator
@example call purge_cron_history();
$doc$;

revoke all on procedure steward.purge_cron_history(interval, integer) from public;
