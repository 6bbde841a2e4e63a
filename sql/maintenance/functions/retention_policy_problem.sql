create or replace function steward_internal.retention_policy_problem(policy steward.retention_policies, target oid)
returns text
language plpgsql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_policy steward.retention_policies := retention_policy_problem.policy;
  v_type oid;
  v_missing text;
  v_problem text;
  v_predicate text;
  v_detail text;
begin
  select coalesce(nullif(t.typbasetype, 0::oid), t.oid)
  into v_type
  from pg_attribute as a
  inner join pg_type as t on t.oid = a.atttypid
  where a.attrelid = retention_policy_problem.target
    and a.attname = v_policy.age_column
    and a.attnum > 0
    and not a.attisdropped;

  select string_agg(coalesce(quote_ident(k.name), 'null'), ', ')
  into v_missing
  from unnest(v_policy.keep_per) as k (name)
  where not exists (
    select
    from pg_attribute as a
    where a.attrelid = retention_policy_problem.target
      and a.attname = k.name
      and a.attnum > 0
      and not a.attisdropped
  );

  if v_type is null then
    return format('There is no column %s.', coalesce(quote_ident(v_policy.age_column), 'null'));
  elsif v_policy.age_kind is null then
    return case
      when v_type in ('bigint'::regtype, 'integer'::regtype, 'numeric'::regtype)
        then 'Say in age_kind whether the column counts epoch_seconds or epoch_milliseconds.'
      else format('A column of type %s does not say how old a row is.', format_type(v_type, null))
    end;
  elsif v_type <> all (
    case v_policy.age_kind
      when 'timestamptz' then array['timestamptz'::regtype]
      when 'timestamp' then array['timestamp'::regtype]
      when 'date' then array['date'::regtype]
      when 'uuidv7' then array['uuid'::regtype]
      when 'epoch_seconds' then array['bigint'::regtype, 'integer', 'numeric']
      when 'epoch_milliseconds' then array['bigint'::regtype, 'numeric']
      else '{}'
    end::oid[]
  ) then
    return format('A column of type %s cannot be of the kind %L.', format_type(v_type, null), v_policy.age_kind);
  elsif v_policy.keep > interval '0' is not true or not isfinite(v_policy.keep) then
    return 'keep is null, infinite or not positive.';
  elsif v_policy.action in ('delete', 'archive', 'soft_delete', 'drop_partition') is not true then
    return format('The action is %L, not delete, archive, soft_delete or drop_partition.', v_policy.action);
  elsif (v_policy.action = 'archive') <> (v_policy.archive_table is not null) then
    return 'archive_to belongs to the action archive, and to no other.';
  elsif (v_policy.action = 'soft_delete') <> (v_policy.soft_delete_column is not null) then
    return 'soft_delete_column belongs to the action soft_delete, and to no other.';
  elsif v_policy.keep_rows < 1 then
    return 'keep_rows is not positive.';
  elsif (v_policy.keep_last is null) <> (coalesce(cardinality(v_policy.keep_per), 0) = 0) or v_policy.keep_last < 1 then
    return 'keep_last is a positive number, and keep_per the columns that it counts for: both or neither.';
  elsif v_missing is not null then
    return format('There is no column %s for keep_per.', v_missing);
  elsif v_policy.max_share <= 0 or v_policy.max_share > 1 then
    return 'max_share is a share, more than 0 and at most 1.';
  elsif v_policy.max_rows < 1 then
    return 'max_rows is not positive.';
  elsif v_policy.time_budget > interval '0' is not true then
    return 'time_budget is not positive.';
  elsif (v_policy.window_start is null) <> (v_policy.window_end is null) or v_policy.window_start = v_policy.window_end then
    return 'window_start and window_end are two different times of day, or both null.';
  elsif v_policy.priority is null or v_policy.enabled is null then
    return 'priority or enabled is null.';
  elsif jsonb_typeof(v_policy.conditions) <> 'array' then
    return 'conditions is not a list.';
  end if;

  v_problem := case v_policy.action
    when 'drop_partition' then steward_internal.partition_retention_problem(v_policy, retention_policy_problem.target)
    when 'archive' then steward_internal.archive_problem(v_policy, retention_policy_problem.target)
    when 'soft_delete' then steward_internal.soft_delete_problem(v_policy, retention_policy_problem.target)
  end;
  if v_problem is not null then
    return v_problem;
  end if;

  perform now() at time zone z.zone from unnest(string_to_array(v_policy.time_zone, ', ')) as z (zone);
  -- The values of the conditions are cast here, and the whole is planned, but nothing is read.
  v_predicate := steward_internal.retention_predicate(v_policy, retention_policy_problem.target, now());
  execute format(
    'select from %s as t where %s limit 0', retention_policy_problem.target::regclass, v_predicate
  );
  return null;
exception
  when data_exception then
    get stacked diagnostics v_detail = pg_exception_detail;
    return coalesce(nullif(v_detail, ''), sqlerrm || '.');
end
$$;

comment on function steward_internal.retention_policy_problem(steward.retention_policies, oid) is $doc$
Tells what is wrong with a retention policy.

@param policy The policy.
@param target Its table.
@returns A sentence; null if the policy fits the table.
@error 42501 The role may not read the table.
@access steward_reader
@example select steward_internal.retention_policy_problem(p, format('%I.%I', p.target_schema, p.target_table)::regclass) from steward.retention_policies as p;
$doc$;

revoke all on function steward_internal.retention_policy_problem(steward.retention_policies, oid) from public;
