create or replace function steward_internal.encode_base64url(value bytea)
returns text
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select translate(encode(encode_base64url.value, 'base64'), E'+/=\n', '-_')
$$;

comment on function steward_internal.encode_base64url(bytea) is $doc$
Encodes bytes as base64url without padding (RFC 4648, section 5).

@param value The bytes.
@returns The encoded bytes.
@access steward_admin
@example select steward_internal.encode_base64url('{}');
$doc$;

revoke all on function steward_internal.encode_base64url(bytea) from public;
