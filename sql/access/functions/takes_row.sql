create or replace function steward_internal.takes_row(condition text, row_pattern text)
returns boolean
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select exists (
    select
    from steward_internal.fold_expression(takes_row.condition) as n (nodes)
    cross join lateral unnest(n.nodes) as s (node)
    where s.node ~ '^\( SELECT '
      and regexp_replace(
        steward_internal.unfold_expression(n.nodes, s.node), '("([^"]|"")*")|''([^'']|'''')*''', '\1', 'g'
      ) ~ takes_row.row_pattern
  )
$$;

comment on function steward_internal.takes_row(text, text) is $doc$
Tells whether a sub-select of a condition takes a column of the row.

Such a sub-select is evaluated for each row.

@param condition The condition as SQL.
@param row_pattern What condition_facts() says of its table as `row`.
@returns True if one does.
@access steward_reader
@example select steward_internal.takes_row('(EXISTS ( SELECT FROM m WHERE (m.org = t.org)))', 't\.');
$doc$;

revoke all on function steward_internal.takes_row(text, text) from public;
