create or replace function steward_internal.retention_keep_last(policy steward.retention_policies, target oid)
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select format(
    '(select count(*) from (select from %s as newer where %s and newer.%I > t.%3$I%s limit %s) as kept) >= %5$s',
    retention_keep_last.target::regclass,
    string_agg(
      format(
        '(newer.%1$I %2$s t.%1$I or newer.%1$I is null and t.%1$I is null)', k.name,
        steward_internal.safe_operator('=', a.atttypid)
      ), ' and ' order by k.position
    ),
    (retention_keep_last.policy).age_column,
    concat(
      case (retention_keep_last.policy).action
        when 'soft_delete' then format(' and newer.%I is null', (retention_keep_last.policy).soft_delete_column)
      end,
      case (retention_keep_last.policy).age_kind
        when 'uuidv7' then ' and ' || steward_internal.is_uuidv7('newer', (retention_keep_last.policy).age_column)
      end
    ),
    (retention_keep_last.policy).keep_last
  )
  from unnest((retention_keep_last.policy).keep_per) with ordinality as k (name, position)
  inner join pg_attribute as a on a.attrelid = retention_keep_last.target and a.attname = k.name and a.attnum > 0
  where (retention_keep_last.policy).keep_last is not null
  having count(*) > 0
$$;

comment on function steward_internal.retention_keep_last(steward.retention_policies, oid) is $doc$
Writes in SQL that enough newer rows of the same key stay.

Rows of the same age do not count for each other, so of rows that tie too many stay rather than too few.

@param policy The policy.
@param target Its table.
@returns An expression about the row t; null if the policy keeps no last rows.
@access steward_reader
@example select steward_internal.retention_keep_last(p, format('%I.%I', p.target_schema, p.target_table)::regclass) from steward.retention_policies as p;
$doc$;

revoke all on function steward_internal.retention_keep_last(steward.retention_policies, oid) from public;
