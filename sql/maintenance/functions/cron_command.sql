create or replace function steward_internal.cron_command(name text, command text)
returns text
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select case
    when steward_internal.is_transactional_command(cron_command.command)
      then format('call steward.run_schedule(%L)', cron_command.name)
    else cron_command.command
  end
$$;

comment on function steward_internal.cron_command(text, text) is $doc$
Makes the command of the pg_cron job of a schedule.

@param name Name of the schedule.
@param command Its command.
@returns A call of `run_schedule()`, or the command itself where that could not execute it.
@access steward_reader
@example select steward_internal.cron_command('nightly', 'select 1');
$doc$;

revoke all on function steward_internal.cron_command(text, text) from public;
