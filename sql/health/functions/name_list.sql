create or replace function steward_internal.name_list(names text[])
returns text
language sql
immutable
parallel safe
strict
set search_path = pg_catalog, pg_temp
as $$
  select array_to_string(name_list.names[1:5], ', ')
    || case
      when cardinality(name_list.names) > 5 then format(' and %s more', cardinality(name_list.names) - 5)
      else ''
    end
$$;

comment on function steward_internal.name_list(text[]) is $doc$
Writes the first five of a list of names, and how many more there are.

@param names The names, quoted and in the order of the text.
@returns The text, such as `a, b, c, d, e and 2 more`.
@access steward_reader
@example select steward_internal.name_list('{a,b,c}');
$doc$;

revoke all on function steward_internal.name_list(text[]) from public;
