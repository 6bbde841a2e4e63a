create or replace function steward_internal.expired_partitions(
  policy steward.retention_policies,
  target oid,
  cutoff timestamptz
)
returns table (relid oid, is_expired boolean, is_fresh boolean)
language plpgsql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
set datestyle = 'ISO'
as $$
declare
  v_bounds record;
  v_type text;
  v_cutoff text;
  v_floor numeric := steward_internal.smallest_epoch((expired_partitions.policy).age_kind);
begin
  select format_type(a.atttypid, a.atttypmod)
  into v_type
  from pg_partitioned_table as p
  inner join pg_attribute as a on a.attrelid = p.partrelid and a.attnum = p.partattrs[0]
  where p.partrelid = expired_partitions.target
    and p.partstrat = 'r'
    and p.partnatts = 1
    and a.attname = (expired_partitions.policy).age_column;
  v_cutoff := steward_internal.retention_bound(
    (expired_partitions.policy).age_kind,
    steward_internal.retention_zones_now(expired_partitions.policy, expired_partitions.target), v_type, expired_partitions.cutoff
  );

  for v_bounds in
    select i.inhrelid, b.ends
    from pg_inherits as i
    inner join pg_class as c on c.oid = i.inhrelid
    cross join lateral (
      select regexp_match(pg_get_expr(c.relpartbound, c.oid), '^FOR VALUES FROM \((.*)\) TO \((.*)\)$') as ends
    ) as b
    where i.inhparent = expired_partitions.target
      and not i.inhdetachpending
    order by i.inhrelid
  loop
    relid := v_bounds.inhrelid;
    is_expired := false;
    is_fresh := false;
    if v_type is not null and v_bounds.ends[2] <> 'MAXVALUE' then
      execute format('select %s::%s <= %s', v_bounds.ends[2], v_type, v_cutoff) into is_expired;
      -- Where numbers are too small to be moments, the partition may count another unit.
      is_expired := is_expired and case
        when v_floor is null then true
        when v_bounds.ends[1] = 'MINVALUE' then false
        else trim(both '''' from v_bounds.ends[1])::numeric >= v_floor
      end;
    end if;
    if v_type is not null and v_bounds.ends[1] <> 'MINVALUE' then
      execute format('select %s::%s >= %s', v_bounds.ends[1], v_type, v_cutoff) into is_fresh;
    end if;
    return next;
  end loop;
end
$$;

comment on function steward_internal.expired_partitions(steward.retention_policies, oid, timestamptz) is $doc$
Tells of each partition whether all of its rows are too old, or none can be.

Both are false for the default partition and where the table is not partitioned by ranges of the age column.

@param policy The policy.
@param target Its table; one that is not partitioned has no rows here.
@param cutoff Rows from before this moment go.
@returns One row for each direct partition.
@access steward_reader
@example select x.* from steward.retention_policies as p cross join lateral steward_internal.expired_partitions(p, format('%I.%I', p.target_schema, p.target_table)::regclass, now() - p.keep) as x;
$doc$;

revoke all on function steward_internal.expired_partitions(steward.retention_policies, oid, timestamptz) from public;
