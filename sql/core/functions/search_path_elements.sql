create or replace function steward_internal.search_path_elements(list text)
returns table (element_position bigint, element_name text)
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    element.position,
    case
      when element.part[1] like '"%'
        then replace(substring(element.part[1] from '^"(.*)"$'), '""', '"')
      else lower(element.part[1])
    end
  from regexp_matches(search_path_elements.list, '"(?:[^"]|"")*"|[^",\s]+', 'g')
    with ordinality as element (part, position)
$$;

comment on function steward_internal.search_path_elements(text) is $doc$
Splits a search_path into the names of its schemas.

A quoted name may hold commas and quotes; an unquoted one, such as the $user that set_config() can
store, is read in lower case, as PostgreSQL does.

@param list The list as it is stored.
@returns One row for each name, unquoted, in its order.
@access steward_reader
@example select element_name from steward_internal.search_path_elements('"$user", public');
$doc$;

revoke all on function steward_internal.search_path_elements(text) from public;
