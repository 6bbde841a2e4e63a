create or replace function steward_internal.check_retention_lag()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with judged as materialized (
    select
      r.*,
      i.names,
      rtrim(substring(r.withheld from ': (.*)$'), '.') as reason,
      now() - coalesce(done.finished_at, p.approved_at) as idle
    from steward.retention_status() as r
    cross join lateral (select parse_ident(r.target) as names) as i
    inner join steward.retention_policies as p on p.target_schema = i.names[1] and p.target_table = i.names[2]
    cross join lateral (
      select max(s.finished_at) as finished_at
      from steward.maintenance_steps as s
      where s.target = r.target
        and s.step = 'retention'
        and s.outcome in ('done', 'nothing_to_do')
    ) as done
    where r.is_approved
      and r.enabled
  )
  select
    'table',
    j.names[1],
    j.names[2],
    extract(epoch from coalesce(j.lag, j.idle)),
    concat(
      case
        when j.lag is null then format(
          'No run of the policy of %s has come to its end for %s, and without an index on the age column its rows cannot be looked at.',
          j.target, date_trunc('second', j.idle)
        )
        else format('Rows of %s are kept for %s, but the oldest should have gone %s ago', j.target, j.keep, date_trunc('second', j.lag))
          || coalesce(', and the lag is ' || j.trend, '') || '.'
      end,
      ' A run would take about ' || date_trunc('second', j.time_to_drain + interval '1 second') || '.',
      coalesce(' The last run: ' || replace(j.last_outcome, '_', ' '), ' There was no run yet') || '.',
      ' ' || j.last_message
    ),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('last_run', j.last_run, 'last_outcome', j.last_outcome, 'trend', j.trend)
  from judged as j
  where j.withheld is null
  union all
  select
    'table', j.names[1], j.names[2], null, format('The policy of %s cannot do its work: %s.', j.target, j.reason),
    format('Mend the table, or: select drop_retention_policy(%L);', j.target), 'critical', 'finding', null, null, null
  from judged as j
  where j.withheld ~ '^(gone|policy):'
  union all
  select s.*
  from judged as j
  cross join lateral steward_internal.skipped_row(
    split_part(j.withheld, ':', 1),
    format('The rows of %s could not be looked at: %s.', j.target, j.reason),
    case
      when j.withheld like 'lock:%' then 'See who holds it: select * from steward.get_blocking_locks();'
      else format('grant select on %s to %I;', j.target, current_user)
    end,
    'table', j.names[1], j.names[2]
  ) as s
  where j.withheld ~ '^(lock|privilege):'
$$;

comment on function steward_internal.check_retention_lag() is $doc$
Finds tables that keep rows longer than their retention policy says.

Judged is the table, not the job: the oldest row that should be gone is looked up in the index on the age column. A job
can succeed every night and remove nothing, because its time is over too early, its condition never holds, or it sees no rows. Without
such an index, the time since the last run that came to its end counts. Policies that are not approved or disabled
promise nothing and are left out.

The daily run leaves rows that are up to a day too old; the warning, two days, is a night missed, and the critical threshold a week.

@title Retention is behind
@category maintenance
@warning 172800
@critical 604800
@unit seconds
@remedy See the outcome of the last runs: select * from steward.maintenance_steps where step = 'retention' order by id desc; then give the policy more time_budget, or mend what stopped it.
@doc https://www.postgresql.org/docs/current/routine-vacuuming.html
@access steward_reader
@example select * from steward_internal.check_retention_lag();
$doc$;

revoke all on function steward_internal.check_retention_lag() from public;
