create or replace function steward_internal.check_range_column_not_last_indexes()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with keys as materialized (
    select
      x.indexrelid,
      x.indrelid,
      k.ordinal,
      x.indkey[k.ordinal - 1]::smallint as attnum,
      x.indnkeyatts
    from steward_internal.user_indexes as x
    cross join lateral generate_series(1, x.indnkeyatts) as k (ordinal)
    where x.access_method = 'btree'
      and x.indnkeyatts > 1
      and not x.indisunique
      and not x.is_bound
  ),
  early as (
    select distinct on (k.indexrelid)
      k.*,
      a.attname,
      a.atttypid,
      a.atttypmod
    from keys as k
    inner join pg_attribute as a on a.attrelid = k.indrelid and a.attnum = k.attnum
    where k.ordinal < k.indnkeyatts
      and a.atttypid in (
        'timestamptz'::regtype, 'timestamp'::regtype, 'date'::regtype, 'time'::regtype,
        'timetz'::regtype
      )
      -- Pages of a list: the key only makes the order unambiguous.
      and exists (
        select
        from keys as later
        where later.indexrelid = k.indexrelid
          and later.ordinal > k.ordinal
          and not exists (
            select
            from pg_index as p
            where p.indrelid = k.indrelid
              and p.indisprimary
              and later.attnum = any ((p.indkey::smallint[])[0:p.indnkeyatts - 1])
          )
      )
    order by k.indexrelid, k.ordinal
  )
  select
    'index',
    x.schema_name::text,
    x.index_name::text,
    null::numeric,
    format('Column %I (%s) is number %s of the %s columns of index %s on %s: a search for a range of it '
        'cannot use the columns after it to start and stop.',
      e.attname, format_type(e.atttypid, e.atttypmod), e.ordinal, e.indnkeyatts, x.qualified_name,
      x.table_qualified_name),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('table', x.table_qualified_name, 'column', e.attname, 'position', e.ordinal)
  from early as e
  inner join steward_internal.user_indexes as x on x.indexrelid = e.indexrelid
$$;

comment on function steward_internal.check_range_column_not_last_indexes() is $doc$
Finds indexes in which a date or time comes before other columns.

A btree reads one stretch of entries. After a range (`at > now() - interval '1 day'`) the columns that
follow no longer narrow the stretch, they only filter it; with the columns compared by = first, it is
as short as it can be. Whether queries search for a range at all cannot be seen, so this is advice and
off by default; pg-index-health has the same check.

Left out are unique indexes, those of constraints, and those in which only columns of the primary key
follow: they give the pages of a list an unambiguous order.

@title Date or time before other columns of an index
@category indexes
@mode static
@severity info
@confidence estimate
@enabled false
@remedy If queries compare the later columns with = and this one by range, put this one last.
@doc https://www.postgresql.org/docs/current/indexes-multicolumn.html
@access steward_reader
@example select * from steward_internal.check_range_column_not_last_indexes();
$doc$;

revoke all on function steward_internal.check_range_column_not_last_indexes() from public;
