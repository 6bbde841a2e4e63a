create or replace view steward.schedule_status as
select
  r.name,
  r.cron,
  r.command,
  r.scheduler,
  r.active,
  r.last_start,
  r.last_status,
  r.next_due,
  r.problem
from steward_internal.schedule_report() as r;

comment on view steward.schedule_status is $doc$
Shows each schedule with who runs it, how its last run went, when it is due, and what is wrong.

`scheduler` is pg_cron, or worker where that is neither in this database nor in the one that
`maintenance.cron_database` names. A schedule that is paused is not active. `problem` is null if all is well; otherwise it says what to do: a job that is missing, inactive or changed in pg_cron, a failed
last run, or a run that was due and never came. pg_cron shows a role only its own jobs and runs.

@area maintenance
@access steward_reader select
@example select name, last_start, last_status, next_due, problem from schedule_status;
$doc$;
