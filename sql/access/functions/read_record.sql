create or replace function steward_internal.read_record(target regclass, key jsonb)
returns jsonb
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_key jsonb := read_record.key;
  v_columns name[];
  v_role name;
  v_records jsonb;
begin
  if jsonb_typeof(v_key) is distinct from 'object' then
    select array_agg(a.attname)
    into v_columns
    from pg_index as i
    inner join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = any (i.indkey::smallint[])
    where i.indrelid = read_record.target
      and i.indisprimary;
    if cardinality(v_columns) = 1 then
      v_key := jsonb_build_object(v_columns[1], v_key);
    end if;
  end if;
  if jsonb_typeof(v_key) is distinct from 'object' or v_key = '{}' or exists (
    select
    from jsonb_object_keys(v_key) as k (column_name)
    where not exists (
      select
      from pg_attribute as a
      where a.attrelid = read_record.target
        and a.attname = k.column_name
        and a.attnum > 0
        and not a.attisdropped
    )
  ) then
    raise exception using
      errcode = '22023',
      message = format('the key does not name columns of %s', read_record.target),
      hint = 'Give the primary key as an object: {"id": 7}.';
  end if;
  for v_role in
    select o.role_name
    from steward_internal.protection_of(read_record.target) as p
    cross join lateral unnest(array[p.service_role, p.admin_role, null]) with ordinality as o (role_name, place)
    order by o.place
  loop
    begin
      if v_role is not null then
        perform steward_internal.join_role(v_role);
      end if;
    exception
      when insufficient_privilege then
        continue;
    end;
    v_records := steward_internal.peek(
      v_role,
      format(
        'select jsonb_agg(r.record) from (select to_jsonb(t) as record from %s as t where %s limit 2) as r',
        read_record.target,
        (
          select string_agg(format('%I = %L', k.column_name, k.value), ' and ')
          from jsonb_each_text(v_key) as k (column_name, value)
        )
      )
    );
    exit when v_records is not null;
  end loop;
  if v_records is null then
    raise exception using
      errcode = 'P0002',
      message = format('%s has no such row', read_record.target),
      hint = 'Or nobody here sees it: the table is forced under policies, and none lets the caller, the service or an administrator through.';
  elsif jsonb_array_length(v_records) > 1 then
    raise exception using
      errcode = '22023',
      message = format('the key names more than one row of %s', read_record.target),
      hint = 'Give the whole primary key.';
  end if;
  return v_records -> 0;
end
$$;

comment on function steward_internal.read_record(regclass, jsonb) is $doc$
Reads one row of a table as whoever sees it.

That is the service, an administrator or the caller.

@param target The table.
@param key Its key: columns and values, or the value of the only column of the primary key.
@returns The row.
@error 22023 The key names no columns of the table, or more than one row.
@error P0002 There is no such row, or nobody sees it.
@access steward_admin
@example select steward_internal.read_record('steward.settings', '"access.trust_level"');
$doc$;

revoke all on function steward_internal.read_record(regclass, jsonb) from public;
