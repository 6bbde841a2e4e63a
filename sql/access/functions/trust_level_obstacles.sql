create or replace function steward_internal.trust_level_obstacles(level text)
returns table (problem text, action text)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select 'there is no such level', 'It is one of L0, L1, L2 and L3; docs/access.md says what each is good for.'
  where trust_level_obstacles.level not in ('L0', 'L1', 'L2', 'L3')
  union all
  select
    format('%s may execute set_config()', s.grantees),
    format(
      'As a superuser: revoke execute on function pg_catalog.set_config(text, text, boolean) from %s; then grant it to the '
      'logins that begin requests, and to %s, which pgsteward itself calls it as.',
      s.grantees, concat_ws(' and ', (select n.nspowner::regrole from pg_namespace as n where n.nspname = 'steward'), to_regrole('steward_reader'))
    )
  from (select steward_internal.set_config_grantees() as grantees) as s
  where trust_level_obstacles.level = 'L1'
    and s.grantees is not null
  union all
  select
    'there is no secret to verify tokens with',
    'Give it the secret that your login service signs with: select set_token_secret(''…'');'
  where trust_level_obstacles.level = 'L2'
    and not exists (select from steward_internal.claim_keys as k where k.purpose = 'token')
$$;

comment on function steward_internal.trust_level_obstacles(text) is $doc$
Lists what keeps claims from being trusted at a level.

@param level L0, L1, L2 or L3.
@returns What is missing, and what to do; no row if the level can be had.
@access steward_admin
@example select problem, action from steward_internal.trust_level_obstacles('L1');
$doc$;

revoke all on function steward_internal.trust_level_obstacles(text) from public;
