create or replace function steward_internal.routine_columns(routine oid)
returns jsonb
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(
    (
      select jsonb_agg(
        jsonb_build_object('name', p.proargnames[a.position], 'type', format_type(a.type, null))
        order by a.position
      )
      from unnest(p.proallargtypes, p.proargmodes) with ordinality as a (type, mode, position)
      where a.mode = 't'
    ),
    steward_internal.relation_columns(t.typrelid),
    jsonb_build_array(jsonb_build_object('name', p.proname, 'type', format_type(t.oid, null)))
  )
  from pg_proc as p
  inner join pg_type as t on t.oid = p.prorettype
  where p.oid = routine_columns.routine
    and p.prokind <> 'p'
$$;

comment on function steward_internal.routine_columns(oid) is $doc$
Describes the columns of what a function returns.

A function that returns a single value has one column with the name of the function, as in a query.

@param routine OID of the routine in pg_proc.
@returns An array of objects with name and type, null for a procedure.
@access steward_reader
@example select steward_internal.routine_columns('steward.error_codes()'::regprocedure);
$doc$;

revoke all on function steward_internal.routine_columns(oid) from public;
