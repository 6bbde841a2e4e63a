create or replace function steward_internal.enter_retention(target oid)
returns boolean
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
begin
  perform set_config('lock_timeout', steward_internal.milliseconds_setting('maintenance.lock_timeout'), true);
  return pg_try_advisory_xact_lock(20985, hashtext('retention ' || enter_retention.target));
end
$$;

comment on function steward_internal.enter_retention(oid) is $doc$
Begins a transaction of a run: limits its waiting, and takes the table's lock.

The lock ends with the transaction, because a run that is canceled during a COMMIT has nobody to give back a longer one.

@param target The table.
@returns False if another run is at the table.
@access steward_operator
@example begin; select steward_internal.enter_retention('steward.settings'::regclass); rollback;
$doc$;

revoke all on function steward_internal.enter_retention(oid) from public;
