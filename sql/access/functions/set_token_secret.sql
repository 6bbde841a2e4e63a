create or replace function steward.set_token_secret(secret text)
returns timestamptz
language plpgsql
volatile
parallel unsafe
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_seed text := concat(gen_random_uuid(), gen_random_uuid(), gen_random_uuid());
begin
  if set_token_secret.secret is null or octet_length(set_token_secret.secret) < 32 then
    raise exception using
      errcode = '22023',
      message = 'the secret is shorter than 32 bytes',
      hint = 'RFC 7518 demands as many bytes as HS256 has in its digest; for example: openssl rand -base64 48';
  end if;
  insert into steward_internal.claim_keys (purpose, inner_key, outer_key)
  select v.purpose, k.inner_key, k.outer_key
  from (
    values
      ('token', convert_to(set_token_secret.secret, 'UTF8')),
      ('seal', sha256(convert_to(v_seed, 'UTF8')))
  ) as v (purpose, secret)
  cross join lateral steward_internal.hmac_keys(v.secret) as k
  on conflict (purpose) do update
  set inner_key = excluded.inner_key, outer_key = excluded.outer_key, created_at = now();
  return now();
end
$$;

comment on function steward.set_token_secret(text) is $doc$
Sets the secret that the tokens of requests are signed with.

The key of the seals is made anew as well. Requests that are going on fail once; give the new secret to your login service at the same time. The statement has the
secret in it: keep it out of the log with `set log_statement = 'none'` and out of the history of psql.

@area access
@param secret The secret of HS256, at least 32 bytes.
@returns Since when it holds.
@error 22023 The secret is too short.
@definer No role may read or write the table of keys itself.
@access steward_admin
@example begin; select set_token_secret(repeat('x', 32)); rollback;
$doc$;

revoke all on function steward.set_token_secret(text) from public;
