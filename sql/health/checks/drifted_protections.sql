create or replace function steward_internal.check_drifted_protections()
returns setof steward_internal.check_row
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    'table',
    coalesce(n.nspname, d.target_schema)::text,
    coalesce(c.relname, d.target_table)::text,
    count(*)::numeric,
    format('What protect_table() made of %s has changed: %s.', d.target, string_agg(distinct d.problem, '; ')),
    case
      when bool_or(d.problem = 'the table is gone') then
        'Take it from the registry with the statement of the fix; if there is a new one, call protect_table() for it.'
      when bool_or(d.problem like 'the table was renamed%' or d.problem like 'the column %') then
        format('Call protect_table(%L, …) with the names that are right now.', coalesce(d.relation, d.target))
      else format('Mend it with the statements of the fix, or call protect_table(%L, …) again as it was called.', d.target)
    end,
    case
      when bool_or(
        d.problem in (
          'it has no policies', 'a policy was dropped or changed', 'row level security was disabled',
          'row level security is not forced on the owner'
        )
        or d.problem like 'somebody added the policy %'
      ) then 'critical'
    end,
    null,
    array_agg(d.statement || ';' order by d.place) filter (where d.statement is not null),
    null::text[],
    jsonb_build_object('protected', d.target, 'problems', jsonb_agg(distinct d.problem))
  from (
    select p.*, row_number() over () as place, t.target_schema, t.target_table
    from steward_internal.protection_drift() as p
    inner join steward.protected_tables as t on format('%I.%I', t.target_schema, t.target_table) = p.target
  ) as d
  left join pg_class as c on c.oid = to_regclass(d.relation)
  left join pg_namespace as n on n.oid = c.relnamespace
  group by d.target, d.target_schema, d.target_table, d.relation, n.nspname, c.relname
$$;

comment on function steward_internal.check_drifted_protections() is $doc$
Finds tables that are no longer protected as protect_table() left them.

A policy that somebody dropped, changed or added, row level security that is disabled or not forced any more, a new
partition without policies, a privilege too many or too few, a missing index; a table or a column that is gone or was
renamed. It is critical where rows may be seen that the
template hides. Each relation of a table is told of by itself.

@title Protection of a table has changed
@category access
@mode static
@severity warning
@unit statements
@remedy Call protect_table() again with the arguments of the table in protected_tables.
@fix_lock ACCESS EXCLUSIVE
@fix_risk Undoes what somebody may have done on purpose; if so, change the template instead.
@doc https://www.postgresql.org/docs/current/ddl-rowsecurity.html
@access steward_reader
@example select * from steward_internal.check_drifted_protections();
$doc$;

revoke all on function steward_internal.check_drifted_protections() from public;
