create or replace function steward_internal.membership_of(protection steward.protected_tables)
returns regclass
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select to_regclass(quote_ident((protection).membership_schema) || '.' || quote_ident((protection).membership_table))
$$;

comment on function steward_internal.membership_of(steward.protected_tables) is $doc$
Looks up the membership table of a protection.

@param protection What a table is protected with.
@returns The table; null if it has none, or it is gone.
@access steward_reader
@example select steward_internal.membership_of(p) from protected_tables as p;
$doc$;

revoke all on function steward_internal.membership_of(steward.protected_tables) from public;
