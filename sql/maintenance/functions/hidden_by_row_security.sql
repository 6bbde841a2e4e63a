create or replace function steward_internal.hidden_by_row_security(target oid)
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select string_agg(c.oid::regclass::text, ', ' order by c.oid::regclass::text)
  from pg_class as c
  inner join pg_roles as r on r.oid = c.relowner
  where (
      c.oid = hidden_by_row_security.target
      or c.oid in (select p.relid from pg_partition_tree(hidden_by_row_security.target::regclass) as p)
    )
    and c.relrowsecurity
    and c.relforcerowsecurity
    and not r.rolsuper
    and not r.rolbypassrls
    and not exists (
      select
      from steward.protected_tables as p
      inner join pg_policy as o on o.polrelid = c.oid and o.polname = 'steward_owner_all'
      where steward_internal.protected_relation(p) = hidden_by_row_security.target
        and p.owner_access
    )
$$;

comment on function steward_internal.hidden_by_row_security(oid) is $doc$
Lists the tables whose rows row level security may hide even from their owner.

@param target The table; its partitions count as well.
@returns Their names; null if the owner sees all rows.
@access steward_reader
@example select steward_internal.hidden_by_row_security('steward.settings'::regclass);
$doc$;

revoke all on function steward_internal.hidden_by_row_security(oid) from public;
