create or replace function steward_internal.check_paused_replay()
returns setof steward_internal.check_row
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    null,
    null,
    null,
    null::numeric,
    case
      when r.is_paused
        then format('Replay is %s: WAL piles up here, and the data stays as it was.', replace(r.state, 'pause requested', 'about to be paused'))
      when r.delay <> '0' then format('Replay is not paused; recovery_min_apply_delay is %s.', r.delay)
      else 'Replay is not paused.'
    end,
    null,
    case when r.is_paused then 'warning' end,
    null,
    array['select pg_wal_replay_resume();'],
    array['select pg_wal_replay_pause();'],
    jsonb_build_object('state', r.state)
  from (
    select
      case when pg_is_in_recovery() then pg_is_wal_replay_paused() end as is_paused,
      case when pg_is_in_recovery() then pg_get_wal_replay_pause_state() end as state,
      current_setting('recovery_min_apply_delay') as delay
  ) as r
  where r.is_paused is not null
$$;

comment on function steward_internal.check_paused_replay() is $doc$
Tells whether somebody has paused replay on a standby.

That is a tool for a moment, to look at data before a mistake is replayed, and easily forgotten. The
standby then gets older and keeps all WAL since, and a failover has to replay it first. A delay by
recovery_min_apply_delay is meant, and no finding.

@title Replay is paused
@category replication
@scope cluster
@runs_on standby
@remedy Resume it.
@fix_lock none
@fix_risk What was not to be replayed is replayed; it needs a superuser or EXECUTE on the function.
@doc https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-RECOVERY-CONTROL
@access steward_reader
@example select * from steward_internal.check_paused_replay();
$doc$;

revoke all on function steward_internal.check_paused_replay() from public;
