create or replace function steward_internal.prove_table(protection steward.protected_tables, target regclass)
returns table (actor text, command text, path text, verdict text, statement text, reason text)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_observer name;
  v_identities jsonb;
  v_origins jsonb := coalesce((select jsonb_agg(to_jsonb(o)) from steward_internal.view_origins(prove_table.target) as o), '[]');
  v_setup text[] := array[]::text[];
  v_obstacle text;
  v_refusal text;
  v_actor record;
  v_results jsonb := jsonb_build_array();
  v_has_ended boolean := false;
begin
  begin
    select o.role_name
    into v_observer
    from steward_internal.observer_of(protection, prove_table.target) as o;
    if found then
      v_identities := steward_internal.sample_identities(protection, prove_table.target, v_observer);
    end if;
    if v_identities is null then
      select s.identities, m.script, m.problem
      into v_identities, v_setup, v_obstacle
      from steward_internal.synthetic_identities(protection, prove_table.target) as s
      cross join lateral steward_internal.try_rows(protection, s.script) as m;
      perform steward_internal.run_script(v_setup);
      select o.role_name
      into v_observer
      from steward_internal.observer_of(protection, prove_table.target) as o;
    end if;

    for v_actor in
      select a.actor_name, a.actor
      from steward_internal.proof_actors(protection, v_identities) as a
    loop
      select case when a.code <> '00000' then format('nobody can become it here: error %s', a.code) end
      into v_refusal
      from steward_internal.attempt(steward_internal.identity_script(v_actor.actor)) as a;
      if v_refusal is not null or v_obstacle is not null and v_actor.actor ->> 'kind' <> 'service' then
        v_results := v_results || jsonb_build_array(
          jsonb_build_object(
            'actor', v_actor.actor_name, 'command', 'ALL', 'path', 'table', 'verdict', 'not_tested', 'reason', coalesce(v_refusal, v_obstacle),
            'script', steward_internal.identity_script(v_actor.actor)
          )
        );
        continue;
      end if;
      v_results := v_results || (
        select coalesce(jsonb_agg(to_jsonb(j) || jsonb_build_object('actor', v_actor.actor_name)), '[]')
        from (
          select jsonb_agg(to_jsonb(p)) as probes
          from (
            select t.*
            from steward_internal.relation_family(prove_table.target) as f
            cross join lateral steward_internal.table_probes(
              protection, prove_table.target, f.relation, v_actor.actor, v_identities, v_observer
            ) as t
            union all
            select v.*
            from steward_internal.view_probes(protection, prove_table.target, v_origins, v_actor.actor, v_observer) as v
            union all
            select x.*
            from steward_internal.function_probes(protection, prove_table.target, v_actor.actor) as x
          ) as p
        ) as p
        cross join lateral steward_internal.judge_probes(p.probes) as j
      );
    end loop;
    v_has_ended := true;
    raise exception using
      errcode = '40000',
      message = 'the proof of a table is over and everything that it did is undone',
      hint = 'Nobody sees this error: it is caught where it is raised.';
  exception
    when sqlstate '40000' then
      if not v_has_ended then
        raise;
      end if;
  end;
  return query
  select
    r ->> 'actor', r ->> 'command', r ->> 'path', r ->> 'verdict',
    'begin; ' || array_to_string(v_setup || array(select jsonb_array_elements_text(r -> 'script')), '; ') || '; rollback;',
    r ->> 'reason'
  from jsonb_array_elements(v_results) as r;
end
$$;

comment on function steward_internal.prove_table(steward.protected_tables, regclass) is $doc$
Tries to break the isolation of one table, and undoes all of it.

@param protection What the table is protected with.
@param target The table.
@returns The verdicts on each actor, command and path.
@error 40000 It ends the sub-transaction, and is caught.
@access steward_admin
@example select v.* from protected_tables as p cross join lateral steward_internal.prove_table(p, format('%I.%I', p.target_schema, p.target_table)::regclass) as v;
$doc$;

revoke all on function steward_internal.prove_table(steward.protected_tables, regclass) from public;
