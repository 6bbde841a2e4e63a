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
  v_share numeric := steward_internal.retention_max_share(retention_share_limit.policy);
  v_estimate record;
  v_rows bigint;
  v_is_known boolean;
begin
  is_exceeded := false;
  if v_share = 1 then
    return next;
    return;
  end if;
  select
    -- Without statistics the planner takes a third of the rows for expired.
    bool_and(
      c.reltuples > 0 and exists (
        select
        from pg_stats as s
        where s.schemaname = n.nspname
          and s.tablename = c.relname
          and s.attname = (retention_share_limit.policy).age_column
      )
    )
  into v_is_known
  from steward_internal.retention_leaves(
    retention_share_limit.policy, retention_share_limit.target,
    steward_internal.retention_cutoff(retention_share_limit.policy)
  ) as l
  inner join pg_class as c on c.oid = l.relid
  inner join pg_namespace as n on n.oid = c.relnamespace;
  is_exceeded := steward_internal.retention_drops_all(retention_share_limit.policy, retention_share_limit.target);
  select e.* into v_estimate from steward_internal.retention_estimate(retention_share_limit.target, retention_share_limit.predicate) as e;
  row_limit := floor(v_share * v_estimate.total_rows::numeric);

  -- The planner is off by less than half where a table was analyzed, and far off where it is small.
  if v_estimate.expired_rows > row_limit / 2 or v_estimate.total_rows < 100000 or v_is_known is false then
    v_rows := steward_internal.retention_count(retention_share_limit.target, 'true', null);
    row_limit := floor(v_share * v_rows);
    is_exceeded := is_exceeded or row_limit < steward_internal.retention_taken(
      retention_share_limit.policy, retention_share_limit.target, retention_share_limit.predicate, row_limit + 1
    );
  end if;
  return next;
end
$$;

comment on function steward_internal.retention_share_limit(steward.retention_policies, oid, text) is $doc$
Tells how many rows a run may take by max_share, and whether it would exceed it.

@param policy The policy with its max_share.
@param target Its table.
@param predicate An expression about the row t.
@returns One row; the limit is null if the share is 1.
@access steward_reader
@example select s.* from steward.retention_policies as p cross join lateral steward_internal.retention_share_limit(p, format('%I.%I', p.target_schema, p.target_table)::regclass, 'true') as s;
$doc$;

revoke all on function steward_internal.retention_share_limit(steward.retention_policies, oid, text) from public;
