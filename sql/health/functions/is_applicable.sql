create or replace function steward_internal.is_applicable(reason text)
returns boolean
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(is_applicable.reason not in ('disabled', 'not_applicable'), true)
$$;

comment on function steward_internal.is_applicable(text) is $doc$
Tells whether a check that was skipped for this reason should have looked.

It should not where somebody switched it off, and where it has nothing to see: what only standbys have on a
primary, and the other way round.

@param reason Why it was skipped; null if it was not.
@returns True if it should have looked.
@access steward_reader
@example select steward_internal.is_applicable('privilege');
$doc$;

revoke all on function steward_internal.is_applicable(text) from public;
