create or replace function steward_internal.cron_timezone()
returns text
language plpgsql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
begin
  if steward_internal.scheduler() = 'worker' then
    return 'UTC';
  end if;
  return coalesce(nullif(current_setting('cron.timezone', true), ''), 'UTC');
exception
  when insufficient_privilege then
    return 'UTC';
end
$$;

comment on function steward_internal.cron_timezone() is $doc$
Names the time zone in which the scheduler reads cron expressions.

pg_cron has the setting cron.timezone since release 1.5, and shows it to members of pg_read_all_settings;
for others, for older releases and for `pgsteward worker` it is UTC.

@returns The time zone.
@access steward_reader
@example select steward_internal.cron_timezone();
$doc$;

revoke all on function steward_internal.cron_timezone() from public;
