create or replace function steward_internal.check_large_object_columns()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'column',
    c.schema_name::text,
    format('%s.%s', c.relation_name, c.column_name),
    null::numeric,
    format('Column %s.%I refers to large objects, and no trigger removes them.', c.qualified_name, c.column_name),
    null,
    null,
    null,
    array[
      format(
        'create trigger %I before update or delete on %s for each row execute function %I.lo_manage(%s);',
        trigger.name, c.qualified_name, n.nspname,
        -- A trigger passes its arguments as text, so the name is a literal.
        quote_literal(c.column_name)
      )
    ],
    array[format('drop trigger %I on %s;', trigger.name, c.qualified_name)],
    jsonb_build_object('column', c.column_name)
  from pg_extension as e
  inner join pg_namespace as n on n.oid = e.extnamespace
  inner join pg_type as t on t.typnamespace = e.extnamespace and t.typname = 'lo'
  inner join steward_internal.user_columns as c on c.type_oid = t.oid
  cross join lateral (select 'remove_' || c.column_name as name) as trigger
  where e.extname = 'lo'
    and not exists (
      select
      from pg_trigger as g
      inner join pg_proc as p on p.oid = g.tgfoid
      where g.tgrelid = c.relid
        and g.tgenabled <> 'D'
        and p.pronamespace = e.extnamespace
        and p.proname = 'lo_manage'
        -- Each argument ends with a zero byte.
        and g.tgargs = convert_to(c.column_name, current_setting('server_encoding')) || '\x00'::bytea
    )
$$;

comment on function steward_internal.check_large_object_columns() is $doc$
Finds columns of type lo whose large objects nobody removes.

A row with a reference to a large object is just a row: without the trigger lo_manage() of the
extension lo, UPDATE and DELETE leave the object behind, where it takes space and is dumped for ever.
Only columns of the type lo of that extension are reported, one row for each: whether an oid refers
to a large object cannot be seen from the schema. TRUNCATE and DROP TABLE fire no such trigger.

@title Large objects are left behind
@category schema
@mode static
@severity warning
@remedy Create the trigger, and remove what has been left behind with vacuumlo. New data is better kept in a bytea column.
@fix_lock SHARE ROW EXCLUSIVE
@fix_risk From then on UPDATE and DELETE remove the large object that the old row refers to; wrong if other rows refer to it too.
@doc https://www.postgresql.org/docs/current/lo.html
@access steward_reader
@example select * from steward_internal.check_large_object_columns();
$doc$;

revoke all on function steward_internal.check_large_object_columns() from public;
