create or replace function steward_internal.assert_protectable(target regclass)
returns void
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_table record;
begin
  select c.relkind, c.relpersistence, pg_get_userbyid(c.relowner) as owner_name, c.relowner, n.nspname,
    (select i.inhparent::regclass from pg_inherits as i where i.inhrelid = c.oid limit 1) as parent
  into v_table
  from pg_class as c
  inner join pg_namespace as n on n.oid = c.relnamespace
  where c.oid = assert_protectable.target;

  if v_table.relkind is null or v_table.relkind not in ('r', 'p') then
    raise exception using
      errcode = '42809',
      message = format('%s is not a table', coalesce(assert_protectable.target::text, 'null')),
      hint = 'Row level security is of tables; make a view over one with (security_invoker = on).';
  end if;
  if v_table.relpersistence = 't' or v_table.nspname in ('pg_catalog', 'information_schema')
    or v_table.nspname like 'pg\_toast%' or v_table.nspname like 'steward%'
  then
    raise exception using
      errcode = '42809',
      message = format('%s is not a table of the application', assert_protectable.target),
      hint = 'Temporary tables, and those of PostgreSQL and pgsteward, are not protected.';
  end if;
  if v_table.parent is not null then
    raise exception using
      errcode = '42809',
      message = format('%s is a partition or inherits', assert_protectable.target),
      hint = format('Protect its parent, and it is protected as well: %s.', v_table.parent);
  end if;
  if not pg_has_role(v_table.relowner, 'usage') then
    raise exception using
      errcode = '42501',
      message = format('%s belongs to another role', assert_protectable.target),
      hint = format('Call it as the owner: set role %I.', v_table.owner_name);
  end if;
end
$$;

comment on function steward_internal.assert_protectable(regclass) is $doc$
Refuses anything but a table of the application that the caller owns.

@param target The table.
@error 42809 It is not a table, not of the application, or a partition.
@error 42501 The role does not own it.
@access steward_admin
@example begin; create table public.notes (id bigint); select steward_internal.assert_protectable('public.notes'); rollback;
$doc$;

revoke all on function steward_internal.assert_protectable(regclass) from public;
