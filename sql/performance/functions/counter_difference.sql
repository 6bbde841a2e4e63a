create or replace function steward_internal.counter_difference(counters numeric[], earlier numeric[])
returns numeric[]
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select array_agg(
    case when c.now >= c.earlier then c.now - c.earlier else c.now end
    order by c.ordinality
  )
  from unnest(counter_difference.counters, counter_difference.earlier)
    with ordinality as c (now, earlier, ordinality)
$$;

comment on function steward_internal.counter_difference(numeric[], numeric[]) is $doc$
Returns how far cumulative counters moved between two readings.

A counter that is lower than before was reset in between, so all that it shows happened since.

@param counters The later reading.
@param earlier The reading before, in the same order; null or missing values mean that counting began in between.
@returns The differences, null where a counter is null.
@access steward_reader
@example select steward_internal.counter_difference('{5,2}', '{3,9}');
$doc$;

revoke all on function steward_internal.counter_difference(numeric[], numeric[]) from public;
