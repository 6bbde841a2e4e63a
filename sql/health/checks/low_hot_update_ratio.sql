create or replace function steward_internal.check_low_hot_update_ratio()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with updated as materialized (
    select c.oid as relid
    from pg_class as c
    where c.relkind in ('r', 'm')
      and c.relhasindex
      and pg_stat_get_tuples_updated(c.oid) > 0
    -- What was updated before the counters started again counts as well.
    union
    select c.relid
    from steward_internal.observed_window('1 day') as w
    inner join steward_internal.relation_changes as c
      on c.snapshot_id > w.first_snapshot_id
      and c.snapshot_id <= w.last_snapshot_id
    where c.changes[6] > 0
  ),
  tables as materialized (
    select
      case when r.is_partition then pg_partition_root(r.relid) else r.relid end as relid,
      sum(h.n_tup_upd) as updates,
      sum(h.n_tup_hot_upd) as hot_updates,
      sum(h.n_tup_newpage_upd) as moved_updates,
      max(h.changed_since) as changed_since
    from steward_internal.table_changes('1 day', array(select u.relid from updated as u)) as h
    inner join steward_internal.user_relations as r on r.relid = h.relid
    inner join pg_class as c on c.oid = h.relid
    where h.n_tup_upd > 0
      and c.relhasindex
    group by 1
    having sum(h.n_tup_upd) >= 10000
      and sum(h.n_tup_hot_upd) < 0.5 * sum(h.n_tup_upd)
  )
  select
    'table',
    r.schema_name::text,
    r.relation_name::text,
    share.hot_percent,
    format('%s %% of the %s updates of %s since %s were HOT%s.',
      share.hot_percent,
      to_char(t.updates, 'FM999,999,999,999,990'),
      r.qualified_name,
      to_char(t.changed_since at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'),
      ', and ' || share.moved_percent || ' % found no room on the page of the old row'),
    case
      when share.moved_percent >= 20
        then format(
          'Leave room on each page, for new rows from now on: alter table %s set (fillfactor = 85);',
          case r.relkind when 'p' then '(each partition)' else r.qualified_name end
        )
    end,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object(
      'updates', t.updates, 'hot_updates', t.hot_updates, 'moved_updates', t.moved_updates,
      'reloptions', r.reloptions
    )
  from tables as t
  inner join steward_internal.user_relations as r on r.relid = t.relid
  cross join lateral (
    select
      round(100.0 * t.hot_updates / t.updates, 1) as hot_percent,
      round(100.0 * t.moved_updates / t.updates, 1) as moved_percent
  ) as share
  union all
  select m.* from steward_internal.missing_history_rows('1 day', '0') as m
$$;

comment on function steward_internal.check_low_hot_update_ratio() is $doc$
Finds tables whose updates write to every index.

An update is heap-only (HOT) if it changes no indexed column and finds room on the same page; then no index
is written, and the old row can go without VACUUM. Below half of 10,000 updates since the snapshot a day ago
(pgdoctor has the half, ruby-pg-extras the 10,000) something can be gained: where 20 % of the updates and
more left their page (ruby-pg-extras; counted since PostgreSQL 16) room is missing, otherwise an index on a
column that changes all the time is the usual reason. Since PostgreSQL 16 columns that only BRIN indexes
contain are no obstacle. Partitions are added up under their root.

@title Few updates are HOT
@category vacuum
@severity info
@unit percent
@direction below
@remedy See whether an index on a column that changes often is needed; otherwise leave room with a lower fillfactor.
@doc https://www.postgresql.org/docs/current/storage-hot.html
@access steward_reader
@example select * from steward_internal.check_low_hot_update_ratio();
$doc$;

revoke all on function steward_internal.check_low_hot_update_ratio() from public;
