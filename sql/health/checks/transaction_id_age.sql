create or replace function steward_internal.check_transaction_id_age()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select r.* from steward_internal.freeze_age_rows('transactions') as r
$$;

comment on function steward_internal.check_transaction_id_age() is $doc$
Measures the transaction ID age of every database against the wraparound limit.

Transaction IDs are compared modulo 2^32, so none may grow older than 2^31. The server warns 40
million before that and refuses every command that needs a new ID 3 million before it. VACUUM resets
the age by freezing old rows; autovacuum forces it from autovacuum_freeze_max_age on (200 million by
default, normal life), and from vacuum_failsafe_age on (1.6 billion) it drops everything else to
hurry. An age that goes on growing means that VACUUM fails or is held back by an old transaction, a
prepared transaction or a replication slot.

Databases that nobody can connect to (template0) count too; only the leftovers of an interrupted
DROP DATABASE do not. The thresholds are those of pgdoctor: 500 million is 2.5 times the default at
which autovacuum must have acted, 1 billion nearly half of the limit. Raise them if
autovacuum_freeze_max_age is higher on purpose.

@title Transaction IDs are running out
@category vacuum
@scope cluster
@unit transactions
@warning 500000000
@critical 1000000000
@remedy End what holds old rows back (long or prepared transactions, unused replication slots), then freeze the oldest table.
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk VACUUM (FREEZE) reads the whole table and writes WAL for every page that it changes; it blocks neither reads nor writes.
@doc https://www.postgresql.org/docs/current/routine-vacuuming.html#VACUUM-FOR-WRAPAROUND
@access steward_reader
@example select * from steward_internal.check_transaction_id_age();
$doc$;

revoke all on function steward_internal.check_transaction_id_age() from public;
