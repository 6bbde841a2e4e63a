create or replace function steward_internal.protection_of(target regclass)
returns steward.protected_tables
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select r
  from pg_class as c
  inner join pg_namespace as n on n.oid = c.relnamespace
  inner join steward.protected_tables as p on steward_internal.protected_relation(p) = c.oid
  cross join lateral jsonb_populate_record(
    p,
    jsonb_build_object(
      'target_schema', n.nspname, 'target_table', c.relname, 'relation', c.oid,
      'undo', steward_internal.renamed_undo(
        p.undo, format('%I.%I', p.target_schema, p.target_table), format('%I.%I', n.nspname, c.relname)
      )
    )
  ) as r
  where c.oid = protection_of.target
$$;

comment on function steward_internal.protection_of(regclass) is $doc$
Returns what a table is protected with.

If it was renamed since, the row is as if it had always had its name.

@param target The table.
@returns The row of the registry; null if the table is not in it.
@access steward_reader
@example select (steward_internal.protection_of('steward.settings')).template is null;
$doc$;

revoke all on function steward_internal.protection_of(regclass) from public;
