create or replace function steward.create_request_token(claims jsonb, valid_for interval default '5 minutes')
returns text
language plpgsql
volatile
parallel unsafe
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_end numeric := floor(extract(epoch from clock_timestamp() + create_request_token.valid_for));
  v_signed text;
begin
  if jsonb_typeof(create_request_token.claims) is distinct from 'object' or create_request_token.valid_for is null then
    raise exception using
      errcode = '22023',
      message = 'a token needs claims, which are a JSON object, and a time for which it is valid',
      hint = 'For example: select create_request_token(''{"user_id": "5f0c…", "role": "steward_user"}'');';
  end if;
  if not exists (select from steward_internal.claim_keys as k where k.purpose = 'token') then
    raise exception using
      errcode = '55000',
      message = 'there is no secret to sign tokens with',
      hint = 'An administrator sets it: select set_token_secret(''…'');';
  end if;
  v_signed := concat_ws(
    '.', steward_internal.encode_base64url('{"alg":"HS256","typ":"JWT"}'),
    steward_internal.encode_base64url(
      convert_to((create_request_token.claims || jsonb_build_object('exp', v_end))::text, 'UTF8')
    )
  );
  return concat(v_signed, '.', steward_internal.encode_base64url(steward_internal.keyed_digest('token', v_signed)));
end
$$;

comment on function steward.create_request_token(jsonb, interval) is $doc$
Signs claims, so that begin_request() believes them at trust level L2.

For a backend that has checked by itself who asks; a login service that signs its own tokens does not need it.

@area access
@param claims user_id, org_id, role, and what else the application wants to carry.
@param valid_for How long the token may begin requests.
@returns A JSON Web Token, signed with HS256.
@error 22023 The claims are not an object, or the time is null.
@error 55000 There is no secret.
@definer It reads the key that nobody else may read; its caller could act as any user anyway.
@access steward_service
@access steward_admin
@example begin; select set_token_secret(repeat('x', 32)); select create_request_token('{"user_id": 7}'); rollback;
$doc$;

revoke all on function steward.create_request_token(jsonb, interval) from public;
