create or replace function steward.dead_indexes_under_rls(target regclass default null)
returns table (
  index_name regclass,
  table_name regclass,
  key_column text,
  operator_class text,
  is_dead boolean,
  serves text,
  roles name[],
  why text,
  action text
)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with tables as materialized (
    select r.relid, b.roles
    from steward_internal.user_relations as r
    cross join lateral (
      select array_agg(distinct k.role_name) as roles
      from steward_internal.policy_bound_roles(r.relid) as k
      where k.command <> 'insert'
    ) as b
    where r.relrowsecurity
      and b.roles is not null
      and (dead_indexes_under_rls.target is null or r.relid = dead_indexes_under_rls.target)
  ),
  keys as (
    select
      i.indexrelid, i.indrelid, t.roles, i.indisunique, m.amname,
      i.indkey[0] as key_number, a.attname,
      case when i.indkey[0] = 0 then pg_get_indexdef(i.indexrelid, 1, false) else quote_ident(a.attname) end as key_column,
      case when i.indkey[0] = 0 then i.indexprs::text end as tree,
      o.opcname, o.opcfamily, o.opcintype, ty.typtype, ty.typname
    from tables as t
    inner join pg_index as i on i.indrelid = t.relid and i.indisvalid
    inner join pg_opclass as o on o.oid = i.indclass[0]
    inner join pg_am as m on m.oid = o.opcmethod
    inner join pg_attribute as k on k.attrelid = i.indexrelid and k.attnum = 1
    inner join pg_type as ty on ty.oid = k.atttypid
    left join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
  ),
  judged as (
    select
      k.*,
      coalesce(e.leaky_function, case when k.tree ~ '\{COERCEVIAIO ' then 'a cast through text' end) as leaky_function,
      s.served, s.leaky_operators,
      k.opcname ~ '_pattern_ops$' as is_for_like
    from keys as k
    left join lateral (
      select min(f.proname || '()') as leaky_function
      from regexp_matches(k.tree, ':(funcid|opno) (\d+)', 'g') as m (part)
      inner join pg_proc as f
        on f.oid = case
          when m.part[1] = 'funcid' then m.part[2]::oid
          else (select op.oprcode from pg_operator as op where op.oid = m.part[2]::oid)
        end
      where not f.proleakproof
    ) as e on true
    cross join lateral (
      select
        string_agg(distinct op.oprname, ' ') filter (where f.proleakproof) as served,
        string_agg(distinct op.oprname, ' ') filter (where not f.proleakproof) as leaky_operators
      from pg_amop as x
      inner join pg_operator as op on op.oid = x.amopopr
      inner join pg_proc as f on f.oid = op.oprcode
      where x.amopfamily = k.opcfamily
        and x.amoplefttype = k.opcintype
        and x.amoppurpose = 's'
    ) as s
  )
  select
    j.indexrelid::regclass,
    j.indrelid::regclass,
    j.key_column,
    j.opcname::text,
    j.leaky_function is not null or j.served is null,
    case when j.leaky_function is null then j.served end,
    j.roles,
    case
      when j.leaky_function is not null then
        format('Its key needs %s, which is not leakproof.', j.leaky_function)
      when j.served is null then
        format('No operator of its class %s is leakproof (%s).', j.opcname, j.leaky_operators)
      else 'It was made for LIKE, which is not leakproof.'
    end
    || ' Conditions of users on it are evaluated after the policy, row by row, and cannot search the index.',
    case
      when j.leaky_function is not null then
        'Keep what is searched in a generated column (generated always as (…) stored) of a type with leakproof operators, '
          'such as text, and index that.'
      when j.served is not null then
        'Search for a prefix as a range: name ~>=~ ''ab'' and name ~<~ ''ac'', which are leakproof and use this index.'
      when j.typtype = 'e' then 'Make the column text with a check constraint: = of text is leakproof, that of an enum is not.'
      when j.typname = 'numeric' then 'Make the column bigint (cents, say): its operators are leakproof, those of numeric are not.'
      else
        'Let a SECURITY DEFINER function do the search that repeats the condition of the policy, or keep small what the policy '
          'lets through, with an index on its columns.'
    end
    || case when j.indisunique then ' Keep the index: it makes sure that values are unique.' else '' end
  from judged as j
  where (j.leaky_function is not null or j.served is null or j.is_for_like)
    -- What the policy itself compares comes before its protection.
    and not exists (
      select
      from pg_depend as d
      inner join pg_policy as p on p.oid = d.objid and p.polrelid = j.indrelid
      where d.classid = 'pg_policy'::regclass
        and d.refclassid = 'pg_class'::regclass
        and d.refobjid = j.indrelid
        and d.refobjsubid = j.key_number
        and j.key_number > 0
    )
    and not exists (
      select
      from pg_policy as p
      where p.polrelid = j.indrelid
        and position(
          regexp_replace(substring(j.tree from '^\((.*)\)$'), ' :location -?\d+', '', 'g')
          in regexp_replace(p.polqual::text, ' :location -?\d+', '', 'g')
        ) > 0
    )
  order by j.indrelid::regclass::text, j.indexrelid::regclass::text
$$;

comment on function steward.dead_indexes_under_rls(regclass) is $doc$
Lists the indexes that queries under row level security cannot search.

Before the policy has let a row through, a query may only compare it with operators and functions that are marked
leakproof, or an error message could tell of rows that nobody is to see. Those of enum, numeric, jsonb, arrays and text
search are not, nor are LIKE and lower(); an index for them serves owners and jobs, but never the roles that the policies
bind: 100 to 200 times slower was measured. Which operators are leakproof is read from this server. An index that the
policy itself compares is not listed, and ORDER BY may use any.

@area access
@param target The table; null for all.
@returns One row for each index: `is_dead`, what it still `serves`, which roles cannot use it, why, and what to do.
@access steward_reader
@example select index_name, key_column, why, action from dead_indexes_under_rls() where is_dead;
$doc$;

revoke all on function steward.dead_indexes_under_rls(regclass) from public;
