create or replace function steward_internal.remove_rows(run steward_internal.retention_run, range text)
returns steward_internal.retention_run
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_run steward_internal.retention_run := remove_rows.run;
  v_condition text := format('(%s) and %s', remove_rows.range, v_run.predicate);
  v_listed text := 't.ctid = any(array(select t.ctid from only %s as t where %s%s)) and %s';
  v_leaf regclass := v_run.leaves[1]::regclass;
  v_taken record;
begin
  if v_run.row_limit is not null then
    v_condition := format(v_listed, v_leaf, v_condition, format(' limit %s', v_run.row_limit - v_run.rows), v_run.predicate);
  end if;

  begin
    v_run.rows := v_run.rows + steward_internal.execute_retention(v_run, v_condition);
    v_run.lock_attempts := 0;
    return v_run;
  exception
    when foreign_key_violation or restrict_violation then
      select r.* into v_taken from steward_internal.retention_row_by_row(v_run, v_condition) as r;
      v_run.rows := v_run.rows + v_taken.rows;
      v_run.blocked_rows := v_run.blocked_rows + v_taken.blocked_rows;
      v_run.message := coalesce(v_taken.message, v_run.message);
      if v_run.blocked_rows >= 1000 then
        v_run.outcome := 'blocked_fk';
      end if;
      return v_run;
    when lock_not_available then
      v_run.message := sqlerrm;
  end;

  begin
    v_run.rows := v_run.rows + steward_internal.execute_retention(
      v_run, format(v_listed, v_leaf, v_condition, ' for update skip locked', v_run.predicate)
    );
    v_run.locked_batches := v_run.locked_batches + 1;
    v_run.lock_attempts := 0;
  exception
    when lock_not_available then
      v_run.lock_attempts := v_run.lock_attempts + 1;
      v_run.has_to_wait := true;
      if v_run.lock_attempts >= 10 then
        v_run.outcome := 'lock_timeout';
      end if;
  end;
  return v_run;
end
$$;

comment on function steward_internal.remove_rows(steward_internal.retention_run, text) is $doc$
Removes the rows of a range, around those that others refer to or have locked.

Rows that are locked for longer than `maintenance.lock_timeout` are left for the next run. Where the whole table is locked,
it is tried ten times. Rows that foreign keys refer to stay; a thousand of them end the run.

@param run The run.
@param range The range as an expression about the row t.
@returns The run, with the rows that went.
@access steward_operator
@example select steward_internal.remove_rows(r, 'false') from (select (null::steward_internal.retention_run).*) as r where r.target is not null;
$doc$;

revoke all on function steward_internal.remove_rows(steward_internal.retention_run, text) from public;
