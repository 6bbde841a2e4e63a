create or replace function steward_internal.retention_policy_fields(policy steward.retention_policies)
returns jsonb
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select to_jsonb(retention_policy_fields.policy)
    - '{target_schema,target_table,archive_schema,archive_table,created_at,created_by,approved_at,approved_by,approved_share,time_zone_from}'::text[]
    || jsonb_build_object(
      'time_zone', case (retention_policy_fields.policy).time_zone_from when 'given' then (retention_policy_fields.policy).time_zone end,
      'target', format('%I.%I', (retention_policy_fields.policy).target_schema, (retention_policy_fields.policy).target_table),
      'archive_to',
      quote_ident((retention_policy_fields.policy).archive_schema)
        || '.' || quote_ident((retention_policy_fields.policy).archive_table)
    )
$$;

comment on function steward_internal.retention_policy_fields(steward.retention_policies) is $doc$
Writes a policy as the parameters of `add_retention_policy()`.

@param policy The policy.
@returns An object by the name of the parameter.
@access steward_reader
@example select steward_internal.retention_policy_fields(p) from steward.retention_policies as p;
$doc$;

revoke all on function steward_internal.retention_policy_fields(steward.retention_policies) from public;
