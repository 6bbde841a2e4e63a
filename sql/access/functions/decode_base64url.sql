create or replace function steward_internal.decode_base64url(value text)
returns bytea
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select decode(
    translate(decode_base64url.value, '-_', '+/') || repeat('=', -length(decode_base64url.value) & 3), 'base64'
  )
$$;

comment on function steward_internal.decode_base64url(text) is $doc$
Decodes base64url without padding (RFC 4648, section 5).

@param value The encoded bytes.
@returns The bytes.
@access steward_admin
@example select convert_from(steward_internal.decode_base64url('e30'), 'UTF8');
$doc$;

revoke all on function steward_internal.decode_base64url(text) from public;
