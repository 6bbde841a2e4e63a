create or replace function steward.preview_retention(target regclass)
returns table (
  strategy text,
  expired_rows bigint,
  oldest timestamptz,
  newest timestamptz,
  problems text[],
  total_rows bigint,
  is_estimate boolean,
  because text,
  cutoff timestamptz,
  batches bigint,
  wal_bytes numeric,
  duration interval,
  is_approved boolean,
  statement text,
  time_zone text,
  time_zone_from text
)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
set jit = off
set lock_timeout = '1s'
as $$
declare
  v_policy steward.retention_policies;
  v_name text;
  v_predicate text;
  v_row_batches numeric;
  v_total record;
begin
  perform steward_internal.assert_retention_target(preview_retention.target);
  v_policy := steward_internal.retention_policy_of(preview_retention.target);
  v_name := format('%I.%I', v_policy.target_schema, v_policy.target_table);
  cutoff := steward_internal.retention_cutoff(v_policy);
  is_approved := v_policy.approved_at is not null;
  problems := steward_internal.retention_problems(v_policy, preview_retention.target);
  if steward_internal.retention_policy_problem(v_policy, preview_retention.target) is not null then
    return next;
    return;
  end if;

  v_predicate := steward_internal.expired_row_condition(v_policy, preview_retention.target, cutoff);
  statement := steward_internal.retention_statement(v_policy, preview_retention.target, v_predicate);
  select
    string_agg(distinct v.strategy, ', '), coalesce(sum(v.expired_rows), 0), min(v.oldest), max(v.newest),
    coalesce(sum(v.total_rows), 0), coalesce(bool_or(v.is_estimate), false), string_agg(distinct v.because, ' '),
    sum(v.expired_rows) filter (where not l.drops) * max(cost.wal_bytes_per_row),
    coalesce(sum(v.expired_rows) filter (where not l.drops), 0) * max(cost.seconds_per_row) * interval '1 second',
    count(*) filter (where l.drops)
  into strategy, expired_rows, oldest, newest, total_rows, is_estimate, because, wal_bytes, duration, batches
  from steward_internal.retention_leaves(v_policy, preview_retention.target, cutoff) as l
  cross join lateral steward_internal.retention_leaf_preview(v_policy, l.relid, l.drops, v_predicate) as v
  cross join lateral steward_internal.retention_cost(v_name, steward_internal.retention_row_weight(l.relid)) as cost;
  -- Partitions of which nothing goes are part of the table as well.
  if exists (select from pg_partitioned_table as p where p.partrelid = preview_retention.target) then
    select t.* into v_total from steward_internal.retention_total(preview_retention.target) as t;
    total_rows := greatest(v_total.total_rows, expired_rows);
    is_estimate := is_estimate or v_total.is_estimate;
  end if;

  problems := problems || steward_internal.epoch_problem(v_policy, preview_retention.target);
  time_zone := v_policy.time_zone;
  time_zone_from := v_policy.time_zone_from;
  if (select s.is_exceeded from steward_internal.retention_share_limit(v_policy, preview_retention.target, v_predicate) as s) then
    problems := problems || (
      steward_internal.retention_share_message(v_policy, preview_retention.target)
        || case
          when is_approved then ', so no run is made.'
          else ', so approve_retention_policy() wants to be told by accept_share that this is meant.'
        end
    );
  end if;
  wal_bytes := coalesce(round(wal_bytes), 0);
  v_row_batches := ceil(wal_bytes / pg_size_bytes(steward.get_setting('maintenance.batch_wal')));
  batches := batches + v_row_batches::bigint;
  return next;
end
$$;

comment on function steward.preview_retention(regclass) is $doc$
Shows what a run of a retention policy would do now, and changes nothing.

Look at it before `approve_retention_policy()`. Rows are counted; in tables from the size of the setting
`maintenance.count_limit` on they are estimated, and then `is_estimate` is true. Batches, WAL and time are estimates for a
server on which others work: by the runs of the last 30 days, else by what such rows cost elsewhere.

@area maintenance
@param target The table.
@returns One row: how rows are found and why, how many go of how many, the oldest and newest of them, what stands in the way
  (`problems`, each a sentence with what to do), the statement whose condition every batch repeats,
  and in which zones local times are read and why.
@error 42P01 The target is null, or the table was dropped.
@error SW013 The table has no retention policy.
@error 55P03 Somebody has locked the table for more than a second.
@error 42501 The role does not have the privileges of the owner of the table.
@access steward_operator
@access steward_admin
@example begin; create table public.previewed (at timestamptz); select add_retention_policy('public.previewed', 'at', '7 days'); select strategy, expired_rows, oldest, newest, problems from preview_retention('public.previewed'); rollback;
$doc$;

revoke all on function steward.preview_retention(regclass) from public;
