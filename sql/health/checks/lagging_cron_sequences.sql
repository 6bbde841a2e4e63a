create or replace function steward_internal.check_lagging_cron_sequences()
returns setof steward_internal.check_row
language plpgsql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select r.* from steward_internal.cron_obstacle() as r
  union all
  select r.* from steward_internal.hidden_cron_rows() as r;
  if not steward_internal.is_cron_here() then
    return;
  end if;
  return query execute format(
    $sql$
      select
        'sequence',
        %1$L,
        s.name,
        (s.max_id - s.last_id)::numeric,
        format(
          'The last number that sequence %1$I.%%1$I gave is %%2$s, and the table has %%3$s already: %%4$s',
          s.name, s.last_id, s.max_id, s.effect
        ),
        null,
        s.severity,
        null,
        array[format('select setval(''%1$I.%%I'', %%s);', s.name, s.max_id)],
        null::text[],
        jsonb_build_object('last_id', s.last_id, 'max_id', s.max_id)
      from (
        select
          'runid_seq' as name,
          q.last_value - (not q.is_called)::integer as last_id,
          (select d.runid from %1$I.job_run_details as d order by d.runid desc limit 1) as max_id,
          'critical' as severity,
          'the launcher of pg_cron fails whenever a job is due, and no job runs.' as effect
        from %1$I.runid_seq as q
        union all
        select
          'jobid_seq',
          q.last_value - (not q.is_called)::integer,
          (select j.jobid from %1$I.job as j order by j.jobid desc limit 1),
          'warning',
          'new jobs cannot be scheduled.'
        from %1$I.jobid_seq as q
      ) as s
      where s.max_id > s.last_id
    $sql$,
    'cron'
  );
end
$$;

comment on function steward_internal.check_lagging_cron_sequences() is $doc$
Finds sequences of pg_cron that will give numbers which its tables already have.

It happens when jobs or run history are restored without their sequences, or after setval() by hand. The
launcher then fails over a duplicate key each time a job is due, starts again, and runs nothing;
every failure uses up one number, so that a small gap closes by itself in as many runs. New jobs fail in the
same way behind the sequence of the jobs. Everybody may read the sequences, but row level security of
pg_cron shows a role only its own jobs and runs, so that only a superuser sees all that is in the way.

@title Sequence of pg_cron is behind its table
@category schedule
@scope cluster
@severity warning
@unit numbers
@runs_on primary
@remedy Set the sequence to the largest number in use, as a superuser.
@fix_lock ROW EXCLUSIVE
@fix_risk None: it only skips numbers. Jobs run again from their next time on.
@doc https://www.postgresql.org/docs/current/functions-sequence.html
@access steward_reader
@example select * from steward_internal.check_lagging_cron_sequences();
$doc$;

revoke all on function steward_internal.check_lagging_cron_sequences() from public;
