create or replace function steward_internal.check_obstacle(
  requires_role text,
  requires_extension text,
  runs_on text
)
returns table (reason text, detail text, action text)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select o.reason, o.detail, o.action
  from (
    select
      1 as position,
      'not_applicable' as reason,
      format('Runs on a %s, and this server is a %s.', check_obstacle.runs_on,
        case when pg_is_in_recovery() then 'standby' else 'primary' end) as detail,
      format('Run the health check on the %s as well.', check_obstacle.runs_on) as action
    where check_obstacle.runs_on
      <> all (array['both', case when pg_is_in_recovery() then 'standby' else 'primary' end])
    union all
    select
      2,
      'extension',
      format('Needs the extension %I, which is not installed in this database.',
        check_obstacle.requires_extension),
      coalesce(
        (
          select format('create extension %I;', a.name)
          from pg_available_extensions as a
          where a.name = check_obstacle.requires_extension
        ),
        format('Install the server package with %s, then: create extension %1$I;',
          check_obstacle.requires_extension)
      )
    where check_obstacle.requires_extension is not null
      and steward_internal.extension_schema(check_obstacle.requires_extension) is null
    union all
    select
      3,
      'privilege',
      format('Role %I cannot see what this check reads.', current_user),
      format('grant %I to %I;', check_obstacle.requires_role, current_user)
    where check_obstacle.requires_role is not null
      and not pg_has_role(current_user, check_obstacle.requires_role, 'usage')
  ) as o
  order by o.position
  limit 1
$$;

comment on function steward_internal.check_obstacle(text, text, text) is $doc$
Tells why a health check cannot look, and what would let it.

@param requires_role Role whose privileges the check needs, or null.
@param requires_extension Extension that the check needs, or null.
@param runs_on Kind of server that the check runs on: both, primary or standby.
@returns One row if there is an obstacle: `reason` is not_applicable, extension or privilege.
@access steward_reader
@example select * from steward_internal.check_obstacle('pg_monitor', 'pgstattuple', 'primary');
$doc$;

revoke all on function steward_internal.check_obstacle(text, text, text) from public;
