create or replace function steward_internal.describe_routine(routine oid)
returns jsonb
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
    'name', p.proname,
    'kind', case p.prokind when 'p' then 'procedure' else 'function' end,
    'signature', format('%s(%s)', p.proname, oidvectortypes(p.proargtypes)),
    'comment', obj_description(p.oid, 'pg_proc'),
    'arguments', coalesce(arguments.list, '[]'),
    'returns_set', p.proretset,
    'returns', steward_internal.describe_type(p.prorettype),
    'columns', columns.list
  )
  from pg_proc as p
  cross join lateral (
    select jsonb_agg(
      jsonb_build_object(
        'name', nullif(p.proargnames[a.position], ''),
        'type', steward_internal.describe_type(a.type),
        'has_default', a.input > p.pronargs - p.pronargdefaults,
        'is_variadic', a.mode = 'v'
      )
      order by a.position
    ) as list
    from (
      select u.type, u.position, u.mode, row_number() over (order by u.position) as input
      from (
        select t.type, t.position, coalesce(p.proargmodes[t.position], 'i') as mode
        from unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) with ordinality as t (type, position)
      ) as u
      where u.mode in ('i', 'b', 'v')
    ) as a
  ) as arguments
  cross join lateral (
    select jsonb_agg(
      jsonb_build_object(
        'name', coalesce(nullif(p.proargnames[a.position], ''), 'column' || a.number),
        'type', steward_internal.describe_type(a.type)
      )
      order by a.position
    ) as list
    from (
      select u.type, u.position, row_number() over (order by u.position) as number, count(*) over () as total
      from unnest(p.proallargtypes, p.proargmodes) with ordinality as u (type, mode, position)
      where u.mode in ('o', 'b', 't')
    ) as a
    -- A function with one OUT argument returns the value itself.
    where a.total > 1
      or p.prorettype = 'record'::regtype
      or 't' = any (p.proargmodes)
  ) as columns
  where p.oid = describe_routine.routine
$$;

comment on function steward_internal.describe_routine(oid) is $doc$
Describes the arguments of a routine and what it returns.

@param routine OID of the routine in pg_proc.
@returns Object with name, kind (function or procedure), signature, comment, arguments (name, type, has_default, is_variadic), returns_set, returns (a type) and columns (name and type; null if it returns one value).
@access steward_reader
@example select steward_internal.describe_routine('steward.get_setting(text)'::regprocedure);
$doc$;

revoke all on function steward_internal.describe_routine(oid) from public;
