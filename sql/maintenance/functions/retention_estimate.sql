create or replace function steward_internal.retention_estimate(target oid, predicate text)
returns table (total_rows double precision, expired_rows double precision)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_plan json;
begin
  execute format('explain (format json) select from %s as t', retention_estimate.target::regclass) into v_plan;
  total_rows := (v_plan #>> '{0,Plan,Plan Rows}')::double precision;
  execute format(
    'explain (format json) select from %s as t where %s', retention_estimate.target::regclass, retention_estimate.predicate
  )
  into v_plan;
  expired_rows := (v_plan #>> '{0,Plan,Plan Rows}')::double precision;
  return next;
end
$$;

comment on function steward_internal.retention_estimate(oid, text) is $doc$
Asks the planner how many rows of a table a predicate lets go.

@param target The table.
@param predicate An expression about the row t.
@returns One row of two estimates.
@access steward_reader
@example select * from steward_internal.retention_estimate('steward.settings'::regclass, 'true');
$doc$;

revoke all on function steward_internal.retention_estimate(oid, text) from public;
