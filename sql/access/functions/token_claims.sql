create or replace function steward_internal.token_claims(token text)
returns jsonb
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_parts text[] := string_to_array(token_claims.token, '.');
  v_problem text;
  v_claims jsonb;
begin
  begin
    v_claims := convert_from(steward_internal.decode_base64url(v_parts[2]), 'UTF8')::jsonb;
    v_problem := case
      when cardinality(v_parts) <> 3 then 'it does not have three parts'
      when convert_from(steward_internal.decode_base64url(v_parts[1]), 'UTF8')::jsonb ->> 'alg' is distinct from 'HS256'
        then 'it is not signed with HS256'
      when steward_internal.keyed_digest('token', v_parts[1] || '.' || v_parts[2])
        is distinct from steward_internal.decode_base64url(v_parts[3])
        then 'its signature is wrong'
      when jsonb_typeof(v_claims -> 'exp') is distinct from 'number' then 'it never expires'
      when (v_claims ->> 'exp')::numeric <= extract(epoch from clock_timestamp()) then 'it has expired'
      when (v_claims ->> 'nbf')::numeric > extract(epoch from clock_timestamp()) then 'it is not valid yet'
    end;
  exception
    when data_exception then
      v_problem := 'it cannot be read';
  end;
  if token_claims.token is null then
    v_problem := 'there is none';
  end if;
  if v_problem is not null then
    raise exception using
      errcode = '28000',
      message = format('the token of this request is not valid: %s', v_problem),
      hint = 'begin_request(''{"token": "…"}'') takes a JSON Web Token (HS256, with exp) signed with the secret of set_token_secret().';
  end if;
  return v_claims;
end
$$;

comment on function steward_internal.token_claims(text) is $doc$
Verifies a JSON Web Token (RFC 7519, HS256) and returns its claims.

@param token The token in its compact form.
@returns The claims.
@error 28000 The token is missing, malformed, not signed with the secret of the database, without an end, or over.
@access steward_admin
@example select steward_internal.token_claims('e30.e30.e30') where false;
$doc$;

revoke all on function steward_internal.token_claims(text) from public;
