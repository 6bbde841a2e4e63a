create or replace function steward_internal.check_anti_wraparound_vacuum_due()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with old as materialized (
    select c.oid as relid, c.relkind, c.reloptions, c.relfrozenxid, c.relminmxid
    from pg_class as c
    where c.relkind in ('r', 'm', 't')
      and c.relfrozenxid <> '0'::xid
      -- Only storage parameters force it before the settings do.
      and (
        c.reloptions is not null
        or age(c.relfrozenxid) > (select current_setting('autovacuum_freeze_max_age')::bigint)
        or mxid_age(c.relminmxid) > (select current_setting('autovacuum_multixact_freeze_max_age')::bigint)
      )
  ),
  parts as (
    select r.relid as owner_id, false as is_toast, o.*
    from old as o
    inner join steward_internal.user_relations as r on r.relid = o.relid
    union all
    select r.relid, true, o.*
    from old as o
    inner join steward_internal.user_relations as r on r.reltoastrelid = o.relid
  ),
  aged as (
    select
      p.owner_id,
      p.relid,
      p.is_toast,
      k.unit,
      k.age,
      least(
        current_setting(k.setting)::bigint,
        (
          select o.option_value::bigint
          from pg_options_to_table(p.reloptions) as o
          where o.option_name = k.setting
        )
      ) as forced_at
    from parts as p
    cross join lateral (
      values
        ('transactions', 'autovacuum_freeze_max_age', age(p.relfrozenxid)::bigint),
        ('multixacts', 'autovacuum_multixact_freeze_max_age', mxid_age(p.relminmxid)::bigint)
    ) as k (unit, setting, age)
    -- The lowest value that the storage parameters can have.
    where k.age > 10000
  ),
  worst as (
    select distinct on (a.owner_id) a.*
    from aged as a
    where a.age > a.forced_at
    order by a.owner_id, a.age::numeric / a.forced_at desc
  )
  select
    case r.relkind when 'm' then 'materialized view' else 'table' end,
    r.schema_name::text,
    r.relation_name::text,
    round(100.0 * w.age / w.forced_at, 1),
    format(
      '%s %s is %s %s old; autovacuum was to freeze it at %s%s.',
      case when w.is_toast then 'The TOAST table of' else 'Relation' end,
      r.qualified_name,
      to_char(w.age, 'FM9,999,999,999'),
      w.unit,
      to_char(w.forced_at, 'FM9,999,999,999'),
      case when running.pid is not null then ', and a VACUUM is running on it' else '' end
    ),
    null,
    null,
    null,
    case
      when not pg_is_in_recovery() then array[format('vacuum (freeze) %s;', r.qualified_name)]
    end,
    null::text[],
    jsonb_build_object(
      'age', w.age, 'unit', w.unit, 'forced_at', w.forced_at, 'is_toast', w.is_toast,
      'is_vacuum_running', running.pid is not null
    )
  from worst as w
  inner join steward_internal.user_relations as r on r.relid = w.owner_id
  left join lateral (
    select p.pid
    from pg_stat_progress_vacuum as p
    where p.datname = current_database()
      and p.relid in (w.owner_id, w.relid)
    limit 1
  ) as running on true
$$;

comment on function steward_internal.check_anti_wraparound_vacuum_due() is $doc$
Finds tables that autovacuum should have frozen and has not.

From autovacuum_freeze_max_age (or autovacuum_multixact_freeze_max_age) on, autovacuum freezes a table
even where it is switched off; so 100 % is normal life. A table that goes on ageing is one that
autovacuum fails on, does not get to, or cannot freeze because an old transaction, a prepared
transaction or a replication slot holds it back. The storage parameters of the table and of its TOAST
table count as autovacuum counts them: they can only lower the setting. 110 % is the warning of
pgmonitor (its 125 % is critical, ours is 150 %).

System catalogs and temporary tables are left out; transaction_id_age and multixact_age include them.
The multixact age at which members run out of space is not known to SQL. A role without
pg_read_all_stats cannot see that other roles' VACUUM is running.

@title Table is not frozen in time
@category vacuum
@unit percent
@warning 110
@critical 150
@remedy See what holds old rows back (long or prepared transactions, replication slots) and end it, then freeze the table.
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk VACUUM (FREEZE) reads the whole table and writes WAL for every page that it changes; it blocks neither reads nor writes.
@doc https://www.postgresql.org/docs/current/routine-vacuuming.html#VACUUM-FOR-WRAPAROUND
@access steward_reader
@example select * from steward_internal.check_anti_wraparound_vacuum_due();
$doc$;

revoke all on function steward_internal.check_anti_wraparound_vacuum_due() from public;
