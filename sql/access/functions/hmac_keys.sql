create or replace function steward_internal.hmac_keys(secret bytea, out inner_key bytea, out outer_key bytea)
returns record
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_secret bytea := case when length(secret) > 64 then sha256(secret) else secret end;
  v_byte integer;
begin
  inner_key := decode(repeat('36', 64), 'hex');
  outer_key := decode(repeat('5c', 64), 'hex');
  for v_position in 0 .. length(v_secret) - 1 loop
    v_byte := get_byte(v_secret, v_position);
    inner_key := set_byte(inner_key, v_position, v_byte # 54);
    outer_key := set_byte(outer_key, v_position, v_byte # 92);
  end loop;
end
$$;

comment on function steward_internal.hmac_keys(bytea) is $doc$
Pads a secret to the two keys of HMAC-SHA256, as RFC 2104 says.

@param secret The secret.
@returns The key of the inner and the key of the outer digest.
@access steward_admin
@example select length(inner_key), length(outer_key) from steward_internal.hmac_keys('secret');
$doc$;

revoke all on function steward_internal.hmac_keys(bytea) from public;
