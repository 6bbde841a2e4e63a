create or replace function steward_internal.check_unencrypted_connections()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    'role',
    null,
    concat_ws(' in ', u.user_name, u.database_name),
    u.session_count::numeric,
    format('Role %I has %s%s from other machines without encryption (%s).',
      u.user_name,
      case u.session_count when 1 then '1 session' else u.session_count || ' sessions' end,
      coalesce(' in database ' || quote_ident(u.database_name), ''),
      (
        select string_agg(host(a.address), ', ' order by a.address)
        from unnest(u.addresses[:5]) as a (address)
      )),
    case
      when current_setting('ssl') = 'on' then
        'Let clients connect with sslmode=verify-full, and make the rule in pg_hba.conf hostssl.'
    end,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('sessions', u.session_count, 'addresses', u.addresses, 'ssl', current_setting('ssl'))
  from steward_internal.unencrypted_sessions() as u
$$;

comment on function steward_internal.check_unencrypted_connections() is $doc$
Counts the sessions from other machines that nothing encrypts.

Sessions over sockets and loopback addresses are left out, and so are those that TLS or GSSAPI encrypts.
A proxy that ends TLS on the same machine comes from a loopback address; one on another machine is
reported, since the way from there is open. Only sessions of this moment are seen.

@title Sessions are not encrypted
@category security
@scope cluster
@severity warning
@requires_role pg_read_all_stats
@remedy Switch TLS on in the server, then let clients connect with sslmode=verify-full.
@doc https://www.postgresql.org/docs/current/ssl-tcp.html
@access steward_reader
@example select * from steward_internal.check_unencrypted_connections();
$doc$;

revoke all on function steward_internal.check_unencrypted_connections() from public;
