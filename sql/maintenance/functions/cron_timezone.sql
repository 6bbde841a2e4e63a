create or replace function steward_internal.cron_timezone()
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select case
    when steward_internal.scheduler() = 'pg_cron'
      then coalesce(nullif(current_setting('cron.timezone', true), ''), 'UTC')
    else 'UTC'
  end
$$;

comment on function steward_internal.cron_timezone() is $doc$
Names the time zone in which the scheduler reads cron expressions.

pg_cron has the setting cron.timezone since release 1.5; older releases and `pgsteward worker` know only
UTC.

@returns The time zone.
@access steward_reader
@example select steward_internal.cron_timezone();
$doc$;

revoke all on function steward_internal.cron_timezone() from public;
