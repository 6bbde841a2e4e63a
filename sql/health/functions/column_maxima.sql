create or replace function steward_internal.column_maxima(relation_ids oid[], attnums smallint[])
returns table (relation_id oid, attnum smallint, maximum numeric, withheld text)
language plpgsql
volatile
parallel unsafe
strict
set search_path = pg_catalog, pg_temp
set lock_timeout = '100ms'
as $$
declare
  v_column record;
  v_empty oid[];
begin
  begin
    -- An empty table is told by its size at a fraction of the price of a query.
    select array_agg(c.oid)
    into v_empty
    from unnest(column_maxima.relation_ids) as wanted (relation_id)
    inner join pg_class as c on c.oid = wanted.relation_id
    where c.relkind = 'r'
      and not (c.relpersistence = 'u' and pg_is_in_recovery())
      and has_schema_privilege(c.relnamespace, 'usage')
      and has_table_privilege(c.oid, 'select')
      and not row_security_active(c.oid)
      and case
        when c.oid not in (select steward_internal.locked_relations()) then pg_relation_size(c.oid) = 0
      end;
  exception
    when lock_not_available then
      -- Somebody has locked one meanwhile: they are read one by one.
      v_empty := null;
  end;

  return query
  select wanted.relation_id, wanted.attnum, null::numeric, null::text
  from unnest(column_maxima.relation_ids, column_maxima.attnums) as wanted (relation_id, attnum)
  where wanted.relation_id in (select unnest(v_empty));

  for v_column in
    select
      c.oid as relation_id,
      a.attnum,
      format(
        'select max(%I)::numeric from %s %I.%I',
        a.attname, case c.relkind when 'r' then 'only' else '' end, n.nspname, c.relname
      ) as query,
      case
        when c.relpersistence = 'u' and pg_is_in_recovery() then 'server'
        when not (
          has_schema_privilege(n.oid, 'usage') and has_column_privilege(c.oid, a.attnum, 'select')
        ) then 'privilege'
        when row_security_active(c.oid) then 'row security'
        when c.oid in (select steward_internal.locked_relations()) then 'lock'
      end as withheld
    from unnest(column_maxima.relation_ids, column_maxima.attnums) as wanted (relation_id, attnum)
    inner join pg_class as c on c.oid = wanted.relation_id
    inner join pg_namespace as n on n.oid = c.relnamespace
    inner join pg_attribute as a on a.attrelid = c.oid and a.attnum = wanted.attnum
    where not exists (select from unnest(v_empty) as e (relation_id) where e.relation_id = c.oid)
  loop
    relation_id := v_column.relation_id;
    attnum := v_column.attnum;
    maximum := null;
    withheld := v_column.withheld;
    if withheld is null and steward_internal.time_is_up() then
      withheld := 'time';
    end if;
    if withheld is null then
      begin
        execute v_column.query into maximum;
        -- Rolling back to here gives back the locks, which would otherwise add up to thousands.
        raise no_data_found;
      exception
        when no_data_found then
          null;
        when lock_not_available then
          withheld := 'lock';
        when undefined_table then
          continue;
      end;
    end if;
    return next;
  end loop;
end
$$;

comment on function steward_internal.column_maxima(oid[], smallint[]) is $doc$
Reads the largest values of columns that an index leads with.

It opens the tables, so it leaves alone what another session holds exclusively, waits no longer than
100 ms for any lock, keeps none, and reads nothing of which row security might hide a part.

@param relation_ids The tables; a partitioned one is read with its partitions.
@param attnums The number of the column in each of them.
@returns One row for each column; `withheld` says why it was not read: privilege, row security, lock, time, or server (unlogged, on a standby).
@access steward_reader
@example select * from steward_internal.column_maxima(array['steward.health_runs'::regclass], array[1::smallint]);
$doc$;

revoke all on function steward_internal.column_maxima(oid[], smallint[]) from public;
