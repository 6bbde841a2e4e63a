create or replace function steward_internal.policy_conditions()
returns table (policy_oid oid, is_true boolean, is_check_true boolean)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select p.oid,
    coalesce(p.polqual::text like '{CONST :consttype 16 %:constisnull false %:constvalue 1 [ 1 %', false),
    coalesce(p.polwithcheck::text like '{CONST :consttype 16 %:constisnull false %:constvalue 1 [ 1 %', false)
  from pg_policy as p
$$;

comment on function steward_internal.policy_conditions() is $doc$
Tells which policies have the constant true for a condition.

What is true in other words, such as 1 = 1, does not count.

@returns One row for each policy: whether USING, and whether WITH CHECK is there and true.
@access steward_reader
@example select policy_oid from steward_internal.policy_conditions() where is_true;
$doc$;

revoke all on function steward_internal.policy_conditions() from public;
