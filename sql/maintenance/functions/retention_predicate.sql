create or replace function steward_internal.retention_predicate(
  policy steward.retention_policies,
  target oid,
  cutoff timestamptz
)
returns text
language sql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select array_to_string(
    array[
      steward_internal.retention_age_limit(
        retention_predicate.policy, retention_predicate.target, retention_predicate.cutoff
      ),
      -- Other UUIDs are in no order of time, and must not go by chance.
      case (retention_predicate.policy).age_kind
        when 'uuidv7' then steward_internal.is_uuidv7('t', (retention_predicate.policy).age_column)
      end,
      -- Smaller numbers count another unit, or are no moments at all.
      't.' || quote_ident((retention_predicate.policy).age_column) || ' >= '
        || steward_internal.smallest_epoch((retention_predicate.policy).age_kind),
      case (retention_predicate.policy).action
        when 'soft_delete' then format('t.%I is null', (retention_predicate.policy).soft_delete_column)
      end,
      steward_internal.retention_keep_last(retention_predicate.policy, retention_predicate.target)
    ] || array(
      select 't.' || steward_internal.retention_condition(retention_predicate.target, c.condition)
      from jsonb_array_elements((retention_predicate.policy).conditions) with ordinality as c (condition, position)
      order by c.position
    ),
    ' and '
  )
$$;

comment on function steward_internal.retention_predicate(steward.retention_policies, oid, timestamptz) is $doc$
Writes in SQL which rows a retention policy lets go.

It is repeated in every statement that removes rows, so that a row whose age or state changes while the
statement waits for it stays.

@param policy The policy.
@param target Its table.
@param cutoff Rows from before this moment go.
@returns An expression in SQL about the columns of the table, whose alias is t.
@error 22023 A condition does not fit the table any more.
@access steward_reader
@example select steward_internal.retention_predicate(p, format('%I.%I', p.target_schema, p.target_table)::regclass, now() - p.keep) from steward.retention_policies as p;
$doc$;

revoke all on function steward_internal.retention_predicate(steward.retention_policies, oid, timestamptz) from public;
