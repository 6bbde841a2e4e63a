create or replace function steward_internal.leading_names(list text)
returns text[]
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select array_agg((parse_ident(substring(i.item from '^("(?:[^"]|"")+"|[[:alpha:]_][\w$]*)(?!\s*\()')))[1] order by i.position)
  from unnest(steward_internal.split_list(leading_names.list)) with ordinality as i (item, position)
$$;

comment on function steward_internal.leading_names(text) is $doc$
Lists the columns that the items of a list begin with.

@param list The list of SQL, as of the columns of an index.
@returns One name for each item; null for an expression.
@access steward_reader
@example select steward_internal.leading_names('a desc, "B", lower(c)') as names;
$doc$;

revoke all on function steward_internal.leading_names(text) from public;
