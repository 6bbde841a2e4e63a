create or replace function steward_internal.proof_targets(scope text)
returns table (target regclass, protection steward.protected_tables, obstacle text)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_schema oid;
  v_tables oid[];
begin
  select s.schema_oid, s.tables
  into v_schema, v_tables
  from steward_internal.find_scope(proof_targets.scope) as s;
  if proof_targets.scope is not null and v_schema is null and v_tables = '{}' then
    raise exception using
      errcode = '22023',
      message = format('%L is neither a table nor a schema', proof_targets.scope),
      hint = 'Name a table with its schema, as in public.orders; a schema; or nothing for all tables.';
  end if;
  return query
  select c.oid::regclass, p,
    case
      when p.target_table is null then
        'it is not protected by protect_table(), so nobody says whose its rows are'
      when exists (
        select
        from unnest(array[p.user_role, p.anon_role, p.service_role, p.admin_role]) as r (role_name)
        where to_regrole(quote_ident(r.role_name)) is null
      ) then 'a role that it was protected for is gone'
      when steward_internal.missing_column(p, c.oid) is not null then 'a column that it was protected by is gone'
    end
  from pg_class as c
  inner join pg_namespace as n on n.oid = c.relnamespace
  left join steward.protected_tables as p on steward_internal.protected_relation(p) = c.oid
  where c.relkind in ('r', 'p')
    and (c.relrowsecurity or p.target_table is not null)
    and not (c.relispartition and p.target_table is null)
    and n.nspname not in ('pg_catalog', 'information_schema', 'steward', 'steward_internal', 'steward_access')
    and (proof_targets.scope is null or n.oid = v_schema or c.oid = any (v_tables))
    and (
      c.oid = any (v_tables)
      or not exists (
        select
        from pg_depend as d
        where d.classid = 'pg_class'::regclass
          and d.objid = c.oid
          and d.deptype = 'e'
      )
    );
  if not found and cardinality(v_tables) > 0 then
    raise exception using
      errcode = '22023',
      message = format('%s has no row level security', proof_targets.scope),
      hint = format('Protect it: select protect_table(%L, …);', proof_targets.scope);
  end if;
end
$$;

comment on function steward_internal.proof_targets(text) is $doc$
Lists the tables whose isolation is to be proven.

@param scope A schema, or a table as regclass takes it; null for all but those of extensions.
@returns Each table, what it is protected with, and what stands in the way of trying it.
@error 22023 The scope is neither a table with row level security nor a schema.
@access steward_admin
@example select target from steward_internal.proof_targets(null);
$doc$;

revoke all on function steward_internal.proof_targets(text) from public;
