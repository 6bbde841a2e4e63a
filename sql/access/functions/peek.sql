create or replace function steward_internal.peek(role_name name, query text, script text[] default '{}')
returns jsonb
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_result jsonb;
  v_statement text;
begin
  begin
    foreach v_statement in array peek.script
    loop
      execute v_statement;
    end loop;
    if peek.role_name is not null then
      execute format('set local role %I', peek.role_name);
    end if;
    execute peek.query into v_result;
    raise exception using
      errcode = '40000',
      message = 'a look is over and the role is restored',
      hint = 'Nobody sees this error: it is caught where it is raised.';
  exception
    when lock_not_available then
      raise;
    when others then
      -- Who cannot see it sees nothing.
      null;
  end;
  return v_result;
end
$$;

comment on function steward_internal.peek(name, text, text[]) is $doc$
Reads one value as another role, and becomes the caller again.

@param role_name The role; null for the caller.
@param query A query of one JSON value; never anything that a user wrote.
@param script Statements to run before, for example to set claims.
@returns The value; null if the role may not see it.
@error 40000 It restores the role, and is caught.
@error 55P03 Something is locked for longer than lock_timeout.
@access steward_admin
@example select steward_internal.peek(null, 'select to_jsonb(1)');
$doc$;

revoke all on function steward_internal.peek(name, text, text[]) from public;
