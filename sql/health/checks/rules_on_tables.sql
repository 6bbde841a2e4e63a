create or replace function steward_internal.check_rules_on_tables()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'rule',
    r.schema_name::text,
    format('%s.%s', r.relation_name, w.rulename),
    null::numeric,
    format('Rule %I rewrites %s of table %s.', w.rulename,
      case w.ev_type
        when '1' then 'SELECT'
        when '2' then 'UPDATE'
        when '3' then 'INSERT'
        when '4' then 'DELETE'
      end,
      r.qualified_name),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('table', r.qualified_name)
  from pg_rewrite as w
  inner join steward_internal.user_relations as r on r.relid = w.ev_class
  where r.relkind in ('r', 'p')
$$;

comment on function steward_internal.check_rules_on_tables() is $doc$
Finds tables whose statements a rule rewrites.

A rule changes the query, not the row: volatile expressions run twice, row counts lie, and COPY
ignores it. The PostgreSQL wiki lists rules among the things not to do; a trigger does what was meant.
Rules of views are left out.

@title Table with a rewrite rule
@category schema
@mode static
@severity info
@remedy Replace the rule by a trigger.
@doc https://www.postgresql.org/docs/current/rules-triggers.html
@access steward_reader
@example select * from steward_internal.check_rules_on_tables();
$doc$;

revoke all on function steward_internal.check_rules_on_tables() from public;
