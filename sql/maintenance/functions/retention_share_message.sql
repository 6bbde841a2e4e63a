create or replace function steward_internal.retention_share_message(policy steward.retention_policies, target oid)
returns text
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select case
    when steward_internal.retention_drops_all(retention_share_message.policy, retention_share_message.target)
      then 'No partition would be left'
    else format(
      'More than %s %% of the rows would go (max_share)',
      round(100 * steward_internal.retention_max_share(retention_share_message.policy), 1)
    )
  end
$$;

comment on function steward_internal.retention_share_message(steward.retention_policies, oid) is $doc$
Says why a run would take too much of a table.

@param policy The policy.
@param target Its table, of which a run would take too much.
@returns A sentence without a full stop.
@access steward_reader
@example select steward_internal.retention_share_message(p, format('%I.%I', p.target_schema, p.target_table)::regclass) from steward.retention_policies as p;
$doc$;

revoke all on function steward_internal.retention_share_message(steward.retention_policies, oid) from public;
