create or replace function steward_internal.combine_conditions(conditions text[], are_permissive boolean[])
returns text
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select format(
    '(%s)',
    concat_ws(
      ' AND ',
      '(' || string_agg(c.condition, ' OR ') filter (where c.is_permissive) || ')',
      string_agg(c.condition, ' AND ') filter (where not c.is_permissive)
    )
  )
  from unnest(combine_conditions.conditions, combine_conditions.are_permissive) as c (condition, is_permissive)
  where c.condition is not null
$$;

comment on function steward_internal.combine_conditions(text[], boolean[]) is $doc$
Joins conditions of policies as the server does.

One of the permissive ones and all of the restrictive ones must be true.

@param conditions The conditions.
@param are_permissive Whether each is that of a permissive policy.
@returns The condition.
@access steward_reader
@example select steward_internal.combine_conditions(array['(a = 1)', '(b = 2)'], array[true, false]);
$doc$;

revoke all on function steward_internal.combine_conditions(text[], boolean[]) from public;
