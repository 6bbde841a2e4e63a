create or replace function steward_internal.assert_retention_target(target oid)
returns void
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_table record;
begin
  select c.relkind, c.relispartition, c.relpersistence, c.relowner, c.oid::regclass::text as name, r.rolname as owner_name,
    n.nspname in ('pg_catalog', 'information_schema', 'steward', 'steward_internal', 'steward_access', 'steward_migrations', 'steward_ddl') as is_ours,
    (select p.partrelid::regclass::text from (select pg_partition_root(c.oid) as partrelid) as p) as root_name
  into v_table
  from pg_class as c
  inner join pg_namespace as n on n.oid = c.relnamespace
  inner join pg_roles as r on r.oid = c.relowner
  where c.oid = assert_retention_target.target;

  if not found then
    raise exception using
      errcode = '42P01',
      message = 'the table does not exist',
      hint = 'Somebody has dropped it, or the target is null.';
  elsif v_table.relkind not in ('r', 'p') or v_table.is_ours or v_table.relpersistence = 't' then
    raise exception using
      errcode = '42809',
      message = format('%s is no table whose rows can be given an age', v_table.name),
      hint = 'The target is an ordinary or partitioned table that is neither temporary nor of the system.';
  elsif v_table.relispartition then
    raise exception using
      errcode = '42809',
      message = format('%s is a partition', v_table.name),
      hint = format('Give the policy to the partitioned table: %s.', v_table.root_name);
  elsif not pg_has_role(v_table.relowner, 'usage') then
    raise exception using
      errcode = '42501',
      message = format('must have the privileges of the owner of %s', v_table.name),
      hint = format('grant %I to %I;', v_table.owner_name, current_user);
  end if;
end
$$;

comment on function steward_internal.assert_retention_target(oid) is $doc$
Raises if the rows of a table cannot be kept by a policy, or not by this role.

@param target The table.
@error 42P01 There is no such table.
@error 42809 It is not a table, a partition, or not the user's.
@error 42501 The role does not have the privileges of its owner.
@access steward_reader
@example select steward_internal.assert_retention_target(c.oid) from pg_class as c where c.relname = 'no such table';
$doc$;

revoke all on function steward_internal.assert_retention_target(oid) from public;
