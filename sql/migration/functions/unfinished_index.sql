create or replace function steward_internal.unfinished_index(statement text, search_path text)
returns table (index_name text, is_valid boolean)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_name constant text := '"(?:[^"]|"")+"|[[:alpha:]_][\w$]*';
  v_found text[] := regexp_match(
    unfinished_index.statement,
    format(
      '^(?:\s|--[^\n]*\n)*create\s+(?:unique\s+)?index\s+concurrently\s+(?:if\s+not\s+exists\s+)?(%1$s)\s+'
      'on\s+(?:only\s+)?((?:%1$s)(?:\s*\.\s*(?:%1$s))?)',
      v_name
    ),
    'i'
  );
  v_table oid;
begin
  if v_found is null then
    return;
  end if;
  perform set_config('search_path', unfinished_index.search_path, true);
  v_table := pg_catalog.to_regclass(v_found[2]);
  perform pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
  return query
  select format('%I.%I', n.nspname, c.relname), i.indisvalid and i.indisready
  from pg_index as i
  inner join pg_class as c on c.oid = i.indexrelid
  inner join pg_namespace as n on n.oid = c.relnamespace
  where i.indrelid = v_table
    and c.relname = (parse_ident(v_found[1]))[1];
end
$$;

comment on function steward_internal.unfinished_index(text, text) is $doc$
Finds the index that an interrupted CREATE INDEX CONCURRENTLY has left.

@param statement The statement.
@param search_path Where it looks for its table.
@returns The index, and whether it was finished; nothing if there is none, or the statement is another.
@access steward_admin
@example select * from steward_internal.unfinished_index('create index concurrently i on t (a)', 'public');
$doc$;

revoke all on function steward_internal.unfinished_index(text, text) from public;
