create or replace function steward_internal.function_probes(
  protection steward.protected_tables, target regclass, actor jsonb
)
returns table (command text, path text, is_foreign boolean, verdict text, script text[], shown text, reason text)
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  with candidates as (
    select
      p.oid, p.pronargs,
      has_function_privilege(actor ->> 'role', p.oid, 'EXECUTE')
        and has_schema_privilege(actor ->> 'role', p.pronamespace, 'USAGE') as is_executable,
      c.owner_column, c.organization_column
    from pg_class as r
    inner join pg_proc as p
      on p.prosecdef
      and p.prokind = 'f'
      and p.prorettype not in ('trigger'::regtype, 'event_trigger'::regtype)
      and (p.prorettype = r.reltype or p.prosrc ~* ('\m' || regexp_replace(r.relname, '(\W)', '\\\1', 'g') || '\M'))
    inner join pg_type as t on t.oid = p.prorettype
    cross join lateral (
      select
        max(quote_ident(a.column_name)) filter (where a.column_name = (protection).owner_column) as owner_column,
        max(quote_ident(a.column_name)) filter (where a.column_name = (protection).organization_column) as organization_column
      from (
        select a.attname::text, a.atttypid
        from pg_attribute as a
        where a.attrelid = t.typrelid
          and a.attnum > 0
          and not a.attisdropped
        union all
        select u.argument_name, u.type_oid
        from unnest(p.proargnames, p.proargmodes, p.proallargtypes) as u (argument_name, mode, type_oid)
        where u.mode in ('t', 'o')
      ) as a (column_name, type_oid)
      inner join pg_attribute as b on b.attrelid = r.oid and b.attname = a.column_name and b.atttypid = a.type_oid
    ) as c
    where r.oid = function_probes.target
      and p.pronamespace::regnamespace::text not in ('pg_catalog', 'information_schema', 'steward', 'steward_internal', 'steward_access')
      and not exists (select from pg_depend as d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
  )
  select
    'SELECT', 'function ' || c.oid::regprocedure, s.is_foreign,
    case
      when not c.is_executable then 'denied'
      when c.pronargs > 0 or v.may_read is null then 'not_tested'
    end,
    steward_internal.identity_script(actor)
    || format('select 1 from %s()%s limit 1', c.oid::regproc, ' where ' || s.condition),
    null,
    case
      when not c.is_executable then 'it has no privilege'
      when c.pronargs > 0 then 'it takes arguments, and runs as its owner'
      when v.may_read is null then 'its result does not tell whose rows they are'
    end
  from candidates as c
  cross join lateral steward_internal.template_truth(protection, actor, c.owner_column, c.organization_column) as v
  cross join lateral (values (true, '(' || v.may_read || ') is not true'), (false, v.may_read)) as s (is_foreign, condition)
  where not (s.is_foreign and (v.may_read = 'true' or v.may_read like '%(true)'))
  order by c.oid::regprocedure::text, s.is_foreign desc;
end
$$;

comment on function steward_internal.function_probes(steward.protected_tables, regclass, jsonb) is $doc$
Writes what somebody should try on functions that run as their owner.

Those are functions that return its row type or name it in their body. Only functions without arguments are called.

@param protection What the table is protected with.
@param target The table.
@param actor Who tries: kind, role, user_id, org_id, orgs and write_orgs.
@returns Attempts like those of `table_probes()`.
@access steward_admin
@example select v.path from protected_tables as p cross join lateral steward_internal.function_probes(p, format('%I.%I', p.target_schema, p.target_table)::regclass, '{"kind": "anon", "role": "steward_anon"}') as v;
$doc$;

revoke all on function steward_internal.function_probes(steward.protected_tables, regclass, jsonb) from public;
