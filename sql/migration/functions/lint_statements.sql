create or replace function steward_internal.lint_statements(statements text[], search_path text)
returns table (statement integer, rule text, severity text, message text, help text)
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
-- The planner takes each of these functions for a thousand rows, and compiling for them takes a second.
set jit = off
as $$
  with given as (
    select s.text, s.position::integer as position
    from unnest(lint_statements.statements) with ordinality as s (text, position)
  ),
  locks as (
    select distinct on (g.position, t.relid)
      g.position, t.relid, l.kind, m.name as mode, m.blocks, l.effect, l.help
    from given as g
    cross join lateral steward_internal.statement_locks(g.text) as l
    inner join steward_internal.lock_modes() as m on m.name = l.mode
    cross join lateral steward_internal.find_relation(l.relation, lint_statements.search_path) as f (relid)
    left join pg_index as i on i.indexrelid = f.relid and l.kind = 'indexes'
    cross join lateral (select coalesce(i.indrelid, f.relid) as relid) as t
    where t.relid is not null
      and m.blocks is not null
    order by g.position, t.relid, l.effect is null, m.strength desc, l.effect ~ 'rewrite' desc
  ),
  keys as (
    select
      g.position, k.relation, k.kind, k.column_names, (parse_ident(k.relation))[cardinality(parse_ident(k.relation))] as relation_name,
      f.relid
    from given as g
    cross join lateral steward_internal.statement_keys(g.text) as k
    cross join lateral steward_internal.find_relation(k.relation, lint_statements.search_path) as f (relid)
  )
  select
    l.position,
    case l.kind when 'index' then 'large-table-index' else 'large-table-lock' end,
    case when l.effect is null then 'info' else 'critical' end,
    format(
      '%s on %I.%I (%s%s) blocks %s %s.', l.mode, n.nspname, c.relname, pg_size_pretty(x.bytes),
      format(', about %s rows', x.row_estimate), l.blocks, coalesce('while the statement ' || l.effect, 'for a moment')
    ),
    coalesce(l.help, 'Who waits for the lock makes all others wait: keep lock_timeout short, and rehearse it.')
  from locks as l
  inner join pg_class as c on c.oid = l.relid
  inner join pg_namespace as n on n.oid = c.relnamespace
  cross join lateral steward_internal.relation_extent(l.relid) as x
  where x.bytes > pg_size_bytes(steward.get_setting('migration.large_table'))

  union all

  select
    fk.position,
    'foreign-key-without-index',
    'warning',
    format(
      'No index of %s begins with %s, the columns of a foreign key: whoever deletes from the other table reads all of it.',
      fk.relation, v.column_list
    ),
    format('Add: create index on %s (%s)', fk.relation, v.column_list)
  from keys as fk
  cross join lateral (
    select string_agg(quote_ident(column_name), ', ' order by position) as column_list
    from unnest(fk.column_names) with ordinality as u (column_name, position)
  ) as v
  where fk.kind = 'references'
    and not exists (
      select
      from keys as i
      where i.kind = 'index'
        and i.relation_name = fk.relation_name
        and i.column_names[1:cardinality(fk.column_names)] @> fk.column_names
    )
    and not exists (
      select
      from pg_index as i
      where i.indrelid = fk.relid
        and i.indisvalid
        and i.indpred is null
        and (
          select array_agg(a.attname::text)
          from pg_attribute as a
          where a.attrelid = i.indrelid
            and a.attnum = any ((i.indkey::smallint[])[0:cardinality(fk.column_names) - 1])
        ) @> fk.column_names
    )
  order by 1, 2, 4
$$;

comment on function steward_internal.lint_statements(text[], text) is $doc$
Judges statements of migrations by what only this database knows.

Rules: `large-table-lock` and `large-table-index` for locks that block writes on tables above the setting `migration.large_table`,
`critical` if the statement works while it has the lock; and `foreign-key-without-index`.

@param statements The statements in their order, as `statement_locks()` takes them.
@param search_path Where they look for their tables.
@returns One row for each finding; statement counts from 1.
@access steward_reader
@example select * from steward_internal.lint_statements(array['create index i on steward.settings (value)'], 'public');
$doc$;

revoke all on function steward_internal.lint_statements(text[], text) from public;
