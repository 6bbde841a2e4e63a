create or replace function steward_internal.sequence_feeds()
returns table (sequence_oid oid, relid oid, attnum smallint, is_owner boolean, is_identity boolean)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select f.sequence_oid, f.relid, f.attnum::smallint, bool_or(f.is_owner), bool_or(f.is_identity)
  from (
    select d.objid as sequence_oid, d.refobjid as relid, d.refobjsubid as attnum, true as is_owner, d.deptype = 'i' as is_identity
    from pg_depend as d
    where d.classid = 'pg_class'::regclass
      and d.refclassid = 'pg_class'::regclass
      and d.refobjsubid > 0
      and d.deptype in ('a', 'i')
      and d.objid in (select s.seqrelid from pg_sequence as s)
    union all
    select d.refobjid, def.adrelid, def.adnum, false, false
    from pg_attrdef as def
    inner join pg_depend as d on d.classid = 'pg_attrdef'::regclass and d.objid = def.oid
    where d.refclassid = 'pg_class'::regclass
      and d.refobjid in (select s.seqrelid from pg_sequence as s)
  ) as f
  group by f.sequence_oid, f.relid, f.attnum
$$;

comment on function steward_internal.sequence_feeds() is $doc$
Lists the columns that sequences feed: their own, and those by default.

What a trigger or a function takes from a sequence by its name is not seen.

@returns One row for each sequence and column.
@access steward_reader
@example select sequence_oid::regclass, relid::regclass, attnum from steward_internal.sequence_feeds();
$doc$;

revoke all on function steward_internal.sequence_feeds() from public;
