create or replace function steward_internal.retention_share_limit(
  policy steward.retention_policies,
  target oid,
  predicate text
)
returns table (row_limit bigint, is_exceeded boolean)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_policy steward.retention_policies := retention_share_limit.policy;
  v_share numeric := steward_internal.retention_max_share(v_policy);
  v_total record;
  v_estimate record;
begin
  -- max_share is about rows: a table without partitions takes no rows any more, and somebody has to have meant that.
  is_exceeded := steward_internal.retention_drops_all(v_policy, retention_share_limit.target)
    and steward_internal.retention_accepted_share(v_policy) is distinct from 1;
  if v_share = 1 then
    return next;
    return;
  end if;
  select t.* into v_total from steward_internal.retention_total(retention_share_limit.target) as t;
  row_limit := floor(v_share * v_total.total_rows);

  if v_total.is_estimate then
    select e.*
    into v_estimate
    from steward_internal.retention_estimate(retention_share_limit.target, retention_share_limit.predicate) as e;
    -- The planner is off by less than half where a table was analyzed, and by all that changed since.
    if v_estimate.expired_rows + steward_internal.retention_unanalyzed_rows(v_policy, retention_share_limit.target) <= row_limit / 2 then
      return next;
      return;
    end if;
    row_limit := floor(v_share * steward_internal.retention_count(retention_share_limit.target, 'true', null));
  end if;
  is_exceeded := is_exceeded or row_limit < steward_internal.retention_taken(
    v_policy, retention_share_limit.target, retention_share_limit.predicate, row_limit + 1
  );
  return next;
end
$$;

comment on function steward_internal.retention_share_limit(steward.retention_policies, oid, text) is $doc$
Tells how many rows a run may take by max_share, and whether it would exceed it.

Rows are counted, as in the preview; an estimate will do for tables from the setting `maintenance.count_limit` on,
where the planner's statistics are new and it says that far fewer rows go.

@param policy The policy with its max_share.
@param target Its table.
@param predicate An expression about the row t.
@returns One row; the limit is null if the share is 1.
@access steward_reader
@example select s.* from steward.retention_policies as p cross join lateral steward_internal.retention_share_limit(p, format('%I.%I', p.target_schema, p.target_table)::regclass, 'true') as s;
$doc$;

revoke all on function steward_internal.retention_share_limit(steward.retention_policies, oid, text) from public;
