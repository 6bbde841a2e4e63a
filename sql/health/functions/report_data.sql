create or replace function steward.report_data(lookback interval default '30 days')
returns jsonb
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
set lock_timeout = '100ms'
set jit = off
as $$
declare
  v_data jsonb;
  v_section record;
  v_content jsonb;
  v_message text;
begin
  if report_data.lookback is null or report_data.lookback <= interval '0' then
    raise exception using
      errcode = '22023',
      message = format('lookback must be longer than nothing: %s', report_data.lookback),
      hint = 'Pass how far the history should go back, such as interval ''30 days''.';
  end if;

  v_data := jsonb_build_object(
    'generated_at', clock_timestamp(),
    'lookback_days', round(extract(epoch from report_data.lookback) / 86400, 1),
    'report', steward.health_report()
  );
  perform set_config('pgsteward.deadline', steward_internal.health_deadline()::text, true);

  for v_section in
    select s.name, s.call
    from (
      values
        (1, 'metrics', 'select jsonb_agg(to_jsonb(m)) from steward.health_metrics($2) as m'),
        (2, 'runs', 'select steward_internal.report_runs($1)'),
        (3, 'series', 'select steward_internal.report_series($1)'),
        (4, 'growth', 'select steward_internal.report_growth()'),
        (5, 'queries', 'select steward_internal.report_queries()'),
        (6, 'vacuum', 'select steward_internal.report_vacuum()'),
        (7, 'bloat', 'select steward_internal.report_bloat()'),
        (8, 'schedules', 'select steward_internal.report_schedules()'),
        (9, 'limits', 'select steward_internal.report_limits()')
    ) as s (position, name, call)
    order by s.position
  loop
    begin
      execute v_section.call into v_content using report_data.lookback, v_data -> 'report';
    exception
      -- One part that cannot be read must not take the others with it.
      when others then
        get stacked diagnostics v_message = message_text;
        v_content := jsonb_build_object('error', format('%s (%s)', v_message, sqlstate));
    end;
    v_data := v_data || jsonb_build_object(v_section.name, v_content);
  end loop;

  perform set_config('pgsteward.deadline', '', true);
  return v_data;
end
$$;

comment on function steward.report_data(interval) is $doc$
Collects everything that `pgsteward report` shows as one document.

It runs the health check, and adds what the recorded runs, the snapshots of statistics and the views of
the other areas tell. It writes nothing and works on a hot standby. A part that cannot be read holds
`error` with the reason instead.

@area health
@param lookback How far the history goes back.
@returns An object: `report` as `health_report()` returns it, `metrics`, the history in `runs` and `series`, and `growth`, `queries`, `vacuum`, `bloat`, `schedules` and `limits`.
@error 22023 The lookback is not longer than nothing.
@access steward_reader
@example select jsonb_object_keys(report_data('7 days'));
$doc$;

revoke all on function steward.report_data(interval) from public;
