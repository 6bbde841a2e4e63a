create or replace function steward_internal.retention_predicate(
  policy steward.retention_policies,
  target oid,
  cutoff timestamptz
)
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select concat_ws(
    ' and ',
    format(
      '%I < %s', a.attname,
      steward_internal.retention_bound(
        (retention_predicate.policy).age_kind, (retention_predicate.policy).time_zone,
        format_type(a.atttypid, a.atttypmod), retention_predicate.cutoff
      )
    ),
    -- Other UUIDs are in no order of time, and must not go by chance.
    case (retention_predicate.policy).age_kind
      when 'uuidv7' then format('(get_byte(uuid_send(%I), 6) >> 4) = 7', a.attname)
    end,
    case (retention_predicate.policy).action
      when 'soft_delete' then format('%I is null', (retention_predicate.policy).soft_delete_column)
    end,
    variadic array(
      select steward_internal.retention_condition(retention_predicate.target, c.condition)
      from jsonb_array_elements((retention_predicate.policy).conditions) with ordinality as c (condition, position)
      order by c.position
    )
  )
  from pg_attribute as a
  where a.attrelid = retention_predicate.target
    and a.attname = (retention_predicate.policy).age_column
    and a.attnum > 0
    and not a.attisdropped
$$;

comment on function steward_internal.retention_predicate(steward.retention_policies, oid, timestamptz) is $doc$
Writes in SQL which rows a retention policy lets go.

It is repeated in every statement that removes rows, so that a row whose age or state changes while the
statement waits for it stays.

@param policy The policy.
@param target Its table.
@param cutoff Rows from before this moment go.
@returns An expression in SQL about the columns of the table; null if the age column is gone.
@error 22023 A condition does not fit the table any more.
@access steward_reader
@example select steward_internal.retention_predicate(p, format('%I.%I', p.target_schema, p.target_table)::regclass, now() - p.keep) from steward.retention_policies as p;
$doc$;

revoke all on function steward_internal.retention_predicate(steward.retention_policies, oid, timestamptz) from public;
