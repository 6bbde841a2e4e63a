create or replace function steward_internal.create_roles()
returns table (statement text, problem text)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_step record;
begin
  for v_step in
    select s.statement, s.created_role
    from steward_internal.role_setup() as s
    where not s.is_done
    order by s.step
  loop
    begin
      execute v_step.statement;
      insert into steward_internal.install_record (name)
      select 'role ' || v_step.created_role
      where v_step.created_role is not null;
      return query select v_step.statement, null::text;
    exception
      when duplicate_object or unique_violation then
        null;
      when insufficient_privilege or undefined_object then
        return query select v_step.statement, sqlerrm;
    end;
  end loop;
end
$$;

comment on function steward_internal.create_roles() is $doc$
Creates pgsteward's roles and their memberships, as far as the caller may.

Roles belong to the whole cluster and are optional: whoever lacks CREATEROLE gets the statements
back that an administrator has to run, and the owner of the installation does everything meanwhile.
Roles that were created here are recorded, so that `uninstall --purge` drops these and no others.

@returns Each statement that was missing, and why it could not be run, or null if it was.
@access steward_admin
@example select statement, problem from steward_internal.create_roles();
$doc$;

revoke all on function steward_internal.create_roles() from public;
