create or replace function steward_internal.compare_conditions(
  target regclass, sampled text, role_name name, condition_now text, condition_fast text,
  out passed bigint, out different bigint, out failure text
)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now text := steward_internal.passing_rows(target, sampled, role_name, condition_now);
  v_fast text := steward_internal.passing_rows(target, sampled, role_name, condition_fast);
begin
  passed := case when v_now ~ '^failed' then 0 else length(replace(v_now, '0', '')) end;
  different := (
    select count(*)
    from regexp_split_to_table(v_now, '') with ordinality as n (bit, place)
    full join regexp_split_to_table(v_fast, '') with ordinality as f (bit, place) using (place)
    where n.bit is distinct from f.bit
  );
  -- What fails for somebody now has to fail then.
  if v_now is distinct from v_fast then
    failure := substring(v_fast from '^failed: (.+)');
  end if;
end
$$;

comment on function steward_internal.compare_conditions(regclass, text, name, text, text) is $doc$
Compares which of some rows two conditions let through, for who asks now.

@param target The table of the policy.
@param sampled The rows, as sample_rows() returns them.
@param role_name The role.
@param condition_now One condition.
@param condition_fast The other.
@returns How many rows pass the first, for how many the two differ, and the SQLSTATE with which only the second fails.
@access steward_admin
@example begin; select * from steward_internal.compare_conditions('steward.settings', steward_internal.sample_rows('steward.settings', current_user, 5), current_user, '(name = ''x''::text)', 'false'); rollback;
$doc$;

revoke all on function steward_internal.compare_conditions(regclass, text, name, text, text) from public;
