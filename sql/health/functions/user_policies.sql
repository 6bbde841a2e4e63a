create or replace function steward_internal.user_policies()
returns table (
  policy_name name,
  relid oid,
  schema_name name,
  relation_name name,
  qualified_name text,
  has_row_security boolean,
  command text,
  is_permissive boolean,
  role_oids oid[],
  role_names text[],
  condition_tree text,
  check_tree text,
  is_true boolean,
  is_check_true boolean
)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    p.polname,
    p.polrelid,
    r.schema_name,
    r.relation_name,
    r.qualified_name,
    r.relrowsecurity,
    case p.polcmd
      when 'r' then 'SELECT'
      when 'a' then 'INSERT'
      when 'w' then 'UPDATE'
      when 'd' then 'DELETE'
      else 'ALL'
    end,
    p.polpermissive,
    p.polroles,
    array(
      select case o.role_oid when 0 then 'PUBLIC' else quote_ident(pg_get_userbyid(o.role_oid)) end
      from unnest(p.polroles) as o (role_oid)
      order by 1
    ),
    p.polqual::text,
    p.polwithcheck::text,
    t.is_true,
    t.is_check_true
  from pg_policy as p
  inner join steward_internal.policy_conditions() as t on t.policy_oid = p.oid
  inner join steward_internal.user_relations as r on r.relid = p.polrelid
  where not r.is_partition
    and r.schema_name not in ('steward', 'steward_internal')
$$;

comment on function steward_internal.user_policies() is $doc$
Lists the policies of the tables that belong to the people of this database.

Conditions come as the trees that the catalog stores, not as SQL: pg_get_expr() opens the tables that
a condition reads and so waits behind a migration, and a tree tells a call from a word in a string.
The few node names that readers look for (CONST, FUNCEXPR, SUBLINK, VAR) have been the same since
row level security exists. Policies of partitions are left out: they bind only who names a partition.

@returns One row for each policy; `is_true` and `is_check_true` tell whether its conditions are the constant true.
@access steward_reader
@example select policy_name, qualified_name, command from steward_internal.user_policies();
$doc$;

revoke all on function steward_internal.user_policies() from public;
