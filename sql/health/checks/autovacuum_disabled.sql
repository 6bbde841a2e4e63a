create or replace function steward_internal.check_autovacuum_disabled()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'setting',
    null,
    s.name::text,
    null::numeric,
    format('Setting %s is off: %s', s.name,
      case s.name
        when 'autovacuum' then 'no table is vacuumed or analyzed by itself.'
        else 'autovacuum does not learn what changed, so it does nothing.'
      end),
    format('alter system set %I = on; select pg_reload_conf();', s.name),
    'critical',
    null,
    null::text[],
    null::jsonb
  from pg_settings as s
  where s.name in ('autovacuum', 'track_counts')
    and s.setting = 'off'
  union all
  select
    'table',
    t.schema_name::text,
    t.relation_name::text,
    null,
    format('Autovacuum is switched off for %s%s, which has about %s rows.',
      case when r.relkind = 't' then 'the TOAST table of ' else '' end,
      t.qualified_name, greatest(t.reltuples, 0)::bigint),
    null,
    null,
    null,
    array[
      format('alter table %s reset (%s);', t.qualified_name,
        case when r.relkind = 't' then 'toast.autovacuum_enabled' else 'autovacuum_enabled' end)
    ],
    null
  from steward_internal.user_relations as t
  inner join pg_class as r on r.oid in (t.relid, nullif(t.reltoastrelid, 0))
  cross join lateral pg_options_to_table(r.reloptions) as o
  where o.option_name = 'autovacuum_enabled'
    and not o.option_value::boolean
$$;

comment on function steward_internal.check_autovacuum_disabled() is $doc$
Finds tables, or the whole server, for which autovacuum is switched off.

Without it dead rows stay, statistics grow stale, and in the end only the emergency vacuum against
transaction ID wraparound runs, at the worst moment. Even then it runs only on the tables that are in
danger. Storage parameters of the TOAST table count as well.

@title Autovacuum is switched off
@category vacuum
@mode static
@severity warning
@remedy Remove the storage parameter; if autovacuum was too slow or in the way, tune its thresholds and cost limit instead.
@fix_risk ALTER TABLE ... RESET of this parameter takes SHARE UPDATE EXCLUSIVE for a moment and blocks no reads or writes.
@doc https://www.postgresql.org/docs/current/routine-vacuuming.html#AUTOVACUUM
@access steward_reader
@example select * from steward_internal.check_autovacuum_disabled();
$doc$;

revoke all on function steward_internal.check_autovacuum_disabled() from public;
