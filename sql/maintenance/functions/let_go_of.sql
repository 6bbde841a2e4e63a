create or replace function steward_internal.let_go_of(name text)
returns void
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
begin
  while exists (
      select
      from pg_locks as l
      where l.locktype = 'advisory'
        and l.classid = 20985
        and l.objid = hashtext(let_go_of.name)::oid
        and l.pid = pg_backend_pid()
    )
  loop
    exit when not pg_advisory_unlock(20985, hashtext(let_go_of.name));
  end loop;
end
$$;

comment on function steward_internal.let_go_of(text) is $doc$
Gives back the advisory lock of a name, if this session holds it, however often.

@param name Name of a worker or a task.
@returns Nothing.
@access steward_operator
@example select steward_internal.let_go_of('maintenance');
$doc$;

revoke all on function steward_internal.let_go_of(text) from public;
