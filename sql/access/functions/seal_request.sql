create or replace function steward_internal.seal_request(token text)
returns jsonb
language plpgsql
volatile
parallel unsafe
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_claims jsonb := steward_internal.token_claims(seal_request.token);
begin
  perform steward_internal.set_claims(v_claims);
  perform set_config('steward.seal', steward_internal.seal_of_claims(), true);
  return v_claims;
end
$$;

comment on function steward_internal.seal_request(text) is $doc$
Sets the claims of a token and seals them for this transaction.

It takes a token and nothing else: whoever could choose the claims could be anybody.

@param token A JSON Web Token.
@returns The claims of the token.
@error 28000 The token is not valid.
@definer It reads the keys that nobody else may read, and seals only what a valid token says.
@access steward_user
@access steward_anon
@access steward_service
@access steward_admin
@example select steward_internal.seal_request('…') where false;
$doc$;

revoke all on function steward_internal.seal_request(text) from public;
