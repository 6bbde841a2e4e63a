create or replace function steward_internal.like_pattern(pattern text)
returns text
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select replace(regexp_replace(like_pattern.pattern, '([\\%_])', '\\\1', 'g'), '*', '%')
$$;

comment on function steward_internal.like_pattern(text) is $doc$
Turns a pattern in which `*` stands for any text into one for LIKE.

@param pattern The pattern; every other character stands for itself.
@returns The pattern for LIKE.
@access steward_reader
@example select 'invalid_indexes' like steward_internal.like_pattern('invalid_*');
$doc$;

revoke all on function steward_internal.like_pattern(text) from public;
