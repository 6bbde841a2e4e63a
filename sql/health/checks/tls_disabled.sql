create or replace function steward_internal.check_tls_disabled()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'setting',
    null,
    'ssl',
    null::numeric,
    format('The server listens on %s without TLS (ssl is off).', current_setting('listen_addresses')),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('listen_addresses', current_setting('listen_addresses'))
  where current_setting('ssl') = 'off'
    and steward_internal.listens_remotely(current_setting('listen_addresses'))
$$;

comment on function steward_internal.check_tls_disabled() is $doc$
Finds a server that other machines can reach and that cannot speak TLS.

Data and queries then cross the network in clear text, and nobody can tell the server from an impostor.
A server that listens on sockets and loopback addresses alone needs no TLS.

@title TLS is switched off
@category security
@scope cluster
@mode static
@severity warning
@remedy Give the server a certificate (ssl_cert_file, ssl_key_file), then: alter system set ssl = on; and reload.
@doc https://www.postgresql.org/docs/current/ssl-tcp.html
@access steward_reader
@example select * from steward_internal.check_tls_disabled();
$doc$;

revoke all on function steward_internal.check_tls_disabled() from public;
