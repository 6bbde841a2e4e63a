create or replace function steward_internal.retention_total(target oid)
returns table (total_rows bigint, is_estimate boolean)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
begin
  -- The sizes are those of now: what statistics say may be of a table that was another one.
  is_estimate := exists (
    select
    from (
      select retention_total.target
      union
      select p.relid from pg_partition_tree(retention_total.target::regclass) as p
    ) as part (relid)
    where pg_relation_size(part.relid) >= pg_size_bytes(steward.get_setting('maintenance.count_limit'))
  );
  total_rows := case
    when is_estimate
      then (select e.total_rows from steward_internal.retention_estimate(retention_total.target, 'true') as e)::bigint
    else steward_internal.retention_count(retention_total.target, 'true', null)
  end;
  return next;
end
$$;

comment on function steward_internal.retention_total(oid) is $doc$
Counts the rows of a table with all of its partitions.

@param target The table.
@returns One row; with the estimate of the planner where one of them has the size of the setting `maintenance.count_limit`.
@access steward_reader
@example select * from steward_internal.retention_total('steward.settings'::regclass);
$doc$;

revoke all on function steward_internal.retention_total(oid) from public;
