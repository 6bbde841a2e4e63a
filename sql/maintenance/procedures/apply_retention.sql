create or replace procedure steward.apply_retention(target regclass, time_budget interval default null)
language plpgsql
as $$
declare
  v_run bigint;
begin
  perform steward_internal.assert_not_null(
    'steward.apply_retention', pg_catalog.jsonb_build_object('target', apply_retention.target)
  );
  v_run := steward_internal.begin_maintenance_run(apply_retention.target);
  -- Inside a transaction block this refuses at once, not only when there is something to remove.
  commit;
  call steward_internal.run_retention(
    apply_retention.target, v_run, steward_internal.maintenance_deadline(apply_retention.time_budget),
    pg_catalog.current_setting('search_path')
  );
  perform steward_internal.finish_maintenance_run(v_run);
  commit;
  perform steward_internal.report_maintenance_run(v_run);
end
$$;

comment on procedure steward.apply_retention(regclass, interval) is $doc$
Lets the retention policy of a table do its work, in batches that commit.

It ends before statement_timeout, its time budget and its window do, and the next run goes on where it stopped. It
yields to other sessions: batches are small while others are active, and it waits while standbys, slots, archiving or a
VACUUM need it. It tells its outcome in a notice and in `maintenance_steps`. Rows go with the rights
of the owner of the table, and triggers find the search_path of the session.

@area maintenance
@param target The table.
@param time_budget How long it may take; null means as long as the policy says.
@error 22004 The target is null.
@error SW013 The table has no retention policy.
@error 2D000 It was called inside a transaction block.
@error 25006 The server is a standby.
@error 42501 The role does not have the privileges of the owner of the table.
@access steward_operator
@example call apply_retention('public.job_queue');
$doc$;

revoke all on procedure steward.apply_retention(regclass, interval) from public;
