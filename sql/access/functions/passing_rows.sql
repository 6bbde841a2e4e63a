create or replace function steward_internal.passing_rows(target regclass, sampled text, role_name name, condition text)
returns text
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select r.passed
    from steward_internal.rows_as(
      passing_rows.role_name,
      format(
        'select coalesce(string_agg(case when %s then ''1'' else ''0'' end, ''''), '''') from unnest(%L::%s[]) as %I',
        passing_rows.condition, passing_rows.sampled, passing_rows.target,
        (select c.relname from pg_class as c where c.oid = passing_rows.target)
      )
    ) as r (passed)
  );
exception
  when others then
    return 'failed: ' || sqlstate;
end
$$;

comment on function steward_internal.passing_rows(regclass, text, name, text) is $doc$
Says which of some rows a condition lets through, evaluated as a role.

@param target The table of the policy.
@param sampled The rows, as sample_rows() returns them.
@param role_name The role.
@param condition The condition.
@returns A 1 for each row that passes and a 0 for each other; or `failed:` and the SQLSTATE.
@access steward_admin
@example begin; select steward_internal.passing_rows('steward.settings', steward_internal.sample_rows('steward.settings', current_user, 5), current_user, '(name = ''x''::text)'); rollback;
$doc$;

revoke all on function steward_internal.passing_rows(regclass, text, name, text) from public;
