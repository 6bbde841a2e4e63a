create or replace function steward_internal.check_missing_synchronous_standby()
returns setof steward_internal.check_row
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select r.*
  from steward_internal.synchronous_standby_rows(
    current_setting('synchronous_standby_names'),
    (
      select count(*)
      from pg_stat_replication as s
      where s.sync_state in ('sync', 'quorum')
        and s.state = 'streaming'
    )
  ) as r
$$;

comment on function steward_internal.check_missing_synchronous_standby() is $doc$
Finds commits that wait for a synchronous standby that is not there.

With synchronous_standby_names set, a commit returns when enough standbys have confirmed it. If too few
are connected, every writing transaction hangs in its COMMIT, without a time limit; only those with
synchronous_commit off or local go on. Taking the names out lets all of them go on at once, from then on
without the promise that a second copy exists.

@title Synchronous standby is missing
@category replication
@scope cluster
@runs_on primary
@severity critical
@requires_role pg_read_all_stats
@remedy Bring the standby back; if that takes too long, let commits go on without it.
@fix_lock none
@fix_risk Transactions are then confirmed that a failover would lose. ALTER SYSTEM needs a superuser.
@doc https://www.postgresql.org/docs/current/warm-standby.html#SYNCHRONOUS-REPLICATION
@access steward_reader
@example select * from steward_internal.check_missing_synchronous_standby();
$doc$;

revoke all on function steward_internal.check_missing_synchronous_standby() from public;
