create or replace function steward_internal.comparable_indexes()
returns table (
  index_oid oid,
  table_oid oid,
  schema_name name,
  index_name name,
  qualified_name text,
  table_name text,
  estimated_bytes bigint,
  access_method name,
  key_columns text[],
  included_columns text,
  predicate text,
  tablespace_oid oid,
  is_unique boolean,
  uniqueness text,
  is_needed boolean,
  is_clustered boolean,
  definition text
)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with shared as materialized (
    -- Without another index that begins with the same column there is nothing to compare.
    select i.indrelid, i.indkey[0] as first_attnum
    from pg_index as i
    group by i.indrelid, i.indkey[0]
    having count(*) > 1
  ),
  indexes as (
    select
      i.*,
      r.schema_name,
      r.relation_name,
      r.qualified_name,
      r.estimated_bytes,
      r.relkind,
      r.reloptions,
      t.qualified_name as table_name,
      c.reltablespace,
      am.amname,
      -- Where in the source text a node stood does not make it another expression.
      regexp_replace(i.indexprs::text, ' :location -?\d+', '', 'g') as expressions,
      regexp_replace(i.indpred::text, ' :location -?\d+', '', 'g') as predicate
    from shared as s
    inner join pg_index as i on i.indrelid = s.indrelid and i.indkey[0] = s.first_attnum
    inner join steward_internal.user_relations as r on r.relid = i.indexrelid
    inner join steward_internal.user_relations as t on t.relid = i.indrelid
    inner join pg_class as c on c.oid = i.indexrelid
    inner join pg_am as am on am.oid = c.relam
    where i.indisvalid
      and not exists (select from pg_inherits as h where h.inhrelid = i.indexrelid)
  ),
  described as (
    select
      x.*,
      (
        select array_agg(
          concat_ws(
            ' ', k.attnum, x.indclass[k.ordinal - 1], a.attoptions, x.indcollation[k.ordinal - 1],
            x.indoption[k.ordinal - 1], case when k.attnum = 0 then x.expressions end
          )
          order by k.ordinal
        )
        from unnest(x.indkey::smallint[]) with ordinality as k (attnum, ordinal)
        inner join pg_attribute as a on a.attrelid = x.indexrelid and a.attnum = k.ordinal
        where k.ordinal <= x.indnkeyatts
      ) as key_columns,
      (
        select string_agg(k.attnum::text, ' ' order by k.attnum)
        from unnest(x.indkey::smallint[]) with ordinality as k (attnum, ordinal)
        where k.ordinal > x.indnkeyatts
      ) as included_columns,
      (select array_agg(o.option order by o.option) from unnest(x.reloptions) as o (option)) as options,
      case
        when x.predicate is not null
          and not steward_internal.is_implied_by_not_null(x.indexrelid, '{}') then x.predicate
      end as condition
    from indexes as x
  )
  select
    d.indexrelid,
    d.indrelid,
    d.schema_name,
    d.relation_name,
    d.qualified_name,
    d.table_name,
    d.estimated_bytes,
    d.amname,
    d.key_columns,
    d.included_columns,
    d.predicate,
    d.reltablespace,
    d.indisunique,
    case when d.indisunique then concat_ws(' ', d.indnullsnotdistinct, d.indimmediate) end,
    d.indisreplident
      or exists (select from pg_constraint as con where con.conindid = d.indexrelid),
    d.indisclustered,
    md5(
      concat_ws(
        '/', d.indrelid, d.amname, d.key_columns::text, 'including', d.included_columns, 'where',
        d.condition, 'with', d.options::text, d.reltablespace,
        case when d.indisexclusion then d.indexrelid end
      )
    )
  from described as d
$$;

comment on function steward_internal.comparable_indexes() is $doc$
Describes the valid indexes of user tables so that they can be compared.

Left out is what has no other index of its table to be compared with, one that begins with the same column.

@returns One row for each index that could be dropped alone. `key_columns` holds column, operator class with its parameters, collation, options and expression of each key; indexes with the same `definition`, which counts storage parameters and the tablespace too, are equal but for their `uniqueness` (NULLS NOT DISTINCT and whether it is checked at once; null if not unique) and for a `predicate` that is true of every row; `is_needed` says that a constraint or the replica identity rests on it.
@access steward_reader
@example select qualified_name from steward_internal.comparable_indexes() where is_needed;
$doc$;

revoke all on function steward_internal.comparable_indexes() from public;
