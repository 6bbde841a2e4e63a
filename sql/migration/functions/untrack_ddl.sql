create or replace function steward.untrack_ddl()
returns boolean
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_trigger name;
  v_was_tracked boolean := false;
begin
  for v_trigger in
    select e.evtname
    from pg_event_trigger as e
    where e.evtname in ('steward_record_ddl', 'steward_record_drops', 'steward_record_rewrites')
  loop
    execute format('drop event trigger %I', v_trigger);
    v_was_tracked := true;
  end loop;
  insert into steward_internal.install_record (name, value) values ('ddl tracking', 'off') on conflict do nothing;
  return v_was_tracked;
end
$$;

comment on function steward.untrack_ddl() is $doc$
Ends what track_ddl() began; what has been recorded stays.

The next install does not begin it again. `drop schema steward_ddl cascade` forgets the record as well, and so does uninstall.

@area migration
@returns False if nothing was recorded.
@error 42501 The role does not own the event triggers.
@access steward_admin
@example begin; select untrack_ddl(); rollback;
$doc$;

revoke all on function steward.untrack_ddl() from public;
