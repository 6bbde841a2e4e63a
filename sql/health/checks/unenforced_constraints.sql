create or replace function steward_internal.check_unenforced_constraints()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'constraint',
    r.schema_name::text,
    con.conname::text,
    null::numeric,
    format('%s %I of %s is NOT ENFORCED: nothing is checked.',
      case con.contype when 'f' then 'Foreign key' else 'Check constraint' end, con.conname, r.qualified_name),
    case
      when con.contype <> 'f'
        then 'A check constraint cannot be enforced later: drop it and add it again as NOT VALID, then validate it.'
      when d.check_id is not null then format('Drop it, as %s says.', d.check_id)
    end,
    null,
    null,
    case
      when con.contype = 'f' and d.check_id is null
        then array[format('alter table %s alter constraint %I enforced;', r.qualified_name, con.conname)]
    end,
    case
      when con.contype = 'f' and d.check_id is null
        then array[format('alter table %s alter constraint %I not enforced;', r.qualified_name, con.conname)]
    end,
    jsonb_build_object('table', r.qualified_name)
  from pg_constraint as con
  inner join steward_internal.user_relations as r on r.relid = con.conrelid
  left join steward_internal.foreign_key_drops() as d on d.constraint_oid = con.oid and d.is_droppable
  -- Nothing that is not enforced is valid, and the few rows that are left are cheap to look into.
  where not con.convalidated
    and con.conparentid = 0
    and con.coninhcount = 0
    and not (to_jsonb(con) ->> 'conenforced')::boolean
$$;

comment on function steward_internal.check_unenforced_constraints() is $doc$
Finds constraints that are declared but not enforced.

PostgreSQL 18 lets foreign keys and check constraints be NOT ENFORCED: they document what should be,
and the data may be otherwise. Before 18 there are none. Constraints that tables inherit are reported
at the parent.

@title Constraint is not enforced
@category schema
@mode static
@severity info
@remedy Enforce it, or keep it as a remark on what the application takes care of.
@fix_lock ACCESS EXCLUSIVE
@fix_risk Enforcing a foreign key reads both tables while they are locked, and fails if a reference points nowhere.
@doc https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-PARMS-ENFORCED
@access steward_reader
@example select * from steward_internal.check_unenforced_constraints();
$doc$;

revoke all on function steward_internal.check_unenforced_constraints() from public;
