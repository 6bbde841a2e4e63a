create or replace function steward_internal.check_logging_settings()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with silent (name, value, wanted, consequence) as (
    values
      ('log_lock_waits', 'off', 'on', 'the server log says nothing about sessions that waited for locks.'),
      ('log_min_duration_statement', '-1', '1s', 'the server log says nothing about slow statements.'),
      ('log_temp_files', '-1', '64MB', 'the server log says nothing about temporary files.'),
      ('log_autovacuum_min_duration', '-1', '10min', 'the server log says nothing about long runs of autovacuum.'),
      ('log_checkpoints', 'off', 'on', 'the server log says nothing about checkpoints.')
  ),
  settings as materialized (
    select s.name, s.value, s.is_overridden
    from steward_internal.server_settings(array(select q.name from silent as q)) as s
  )
  select
    'setting',
    null,
    s.name,
    null::numeric,
    format('Setting %s is %s: %s', s.name, s.value, q.consequence),
    null,
    null,
    null,
    steward_internal.alter_system_statements(jsonb_build_object(s.name, q.wanted)),
    steward_internal.alter_system_statements(jsonb_build_object(s.name, s.value)),
    jsonb_build_object('value', s.value)
  from settings as s
  inner join silent as q on q.name = s.name and q.value = s.value
  where not s.is_overridden
    and not (
      s.name = 'log_min_duration_statement'
      and (
        coalesce(current_setting('auto_explain.log_min_duration', true), '-1') <> '-1'
        or current_setting('log_min_duration_sample') <> '-1'
        or current_setting('log_duration')::boolean
      )
    )
  union all
  select h.* from steward_internal.hidden_setting_rows(array(select q.name from silent as q)) as h
$$;

comment on function steward_internal.check_logging_settings() is $doc$
Finds settings that keep out of the server log what is needed after an incident.

Who waited for whom, what was slow and what spilled to the disk cannot be found out afterwards if it
was not logged. Slow statements count as logged if auto_explain, log_min_duration_sample or
log_duration see to it. The limits proposed are 1 second and 64 MB, and what PostgreSQL ships where it
ships one (log_autovacuum_min_duration and log_checkpoints since 15). Where the log goes and how long
it is kept cannot be judged from here.

@title Server log leaves out incidents
@category configuration
@scope cluster
@severity info
@remedy Let the server log it.
@fix_lock none
@fix_risk The log grows; with log_min_duration_statement it holds the text of statements. ALTER SYSTEM needs a superuser.
@doc https://www.postgresql.org/docs/current/runtime-config-logging.html#RUNTIME-CONFIG-LOGGING-WHAT
@access steward_reader
@example select * from steward_internal.check_logging_settings();
$doc$;

revoke all on function steward_internal.check_logging_settings() from public;
