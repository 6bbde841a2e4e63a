create or replace function steward_internal.rehearsal_state()
returns jsonb
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'relation', c.oid,
    'name', format('%I.%I', n.nspname, c.relname),
    'kind', c.relkind,
    'filenode', c.relfilenode,
    'pages', c.relpages,
    'rows', nullif(c.reltuples, -1),
    'modes', coalesce(held.modes, '[]')
  )), '[]')
  from pg_class as c
  inner join pg_namespace as n on n.oid = c.relnamespace
  left join (
    select l.relation, jsonb_agg(l.mode) as modes
    from pg_locks as l
    inner join pg_database as d on d.oid = l.database
    where l.pid = pg_backend_pid()
      and l.locktype = 'relation'
      and l.granted
      and d.datname = current_database()
    group by l.relation
  ) as held on held.relation = c.oid
  where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
    and c.relkind in ('r', 'p', 'm', 'v', 'f', 'S', 'i', 'I')
$$;

comment on function steward_internal.rehearsal_state() is $doc$
Notes the relations there are, their files, and the locks of this session.

@returns A list of relation, name, kind, filenode, pages, rows and modes, for `rehearsal_locks()`.
@access steward_admin
@example select jsonb_array_length(steward_internal.rehearsal_state()) > 0 as has_relations;
$doc$;

revoke all on function steward_internal.rehearsal_state() from public;
