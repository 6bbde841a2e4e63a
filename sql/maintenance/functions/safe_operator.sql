create or replace function steward_internal.safe_operator(operator text, type_oid oid)
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select case
    when exists (
      select
      from pg_operator as o
      where o.oprnamespace = 'pg_catalog'::regnamespace
        and o.oprname = safe_operator.operator
        and o.oprleft = safe_operator.type_oid
        and o.oprright = safe_operator.type_oid
    )
      then safe_operator.operator
    -- Somebody could make one in his schema that fits the type better.
    else format('operator(pg_catalog.%s)', safe_operator.operator)
  end
$$;

comment on function steward_internal.safe_operator(text, oid) is $doc$
Writes an operator so that it is PostgreSQL's own, whatever the search_path.

@param operator Its name.
@param type_oid The type of both of its arguments.
@returns The name alone where PostgreSQL has an operator for just this type, else with its schema.
@access steward_reader
@example select steward_internal.safe_operator('=', 'varchar'::regtype);
$doc$;

revoke all on function steward_internal.safe_operator(text, oid) from public;
