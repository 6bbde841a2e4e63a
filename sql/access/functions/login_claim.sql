create or replace function steward_internal.login_claim(name text)
returns text
language plpgsql
stable
parallel safe
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_identity steward.login_identities;
begin
  select i.*
  into v_identity
  from steward.login_identities as i
  where i.login = session_user;
  return case login_claim.name when 'user_id' then v_identity.user_id when 'org_id' then v_identity.org_id end;
end
$$;

comment on function steward_internal.login_claim(text) is $doc$
Returns a claim as `login_identities` has it for the login of the session.

@param name user_id or org_id.
@returns The claim; null if the login has no identity.
@definer Everybody may know who they are themselves, and nobody who the others are.
@access steward_user
@access steward_anon
@access steward_service
@access steward_admin
@access steward_resolver
@example select steward_internal.login_claim('user_id');
$doc$;

revoke all on function steward_internal.login_claim(text) from public;
