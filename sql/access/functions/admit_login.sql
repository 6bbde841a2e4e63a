create or replace function steward.admit_login(
  login name, roles name[] default '{steward_user,steward_anon}', dry_run boolean default false
)
returns setof text
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_problem record;
  v_statement text;
begin
  perform steward_internal.assert_not_null(
    'steward.admit_login', jsonb_build_object('dry_run', admit_login.dry_run)
  );
  select p.problem, p.action
  into v_problem
  from steward_internal.admission_problem(admit_login.login, admit_login.roles) as p
  limit 1;
  if found then
    raise exception using
      errcode = '22023',
      message = format('the login %s cannot be admitted to requests: %s', coalesce(quote_ident(admit_login.login), 'null'), v_problem.problem),
      hint = v_problem.action;
  end if;

  for v_statement in
    select s.statement
    from steward_internal.admission_statements(admit_login.login, admit_login.roles) as s
  loop
    return next v_statement;
    continue when admit_login.dry_run;
    execute v_statement;
  end loop;
end
$$;

comment on function steward.admit_login(name, name[], boolean) is $doc$
Lets a login begin requests, and gives it nothing beyond.

The login gets no privilege on any table: it inherits nothing, calls begin_request(), and has what the role may that it
enters there. A backend that also works without a user, as steward_service, needs another login for that: whoever makes
this one run SQL can enter any of its roles. Called again it grants what has gone missing; it never revokes.
To take it back: `drop owned by web; drop role web;`.

@area access
@param login The role that the application logs in as.
@param roles The roles that its requests may enter.
@param dry_run Returns the statements without running them.
@returns The statements that were run, in order; none if nothing was missing.
@error 22004 dry_run is null.
@error 22023 The login would see past row level security, or one of the roles does not exist.
@error 42501 The caller may not grant one of the roles; it needs CREATEROLE, and since PostgreSQL 16 the ADMIN option.
@access steward_admin
@example select admit_login('web', dry_run => true) where to_regrole('web') is not null;
$doc$;

revoke all on function steward.admit_login(name, name[], boolean) from public;
