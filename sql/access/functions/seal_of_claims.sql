create or replace function steward_internal.seal_of_claims()
returns text
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
  return encode(
    steward_internal.keyed_digest(
      'seal',
      jsonb_build_array(
        current_setting('steward.user_id', true), current_setting('steward.org_id', true),
        session_user, extract(epoch from transaction_timestamp())
      )::text
    ),
    'hex'
  );
end
$$;

comment on function steward_internal.seal_of_claims() is $doc$
Computes the seal that the claims of this transaction must carry.

It holds for one login and one transaction, known by its start, so a seal that somebody has seen is of no use anywhere
else. Parallel workers have both from their leader; the process ID would be another one, and a function of another
owner than the login may not ask who leads.

@returns The seal in hexadecimal digits; null without a key.
@access steward_admin
@example select steward_internal.seal_of_claims() where false;
$doc$;

revoke all on function steward_internal.seal_of_claims() from public;
