create or replace function steward_internal.row_key(target regclass)
returns table (condition text, columns text)
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  with keys as (
    select a.attname, u.place
    from pg_index as i
    cross join lateral unnest(i.indkey::smallint[]) with ordinality as u (column_number, place)
    inner join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = u.column_number
    where i.indrelid = row_key.target
      and i.indisprimary
  )
  select
    coalesce(
      'concat_ws('' and '', '
      || string_agg(
        format('format(%L, t.%I)', replace(quote_ident(k.attname), '%', '%%') || ' = %L', k.attname), ', ' order by k.place
      )
      || ')',
      'format(''ctid = %L and tableoid = %L::regclass'', t.ctid, t.tableoid::regclass)'
    ),
    coalesce(
      'jsonb_build_object(' || string_agg(format('%L, t.%I::text', k.attname, k.attname), ', ' order by k.place) || ')',
      'null::jsonb'
    )
  from keys as k;
end
$$;

comment on function steward_internal.row_key(regclass) is $doc$
Writes two expressions that name a row `t` of a table.

One is a condition that holds for it alone, the other its key as JSON.

@param target The table.
@returns The condition rests on the primary key, or on ctid if there is none; then the key is null.
@access steward_reader
@example select condition from steward_internal.row_key('steward.settings');
$doc$;

revoke all on function steward_internal.row_key(regclass) from public;
