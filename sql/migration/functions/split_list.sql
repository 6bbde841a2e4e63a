create or replace function steward_internal.split_list(list text)
returns text[]
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_items text[] := array[]::text[];
  v_item text := '';
  v_depth integer := 0;
  v_token text;
begin
  for v_token in select t.found[1] from regexp_matches(split_list.list, '"(?:[^"]|"")*"|[(),]|[^"(),]+|"', 'g') as t (found) loop
    v_depth := v_depth + case v_token when '(' then 1 when ')' then -1 else 0 end;
    exit when v_depth < 0;
    if v_token = ',' and v_depth = 0 then
      v_items := v_items || btrim(v_item);
      v_item := '';
    else
      v_item := v_item || v_token;
    end if;
  end loop;
  return v_items || btrim(v_item);
end
$$;

comment on function steward_internal.split_list(text) is $doc$
Splits a list of SQL at its commas, but not in parentheses and quoted names.

@param list The list; it ends where a parenthesis closes that it did not open.
@returns Its items.
@access steward_reader
@example select steward_internal.split_list('a numeric(8, 2), "b,c" int) with (fillfactor = 50)') as items;
$doc$;

revoke all on function steward_internal.split_list(text) from public;
