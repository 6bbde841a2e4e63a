create or replace function steward_internal.retention_range(
  run steward_internal.retention_run,
  out condition text,
  out next_position text
)
language plpgsql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
set datestyle = 'ISO'
set enable_seqscan = off
set enable_bitmapscan = off
set enable_sort = off
set jit = off
as $$
declare
  v_run steward_internal.retention_run := retention_range.run;
  v_leaf regclass := v_run.leaves[1]::regclass;
  v_age name := (v_run.policy).age_column;
  v_after text;
begin
  case v_run.strategy
    when 'block_sweep' then
      if v_run.position::bigint < v_run.end_block then
        next_position := (v_run.position::bigint + v_run.size)::text;
        condition := format('t.ctid >= %L and t.ctid < %L', format('(%s,0)', v_run.position), format('(%s,0)', next_position));
      end if;

    when 'row_list' then
      v_after := case
        when v_run.position is null then 'true'
        else format('(t.%I, t.ctid) > (%L, %L::tid)', v_age, v_run.position::json ->> 0, v_run.position::json ->> 1)
      end;
      execute format(
        'select array_agg(x.ctid)::text, case when count(*) = %5$s then json_build_array((array_agg(x.age))[count(*)], (array_agg(x.ctid))[count(*)])::text end '
        'from (select t.ctid, t.%1$I as age from only %2$s as t where %3$s and %4$s order by t.%1$I, t.ctid limit %5$s) as x',
        v_age, v_leaf, v_after, v_run.predicate, v_run.size
      )
      into condition, next_position;
      condition := 't.ctid = any(' || quote_literal(condition) || '::tid[])';

    when 'index_range' then
      v_after := case when v_run.position is null then 'true' else format('t.%I >= %L', v_age, v_run.position) end;
      execute format(
        -- The cast stands outside, or each row that OFFSET skips would be cast.
        'select x.age::text from (select t.%1$I as age from only %2$s as t where %3$s and %4$s order by 1 offset %5$s limit 1) as x',
        v_age, v_leaf, v_after, v_run.age_limit, v_run.size
      )
      into next_position;
      -- The last moment may have more rows than these: it goes with the next batch.
      condition := case
        when next_position is null then v_after
        when next_position is distinct from v_run.position then format('%s and t.%I < %L', v_after, v_age, next_position)
      end;
  end case;
end
$$;

comment on function steward_internal.retention_range(steward_internal.retention_run) is $doc$
Finds the next range of a run that is about as long as its size says.

Ranges follow each other, so that no batch looks again at what the batches before it deleted: other
sessions' snapshots may keep that from being cleaned up.

@param run The run, with a strategy and a position.
@returns The range as an expression about the row t, and where the next one begins. A range without a position is the
  last one; a position without a range: more rows than the size says have the same age; neither: all is done.
@access steward_operator
@example select r.* from (select (null::steward_internal.retention_run).*) as x cross join lateral steward_internal.retention_range(x) as r where x.target is not null;
$doc$;

revoke all on function steward_internal.retention_range(steward_internal.retention_run) from public;
