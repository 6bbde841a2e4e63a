create or replace function steward_internal.describe_refusal(code text, table_name text, refused_by text)
returns text
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(
    (
      select format('%s "%s"', k.kind, replace(describe_refusal.refused_by, '"', '""'))
      from (
        values
          ('23502', 'not-null constraint of'), ('23503', 'foreign key'), ('23505', 'unique constraint'),
          ('23514', 'check constraint'), ('23P01', 'exclusion constraint')
      ) as k (code, kind)
      where k.code = describe_refusal.code
        and describe_refusal.refused_by <> ''
    ),
    case when describe_refusal.code = '23514' and describe_refusal.table_name <> '' then 'missing partition' end,
    'error ' || describe_refusal.code
  )
$$;

comment on function steward_internal.describe_refusal(text, text, text) is $doc$
Says in a few words what refused a row, without any value.

@param code The SQLSTATE.
@param table_name The table that the error names; empty if it names none.
@param refused_by The constraint or column that it names; empty if it names none.
@returns What it was, or else the SQLSTATE.
@access steward_admin
@example select steward_internal.describe_refusal('23514', 'orders', 'orders_total_check');
$doc$;

revoke all on function steward_internal.describe_refusal(text, text, text) from public;
