create or replace function steward.export_retention_policies()
returns json
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(json_agg(e.fields order by p.priority, p.target_schema, p.target_table), '[]')
  from steward.retention_policies as p
  cross join (select steward_internal.retention_policy_defaults() as fields) as d
  cross join lateral (
    select json_object_agg(k.name, f.value order by k.position) as fields
    from jsonb_each(steward_internal.retention_policy_fields(p)) as f
    inner join steward_internal.retention_policy_parameters() as k on k.name = f.key
    where f.value is distinct from coalesce(d.fields -> f.key, 'null')
  ) as e
$$;

comment on function steward.export_retention_policies() is $doc$
Writes the retention policies as code.

It is the list that `sync_retention_policies()` takes. Approvals are no part of it: they belong to the database in which somebody looked.

@area maintenance
@returns A list of objects in the order in which the policies run; what has its default is left out.
@access steward_reader
@example select export_retention_policies();
$doc$;

revoke all on function steward.export_retention_policies() from public;
