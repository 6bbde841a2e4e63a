create or replace function steward_internal.expired_row_condition(
  policy steward.retention_policies,
  target oid,
  cutoff timestamptz
)
returns text
language sql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select concat_ws(
    ' and ',
    steward_internal.retention_predicate(
      expired_row_condition.policy, expired_row_condition.target, expired_row_condition.cutoff
    ),
    steward_internal.retention_keep_rows(expired_row_condition.policy, expired_row_condition.target)
  )
$$;

comment on function steward_internal.expired_row_condition(steward.retention_policies, oid, timestamptz) is $doc$
Writes in SQL which rows a policy lets go now.

Unlike `retention_predicate()` it knows which are the newest rows of the table, that stay however old they are.

@param policy The policy.
@param target Its table, of which the newest rows are read if the policy keeps a number of them.
@param cutoff Rows from before this moment go.
@returns An expression about the row t.
@error 22023 A condition does not fit the table any more.
@access steward_reader
@example select steward_internal.expired_row_condition(p, format('%I.%I', p.target_schema, p.target_table)::regclass, now() - p.keep) from steward.retention_policies as p;
$doc$;

revoke all on function steward_internal.expired_row_condition(steward.retention_policies, oid, timestamptz) from public;
