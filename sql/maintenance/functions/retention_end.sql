create or replace function steward_internal.retention_end(run steward_internal.retention_run)
returns steward_internal.retention_run
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_run steward_internal.retention_run := retention_end.run;
begin
  if not steward_internal.enter_retention(v_run.target) then
    v_run.outcome := 'skipped_overlap';
    v_run.message := 'Another run has taken over.';
    return v_run;
  end if;
  if not exists (
    select
    from steward.retention_policies as p
    inner join pg_namespace as n on n.nspname = p.target_schema
    inner join pg_class as c on c.relnamespace = n.oid and c.relname = p.target_table
    where c.oid = v_run.target
      and p.target_schema = (v_run.policy).target_schema
      and p.target_table = (v_run.policy).target_table
      and p is not distinct from v_run.policy
  ) then
    perform steward_internal.assert_retention_target(v_run.target);
    perform steward_internal.retention_policy_of(v_run.target);
    v_run.outcome := 'refused_guard';
    v_run.message := 'The policy was changed meanwhile.';
    return v_run;
  end if;

  v_run.outcome := case
    when clock_timestamp() >= v_run.deadline and v_run.lock_attempts > 0 then 'lock_timeout'
    when clock_timestamp() >= v_run.deadline then 'partial_time'
    when v_run.rows >= v_run.row_limit then 'partial_rows'
    when v_run.rows > v_run.share_limit then 'refused_guard'
    when cardinality(v_run.expired_partitions) + cardinality(v_run.leaves) = 0 then 'done'
  end;
  return v_run;
end
$$;

comment on function steward_internal.retention_end(steward_internal.retention_run) is $doc$
Looks before each batch whether a run has to end, or may not go on.

@param run The run.
@returns The run; with an outcome if it ends.
@error SW013 The policy was dropped, or the table renamed.
@error 42P01 The table was dropped.
@access steward_operator
@example select steward_internal.retention_end(r) from (select (null::steward_internal.retention_run).*) as r where r.target is not null;
$doc$;

revoke all on function steward_internal.retention_end(steward_internal.retention_run) from public;
