create or replace function steward_internal.remembered(name text)
returns text
language plpgsql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
declare
  v_deadline text := current_setting('pgsteward.deadline', true);
  v_entry text := current_setting('pgsteward.' || remembered.name, true);
begin
  if v_deadline <> '' and starts_with(v_entry, v_deadline || E'\n') then
    return substr(v_entry, length(v_deadline) + 2);
  end if;
  return null;
end
$$;

comment on function steward_internal.remembered(text) is $doc$
Returns what remember() kept earlier in the running health check.

@param name What it is called.
@returns The value; null if there is none, or none of this health check.
@access steward_reader
@example select steward_internal.remembered('sequences');
$doc$;

revoke all on function steward_internal.remembered(text) from public;
