create or replace function steward_internal.soft_delete_problem(policy steward.retention_policies, target oid)
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select format(
    'There is no column %s of type timestamptz that can be null.', quote_ident((soft_delete_problem.policy).soft_delete_column)
  )
  where not exists (
    select
    from pg_attribute as a
    where a.attrelid = soft_delete_problem.target
      and a.attname = (soft_delete_problem.policy).soft_delete_column
      and a.attname <> (soft_delete_problem.policy).age_column
      and a.atttypid = 'timestamptz'::regtype
      and a.attgenerated = ''
      and not a.attnotnull
      and not a.attisdropped
  )
$$;

comment on function steward_internal.soft_delete_problem(steward.retention_policies, oid) is $doc$
Tells why the rows of a table cannot be marked as deleted.

@param policy The policy.
@param target Its table.
@returns A sentence; null if they can.
@access steward_reader
@example select steward_internal.soft_delete_problem(p, format('%I.%I', p.target_schema, p.target_table)::regclass) from steward.retention_policies as p;
$doc$;

revoke all on function steward_internal.soft_delete_problem(steward.retention_policies, oid) from public;
