create or replace function steward_internal.retention_unanalyzed_rows(
  policy steward.retention_policies,
  target oid
)
returns bigint
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select case
    when bool_and(
      c.reltuples > 0
      -- Where the server lost its counters they are 0, and so is the time.
      and coalesce(pg_stat_get_last_analyze_time(c.oid), pg_stat_get_last_autoanalyze_time(c.oid)) is not null
      and exists (
        select
        from pg_stats as s
        where s.schemaname = n.nspname
          and s.tablename = c.relname
          and s.attname = (retention_unanalyzed_rows.policy).age_column
      )
    ) is not false
      then (
        select coalesce(sum(pg_stat_get_mod_since_analyze(part.relid)), 0)::bigint
        from (
          select retention_unanalyzed_rows.target
          union
          select p.relid from pg_partition_tree(retention_unanalyzed_rows.target::regclass) as p
        ) as part (relid)
      )
  end
  from steward_internal.retention_leaves(
    retention_unanalyzed_rows.policy, retention_unanalyzed_rows.target,
    steward_internal.retention_cutoff(retention_unanalyzed_rows.policy)
  ) as l
  inner join pg_class as c on c.oid = l.relid
  inner join pg_namespace as n on n.oid = c.relnamespace
$$;

comment on function steward_internal.retention_unanalyzed_rows(steward.retention_policies, oid) is $doc$
Tells how many rows of a table changed since the statistics of its ages.

@param policy The policy.
@param target Its table.
@returns How many rows were inserted, updated or deleted since; null if there are no statistics, or nobody knows of when.
@access steward_reader
@example select steward_internal.retention_unanalyzed_rows(p, format('%I.%I', p.target_schema, p.target_table)::regclass) from steward.retention_policies as p;
$doc$;

revoke all on function steward_internal.retention_unanalyzed_rows(steward.retention_policies, oid) from public;
