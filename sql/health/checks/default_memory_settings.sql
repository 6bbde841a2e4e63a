create or replace function steward_internal.check_default_memory_settings()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with shipped (name, value, advice) as (
    values
      ('shared_buffers', '16384', 'A quarter of the memory is the usual start on a server of its own; a restart is needed.'),
      ('effective_cache_size', '524288',
        'Set it to what shared_buffers and the cache of the operating system hold together; it reserves nothing.'),
      ('maintenance_work_mem', '65536',
        'Raise it for faster VACUUM and CREATE INDEX: autovacuum_max_workers processes may each use it.'),
      ('work_mem', '4096',
        'Raise it if queries write temporary files: each sort and hash of each session may use it.')
  )
  select
    'setting',
    null,
    s.name,
    null::numeric,
    format('Setting %s is %s, as shipped.', s.name, s.display_value),
    d.advice,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('value', s.display_value)
  from steward_internal.server_settings(array(select d.name from shipped as d)) as s
  -- initdb writes the shipped values into the configuration, so their source says nothing.
  inner join shipped as d on d.name = s.name and d.value = s.value
  where not s.is_overridden
  union all
  select h.* from steward_internal.hidden_setting_rows(array(select d.name from shipped as d)) as h
$$;

comment on function steward_internal.check_default_memory_settings() is $doc$
Lists the memory settings that are still as PostgreSQL ships them.

The shipped values suit the smallest machines. SQL cannot see how much memory the machine has, so this
reports and does not judge, and proposes no numbers: switch the check off where the values are meant.
What single roles or databases set for themselves is not looked at.

@title Memory setting is as shipped
@category configuration
@scope cluster
@severity info
@remedy Set it for the memory of the machine.
@doc https://www.postgresql.org/docs/current/runtime-config-resource.html#RUNTIME-CONFIG-RESOURCE-MEMORY
@access steward_reader
@example select * from steward_internal.check_default_memory_settings();
$doc$;

revoke all on function steward_internal.check_default_memory_settings() from public;
