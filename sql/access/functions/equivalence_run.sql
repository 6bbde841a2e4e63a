create or replace function steward_internal.equivalence_run(
  target regclass, sampled text, role_name name, unbound_role name, identities jsonb[],
  conditions_now text[], conditions_fast text[]
)
returns table (compared bigint, passed bigint, different bigint, failure text)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_identity jsonb;
  v_seen text;
begin
  if equivalence_run.role_name is null or equivalence_run.sampled is null then
    return;
  end if;
  for v_identity in
    select i.claims
    from unnest(equivalence_run.identities) as i (claims)
    union all
    select s.claims
    from steward_internal.sample_claims(
      equivalence_run.target, equivalence_run.unbound_role, 4, equivalence_run.sampled
    ) as s (claims)
    where equivalence_run.identities is null
    union all
    select null
  loop
    perform steward_internal.assume_claims(v_identity);
    begin
      v_seen := steward_internal.sample_rows(equivalence_run.target, equivalence_run.role_name, 200, false);
    exception
      -- The role may not read, or conditions fail for somebody without the claims that they expect.
      when others then
        v_seen := null;
    end;
    return query
    select
      length(steward_internal.passing_rows(equivalence_run.target, r.sampled, equivalence_run.role_name, 'true'))::bigint,
      c.passed, c.different, c.failure
    from (values (equivalence_run.sampled), (v_seen)) as r (sampled)
    cross join unnest(equivalence_run.conditions_now, equivalence_run.conditions_fast) as w (condition_now, condition_fast)
    cross join lateral steward_internal.compare_conditions(
      equivalence_run.target, r.sampled, equivalence_run.role_name, w.condition_now, w.condition_fast
    ) as c
    where w.condition_fast is not null
      and r.sampled is not null;
  end loop;
end
$$;

comment on function steward_internal.equivalence_run(regclass, text, name, name, jsonb[], text[], text[]) is $doc$
Compares conditions with what is to replace them, for people and for nobody.

To be called in a sub-transaction that is rolled back.

@param target The table.
@param sampled The rows, as sample_rows() returns them.
@param role_name The role that the policy is for.
@param unbound_role A role that sees every row, which finds people.
@param identities Claims of people; null for people who are found.
@param conditions_now The conditions as they are.
@param conditions_fast What is to replace them; null where nothing is.
@returns For each of them and each person: rows compared, rows that pass now, rows that differ, and how the new one failed.
@access steward_admin
@example begin; select * from steward_internal.equivalence_run('steward.settings', null, null, current_user, null, '{}', '{}'); rollback;
$doc$;

revoke all on function steward_internal.equivalence_run(regclass, text, name, name, jsonb[], text[], text[]) from public;
