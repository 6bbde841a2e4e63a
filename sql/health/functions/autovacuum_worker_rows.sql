create or replace function steward_internal.autovacuum_worker_rows(
  busy integer,
  available integer,
  waiting integer
)
returns setof steward_internal.check_row
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    null,
    null,
    null,
    round(100.0 * autovacuum_worker_rows.busy / autovacuum_worker_rows.available, 1),
    format(
      '%s of %s autovacuum workers are at work%s.',
      autovacuum_worker_rows.busy,
      autovacuum_worker_rows.available,
      case
        when autovacuum_worker_rows.waiting > 0
          then format(', and %s tables of this database wait for one', autovacuum_worker_rows.waiting)
      end
    ),
    null,
    case
      when autovacuum_worker_rows.busy < autovacuum_worker_rows.available then null
      when autovacuum_worker_rows.waiting > 0 then 'warning'
      else 'info'
    end,
    null,
    null::text[],
    null::text[],
    jsonb_build_object(
      'busy', autovacuum_worker_rows.busy,
      'available', autovacuum_worker_rows.available,
      'waiting_tables', autovacuum_worker_rows.waiting
    )
$$;

comment on function steward_internal.autovacuum_worker_rows(integer, integer, integer) is $doc$
Judges how busy the autovacuum workers are.

@param busy Workers that run.
@param available Workers that may run at once.
@param waiting Tables that are due and not being vacuumed; null if nobody looked.
@returns The row of the check autovacuum_workers_busy.
@access steward_reader
@example select severity from steward_internal.autovacuum_worker_rows(3, 3, 1);
$doc$;

revoke all on function steward_internal.autovacuum_worker_rows(integer, integer, integer) from public;
