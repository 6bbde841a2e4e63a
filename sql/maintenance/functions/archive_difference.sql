create or replace function steward_internal.archive_difference(leaf oid, age_column name, pair json)
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with columns as (
    select a.attname, a.attnum, 'f' || row_number() over (order by a.attnum) as field
    from pg_attribute as a
    where a.attrelid = archive_difference.leaf
      and a.attnum > 0
      and not a.attisdropped
  ),
  keys as (
    select
      string_agg(quote_ident(k.attname), ', ' order by k.attnum) as names,
      string_agg(coalesce(archive_difference.pair -> 0 ->> k.field, 'null'), ', ' order by k.attnum) as key_values
    from columns as k
    where coalesce(
      (select k.attnum = any(i.indkey) from pg_index as i where i.indrelid = archive_difference.leaf and i.indisprimary),
      k.attname = archive_difference.age_column
    )
  )
  select format(
    'column %s of the row (%s)=(%s) would not be the same in the archive',
    coalesce(
      (
        select quote_ident(k.attname)
        from columns as k
        where archive_difference.pair -> 0 ->> k.field is distinct from archive_difference.pair -> 1 ->> k.field
        order by k.attnum
        limit 1
      ),
      'unknown'
    ),
    keys.names, keys.key_values
  )
  from keys
$$;

comment on function steward_internal.archive_difference(oid, name, json) is $doc$
Says in which column a row differs from what the archive would keep of it.

@param leaf The table or partition that the row is in.
@param age_column The column that names the row where there is no primary key.
@param pair Both rows, as `archive_statement()` returns them.
@returns A sentence without a full stop.
@access steward_reader
@example begin; create table public.moving (id integer primary key, note text); select steward_internal.archive_difference('public.moving'::regclass, 'id', '[{"f1": 7, "f2": "a"}, {"f1": 7, "f2": null}]'); rollback;
$doc$;

revoke all on function steward_internal.archive_difference(oid, name, json) from public;
