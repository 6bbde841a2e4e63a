create or replace function steward_internal.definer_functions_with_dynamic_sql()
returns table (routine oid, owner_oid oid, reach text)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
set jit = off
as $$
  with recursive routines as materialized (
    select
      u.routine, u.owner_oid, u.is_definer, u.return_type,
      -- A literal alone is no dynamic SQL, and GRANT EXECUTE ON none at all.
      l.lanname = 'plpgsql'
        and regexp_replace(
          regexp_replace(p.prosrc, '(''(?:[^'']|'''')*'')|--[^\n]*|/\*(?:[^*]|\*+[^*/])*\*+/', ' \1 ', 'g'),
          '''(?:[^'']|'''')*''', '''''', 'g'
        ) ~* '\mexecute\M(?!\s+(?:on|function|procedure)\M)(?!\s*''''\s*(?:;|into\M|using\M|loop\M))' as is_dynamic
    from steward_internal.user_routines() as u
    inner join pg_proc as p on p.oid = u.routine
    inner join pg_language as l on l.oid = u.language_oid
  ),
  calls as materialized (
    select m.routine, m.called
    from steward_internal.routine_mentions('{}') as m
    where m.called is not null
      and exists (select from routines as r where r.is_dynamic)
  ),
  walk (root, routine, acting_oid) as (
    select r.routine, r.routine, r.owner_oid
    from routines as r
    where r.is_definer
      and r.return_type not in ('trigger'::regtype, 'event_trigger'::regtype)
    union
    select w.root, r.routine, case when r.is_definer then r.owner_oid else w.acting_oid end
    from walk as w
    inner join calls as c on c.routine = w.routine
    inner join routines as r on r.routine = c.called
  ),
  guarded as materialized (
    select g.* from steward_internal.guarded_tables() as g
  ),
  passing as (
    select w.root, w.acting_oid, o.rolsuper or o.rolbypassrls as is_exempt, o.rolname
    from walk as w
    inner join routines as r on r.routine = w.routine and r.is_dynamic
    inner join pg_roles as o on o.oid = w.acting_oid
    where exists (
      select
      from guarded as g
      where o.rolsuper
        or o.rolbypassrls
        or not (g.has_row_security and g.is_forced) and pg_has_role(o.oid, g.owner_oid, 'usage')
    )
  )
  select distinct on (p.root)
    p.root, r.owner_oid, case when p.is_exempt then 'any table' else format('any table of %I', p.rolname) end
  from passing as p
  inner join routines as r on r.routine = p.root
  order by p.root, p.is_exempt desc, p.rolname
$$;

comment on function steward_internal.definer_functions_with_dynamic_sql() is $doc$
Lists the SECURITY DEFINER functions that put SQL together for an exempt owner.

They, or a function that they call, have an EXECUTE in PL/pgSQL of more than a literal, and row level security of some
guarded table does not bind whom it runs as: a superuser, BYPASSRLS, or the owner of a table without FORCE. Which table
it reads is not known before it runs. Trigger functions, which nobody can call, are left out.

@returns One row for each function, with its owner and what it may reach.
@access steward_reader
@example select routine::regprocedure, reach from steward_internal.definer_functions_with_dynamic_sql();
$doc$;

revoke all on function steward_internal.definer_functions_with_dynamic_sql() from public;
