create or replace function steward_internal.check_vacuum_index_passes()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with running as materialized (
    select
      p.pid,
      p.relid,
      p.index_vacuum_count + (p.phase = 'vacuuming indexes')::integer as passes,
      a.backend_type = 'autovacuum worker' as is_autovacuum
    from pg_stat_progress_vacuum as p
    left join pg_stat_activity as a on a.pid = p.pid
    where p.datname = current_database()
  )
  select
    case r.relkind when 'm' then 'materialized view' else 'table' end,
    r.schema_name::text,
    r.relation_name::text,
    v.passes::numeric,
    format(
      'The %s of %s%s has begun pass %s over its indexes, because its memory (%s = %s) holds too few '
        'dead rows.',
      case when v.is_autovacuum then 'autovacuum' else 'VACUUM' end,
      case when r.relid <> v.relid then 'the TOAST table of ' end,
      r.qualified_name,
      v.passes,
      memory.setting,
      memory.value
    ),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('pid', v.pid, 'setting', memory.setting, 'value', memory.value)
  from running as v
  inner join steward_internal.user_relations as r on v.relid in (r.relid, r.reltoastrelid)
  cross join lateral (
    select
      case
        when v.is_autovacuum and current_setting('autovacuum_work_mem') <> '-1'
          then 'autovacuum_work_mem'
        else 'maintenance_work_mem'
      end as name
  ) as chosen
  cross join lateral (select chosen.name as setting, current_setting(chosen.name) as value) as memory
  where v.passes >= 2
$$;

comment on function steward_internal.check_vacuum_index_passes() is $doc$
Finds a running VACUUM that has to read all indexes of its table more than once.

It remembers dead rows in memory; when that is full, it reads every index to remove them and begins
again. One pass is enough with enough memory; the second doubles the work. Before PostgreSQL 17 a dead
row takes 6 bytes and no more than 1 GB is ever used; since then it takes far less. The memory named is
that of this session; the VACUUM of another one may have been given its own.

@title VACUUM reads the indexes more than once
@category vacuum
@severity warning
@unit passes
@runs_on primary
@requires_role pg_read_all_stats
@remedy Raise autovacuum_work_mem (or maintenance_work_mem for a VACUUM by hand), or let the table be vacuumed more often.
@doc https://www.postgresql.org/docs/current/progress-reporting.html#VACUUM-PROGRESS-REPORTING
@access steward_reader
@example select * from steward_internal.check_vacuum_index_passes();
$doc$;

revoke all on function steward_internal.check_vacuum_index_passes() from public;
