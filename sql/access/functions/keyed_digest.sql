create or replace function steward_internal.keyed_digest(purpose text, message text)
returns bytea
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_key steward_internal.claim_keys;
begin
  select k.*
  into v_key
  from steward_internal.claim_keys as k
  where k.purpose = keyed_digest.purpose;
  return sha256(v_key.outer_key || sha256(v_key.inner_key || convert_to(keyed_digest.message, 'UTF8')));
end
$$;

comment on function steward_internal.keyed_digest(text, text) is $doc$
Computes HMAC-SHA256 of a text with one of the keys of the database.

@param purpose token or seal: which key.
@param message The text; its bytes in UTF-8 count.
@returns The digest of 32 bytes; null if there is no such key.
@access steward_admin
@example select steward_internal.keyed_digest('seal', 'text') where false;
$doc$;

revoke all on function steward_internal.keyed_digest(text, text) from public;
