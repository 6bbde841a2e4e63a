create or replace function steward_internal.check_idle_connections()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with sessions as materialized (
    select a.usename, a.datname, a.application_name, a.state = 'idle' as is_idle
    from pg_stat_activity as a
    where a.backend_type = 'client backend'
      and a.state is distinct from 'disabled'
  ),
  total as (
    select
      count(*) as client_count,
      count(*) filter (where s.is_idle) as idle_count,
      coalesce(round(100.0 * count(*) filter (where s.is_idle) / nullif(count(*), 0), 1), 0) as percent
    from sessions as s
  ),
  largest as (
    select
      concat_ws(
        ', ', 'role ' || quote_ident(s.usename), 'database ' || quote_ident(s.datname),
        'application ' || nullif(s.application_name, '')
      ) as name,
      count(*) as idle_count
    from sessions as s
    where s.is_idle
    group by s.usename, s.datname, s.application_name
    order by count(*) desc, 1
    limit 1
  )
  select
    null,
    null,
    null,
    t.percent,
    format(
      '%s of %s client connections are idle%s.', t.idle_count, t.client_count,
      case when g.name is not null then format('; %s of them are of %s', g.idle_count, g.name) end
    ),
    null,
    case when t.idle_count >= 20 and t.percent > 50 then 'info' end,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('idle_connections', t.idle_count, 'client_connections', t.client_count)
  from total as t
  left join largest as g on true
$$;

comment on function steward_internal.check_idle_connections() is $doc$
Tells whether most client connections do nothing.

Each connection costs memory, makes snapshots dearer and takes a slot. A pool that is mostly idle can
be smaller, or be shared by all processes of an application. More than half of the connections and at
least 20 is the measure of pgdoctor; fewer are nobody's trouble. It is a look at one moment.

@title Most connections are idle
@category connections
@scope cluster
@unit percent
@requires_role pg_read_all_stats
@remedy Make the pool of that application smaller, or put a pooler such as PgBouncer in front.
@doc https://www.postgresql.org/docs/current/runtime-config-connection.html
@access steward_reader
@example select * from steward_internal.check_idle_connections();
$doc$;

revoke all on function steward_internal.check_idle_connections() from public;
