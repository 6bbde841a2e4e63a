create or replace function steward_internal.node_name()
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select case
    when not pg_is_in_recovery() then 'primary'
    else coalesce(
      nullif(current_setting('cluster_name'), ''),
      concat_ws(':', host(inet_server_addr()), current_setting('port'))
    )
  end
$$;

comment on function steward_internal.node_name() is $doc$
Names this server in the snapshots of statistics.

The primary is always `primary`, whichever server that is; a replica goes by its setting
`cluster_name`, or without one by address and port.

@returns The name.
@access steward_reader
@example select steward_internal.node_name();
$doc$;

revoke all on function steward_internal.node_name() from public;
