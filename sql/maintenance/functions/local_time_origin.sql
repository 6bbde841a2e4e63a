create or replace function steward_internal.local_time_origin(expression text, is_generated boolean)
returns jsonb
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select case
    when local_time_origin.expression is null or local_time_origin.expression ~ (
      $re$^\(*(NULL|'([^']|'')*')::(timestamp(\(\d\))? without time zone|date)\)*$re$ || p.casts
    )
      then jsonb_build_object('kind', 'none')
    when z.zone is not null then jsonb_build_object('kind', 'zone', 'zone', z.zone)
    when not local_time_origin.is_generated and local_time_origin.expression ~ format('^\(*%s\)*%s', p.clock, p.casts)
      then jsonb_build_object('kind', 'clock')
    else jsonb_build_object('kind', 'unknown')
  end
  from (
    values (
      '(?:now\(\)|CURRENT_TIMESTAMP(?:\(\d\))?|LOCALTIMESTAMP(?:\(\d\))?|CURRENT_DATE|(?:transaction|statement|clock)_timestamp\(\))',
      '(?:now\(\)|CURRENT_TIMESTAMP(?:\(\d\))?|(?:transaction|statement|clock)_timestamp\(\))',
      '(?:::(?:date|timestamp(?:\(\d\))? without time zone)\)*)*\Z'
    )
  ) as p (clock, moment, casts)
  -- What is generated does not depend on the session, so the column in it is a moment.
  cross join lateral (
    select case when local_time_origin.is_generated then '(?:\w+|"[^"]+")' else p.moment end as operand
  ) as o
  cross join lateral (
    select coalesce(
      substring(
        local_time_origin.expression from format($re$^\(*%s AT TIME ZONE '([^']+)'::text\)*%s$re$, o.operand, p.casts)
      ),
      substring(
        local_time_origin.expression from format($re$^\(*timezone\('([^']+)'::text, \(*%s\)*%s$re$, o.operand, p.casts)
      )
    ) as zone
  ) as z
$$;

comment on function steward_internal.local_time_origin(text, boolean) is $doc$
Reads out of a default in which zone it writes local times.

Only what is written in one of the few usual ways is understood: the clock, the clock at one constant zone, casts of these, constants.
Whatever else it is, such as a function or a difference, is unknown.

@param expression The expression, as pg_get_expr() writes it with an empty search_path; null if there is none.
@param is_generated Whether it is generated from a column instead of the clock.
@returns An object with the kind (none, clock, zone or unknown) and the zone.
@access steward_reader
@example select steward_internal.local_time_origin('(now() AT TIME ZONE ''UTC''::text)', false);
$doc$;

revoke all on function steward_internal.local_time_origin(text, boolean) from public;
