create or replace function steward_internal.run_script(script text[])
returns void
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_statement text;
begin
  set local search_path to default;
  foreach v_statement in array run_script.script
  loop
    execute v_statement;
  end loop;
end
$$;

comment on function steward_internal.run_script(text[]) is $doc$
Runs statements one after the other.

They find what they name in the path that the sessions of this role begin with, as triggers and functions of the
application may rely on.

@param script The statements; never anything that a user wrote.
@access steward_admin
@example select steward_internal.run_script('{select 1}');
$doc$;

revoke all on function steward_internal.run_script(text[]) from public;
