create or replace function steward_internal.domain_choices(domain oid)
returns text[]
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select listed.choices
  from pg_type as t
  inner join pg_collation as l on l.oid = t.typcollation
  inner join pg_constraint as con on con.contypid = t.oid
  cross join lateral steward_internal.literal_choices(pg_get_constraintdef(con.oid)) as listed (choices)
  where t.oid = domain_choices.domain
    -- Under another collation a value may be a different text that is equal to one in the list.
    and l.collisdeterministic
    and con.contype = 'c'
    and con.convalidated
    and listed.choices is not null
  order by con.conname collate "C"
  limit 1
$$;

comment on function steward_internal.domain_choices(oid) is $doc$
Returns the only texts that a CHECK constraint of a domain allows.

@param domain OID of the domain in pg_type.
@returns The texts in their order, or null if no constraint is such a list.
@access steward_reader
@example select steward_internal.domain_choices('information_schema.yes_or_no'::regtype);
$doc$;

revoke all on function steward_internal.domain_choices(oid) from public;
