create or replace function steward_internal.check_toast_share()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with large as materialized (
    select s.*
    from (
      select t.oid as toast_relid, t.relpages::bigint * current_setting('block_size')::bigint as toast_bytes
      from pg_class as t
      where t.relkind = 't'
    ) as s
    where s.toast_bytes >= 10737418240
  )
  select
    case r.relkind when 'm' then 'materialized view' else 'table' end,
    r.schema_name::text,
    r.relation_name::text,
    share.percent,
    format('%s %% of %s lie in its TOAST table (about %s of %s).',
      share.percent, r.qualified_name, pg_size_pretty(size.toast_bytes),
      pg_size_pretty(size.toast_bytes + r.estimated_bytes)),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('table_bytes', r.estimated_bytes, 'toast_bytes', size.toast_bytes)
  from large as size
  inner join steward_internal.user_relations as r on r.reltoastrelid = size.toast_relid
  cross join lateral (
    select
      round(100.0 * size.toast_bytes / nullif(size.toast_bytes + r.estimated_bytes, 0), 1) as percent
  ) as share
  where size.toast_bytes >= 0.8 * (size.toast_bytes + r.estimated_bytes)
$$;

comment on function steward_internal.check_toast_share() is $doc$
Finds tables that consist mostly of values too large for their rows.

Large values are fetched one by one, are rewritten as a whole when a part of them changes, and make
backups and VACUUM long. Nothing is wrong with that, but the place to save space is there: lz4
compresses faster than pglz (columns and default_toast_compression), text that is never searched can
lie elsewhere. From 80 % (pgdoctor) and 10 GB of TOAST on, sizes as of the last VACUUM.

@title Table is mostly TOAST
@category capacity
@severity info
@unit percent
@confidence estimate
@remedy See which column holds the large values, and whether they must be in the database, uncompressed or whole.
@doc https://www.postgresql.org/docs/current/storage-toast.html
@access steward_reader
@example select * from steward_internal.check_toast_share();
$doc$;

revoke all on function steward_internal.check_toast_share() from public;
