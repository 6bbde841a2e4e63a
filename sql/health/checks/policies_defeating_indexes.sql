create or replace function steward_internal.check_policies_defeating_indexes()
returns setof steward_internal.check_row
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    'policy',
    t.schema_name::text,
    format('%s on %s', w.policy, t.relation_name),
    nullif(t.row_estimate, -1)::numeric,
    format('Policy %I makes queries of %s read the whole table: %s.', w.policy, t.qualified_name, s.shapes),
    coalesce(
      nullif(w.advice, ''),
      format('Compare both forms, and let it be rewritten if they agree: select * from rewrite_policies(%L);', t.qualified_name)
    ),
    case when t.row_estimate >= 1000 then 'warning' else 'info' end,
    null,
    case when s.is_repaired then array[w.statement || ';'] end,
    case
      when s.is_repaired then
        array[
          format('alter policy %I on %s', w.policy, t.qualified_name)
          || case when w.using_fast is not null then ' using (' || w.using_now || ')' else '' end
          || case when w.check_fast is not null then ' with check (' || w.check_now || ')' else '' end || ';'
        ]
    end,
    jsonb_build_object('command', w.command, 'problem', w.problem, 'using', w.using_now)
  from steward_internal.judgeable_policy_tables() as t
  cross join lateral steward.policy_rewrites(t.relid) as w
  cross join lateral (
    select
      string_agg(p.shape, '; ' order by p.place) as shapes,
      w.statement is not null and not bool_or(p.name = 'or_without_column') and w.problem !~ 'not_understood' as is_repaired
    from (
      values
        (1, 'or_without_column', 'a condition on who asks is joined with OR'),
        (2, 'correlated_subselect', 'a sub-select takes a column of each row'),
        (3, 'in_subselect', 'a column is looked for IN a sub-select')
    ) as p (place, name, shape)
    where p.name = any (string_to_array(w.problem, ', '))
  ) as s
  where s.shapes is not null
    and w.command <> 'insert'
$$;

comment on function steward_internal.check_policies_defeating_indexes() is $doc$
Finds policies that no index can serve, whatever indexes there are.

Measured on PostgreSQL 15, with an index and against a WHERE written by hand: `column in (select …)` and an EXISTS that
takes a column of the row take 9 to 12 times as long, a sub-select that is looked up for each row 200 to 400 times, and
`(select is_admin()) or …` 50 to 130 times. `policy_rewrites()` says how to write them, `rls_cost()` measures. Calls for each row are
left to policies_calling_functions_per_row. It is an info below 1000 rows.

@title Policy that keeps indexes from being used
@category access
@mode static
@severity warning
@unit rows
@confidence estimate
@remedy Compare the column with an array out of an uncorrelated sub-select: column = any (array(select …)).
@fix_lock ACCESS EXCLUSIVE
@fix_risk Let rewrite_policies() compare both forms first: it changes who sees what if the policy was misread.
@doc https://www.postgresql.org/docs/current/ddl-rowsecurity.html
@access steward_reader
@example select * from steward_internal.check_policies_defeating_indexes();
$doc$;

revoke all on function steward_internal.check_policies_defeating_indexes() from public;
