create or replace function steward_internal.retention_row_by_row(
  run steward_internal.retention_run,
  condition text,
  out rows bigint,
  out blocked_rows bigint,
  out message text
)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_row tid;
begin
  rows := 0;
  blocked_rows := 0;
  for v_row in execute format(
    'select t.ctid from only %s as t where %s', (retention_row_by_row.run).leaves[1]::regclass, retention_row_by_row.condition
  )
  loop
    begin
      rows := rows + steward_internal.execute_retention(
        retention_row_by_row.run, format('t.ctid = %L and (%s)', v_row, (retention_row_by_row.run).predicate)
      );
    exception
      when foreign_key_violation or restrict_violation then
        blocked_rows := blocked_rows + 1;
        message := sqlerrm;
    end;
  end loop;
end
$$;

comment on function steward_internal.retention_row_by_row(steward_internal.retention_run, text) is $doc$
Takes the rows of a batch one by one, around those that others refer to.

@param run The run.
@param condition Which rows, as an expression about the row t.
@returns How many rows went, how many are referred to, and the last message about those.
@access steward_operator
@example select b.* from (select (null::steward_internal.retention_run).*) as x cross join lateral steward_internal.retention_row_by_row(x, 'false') as b where x.target is not null;
$doc$;

revoke all on function steward_internal.retention_row_by_row(steward_internal.retention_run, text) from public;
