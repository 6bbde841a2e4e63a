create or replace function steward_internal.check_low_all_visible_share()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    case r.relkind when 'm' then 'materialized view' else 'table' end,
    r.schema_name::text,
    r.relation_name::text,
    share.percent,
    format('%s %% of the pages of %s (about %s) are known to hold only rows that everybody can see.',
      share.percent, r.qualified_name, pg_size_pretty(r.estimated_bytes)),
    null,
    null,
    null,
    array[format('vacuum %s;', r.qualified_name)],
    null::text[],
    jsonb_build_object(
      'table_bytes', r.estimated_bytes, 'pages', r.relpages, 'all_visible_pages', r.relallvisible
    )
  from steward_internal.user_relations as r
  inner join pg_class as c on c.oid = r.relid
  cross join lateral (select round(100.0 * r.relallvisible / r.relpages, 1) as percent) as share
  where r.relkind in ('r', 'm')
    and c.relhasindex
    and r.estimated_bytes >= 1073741824
    and r.relallvisible < r.relpages / 2
$$;

comment on function steward_internal.check_low_all_visible_share() is $doc$
Finds large tables of which few pages are marked all-visible.

An index-only scan looks into the table for every row on a page without the mark, and VACUUM has to read
the page again. VACUUM sets the marks and every write to a page takes its mark away: below half, either
VACUUM comes too seldom or cannot mark pages because of an old transaction, or rows all over the table
change all the time, which no VACUUM changes. The share is that of the last VACUUM or ANALYZE. From
1 GB on, tables with indexes only.

@title Few pages are all-visible
@category vacuum
@severity info
@unit percent
@direction below
@confidence estimate
@remedy Vacuum the table; if it falls again, vacuum it more often (autovacuum_vacuum_insert_scale_factor for tables that are only inserted into).
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk VACUUM reads the pages that have changed and all indexes; it blocks neither reads nor writes.
@doc https://www.postgresql.org/docs/current/routine-vacuuming.html#VACUUM-FOR-VISIBILITY-MAP
@access steward_reader
@example select * from steward_internal.check_low_all_visible_share();
$doc$;

revoke all on function steward_internal.check_low_all_visible_share() from public;
