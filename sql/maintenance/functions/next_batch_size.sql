create or replace function steward_internal.next_batch_size(
  size bigint,
  wal_bytes numeric,
  duration interval,
  is_alone boolean,
  is_waited_for boolean
)
returns bigint
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select greatest(
    1,
    least(
      case when next_batch_size.is_waited_for then 0.5 else 2.0 end,
      goal.wal / greatest(next_batch_size.wal_bytes, 1),
      goal.seconds / greatest(extract(epoch from next_batch_size.duration), 0.000001)
    ) * next_batch_size.size
  )::bigint
  from (
    select
      pg_size_bytes(
        steward.get_setting(case when next_batch_size.is_alone then 'maintenance.idle_batch_wal' else 'maintenance.batch_wal' end)
      )::numeric as wal,
      case when next_batch_size.is_alone then 0.5 else 0.05 end as seconds
  ) as goal
$$;

comment on function steward_internal.next_batch_size(bigint, numeric, interval, boolean, boolean) is $doc$
Sizes the next batch of retention by what the last one cost.

The commits of other sessions wait behind the flush of ours, so what counts is the WAL of a batch (settings
`maintenance.batch_wal`, `maintenance.idle_batch_wal`), and on slow disks its time (50 milliseconds with others, half a second
alone). Sizes at most double, shrink at once, and halve where others waited for the rows of the batch.

@param size How long the last batch was: index entries, rows or blocks.
@param wal_bytes The WAL that the server wrote meanwhile.
@param duration How long it took.
@param is_alone Whether nobody else is active.
@param is_waited_for Whether a session waits for a lock of this one.
@returns The size of the next one, at least 1.
@access steward_operator
@example select steward_internal.next_batch_size(500, 262144, '2 milliseconds', false, false);
$doc$;

revoke all on function steward_internal.next_batch_size(bigint, numeric, interval, boolean, boolean) from public;
