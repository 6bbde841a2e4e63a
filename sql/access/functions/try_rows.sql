create or replace function steward_internal.try_rows(protection steward.protected_tables, statements text[])
returns table (script text[], problem text)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_caller text := current_setting('role');
  v_statement text;
  v_role text;
  v_attempt record;
begin
  script := '{}';
  foreach v_statement in array try_rows.statements
  loop
    problem := null;
    foreach v_role in array array[(protection).service_role, (protection).admin_role, v_caller]
    loop
      select a.*
      into v_attempt
      from steward_internal.attempt(script || format('set local role %I', v_role) || v_statement) as a;
      exit when v_attempt.code = '00000';
      -- That a role has no privilege says less than what refused the row.
      problem := coalesce(case when v_attempt.code <> '42501' then v_attempt.problem end, problem);
    end loop;
    if v_attempt.code <> '00000' then
      problem := 'no row could be made: ' || coalesce(problem, v_attempt.problem);
      script := '{}';
      return next;
      return;
    end if;
    script := script || format('set local role %I', v_role) || v_statement;
  end loop;
  problem := null;
  script := script || format('set local role %I', v_caller);
  return next;
end
$$;

comment on function steward_internal.try_rows(steward.protected_tables, text[]) is $doc$
Finds out who can make rows, and undoes them.

Each statement is tried as the service, as an administrator and as the caller.

@param protection What the table is protected with.
@param statements Those of `synthetic_identities()`.
@returns The statements with the roles that can run them, or what refused one.
@access steward_admin
@example select v.problem from protected_tables as p cross join lateral steward_internal.try_rows(p, '{select 1}') as v;
$doc$;

revoke all on function steward_internal.try_rows(steward.protected_tables, text[]) from public;
