create or replace function steward_internal.routine_arguments(routine oid)
returns jsonb
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(
    jsonb_agg(
      jsonb_build_object(
        'name', p.proargnames[a.position],
        'type', format_type(a.type, null),
        'default', pg_get_function_arg_default(p.oid, a.position::integer)
      )
      order by a.position
    ),
    '[]'
  )
  from pg_proc as p
  cross join lateral unnest(p.proargtypes::oid[]) with ordinality as a (type, position)
  where p.oid = routine_arguments.routine
$$;

comment on function steward_internal.routine_arguments(oid) is $doc$
Describes the arguments of a routine.

@param routine OID of the routine in pg_proc.
@returns An array of objects with name, type and default (null if the argument is required).
@access steward_reader
@example select steward_internal.routine_arguments('steward.get_setting(text)'::regprocedure);
$doc$;

revoke all on function steward_internal.routine_arguments(oid) from public;
