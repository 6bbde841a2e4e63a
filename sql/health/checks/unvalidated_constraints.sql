create or replace function steward_internal.check_unvalidated_constraints()
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
    format('%s %I of %s is NOT VALID: rows that were there before it may break it.',
      case con.contype when 'f' then 'Foreign key' when 'n' then 'Not-null constraint' else 'Check constraint' end,
      con.conname, r.qualified_name),
    case when d.check_id is not null then format('Drop it, as %s says.', d.check_id) end,
    null,
    null,
    case
      when d.check_id is null then array[format('alter table %s validate constraint %I;', r.qualified_name, con.conname)]
    end,
    null::text[],
    jsonb_build_object('table', r.qualified_name)
  from pg_constraint as con
  inner join steward_internal.user_relations as r on r.relid = con.conrelid
  left join steward_internal.foreign_key_drops() as d on d.constraint_oid = con.oid and d.is_droppable
  where not con.convalidated
    and con.contype in ('c', 'f', 'n')
    and con.conparentid = 0
    -- What comes from a parent is validated there.
    and con.coninhcount = 0
    and coalesce((to_jsonb(con) ->> 'conenforced')::boolean, true)
$$;

comment on function steward_internal.check_unvalidated_constraints() is $doc$
Finds constraints that were added as NOT VALID and never validated.

New rows are checked, old ones were not, so nobody can rely on the constraint: the planner does not,
and a dump that contains a bad row cannot be restored in one go. The validation is the forgotten
second half of a migration that avoids long locks. Constraints that tables inherit are reported at the
parent, those that are NOT ENFORCED (PostgreSQL 18) by unenforced_constraints, those of domains not at
all. pgsteward's peers gohealth, index-health and pgdoctor look for the same.

@title Constraint is not validated
@category schema
@mode static
@severity warning
@remedy Validate it; if that fails, repair the rows that break it first.
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk VALIDATE CONSTRAINT reads the table (and the referenced one) without blocking reads or writes, and fails if a row breaks the constraint.
@doc https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES
@access steward_reader
@example select * from steward_internal.check_unvalidated_constraints();
$doc$;

revoke all on function steward_internal.check_unvalidated_constraints() from public;
