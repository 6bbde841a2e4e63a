create or replace function steward_internal.synthetic_record(target regclass, given jsonb)
returns jsonb
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_record jsonb := synthetic_record.given;
  v_column record;
begin
  for v_column in
    select a.attname, a.attnum
    from pg_attribute as a
    left join pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attrelid = synthetic_record.target
      and a.attnum > 0
      and a.attgenerated = ''
      and not a.attisdropped
      and not synthetic_record.given ? a.attname::text
      -- A sequence would not be rolled back, so nothing is taken out of one.
      and (
        a.attidentity <> ''
        or pg_get_expr(d.adbin, d.adrelid) like '%nextval(%'
        or a.attnotnull and not a.atthasdef
      )
    order by a.attnum
  loop
    v_record := v_record || jsonb_build_object(
      v_column.attname, steward_internal.fitting_value(synthetic_record.target, v_column.attnum, v_record)
    );
  end loop;
  return v_record - array(select jsonb_object_keys(synthetic_record.given));
end
$$;

comment on function steward_internal.synthetic_record(regclass, jsonb) is $doc$
Invents values for the columns that a row must have.

Columns that have a default or may be null are left out.

@param target The table.
@param given Columns that have a value already.
@returns The other columns and their values.
@access steward_admin
@example select steward_internal.synthetic_record('steward.settings', '{}');
$doc$;

revoke all on function steward_internal.synthetic_record(regclass, jsonb) from public;
