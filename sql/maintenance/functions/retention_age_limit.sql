create or replace function steward_internal.retention_age_limit(
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
  select format(
    't.%I < %s', a.attname,
    steward_internal.retention_bound(
      (retention_age_limit.policy).age_kind,
      steward_internal.retention_zones_now(retention_age_limit.policy, retention_age_limit.target),
      format_type(a.atttypid, a.atttypmod), retention_age_limit.cutoff
    )
  )
  from pg_attribute as a
  where a.attrelid = retention_age_limit.target
    and a.attname = (retention_age_limit.policy).age_column
    and a.attnum > 0
    and not a.attisdropped
$$;

comment on function steward_internal.retention_age_limit(steward.retention_policies, oid, timestamptz) is $doc$
Writes in SQL that a row is too old.

@param policy The policy.
@param target Its table.
@param cutoff Rows from before this moment are too old.
@returns An expression about the row t; null if the age column is gone.
@access steward_reader
@example select steward_internal.retention_age_limit(p, format('%I.%I', p.target_schema, p.target_table)::regclass, now() - p.keep) from steward.retention_policies as p;
$doc$;

revoke all on function steward_internal.retention_age_limit(steward.retention_policies, oid, timestamptz) from public;
