create or replace function steward_internal.retention_age_expression(
  policy steward.retention_policies,
  value_expression text
)
returns text
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select format(
    case (retention_age_expression.policy).age_kind
      when 'timestamptz' then '(%1$s)'
      when 'timestamp' then 'greatest(%2$s)'
      when 'date' then 'greatest(%2$s)'
      when 'epoch_seconds' then 'to_timestamp((%1$s)::double precision)'
      when 'epoch_milliseconds' then 'to_timestamp((%1$s) / 1000.0)'
      when 'uuidv7' then 'to_timestamp((''x'' || translate(left((%1$s)::text, 13), ''-'', ''''))::bit(48)::bigint / 1000.0)'
    end,
    retention_age_expression.value_expression,
    (
      select string_agg(format('(%s)::timestamp at time zone %L', retention_age_expression.value_expression, z.zone), ', ')
      from unnest(string_to_array((retention_age_expression.policy).time_zone, ', ')) as z (zone)
    )
  )
$$;

comment on function steward_internal.retention_age_expression(steward.retention_policies, text) is $doc$
Writes in SQL the moment that a value of the age column stands for.

@param policy The policy.
@param value_expression The value, as an expression in SQL.
@returns An expression of type timestamptz.
@access steward_reader
@example select steward_internal.retention_age_expression(p, 't.at') from steward.retention_policies as p;
$doc$;

revoke all on function steward_internal.retention_age_expression(steward.retention_policies, text) from public;
