create or replace function steward_internal.check_dead_rows()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with counted as materialized (
    select
      r.relid,
      r.relkind,
      r.schema_name,
      r.relation_name,
      pg_stat_get_dead_tuples(r.relid) as dead,
      pg_stat_get_live_tuples(r.relid) as live
    from steward_internal.user_relations as r
    where r.relkind in ('r', 'm')
  )
  select
    kind.name,
    c.schema_name::text,
    c.relation_name::text,
    share.percent,
    format('About %s of the %s rows of %s %I.%I are dead (%s %%).',
      to_char(c.dead, 'FM999,999,999,999,990'),
      to_char(c.dead + c.live, 'FM999,999,999,999,990'),
      kind.name,
      c.schema_name,
      c.relation_name,
      share.percent),
    null,
    null,
    null,
    array[format('vacuum (analyze) %I.%I;', c.schema_name, c.relation_name)],
    null::text[],
    jsonb_build_object(
      'dead_rows', c.dead,
      'live_rows', c.live,
      'last_vacuum',
      greatest(pg_stat_get_last_vacuum_time(c.relid), pg_stat_get_last_autovacuum_time(c.relid))
    )
  from counted as c
  cross join lateral (
    select
      round(100.0 * c.dead / (c.dead + c.live), 1) as percent
  ) as share
  cross join lateral (
    select case c.relkind when 'm' then 'materialized view' else 'table' end as name
  ) as kind
  where c.dead >= 10000
    and not exists (
      select
      from pg_stat_progress_vacuum as p
      where p.relid = c.relid
        and p.datname = current_database()
    )
$$;

comment on function steward_internal.check_dead_rows() is $doc$
Finds tables of whose rows many are dead.

Every scan reads the dead rows and finds out that nobody can see them. tables_overdue_for_vacuum asks
whether autovacuum is late by its own rules; this asks whether the rules are good enough: a raised
scale factor, or an old transaction that lets VACUUM remove nothing, leaves dead rows although nothing
is overdue. The thresholds are those of pgdoctor; below 10,000 dead rows nothing is reported.

Tables on which VACUUM is running are left out (a role without pg_read_all_stats cannot see that of
other roles). Standbys do not count dead rows. The counters are estimates and begin again after a crash.

@title Table has many dead rows
@category vacuum
@unit percent
@warning 20
@critical 40
@confidence estimate
@runs_on primary
@remedy Vacuum the table. If the rows stay, end the transaction, prepared transaction or slot that can still see them; if they come back, lower autovacuum_vacuum_scale_factor of the table.
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk VACUUM reads the pages that have changed and all indexes; it blocks neither reads nor writes.
@doc https://www.postgresql.org/docs/current/routine-vacuuming.html#VACUUM-FOR-SPACE-RECOVERY
@access steward_reader
@example select * from steward_internal.check_dead_rows();
$doc$;

revoke all on function steward_internal.check_dead_rows() from public;
