create or replace function steward_internal.listens_remotely(listen_addresses text)
returns boolean
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select exists (
    select
    from regexp_split_to_table(listens_remotely.listen_addresses, '[\s,"]+') as a (address)
    where a.address not in ('', 'localhost', '::1')
      and a.address not like '127.%'
  )
$$;

comment on function steward_internal.listens_remotely(text) is $doc$
Tells whether other machines can connect, by the value of listen_addresses.

@param listen_addresses The setting.
@returns False if the list holds nothing but loopback addresses.
@access steward_reader
@example select steward_internal.listens_remotely('localhost, 10.0.0.5');
$doc$;

revoke all on function steward_internal.listens_remotely(text) from public;
