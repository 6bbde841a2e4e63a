create or replace function steward_internal.routine_mentions(relids oid[])
returns table (routine oid, relid oid, called oid)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with routines as materialized (
    select u.routine, u.schema_oid, u.routine_name,
      (
        select array_agg(e.element_name)
        from unnest(u.config) as c (setting)
        cross join lateral steward_internal.search_path_elements(substring(c.setting from '^search_path=(.*)$')) as e
      ) as path,
      regexp_replace(regexp_replace(p.prosrc, '/\*.*?\*/', ' ', 'g'), '--[^\n]*', ' ', 'g') as body
    from steward_internal.user_routines() as u
    inner join pg_proc as p on p.oid = u.routine
    inner join pg_language as l on l.oid = p.prolang
    where u.kind in ('f', 'p')
      and l.lanname not in ('c', 'internal')
  ),
  words as materialized (
    select distinct r.routine, r.path, n.qualifier, n.name, w.parts[3] is not null as is_call
    from routines as r
    cross join lateral regexp_matches(
      r.body, '(?:([\w$]+|"(?:[^"]|"")+")\s*\.\s*)?([\w$]+|"(?:[^"]|"")+")(\s*\()?', 'g'
    ) as w (parts)
    cross join lateral (
      select
        max(case when s.part like '"%' then replace(substring(s.part from '^"(.*)"$'), '""', '"') else lower(s.part) end)
          filter (where s.place = 1) as qualifier,
        max(case when s.part like '"%' then replace(substring(s.part from '^"(.*)"$'), '""', '"') else lower(s.part) end)
          filter (where s.place = 2) as name
      from unnest(w.parts[1:2]) with ordinality as s (part, place)
    ) as n
  ),
  targets as materialized (
    select c.oid as relid, null::oid as called, c.relname as name, n.nspname as schema_name
    from unnest(routine_mentions.relids) as u (oid)
    inner join pg_class as c on c.oid = u.oid
    inner join pg_namespace as n on n.oid = c.relnamespace
    union all
    select null, r.routine, r.routine_name, n.nspname
    from routines as r
    inner join pg_namespace as n on n.oid = r.schema_oid
  )
  select w.routine, t.relid, t.called
  from words as w
  inner join targets as t on t.name = w.name
  where (t.called is null or w.is_call)
    and t.called is distinct from w.routine
    and case
      when w.qualifier is not null then w.qualifier = t.schema_name
      else w.path is null or t.schema_name = any (w.path)
    end
  union
  -- A body in standard SQL is kept as what it means, not as text.
  select r.routine, u.oid, null
  from routines as r
  inner join pg_depend as d on d.classid = 'pg_proc'::regclass and d.objid = r.routine and d.refclassid = 'pg_class'::regclass
  inner join unnest(routine_mentions.relids) as u (oid) on u.oid = d.refobjid
  union
  select r.routine, null, o.routine
  from routines as r
  inner join pg_depend as d on d.classid = 'pg_proc'::regclass and d.objid = r.routine and d.refclassid = 'pg_proc'::regclass
  inner join routines as o on o.routine = d.refobjid
$$;

comment on function steward_internal.routine_mentions(oid[]) is $doc$
Finds out which relations and which other routines the bodies of routines name.

Bodies are text to the server, so this reads words: a name without its schema counts where the search_path of the
routine reaches it, one behind another word and a dot does not. What a body puts together at run time is not seen.

@param relids The relations to look for.
@returns One row for each routine and what it names: a relation, or a routine that it calls.
@access steward_reader
@example select routine::regprocedure from steward_internal.routine_mentions('{}') where called is not null;
$doc$;

revoke all on function steward_internal.routine_mentions(oid[]) from public;
