create or replace function steward_internal.remember(name text, value text)
returns void
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_deadline text := current_setting('pgsteward.deadline', true);
begin
  if v_deadline <> '' then
    perform set_config('pgsteward.' || remember.name, v_deadline || E'\n' || remember.value, true);
  end if;
end
$$;

comment on function steward_internal.remember(text, text) is $doc$
Keeps something that several checks need until the running health check ends.

It is kept in a setting of the transaction, because a health check writes nothing and works on
standbys. The deadline of the health check goes with it, so that the next one does not read it. Outside
a health check nothing is kept.

@param name What to call it.
@param value What to keep.
@access steward_reader
@example select steward_internal.remember('answer', '42');
$doc$;

revoke all on function steward_internal.remember(text, text) from public;
