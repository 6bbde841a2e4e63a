create or replace function steward_internal.maintenance_deadline(time_budget interval default null)
returns timestamptz
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select least(
    clock_timestamp() + maintenance_deadline.time_budget,
    -- A tenth, but at least half a second, is left to end in good order.
    statement_timestamp() + t.timeout - greatest(t.timeout / 10, least(t.timeout / 2, interval '500 milliseconds'))
  )
  from (
    select nullif(s.setting::integer, 0) * interval '1 millisecond' as timeout
    from pg_settings as s
    where s.name = 'statement_timeout'
  ) as t
$$;

comment on function steward_internal.maintenance_deadline(interval) is $doc$
Tells when a procedure has to end.

That is before its time budget and before the statement_timeout that its CALL began with.

@param time_budget How long it may take; null means as long as it needs.
@returns The moment; null if nothing limits it.
@access steward_operator
@example select steward_internal.maintenance_deadline('10 minutes') <= clock_timestamp() + interval '10 minutes';
$doc$;

revoke all on function steward_internal.maintenance_deadline(interval) from public;
