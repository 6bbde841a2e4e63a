create or replace function steward_internal.assert_known_checks(categories text[], checks text[])
returns void
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_unknown text;
begin
  select wanted.name
  into v_unknown
  from (
    select c.name
    from unnest(assert_known_checks.checks) as c (name)
    where not exists (
      select
      from steward_internal.health_check_registry(assert_known_checks.checks) as r
      where r.check_id = c.name
    )
    union all
    select c.name
    from unnest(assert_known_checks.categories) as c (name)
    where not exists (
      select
      from steward_internal.health_check_registry() as r
      where r.category = c.name
    )
  ) as wanted
  limit 1;

  if found then
    raise exception using
      errcode = 'SW003',
      message = format('health check or category %L does not exist', v_unknown),
      detail = format(
        'The categories are %s.',
        (select string_agg(distinct r.category, ', ') from steward_internal.health_check_registry() as r)
      ),
      hint = 'List the checks with: select check_id, category from steward.health_checks;';
  end if;
end
$$;

comment on function steward_internal.assert_known_checks(text[], text[]) is $doc$
Raises if a category or a check of this name does not exist.

@param categories Categories to look up; null or empty is fine.
@param checks Checks to look up by check_id; null or empty is fine.
@returns Nothing.
@error SW003 One of the names is unknown.
@access steward_reader
@example select steward_internal.assert_known_checks(array['indexes'], null);
$doc$;

revoke all on function steward_internal.assert_known_checks(text[], text[]) from public;
