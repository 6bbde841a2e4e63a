create or replace function steward_internal.retention_policy(target text)
returns steward.retention_policies
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_names text[] := parse_ident(retention_policy.target);
  v_policy steward.retention_policies;
begin
  -- By name, because the table may be gone; without a schema it has to be the only one of this name.
  select p.*
  into strict v_policy
  from steward.retention_policies as p
  where p.target_table = v_names[cardinality(v_names)]
    and (cardinality(v_names) = 1 or p.target_schema = v_names[1]);
  return v_policy;
exception
  when no_data_found then
    raise exception using
      errcode = 'SW013',
      message = format('table %s has no retention policy', retention_policy.target),
      hint = 'List them with: select * from steward.retention_policies;';
  when too_many_rows then
    raise exception using
      errcode = '42P09',
      message = format('there are policies for tables %s in several schemas', retention_policy.target),
      hint = 'Write the name with its schema.';
end
$$;

comment on function steward_internal.retention_policy(text) is $doc$
Finds the retention policy of a table by its name.

@param target The name of the table, with its schema where that is needed.
@returns The policy.
@error SW013 The table has no policy.
@error 42P09 There are policies for tables of this name in several schemas.
@access steward_reader
@example begin; create table public.kept (at timestamptz); select steward.add_retention_policy('public.kept', 'at', '7 days'); select steward_internal.retention_policy('kept'); rollback;
$doc$;

revoke all on function steward_internal.retention_policy(text) from public;
