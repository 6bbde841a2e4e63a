create or replace function steward_internal.index_collations()
returns table (index_oid oid, collation_id oid)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with contained as materialized (
    select k.type_id, k.collation_id from steward_internal.contained_collations() as k
  ),
  indexes as materialized (
    select i.indexrelid, i.indnkeyatts, i.indcollation, i.indclass, c.relam, concat(i.indexprs::text, i.indpred::text) as tree
    from pg_index as i
    inner join pg_class as c on c.oid = i.indexrelid
    inner join pg_namespace as n on n.oid = c.relnamespace
    where c.relkind = 'i'
      and c.relpersistence <> 't'
      and i.indisvalid
      and i.indislive
      -- The catalogs are sorted by C.
      and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
  )
  select i.indexrelid, k.collation_id
  from indexes as i
  cross join lateral unnest(i.indcollation::oid[], i.indclass::oid[]) as k (collation_id, operator_class)
  inner join pg_opclass as o on o.oid = k.operator_class
  where k.collation_id <> 0
    -- These compare bytes.
    and o.opcname not in ('text_pattern_ops', 'varchar_pattern_ops', 'bpchar_pattern_ops')
  union
  select i.indexrelid, k.collation_id
  from indexes as i
  inner join pg_attribute as a on a.attrelid = i.indexrelid and a.attnum <= i.indnkeyatts
  inner join contained as k on k.type_id = a.atttypid
  inner join pg_am as am on am.oid = i.relam
  -- GIN and hash indexes do not sort the strings in jsonb.
  where a.atttypid <> 'jsonb'::regtype
    or am.amname = 'btree'
  union
  -- Expressions and predicates compare by what is written in their trees, and pg_depend does not know the default.
  select i.indexrelid, k.collation_id::oid
  from indexes as i
  cross join lateral regexp_matches(i.tree, ':inputcollids? (?:\(o )?([\d ]+)', 'g') as m (found)
  cross join lateral regexp_split_to_table(btrim(m.found[1]), ' +') as k (collation_id)
  where k.collation_id <> '0'
$$;

comment on function steward_internal.index_collations() is $doc$
Lists the collations that each index depends on.

These are those of its columns, those that are hidden in types (ranges, composites, arrays of them, jsonb), and those by which its expressions and
its predicate compare. The indexes of partitions are listed one by one, invalid ones not at all. Indexes of pgsteward and of extensions count.

@returns One row for each valid index and collation.
@access steward_reader
@example select index_oid::regclass, collation_id::regcollation from steward_internal.index_collations();
$doc$;

revoke all on function steward_internal.index_collations() from public;
