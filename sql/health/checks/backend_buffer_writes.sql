create or replace function steward_internal.check_backend_buffer_writes()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select
    null,
    null,
    null,
    s.percent,
    concat(
      case
        when s.percent is not null
          then format('Sessions wrote %s %% of %s dirty buffers themselves since %s', s.percent, w.total, s.since)
        when w.total is null
          then format('PostgreSQL %s does not tell the writes of sessions from new blocks',
            current_setting('server_version'))
        else format('Only %s dirty buffers were written since %s: too few to judge', w.total, s.since)
      end,
      format('; the background writer stopped %s times at bgwriter_lru_maxpages.', w.stopped)
    ),
    null,
    null,
    case when not (coalesce(s.percent, 0) >= 20 or s.stopped_percent >= 10) then 'ok' end,
    null::text[],
    null::text[],
    jsonb_build_object(
      'written_by_sessions', w.by_sessions, 'written', w.total, 'maxwritten_clean', w.stopped,
      'bgwriter_lru_maxpages', current_setting('bgwriter_lru_maxpages')
    )
  from steward_internal.recent_counters() as c
  cross join lateral (
    select
      (c.changes ->> 'io.client backend.relation.normal.writes')::numeric as by_sessions,
      (
        select sum(e.value::text::numeric)
        from jsonb_each(c.changes) as e
        where e.key like 'io.%.relation.normal.writes'
      ) as total,
      (c.changes ->> 'bgwriter.maxwritten_clean')::numeric as stopped
  ) as w
  cross join lateral (
    select
      case when w.total >= 100000 then round(100 * w.by_sessions / w.total, 1) end as percent,
      100 * w.stopped * (
        select p.setting::numeric from pg_settings as p where p.name = 'bgwriter_delay'
      ) / (3600000 * c.hours) as stopped_percent,
      date_trunc('second', c.changed_since) as since
  ) as s
  union all
  select r.* from steward_internal.history_obstacle() as r
$$;

comment on function steward_internal.check_backend_buffer_writes() is $doc$
Finds that sessions have to write dirty buffers themselves before they can read.

That is the work of the background writer and the checkpointer; a session that does it waits for the disk.
It is reported from 20 % of all buffers written on, or if in a tenth of its rounds the background writer
stopped because it may not write more at once (bgwriter_lru_maxpages): our own figures, so it is an
info. Below 100,000 buffers (780 MB) in the last day no share is named. Bulk loads, VACUUM and new blocks of
growing tables, which sessions write by design, do not count, and PostgreSQL 15 cannot tell them apart.

@title Sessions write dirty buffers themselves
@category io
@scope cluster
@severity info
@unit percent
@remedy Raise bgwriter_lru_maxpages and bgwriter_lru_multiplier, or shared_buffers (a restart).
@doc https://www.postgresql.org/docs/current/runtime-config-resource.html#RUNTIME-CONFIG-RESOURCE-BACKGROUND-WRITER
@access steward_reader
@example select * from steward_internal.check_backend_buffer_writes();
$doc$;

revoke all on function steward_internal.check_backend_buffer_writes() from public;
