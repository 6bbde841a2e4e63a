create or replace function steward_internal.check_multixact_age()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select r.* from steward_internal.freeze_age_rows('multixacts') as r
$$;

comment on function steward_internal.check_multixact_age() is $doc$
Measures the multixact ID age of every database against the wraparound limit.

A row that several transactions lock at once (foreign keys do that) carries a multixact ID. They run
out as transaction IDs do, 3 million before 2^31, and most monitoring overlooks them. VACUUM resets
the age; autovacuum forces it from autovacuum_multixact_freeze_max_age on (400 million by default),
and from vacuum_multixact_failsafe_age on (1.6 billion) it drops everything else to hurry. The space
for the members of multixacts is limited too and is not measured here: no function of PostgreSQL 15
to 18 tells it.

The thresholds are the same as for transaction IDs: 500 million is beyond the default at which
autovacuum must have acted, 1 billion nearly half of the limit.

@title Multixact IDs are running out
@category vacuum
@scope cluster
@unit multixacts
@warning 500000000
@critical 1000000000
@remedy End what holds old rows back (long or prepared transactions), then freeze the oldest table.
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk VACUUM (FREEZE) reads the whole table and writes WAL for every page that it changes; it blocks neither reads nor writes.
@doc https://www.postgresql.org/docs/current/routine-vacuuming.html#VACUUM-FOR-MULTIXACT-WRAPAROUND
@access steward_reader
@example select * from steward_internal.check_multixact_age();
$doc$;

revoke all on function steward_internal.check_multixact_age() from public;
