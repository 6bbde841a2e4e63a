create or replace function steward_internal.bloat_candidates(min_bytes bigint)
returns table (
  relid oid,
  schema_name name,
  table_name name,
  estimated_bytes bigint,
  extension_schema name,
  withheld text
)
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    r.relid,
    r.schema_name,
    r.relation_name,
    r.estimated_bytes,
    x.schema_name,
    case
      when x.schema_name is null then 'extension: pgstattuple is not installed'
      when not (
        has_schema_privilege(x.schema_name, 'usage')
          and has_function_privilege(x.approx, 'execute')
      ) then format('privilege: grant pg_stat_scan_tables to %I;', current_user)
      when r.relid in (select steward_internal.locked_relations())
        then 'lock: another session holds or awaits an exclusive lock on the table'
      when r.relpages - r.relallvisible > unread.page_limit
        then format(
          'cost: %s would have to be read; VACUUM the table first',
          pg_size_pretty((r.relpages - r.relallvisible) * current_setting('block_size')::bigint)
        )
    end
  from steward_internal.user_relations as r
  cross join (
    select
      s.name as schema_name,
      to_regprocedure(format('%I.pgstattuple_approx(regclass)', s.name)) as approx
    from (select steward_internal.extension_schema('pgstattuple') as name) as s
  ) as x
  -- 1 GB of pages that are not all-visible: about what a busy disk reads in a few seconds.
  cross join (
    select 1073741824 / current_setting('block_size')::bigint as page_limit
  ) as unread
  where r.relkind in ('r', 'm')
    and r.relpersistence = 'p'
    and r.estimated_bytes >= bloat_candidates.min_bytes
  order by r.estimated_bytes desc, r.relid
$$;

comment on function steward_internal.bloat_candidates(bigint) is $doc$
Lists the tables whose bloat is worth measuring, and what forbids it.

@param min_bytes Leaves out smaller tables.
@returns One row for each table, largest first; `withheld` begins with extension, privilege, lock or cost.
@access steward_reader
@example select table_name, withheld from steward_internal.bloat_candidates(1048576);
$doc$;

revoke all on function steward_internal.bloat_candidates(bigint) from public;
