create or replace procedure steward.run_deep_analysis()
language plpgsql
as $$
declare
  v_run bigint;
  v_analysis record;
  v_step_id bigint;
begin
  -- Inside a transaction block this refuses at once.
  commit;
  v_run := steward_internal.begin_database_maintenance('analysis');
  commit;
  if v_run is null then
    return;
  end if;
  for v_analysis in
    select a.name from (values ('bloat'), ('index usage'), ('growth'), ('forecast')) as a (name)
  loop
    v_step_id := steward_internal.begin_maintenance_step(v_run, 'analysis', v_analysis.name);
    commit;
    perform steward_internal.maintenance_batch(v_step_id);
    commit;
  end loop;
  perform steward_internal.finish_database_maintenance(v_run, 'analysis');
  commit;
  perform steward_internal.report_maintenance_run(v_run);
end
$$;

comment on procedure steward.run_deep_analysis() is $doc$
Measures what is too slow for every health check, for `analysis_results`.

Four analyses, each in a transaction of its own: bloat as pgstattuple measures it, verdicts on index usage, growth of the tables, and
when limits will be reached. The results of 90 days (`maintenance.keep_runs`) are kept, so weeks can be compared. A call
during another one does nothing.

Install schedules it on Sundays at 03:00 UTC.

@area maintenance
@error 2D000 It was called inside a transaction block.
@error 25006 The server is a standby.
@access steward_operator
@example call run_deep_analysis();
$doc$;

revoke all on procedure steward.run_deep_analysis() from public;
