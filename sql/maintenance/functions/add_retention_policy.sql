create or replace function steward.add_retention_policy(
  target regclass,
  age_column name,
  keep interval,
  action text default 'delete',
  conditions jsonb default '[]',
  age_kind text default null,
  time_zone text default null,
  archive_to regclass default null,
  soft_delete_column name default null,
  keep_rows bigint default null,
  keep_last integer default null,
  keep_per name[] default null,
  max_share numeric default null,
  max_rows bigint default null,
  time_budget interval default '10 minutes',
  window_start time default null,
  window_end time default null,
  priority integer default 100,
  enabled boolean default true,
  allow_short boolean default false
)
returns steward.retention_policies
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_policy steward.retention_policies;
  v_problem text;
  v_has_seconds boolean;
  v_example numeric;
begin
  perform steward_internal.assert_not_null(
    'steward.add_retention_policy',
    jsonb_build_object(
      'conditions', add_retention_policy.conditions, 'priority', add_retention_policy.priority,
      'enabled', add_retention_policy.enabled, 'allow_short', add_retention_policy.allow_short
    )
  );
  perform steward_internal.assert_retention_target(add_retention_policy.target);

  select
    n.nspname, c.relname, add_retention_policy.age_column,
    coalesce(add_retention_policy.age_kind, steward_internal.retention_age_kind(a.atttypid)),
    coalesce(add_retention_policy.time_zone, z.time_zone),
    case when add_retention_policy.time_zone is null then z.time_zone_from else 'given' end, add_retention_policy.keep, add_retention_policy.action,
    add_retention_policy.conditions, an.nspname, ac.relname, add_retention_policy.soft_delete_column,
    add_retention_policy.keep_rows, add_retention_policy.keep_last, add_retention_policy.keep_per,
    add_retention_policy.max_share, add_retention_policy.max_rows, add_retention_policy.time_budget,
    add_retention_policy.window_start, add_retention_policy.window_end, add_retention_policy.priority,
    add_retention_policy.enabled, now(), session_user, null::timestamptz, null::name, null::numeric
  into v_policy
  from pg_class as c
  inner join pg_namespace as n on n.oid = c.relnamespace
  left join pg_attribute as a
    on a.attrelid = c.oid
    and a.attname = add_retention_policy.age_column
    and a.attnum > 0
    and not a.attisdropped
  left join pg_class as ac on ac.oid = add_retention_policy.archive_to
  left join pg_namespace as an on an.oid = ac.relnamespace
  cross join lateral steward_internal.retention_time_zone(
    c.oid, add_retention_policy.age_column,
    coalesce(add_retention_policy.age_kind, steward_internal.retention_age_kind(a.atttypid))
  ) as z
  where c.oid = add_retention_policy.target;

  if v_policy.keep > interval '0' and v_policy.keep < interval '1 day' and add_retention_policy.allow_short is not true then
    v_has_seconds := mod(extract(epoch from v_policy.keep), 60) <> 0;
    v_example := trunc(extract(epoch from v_policy.keep));
    v_example := case when v_example between 1 and 999 then v_example else 30 end;
    raise exception using
      errcode = '22023',
      message = format('rows of %s would be kept for %s only', add_retention_policy.target, v_policy.keep),
      detail = case when v_has_seconds then 'A number without a unit counts seconds.' else 'Less than a day has to be meant.' end,
      hint = case
        when v_has_seconds then format('Write the unit, as in ''%s days''; if less than a day is meant: allow_short => true.', v_example)
        else 'It is at least a day, as in ''30 days''; if less is meant: allow_short => true.'
      end;
  end if;
  v_problem := steward_internal.retention_policy_problem(v_policy, add_retention_policy.target);
  if v_problem is not null then
    raise exception using
      errcode = '22023',
      message = format('table %s cannot have this retention policy', add_retention_policy.target),
      detail = v_problem,
      hint = 'For example: select * from add_retention_policy(''job_queue'', ''finished_at'', ''7 days'');';
  end if;

  insert into steward.retention_policies values (v_policy.*);
  return v_policy;
exception
  when unique_violation then
    raise exception using
      errcode = '42710',
      message = format('table %s has a retention policy already', add_retention_policy.target),
      hint = format('select drop_retention_policy(%L);', add_retention_policy.target);
end
$$;

comment on function steward.add_retention_policy(
  regclass, name, interval, text, jsonb, text, text, regclass, name, bigint, integer, name[], numeric, bigint,
  interval, time, time, integer, boolean, boolean
) is $doc$
Says how long the rows of a table are kept.

Nothing happens before `approve_retention_policy()`: look at `preview_retention()` first. The age of a row is
in one column: a timestamp, a date, an integer that counts seconds or milliseconds since 1970, or a UUID of version
7. What is too old is deleted, moved to an archive, marked (`soft_delete`), or dropped with its partition.

@area maintenance
@param target The table; of a partitioned one the parent.
@param age_column The column that says how old a row is; where it is null a row stays.
@param keep How long a row is kept.
@param action delete, archive, soft_delete, or drop_partition for whole partitions only.
@param conditions Which rows may go, as a list of objects of column, operator and value; all must hold.
@param age_kind timestamptz, timestamp, date, epoch_seconds, epoch_milliseconds or uuidv7; null lets the type decide.
@param time_zone The zone of timestamps without one, of dates and of the window; null looks in the catalog in which it is written, and
  where that may be several, a row goes when it is too old in each of them.
@param archive_to The table that rows are moved to: it has the columns of the target.
@param soft_delete_column The column of type timestamptz that is set to now().
@param keep_rows So many of the newest rows stay, however old.
@param keep_last So many of the newest rows of each key stay, however old.
@param keep_per The columns of that key.
@param max_share A run that would take more of the table than this share is refused; null means 0.8.
@param max_rows A run takes no more rows than this; null means all.
@param time_budget A run ends after this time and goes on the next time.
@param window_start Time of day from which on it may run; null means always.
@param window_end Time of day at which it ends; may be on the next day.
@param priority Policies run in this order, low numbers first.
@param enabled Whether it runs at all.
@param allow_short Whether keep may be less than a day, which is more often a number without a unit: '90' are 90 seconds.
@returns The policy.
@error 22004 conditions, priority, enabled or allow_short is null.
@error 22023 A field does not fit the table or another field, or keep is less than a day without allow_short.
@error 42P01 The target is null, or the table was dropped.
@error 42710 The table has a policy.
@error 42809 The target is not a table, a partition, or not the user's.
@error 42501 The role does not own the table.
@access steward_admin
@example begin; create table public.kept (at timestamptz); select age_kind, approved_at from add_retention_policy('public.kept', 'at', '7 days'); rollback;
$doc$;

revoke all on function steward.add_retention_policy(
  regclass, name, interval, text, jsonb, text, text, regclass, name, bigint, integer, name[], numeric, bigint,
  interval, time, time, integer, boolean, boolean
) from public;
