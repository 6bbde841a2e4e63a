create or replace function steward_internal.set_up_ddl_tracking()
returns table (statement text, problem text)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
begin
  if exists (select from steward_internal.install_record as r where r.name = 'ddl tracking' and r.value = 'off') then
    return;
  end if;
  if steward.track_ddl() then
    return query select 'select steward.track_ddl()', null::text;
  end if;
exception
  when insufficient_privilege then
    if not exists (select from pg_event_trigger as e where e.evtname = 'steward_record_ddl') then
      return query select 'select steward.track_ddl()', sqlerrm;
    end if;
end
$$;

comment on function steward_internal.set_up_ddl_tracking() is $doc$
Begins to record DDL, if the caller may and untrack_ddl() has not ended it.

@returns The statement that was missing, and why it could not be run, or null if it was.
@access steward_admin
@example begin; select statement, problem from steward_internal.set_up_ddl_tracking(); rollback;
$doc$;

revoke all on function steward_internal.set_up_ddl_tracking() from public;
