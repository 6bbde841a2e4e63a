create or replace function steward_internal.note_ledger_change()
returns trigger
language plpgsql
volatile
parallel unsafe
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if current_setting('steward.runs_migrations', true) = 'on' then
    return null;
  end if;
  insert into steward.migration_log (
    run_id, ledger, name, direction, status, finished_at, started_at, tool, role_name, backend_start, xid
  )
  select
    gen_random_uuid(), format('%I.%I', tg_table_schema, tg_table_name),
    case tg_op when 'INSERT' then new.name else old.name end,
    case tg_op when 'INSERT' then 'up' else 'down' end,
    'ok', now.at, now.at, 'ledger', coalesce(nullif(current_setting('role'), 'none'), session_user), s.backend_start,
    pg_current_xact_id()
  from (select clock_timestamp() as at) as now
  left join pg_stat_activity as s on s.pid = pg_backend_pid();
  return null;
end
$$;

comment on function steward_internal.note_ledger_change() is $doc$
Notes in migration_log what others than pgsteward write into the ledger.

It runs as the owner of pgsteward: who migrates with node-pg-migrate alone needs no grant.

@returns Nothing.
@access steward_admin
@example select tgname from pg_trigger where tgfoid = 'steward_internal.note_ledger_change'::regproc;
$doc$;

revoke all on function steward_internal.note_ledger_change() from public;
