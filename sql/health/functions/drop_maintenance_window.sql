create or replace function steward.drop_maintenance_window(name text)
returns setof steward.maintenance_windows
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  delete from steward.maintenance_windows as w
  where w.name = drop_maintenance_window.name
  returning w.*;

  if not found then
    raise exception using
      errcode = 'SW012',
      message = format('maintenance window %L does not exist', drop_maintenance_window.name),
      hint = 'List the windows with: select name, starts_at, ends_at from steward.maintenance_windows;';
  end if;
end
$$;

comment on function steward.drop_maintenance_window(text) is $doc$
Removes a maintenance window; one that is going on ends.

@area health
@param name Name of the window.
@returns The window that was removed.
@error SW012 There is no window of this name.
@access steward_operator
@example begin; select add_maintenance_window('x', now() + '1 hour'); select drop_maintenance_window('x'); rollback;
$doc$;

revoke all on function steward.drop_maintenance_window(text) from public;
