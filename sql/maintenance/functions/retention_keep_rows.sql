create or replace function steward_internal.retention_keep_rows(policy steward.retention_policies, target oid)
returns text
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
set datestyle = 'ISO'
as $$
declare
  v_policy steward.retention_policies := retention_keep_rows.policy;
  v_nth text;
begin
  if v_policy.keep_rows is null then
    return null;
  end if;
  execute format(
    'select t.%1$I::text from %2$s as t where t.%1$I is not null%3$s order by t.%1$I desc offset %4$s limit 1',
    v_policy.age_column, retention_keep_rows.target::regclass,
    concat(
      case v_policy.action when 'soft_delete' then format(' and t.%I is null', v_policy.soft_delete_column) end,
      case v_policy.age_kind when 'uuidv7' then ' and ' || steward_internal.is_uuidv7('t', v_policy.age_column) end
    ),
    v_policy.keep_rows - 1
  )
  into v_nth;
  return case when v_nth is null then 'false' else format('t.%I < %L', v_policy.age_column, v_nth) end;
end
$$;

comment on function steward_internal.retention_keep_rows(steward.retention_policies, oid) is $doc$
Writes in SQL that so many of the newest rows of the table stay.

@param policy The policy.
@param target Its table, of which the newest rows are read.
@returns An expression about the row t; null if the policy keeps no number of rows.
@access steward_reader
@example select steward_internal.retention_keep_rows(p, format('%I.%I', p.target_schema, p.target_table)::regclass) from steward.retention_policies as p;
$doc$;

revoke all on function steward_internal.retention_keep_rows(steward.retention_policies, oid) from public;
