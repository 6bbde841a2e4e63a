create or replace function steward_internal.archive_triggers(archive oid, timing text)
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select string_agg(distinct format('%I of %s', t.tgname, t.tgrelid::regclass), ', ')
  from pg_trigger as t
  where not t.tgisinternal
    and t.tgenabled <> 'D'
    and (t.tgtype & 4) <> 0
    and case archive_triggers.timing when 'before' then (t.tgtype & 66) <> 0 else (t.tgtype & 66) = 0 end
    and (
      t.tgrelid = archive_triggers.archive
      or t.tgparentid = 0
        and exists (
          select from pg_partition_ancestors(t.tgrelid::regclass) as p where p.relid = archive_triggers.archive
        )
    )
    and exists (select from pg_class as c where c.oid = archive_triggers.archive and c.relkind <> 'f')
$$;

comment on function steward_internal.archive_triggers(oid, text) is $doc$
Names the triggers that see rows inserted into an archive or its partitions.

@param archive The archive.
@param timing before or after.
@returns Their names; null if there are none.
@access steward_reader
@example select steward_internal.archive_triggers(steward_internal.archive_of(p), 'before') from steward.retention_policies as p;
$doc$;

revoke all on function steward_internal.archive_triggers(oid, text) from public;
