create or replace function steward_internal.unencrypted_sessions(
  local_networks inet[] default '{127.0.0.0/8,::1}'
)
returns table (user_name name, database_name name, session_count bigint, addresses inet[])
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select a.usename, a.datname, count(*), array_agg(distinct a.client_addr)
  from pg_stat_activity as a
  inner join pg_stat_ssl as s on s.pid = a.pid
  left join pg_stat_gssapi as g on g.pid = a.pid
  where a.client_addr is not null
    and not s.ssl
    and not coalesce(g.encrypted, false)
    and not a.client_addr <<= any (unencrypted_sessions.local_networks)
  group by a.usename, a.datname
$$;

comment on function steward_internal.unencrypted_sessions(inet[]) is $doc$
Counts the sessions from other machines that neither TLS nor GSSAPI encrypts.

@param local_networks Networks from which a plain session is no matter.
@returns One row for each role and database; a walsender may have none.
@access steward_reader
@example select user_name, session_count from steward_internal.unencrypted_sessions();
$doc$;

revoke all on function steward_internal.unencrypted_sessions(inet[]) from public;
