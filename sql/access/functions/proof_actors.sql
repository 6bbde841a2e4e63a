create or replace function steward_internal.proof_actors(protection steward.protected_tables, identities jsonb)
returns table (actor_name text, actor jsonb)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with nobody as (
    select '{"user_id": null, "org_id": null, "orgs": [], "write_orgs": []}'::jsonb as claims
  )
  select a.actor_name, a.claims || jsonb_build_object('kind', a.kind, 'role', a.role_name)
  from nobody as n
  cross join lateral (
    values
      (1, 'user 1', 'user', (protection).user_role, identities -> 0),
      (2, 'user 2', 'user', (protection).user_role, identities -> 1),
      (
        3, 'user 1 in an organisation of user 2', 'user', (protection).user_role,
        case
          when (protection).template = 'active_organization' then
            identities -> 0 || jsonb_build_object('org_id', identities -> 1 -> 'org_id')
        end
      ),
      (4, 'nobody', 'user', (protection).user_role, n.claims),
      (5, 'anon', 'anon', (protection).anon_role, n.claims),
      (6, 'service', 'service', (protection).service_role, n.claims)
  ) as a (place, actor_name, kind, role_name, claims)
  where a.claims is not null
  order by a.place
$$;

comment on function steward_internal.proof_actors(steward.protected_tables, jsonb) is $doc$
Lists who tries to reach rows that are not theirs.

@param protection What the table is protected with.
@param identities Two users.
@returns Both users, one of them with the organisation of the other if requests choose it, nobody, anon and the service.
@access steward_admin
@example select v.actor_name from protected_tables as p cross join lateral steward_internal.proof_actors(p, '[{}, {}]') as v;
$doc$;

revoke all on function steward_internal.proof_actors(steward.protected_tables, jsonb) from public;
