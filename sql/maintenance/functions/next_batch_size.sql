create or replace function steward_internal.next_batch_size(
  size bigint,
  rows bigint,
  wal_bytes numeric,
  duration interval,
  is_alone boolean,
  is_waited_for boolean
)
returns bigint
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_kind text := case when next_batch_size.is_alone then 'maintenance.idle_batch_' else 'maintenance.batch_' end;
  v_seconds numeric := case when next_batch_size.is_alone then 0.5 else 0.05 end;
begin
  return greatest(
    1,
    next_batch_size.size * least(
      case when next_batch_size.is_waited_for then 0.5 else 2 end,
      steward.get_setting(v_kind || 'rows')::numeric / greatest(next_batch_size.rows, 1),
      pg_size_bytes(steward.get_setting(v_kind || 'wal')) / greatest(next_batch_size.wal_bytes, 1),
      v_seconds / greatest(extract(epoch from next_batch_size.duration), 0.000001)
    )
  );
end
$$;

comment on function steward_internal.next_batch_size(bigint, bigint, numeric, interval, boolean, boolean) is $doc$
Sizes the next batch of retention by what the last one cost.

The commits of other sessions wait behind the flush of ours, so what counts is what a batch writes: its rows and its WAL
(settings `maintenance.batch_rows` and `maintenance.batch_wal`, and `maintenance.idle_batch_rows` and `maintenance.idle_batch_wal` while
nobody else is active); on slow disks its time, 50 milliseconds with others and half a second alone. Sizes at most double,
shrink at once, and halve where others waited for the rows of the batch.

@param size How long the last batch was: index entries, rows or blocks.
@param rows How many rows it removed.
@param wal_bytes The WAL that the server wrote meanwhile.
@param duration How long it took.
@param is_alone Whether nobody else is active.
@param is_waited_for Whether a session waits for a lock of this one.
@returns The size of the next one, at least 1.
@access steward_operator
@example select steward_internal.next_batch_size(500, 500, 262144, '2 milliseconds', false, false);
$doc$;

revoke all on function steward_internal.next_batch_size(bigint, bigint, numeric, interval, boolean, boolean) from public;
