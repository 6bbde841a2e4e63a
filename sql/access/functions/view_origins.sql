create or replace function steward_internal.view_origins(target regclass)
returns table (relation regclass, column_name name, origin_column name)
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  with recursive reached as (
    select r.ev_class as relation, array[r.ev_class, view_origins.target::oid] as seen
    from pg_depend as d
    inner join pg_rewrite as r on r.oid = d.objid and r.rulename = '_RETURN'
    where d.classid = 'pg_rewrite'::regclass
      and d.refclassid = 'pg_class'::regclass
      and d.refobjid = view_origins.target
      and r.ev_class <> view_origins.target
    union
    select r.ev_class, f.seen || r.ev_class
    from reached as f
    inner join pg_depend as d
      on d.classid = 'pg_rewrite'::regclass and d.refclassid = 'pg_class'::regclass and d.refobjid = f.relation
    inner join pg_rewrite as r on r.oid = d.objid and r.rulename = '_RETURN'
    where r.ev_class <> all (f.seen)
  ),
  entries as (
    -- The columns of sub-queries come before those of the view itself.
    select distinct on (r.ev_class, t.entry[1])
      r.ev_class, regexp_replace(t.entry[1], '\\(.)', '\1', 'g') as column_name,
      t.entry[2]::oid as origin, t.entry[3]::smallint as origin_number
    from (select distinct v.relation from reached as v) as v
    inner join pg_rewrite as r on r.ev_class = v.relation and r.rulename = '_RETURN'
    cross join lateral regexp_matches(
      r.ev_action::text,
      ':resname ((?:\\.|[^\s\\])+) :ressortgroupref \d+ :resorigtbl (\d+) :resorigcol (\d+) :resjunk false', 'g'
    ) with ordinality as t (entry, place)
    order by r.ev_class, t.entry[1], t.place desc
  ),
  traced as (
    select e.ev_class as relation, e.column_name, a.attname as origin_column
    from entries as e
    inner join pg_attribute as a on a.attrelid = e.origin and a.attnum = e.origin_number
    where e.origin = view_origins.target
    union
    select e.ev_class, e.column_name, t.origin_column
    from traced as t
    inner join pg_attribute as a on a.attrelid = t.relation and a.attname = t.column_name
    inner join entries as e on e.origin = a.attrelid and e.origin_number = a.attnum
  )
  select distinct v.relation::regclass, t.column_name::name, t.origin_column
  from reached as v
  left join traced as t on t.relation = v.relation;
end
$$;

comment on function steward_internal.view_origins(regclass) is $doc$
Lists the views that read a table, and which of their columns are its own.

Views on views count. The server keeps the origin of each column with the stored query of a view.

@param target The table.
@returns One row for each view and column; the columns are null if none is one of the table.
@access steward_reader
@example select relation, column_name from steward_internal.view_origins('steward.settings');
$doc$;

revoke all on function steward_internal.view_origins(regclass) from public;
