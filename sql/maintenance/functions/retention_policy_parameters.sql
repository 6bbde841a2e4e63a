create or replace function steward_internal.retention_policy_parameters()
returns table ("position" integer, name text, type regtype, default_expression text)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    a.position::integer, a.name, p.proargtypes[a.position - 1]::regtype,
    pg_get_function_arg_default(p.oid, a.position::integer)
  from pg_proc as p
  cross join lateral unnest(p.proargnames) with ordinality as a (name, position)
  where p.oid = to_regproc('steward.add_retention_policy')
$$;

comment on function steward_internal.retention_policy_parameters() is $doc$
Lists the parameters of `add_retention_policy()`, the keys of retention as code.

@returns One row for each; `default_expression` is null for those that must be given.
@access steward_reader
@example select name from steward_internal.retention_policy_parameters() where default_expression is null;
$doc$;

revoke all on function steward_internal.retention_policy_parameters() from public;
