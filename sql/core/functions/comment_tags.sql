create or replace function steward_internal.comment_tags(description text)
returns table (tag text, value text)
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    case part.ordinality when 1 then 'description' else substring(part.content from '^\w+') end,
    case part.ordinality
      when 1 then btrim(part.content, E' \n')
      else btrim(regexp_replace(part.content, '^\w+', ''), E' \n')
    end
  from regexp_split_to_table(E'\n' || btrim(comment_tags.description, E' \n'), '\n@(?=[a-z])')
    with ordinality as part (content, ordinality)
$$;

comment on function steward_internal.comment_tags(text) is $doc$
Splits a comment into its description and its `@tag value` parts.

The comments of pgsteward's objects are its manual: the health check registry, the API reference
and the grants are read from them, so that none of these can drift from the code.

@param description A comment, as obj_description() gives it.
@returns One row with the tag `description`, then one for each tag in the order written.
@access steward_reader
@example select tag, value from steward_internal.comment_tags(E'Does it.\n\n@area core');
$doc$;

revoke all on function steward_internal.comment_tags(text) from public;
