create or replace function steward_internal.check_slru_hit_ratio()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with lookups as (
    select
      split_part(e.key, '.', 2) as name,
      sum(e.value::text::numeric) filter (where e.key like '%.blks_hit') as hit_count,
      sum(e.value::text::numeric) filter (where e.key like '%.blks_read') as read_count,
      c.changed_since
    from steward_internal.recent_counters() as c
    cross join lateral jsonb_each(c.changes) as e
    where e.key like 'slru.%.blks_hit'
      or e.key like 'slru.%.blks_read'
    group by split_part(e.key, '.', 2), c.changed_since
  )
  select
    'slru cache',
    null,
    l.name,
    round(100 * l.hit_count / (l.hit_count + l.read_count), 1),
    format(
      'The cache %s had %s of %s pages that were asked for since %s.',
      l.name, l.hit_count, l.hit_count + l.read_count, date_trunc('second', l.changed_since)
    ),
    case
      when p.name is not null then
        format('%sRaise %s (now %s; needs a restart).', case
          when l.name = 'subtransaction' then 'Use fewer than 64 savepoints or exception blocks in a transaction. '
          when l.name like 'multixact%' then 'Let fewer sessions lock the same rows (foreign keys, FOR SHARE). '
        end, p.name, p.setting)
      when l.name = 'Subtrans' then 'Use fewer than 64 savepoints or exception blocks in a transaction.'
      when l.name like 'MultiXact%' then 'Let fewer sessions lock the same rows (foreign keys, FOR SHARE).'
    end,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('hit', l.hit_count, 'read', l.read_count)
  from lookups as l
  left join pg_settings as p on p.name = l.name || '_buffers'
  where l.read_count >= 10000
  union all
  select r.* from steward_internal.history_obstacle() as r
$$;

comment on function steward_internal.check_slru_hit_ratio() is $doc$
Finds caches of transaction states that are too small.

PostgreSQL keeps what became of transactions, subtransactions, row locks and notifications in small caches of
their own (SLRU). When one overflows, all sessions wait for it at once. The value is the share of lookups in
the last day that found their page; a cache that read fewer than 10,000 pages is left out. 90 % is our own
figure: a cache that is large enough is above 99. The caches are fixed before PostgreSQL 17.

@title Cache of transaction states is too small
@category io
@scope cluster
@unit percent
@direction below
@warning 90
@critical 50
@confidence estimate
@remedy From PostgreSQL 17 on the size of this cache is a setting; before, only less of what fills it helps.
@doc https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-SLRU-VIEW
@access steward_reader
@example select * from steward_internal.check_slru_hit_ratio();
$doc$;

revoke all on function steward_internal.check_slru_hit_ratio() from public;
