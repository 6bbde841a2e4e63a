create or replace function steward_internal.archive_statement(leaf oid, archive oid, condition text)
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select format(
    -- The archive gets the rows in the order in which they went, so that the n-th of both are compared; a full join is never a nested loop.
    'with gone as (delete from only %1$s as t where %2$s returning %4$s), '
    'kept as (insert into %3$s (%5$s) overriding system value select %5$s from gone returning %4$s%8$s) '
    'select count(g.n) as gone, count(k.n) as kept, '
    '(array_agg(json_build_array(g.image, k.image)) filter (where record_image_eq(g.image, k.image) is not true))[1] as pair%9$s '
    'from (select row_number() over () as n, row(%6$s) as image from gone) as g '
    'full join (select row_number() over () as n, row(%7$s) as image%10$s from kept) as k using (n)',
    archive_statement.leaf::regclass,
    archive_statement.condition,
    archive_statement.archive::regclass,
    string_agg(quote_ident(a.attname), ', ' order by a.attnum),
    -- What the archive computes itself is compared, not written.
    string_agg(quote_ident(a.attname), ', ' order by a.attnum) filter (where x.attgenerated = ''),
    string_agg(format('gone.%I', a.attname), ', ' order by a.attnum),
    string_agg(format('kept.%I', a.attname), ', ' order by a.attnum),
    w.returned, w.places, w.read
  )
  from pg_attribute as a
  left join pg_attribute as x
    on x.attrelid = archive_statement.archive
    and x.attname = a.attname
    and x.attnum > 0
    and not x.attisdropped
  cross join (
    select
      case when h.is_watched then ', tableoid as steward_relid, ctid as steward_place' else '' end as returned,
      case
        when h.is_watched then ', array_agg(k.steward_relid) as relids, array_agg(k.steward_place) as places'
        else ', null::oid[] as relids, null::tid[] as places'
      end as places,
      case when h.is_watched then ', kept.steward_relid, kept.steward_place' else '' end as read
    from (select steward_internal.archive_triggers(archive_statement.archive, 'after') is not null as is_watched) as h
  ) as w
  where a.attrelid = archive_statement.leaf
    and a.attnum > 0
    and not a.attisdropped
  group by w.returned, w.places, w.read
$$;

comment on function steward_internal.archive_statement(oid, oid, text) is $doc$
Writes the statement that moves rows to an archive and compares what arrived.

Each column of a row is compared bit by bit with what the archive keeps of it, after its triggers, defaults and
generated columns. Where triggers of the archive run afterwards, the places of the new rows are returned as well.

@param leaf The table or partition.
@param archive The archive.
@param condition Which rows may go, as an expression about the row t.
@returns A statement that returns how many rows were deleted and inserted, two that differ as a pair in JSON, and the
  tables and places of the new rows.
@access steward_reader
@example begin; create table public.moving (id integer); create table public.moved (like public.moving); select steward_internal.archive_statement('public.moving'::regclass, 'public.moved'::regclass, 'true'); rollback;
$doc$;

revoke all on function steward_internal.archive_statement(oid, oid, text) from public;
