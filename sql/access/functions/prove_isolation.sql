create or replace function steward.prove_isolation(scope text default null)
returns table (object text, actor text, command text, path text, verdict text, statement text, reason text)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
set lock_timeout = '100ms'
set jit = off
set plan_cache_mode = force_generic_plan
as $$
declare
  v_target record;
  v_role record;
  v_results jsonb[] := array[]::jsonb[];
  v_table jsonb;
  v_obstacle text;
  v_has_ended boolean := false;
begin
  begin
    for v_role in
      select distinct r.role_name
      from steward_internal.proof_targets(prove_isolation.scope) as t
      cross join lateral unnest(
        array[(t.protection).user_role, (t.protection).anon_role, (t.protection).service_role, (t.protection).admin_role]
      ) as r (role_name)
      where t.obstacle is null
    loop
      perform steward_internal.join_role(v_role.role_name);
    end loop;
    for v_target in
      select t.*
      from steward_internal.proof_targets(prove_isolation.scope) as t
      order by t.target::text
    loop
      v_obstacle := v_target.obstacle;
      if v_obstacle is null then
        begin
          select jsonb_agg(to_jsonb(p) || jsonb_build_object('object', v_target.target::text))
          into v_table
          from steward_internal.prove_table(v_target.protection, v_target.target) as p;
        exception
          when lock_not_available then
            v_obstacle := case
              when exists (
                select
                from steward_internal.relation_family(v_target.target) as f
                inner join steward_internal.locked_relations() as l on l = f.relation
              ) then 'it is locked'
              else 'a table that it depends on is locked'
            end;
        end;
      end if;
      if v_obstacle is not null then
        v_table := jsonb_build_array(
          jsonb_build_object(
            'object', v_target.target::text, 'command', 'ALL', 'path', 'table', 'verdict', 'not_tested', 'reason', v_obstacle
          )
        );
      end if;
      v_results := array_append(v_results, v_table);
    end loop;
    v_has_ended := true;
    raise exception using
      errcode = '40000',
      message = 'the proof is over and everything that it did is undone',
      hint = 'Nobody sees this error: it is caught where it is raised.';
  exception
    when sqlstate '40000' then
      if not v_has_ended then
        raise;
      end if;
  end;
  return query
  select r.object, r.actor, r.command, r.path, r.verdict, r.statement, r.reason
  from unnest(v_results) as t (probes)
  cross join lateral jsonb_to_recordset(t.probes) as r (
    object text, actor text, command text, path text, verdict text, statement text, reason text
  );
end
$$;

comment on function steward.prove_isolation(text) is $doc$
Tries to reach the rows of others, as everybody and by every way.

It becomes two users, a user without claims (nobody), anon and the service, and tries every command on the table, on its
partitions and views, and through functions that run as their owner. What a user may reach is what the template says, not
what the policies say: so a policy that was changed shows up. Everything is undone, in sub-transactions; nothing is
committed and at most one row of a table is locked, for moments.
The users are found in the rows of the table, or else rows that its constraints allow are made for two invented ones.
Verdicts: `leak`, somebody reached a row that the template does not give them; `own_rows`, nothing but what it gives;
`denied`, nothing at all; `not_tested`, nothing can be said, and `reason` says why. Triggers of the tables fire in attempts, functions without
arguments are called; what they do outside of the database, and numbers that they take from sequences, is not undone. COPY
TO cannot run in a function: the query that the server makes of it is run instead. A table that somebody holds
exclusively is `not_tested`, and the others are proven.
Call it as a role that may become the others, or grant them to itself; as a superuser only where you would run any
trigger of these tables.

@area access
@param scope A schema, or a table as regclass takes it; null for every table with row level security. Tables of extensions are tried only if they are named.
@returns One row for each object, actor, command and path, and a statement for psql that shows the same.
@error 22023 The scope is neither a table with row level security nor a schema.
@error 42501 The caller can neither become the roles of requests nor grant them to itself.
@error 40000 It ends the sub-transaction, and is caught.
@access steward_admin
@example select object, actor, command, statement from prove_isolation() where verdict = 'leak';
$doc$;

revoke all on function steward.prove_isolation(text) from public;
