create or replace function steward_internal.wake_scheduler()
returns boolean
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
begin
  if not steward_internal.is_cron_here() then
    return false;
  end if;
  execute steward_internal.wake_statement();
  return true;
exception
  -- A superuser may have no jobs where cron.enable_superuser_jobs is off.
  when insufficient_privilege then
    return false;
end
$$;

comment on function steward_internal.wake_scheduler() is $doc$
Makes the launcher of pg_cron read its jobs again, if it is in this database.

It is of use in a small transaction that begins a second after a large one: see `wake_statement()`.

@returns Whether it will.
@access steward_operator
@example begin; select steward_internal.wake_scheduler() is not null; rollback;
$doc$;

revoke all on function steward_internal.wake_scheduler() from public;
