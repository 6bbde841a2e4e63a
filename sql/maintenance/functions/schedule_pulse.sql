create or replace function steward_internal.schedule_pulse(as_of timestamptz default now())
returns text
language sql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with schedules as (
    select r.*, r.problem like 'missed:%' as is_missed
    from steward_internal.schedule_report(schedule_pulse.as_of) as r
    where r.active
  ),
  pulse as (
    select
      steward_internal.scheduler() as scheduler,
      max(s.last_start) as last_start,
      min(s.next_due) as next_due,
      min(format('%s %s', s.name, s.problem)) filter (where s.is_missed) as missed
    from schedules as s
  )
  select concat_ws(
    '; ',
    coalesce('the last run began at ' || to_char(p.last_start at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"'), 'no run so far'),
    case
      when p.next_due is null then 'no schedule is active'
      when p.missed is not null then split_part(p.missed, ';', 1)
      when p.last_start is null then 'the first is due at ' || to_char(p.next_due at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"')
    end,
    case
      when p.scheduler = 'worker' and p.last_start is null then 'nobody runs schedules here before pgsteward worker is started'
      when p.missed is not null and p.scheduler = 'pg_cron' then 'run: pgsteward schedule apply, then pgsteward schedule doctor'
    end
  )
  from pulse as p
$$;

comment on function steward_internal.schedule_pulse(timestamptz) is $doc$
Says whether the schedules run, when the first is due, or what was missed.

@param as_of The moment to look from.
@returns A line for people.
@access steward_reader
@example select steward_internal.schedule_pulse();
$doc$;

revoke all on function steward_internal.schedule_pulse(timestamptz) from public;
