create or replace function steward_internal.attempt(script text[])
returns table (affected bigint, code text, constraint_refused boolean, problem text)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_statement text;
  v_has_ended boolean := false;
  v_constraint text;
  v_column text;
  v_table text;
begin
  affected := 0;
  constraint_refused := false;
  begin
    -- Triggers and functions of the application may rely on the path that its sessions have.
    set local search_path to default;
    foreach v_statement in array attempt.script
    loop
      execute v_statement;
      get diagnostics affected = row_count;
    end loop;
    v_has_ended := true;
    raise exception using
      errcode = '40000',
      message = 'an attempt is over and everything that it did is undone',
      hint = 'Nobody sees this error: it is caught where it is raised.';
  exception
    when others then
      code := '00000';
      if not v_has_ended then
        get stacked diagnostics code = returned_sqlstate, v_constraint = constraint_name, v_column = column_name,
          v_table = table_name;
        -- Domains check a value before the policies are asked.
        constraint_refused := code like '23%' and v_table <> '' and (v_constraint <> '' or v_column <> '');
        problem := steward_internal.describe_refusal(code, v_table, coalesce(nullif(v_constraint, ''), v_column));
        affected := 0;
      end if;
  end;
  return next;
end
$$;

comment on function steward_internal.attempt(text[]) is $doc$
Runs statements one after the other, and undoes them whatever came of them.

They run in a sub-transaction that is rolled back, roles and settings included. A cancellation is not caught.

@param script The statements; never anything that a user wrote.
@returns The rows of the last statement, and the SQLSTATE: 00000 if there was no error; whether a constraint of the table refused it, which is asked after the policies; and what refused it.
@error 40000 It ends each attempt, and is caught.
@access steward_admin
@example select affected, code from steward_internal.attempt('{select 1}');
$doc$;

revoke all on function steward_internal.attempt(text[]) from public;
