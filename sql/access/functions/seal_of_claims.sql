create or replace function steward_internal.seal_of_claims(backend integer)
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select encode(
    steward_internal.keyed_digest(
      'seal',
      jsonb_build_array(
        current_setting('steward.user_id', true), current_setting('steward.org_id', true),
        seal_of_claims.backend, extract(epoch from transaction_timestamp())
      )::text
    ),
    'hex'
  )
$$;

comment on function steward_internal.seal_of_claims(integer) is $doc$
Computes the seal that the claims of this transaction must carry.

It holds for one backend and one transaction, so a seal that somebody has seen is of no use anywhere else.

@param backend Process ID of the backend that runs the transaction.
@returns The seal in hexadecimal digits; null without a key.
@access steward_admin
@example select steward_internal.seal_of_claims(pg_backend_pid());
$doc$;

revoke all on function steward_internal.seal_of_claims(integer) from public;
