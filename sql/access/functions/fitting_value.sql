create or replace function steward_internal.fitting_value(target regclass, column_number smallint, record jsonb)
returns text
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_column record;
  v_checks text;
  v_value text;
begin
  select
    a.attname, c.relname, steward_internal.synthetic_value(a.atttypid, a.atttypmod) as invented,
    exists (
      select
      from pg_index as i
      where i.indrelid = a.attrelid
        and i.indisunique
        and a.attnum = any (i.indkey::smallint[])
    ) as is_key,
    t.typtype = 'd' as is_domain, t.typcategory
  into v_column
  from pg_attribute as a
  inner join pg_class as c on c.oid = a.attrelid
  inner join pg_type as t on t.oid = a.atttypid
  where a.attrelid = fitting_value.target
    and a.attnum = fitting_value.column_number;
  select string_agg(format('(%s) is not false', pg_get_expr(c.conbin, c.conrelid)), ' and ')
  into v_checks
  from pg_constraint as c
  where c.conrelid = fitting_value.target
    and c.contype = 'c'
    and fitting_value.column_number = any (c.conkey);
  if v_checks is null and not v_column.is_domain then
    return case when v_column.is_key or v_column.typcategory <> 'N' then v_column.invented else '1' end;
  end if;
  for v_value in
    select v.value
    from steward_internal.candidate_values(
      fitting_value.target, fitting_value.column_number, v_column.invented, v_column.is_key
    ) with ordinality as v (value, place)
    order by v.place
  loop
    if steward_internal.peek(
      null,
      format(
        'select to_jsonb(true) from jsonb_populate_record(null::%s, %L) as %I where %s',
        fitting_value.target, fitting_value.record || jsonb_build_object(v_column.attname, v_value), v_column.relname,
        coalesce(v_checks, 'true')
      )
    ) is not null then
      return v_value;
    end if;
  end loop;
  return v_column.invented;
end
$$;

comment on function steward_internal.fitting_value(regclass, smallint, jsonb) is $doc$
Invents a value of a column that its check constraints and its domain accept.

@param target The table.
@param column_number The column.
@param record The values of other columns, which constraints may compare it with.
@returns The value as text; any of the type if none is found that they accept.
@access steward_admin
@example select steward_internal.fitting_value('steward.settings', 1::smallint, '{}');
$doc$;

revoke all on function steward_internal.fitting_value(regclass, smallint, jsonb) from public;
