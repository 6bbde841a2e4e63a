create or replace function steward.begin_request(claims jsonb default null)
returns table (user_id text, org_id text, role_name name, trust_level text)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_claims jsonb := coalesce(begin_request.claims, nullif(current_setting('request.jwt.claims', true), '')::jsonb);
  v_token text;
  v_level text := steward_access.trust_level();
begin
  if jsonb_typeof(v_claims) is distinct from 'object' then
    raise exception using
      errcode = '22023',
      message = 'claims are a JSON object',
      hint = 'For example: select begin_request(''{"user_id": "5f0c…", "org_id": "91b2…", "role": "steward_user"}''); '
        'without an argument they are those that PostgREST sets.';
  end if;

  if v_level = 'L2' then
    v_token := coalesce(
      v_claims ->> 'token',
      substring(nullif(current_setting('request.headers', true), '')::jsonb ->> 'authorization' from '(?i)^bearer +(.+)$')
    );
  end if;
  -- Who claims to be nobody needs no proof.
  if v_level = 'L2' and coalesce(v_token, v_claims ->> 'user_id', v_claims ->> 'sub', v_claims ->> 'org_id') is not null then
    v_claims := jsonb_build_object('role', v_claims ->> 'role') || steward_internal.seal_request(v_token);
  else
    perform steward_internal.set_claims(v_claims);
  end if;

  -- PostgREST has entered the role by itself, and names it.
  if v_claims ->> 'role' <> current_user then
    perform steward_internal.enter_role(v_claims ->> 'role');
  elsif v_claims ->> 'role' is null and steward_internal.bypasses_row_security(current_user) then
    raise warning using
      message = format('row level security does not hold for %I, so this request sees everything', current_user),
      hint = 'Name a role in the claims, such as {"role": "steward_user"}.';
  end if;
  return query select steward_access.claim('user_id'), steward_access.claim('org_id'), current_user, v_level;
end
$$;

comment on function steward.begin_request(jsonb) is $doc$
Begins the request of a user: sets who asks, for the rest of the transaction.

Policies that `protect_table()` made believe these claims as far as the setting access.trust_level says. Call it first
in each transaction; outside of one its effect is over with the statement, and nothing is seen. At level L2 the claims
come out of a token that the database verifies (`{"token": "…"}`), unless they name nobody; at L3 only the role is taken
from them. Without a role the session keeps its own; a warning tells if policies do not hold for that. PostgREST calls it by itself with db-pre-request = "steward.begin_request".

@area access
@param claims user_id (or sub), org_id, and role: the database role to switch to; or token; null for the claims that PostgREST sets.
@returns Who asks from here on, as which role, and how far that can be trusted.
@error 22023 The claims are not an object, or a claim is neither a string nor a number.
@error 28000 The token is missing or not valid (level L2).
@error 42501 The role may not be entered: not a member, or it would see past row level security.
@access steward_user
@access steward_anon
@access steward_service
@access steward_admin
@example begin; select * from begin_request('{"user_id": "5f0c5fbb-8a2e-4a0c-9a3b-0a3f3b0c0d0e"}'); select current_user_id(); rollback;
$doc$;

revoke all on function steward.begin_request(jsonb) from public;
