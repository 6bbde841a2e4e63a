create or replace function steward_internal.measured_insert(
  target regclass, role_name name, check_condition text, fast_check text, tree text, seconds double precision
)
returns table (
  floor_ms double precision, policy_ms double precision, ratio numeric, runs integer,
  plan text, floor_plan text, uses_index boolean, verdict text
)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_caller name := current_user;
  v_name name := (select c.relname from pg_class as c where c.oid = measured_insert.target);
  v_condition text;
  v_count bigint;
  v_cost record;
begin
  execute format('create temporary table pgsteward_batch (like %s) on commit drop', measured_insert.target);
  execute format('grant select, insert on pg_temp.pgsteward_batch to %I', measured_insert.role_name);
  perform steward_internal.timed_run(
    measured_insert.role_name,
    format('insert into pg_temp.pgsteward_batch select * from %s limit 2000', measured_insert.target)
  );
  v_condition := steward_internal.handwritten_condition(
    measured_insert.target, measured_insert.role_name, measured_insert.tree, measured_insert.fast_check
  );
  execute format('delete from pg_temp.pgsteward_batch as %I where not coalesce(%s, false)', v_name, v_condition);
  v_count := (
    select r.value::bigint
    from steward_internal.rows_as(v_caller, 'select count(*)::text from pg_temp.pgsteward_batch') as r (value)
  );
  if v_count = 0 then
    drop table pg_temp.pgsteward_batch;
    verdict := 'sees_no_rows';
    return next;
    return;
  end if;
  execute format(
    'insert into pg_temp.pgsteward_batch select b.* from pg_temp.pgsteward_batch as b cross join generate_series(2, %s)',
    ceil(2000.0 / v_count)
  );

  -- A twin, because the keys of the rows are taken in the table itself.
  execute format('create temporary table %I (like %s) on commit drop', v_name, measured_insert.target);
  execute format(
    'create policy pgsteward_check on pg_temp.%I for insert to %I with check (%s)', v_name, measured_insert.role_name,
    measured_insert.check_condition
  );
  execute format('alter table pg_temp.%I enable row level security', v_name);
  execute format('grant insert on pg_temp.%I to %I', v_name, measured_insert.role_name);
  select c.* into v_cost
  from steward_internal.compare_runs(
    measured_insert.target,
    v_caller,
    format('insert into pg_temp.%1$I select * from pg_temp.pgsteward_batch as %1$I where %2$s', v_name, v_condition),
    measured_insert.role_name, format('insert into pg_temp.%I select * from pg_temp.pgsteward_batch', v_name),
    measured_insert.seconds
  ) as c;

  -- The next role needs the names.
  execute format('drop table pg_temp.pgsteward_batch, pg_temp.%I', v_name);

  floor_ms := round(v_cost.floor_ms::numeric, 3);
  policy_ms := round(v_cost.policy_ms::numeric, 3);
  ratio := round((v_cost.policy_ms / nullif(v_cost.floor_ms, 0))::numeric, 2);
  runs := v_cost.runs;
  plan := v_cost.policy_plan;
  floor_plan := v_cost.floor_plan;
  -- A microsecond for each of the 2000 rows is not felt.
  verdict := case when ratio > 1.1 and v_cost.policy_ms - v_cost.floor_ms > 2 then 'slower' else 'ok' end;
  return next;
exception
  when insufficient_privilege or duplicate_table or read_only_sql_transaction then
    floor_ms := null;
    verdict := 'not_tested';
    return next;
end
$$;

comment on function steward_internal.measured_insert(regclass, name, text, text, text, double precision) is $doc$
Measures what WITH CHECK costs, by filling an empty twin of the table.

To be called in a sub-transaction that is rolled back. The rows are those that somebody sees. The twin is temporary and has no indexes, so the share of the
policy is larger than it will be in the table itself.

@param target The table.
@param role_name The role that the policies are for.
@param check_condition The condition of its policies.
@param fast_check The same as fast as it can be written.
@param tree The condition as the catalog stores it.
@param seconds After so long no further pair of runs is begun.
@returns One row; see rls_cost().
@access steward_admin
@example begin; select * from steward_internal.measured_insert('steward.settings', current_user, 'true', 'true', '', 0) where false; rollback;
$doc$;

revoke all on function steward_internal.measured_insert(regclass, name, text, text, text, double precision) from public;
