create or replace function steward_internal.sequence_row(
  schema_name name,
  sequence_name name,
  last_value bigint,
  min_value bigint,
  max_value bigint,
  increment_by bigint,
  data_type oid
)
returns steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select row(
    'sequence',
    sequence_row.schema_name,
    sequence_row.sequence_name,
    round(100 * used.numbers / span.numbers, 1),
    format('Sequence %I.%I (%s) has given %s; %s more until it ends at %s.',
      sequence_row.schema_name, sequence_row.sequence_name, format_type(sequence_row.data_type, null),
      sequence_row.last_value,
      trunc((span.numbers - used.numbers) / abs(sequence_row.increment_by)),
      case when sequence_row.increment_by > 0 then sequence_row.max_value else sequence_row.min_value end),
    null,
    null,
    null,
    null,
    jsonb_build_object('last_value', sequence_row.last_value, 'increment_by', sequence_row.increment_by)
  )::steward_internal.check_row
  from (
    select case
      when sequence_row.increment_by > 0 then sequence_row.last_value::numeric - sequence_row.min_value
      else sequence_row.max_value::numeric - sequence_row.last_value
    end as numbers
  ) as used
  cross join (
    select greatest(sequence_row.max_value::numeric - sequence_row.min_value, 1) as numbers
  ) as span
$$;

comment on function steward_internal.sequence_row(
  name, name, bigint, bigint, bigint, bigint, oid
) is $doc$
Makes the row of a sequence for the check sequence_exhaustion.

@param schema_name Schema of the sequence.
@param sequence_name Its name.
@param last_value The last number that it gave.
@param min_value Its smallest number.
@param max_value Its largest number.
@param increment_by Its increment; a descending sequence has a negative one.
@param data_type Its data type.
@returns A row whose value is the share of its range that is used, in percent.
@access steward_reader
@example select (steward_internal.sequence_row('public', 's', 75, 1, 101, 1, 'integer'::regtype)).value;
$doc$;

revoke all on function steward_internal.sequence_row(
  name, name, bigint, bigint, bigint, bigint, oid
) from public;
