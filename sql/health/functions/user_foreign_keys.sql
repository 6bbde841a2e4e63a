create or replace function steward_internal.user_foreign_keys()
returns table (
  constraint_oid oid,
  schema_name name,
  constraint_name name,
  relid oid,
  table_name text,
  relkind "char",
  target_relid oid,
  target_schema name,
  target_name text,
  attnums smallint[],
  target_attnums smallint[],
  key_pairs text[],
  behaviour text,
  match_type "char",
  is_validated boolean,
  is_enforced boolean
)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with relations as materialized (
    select r.relid, r.schema_name, r.qualified_name, r.relkind, r.is_partition
    from steward_internal.user_relations as r
    where r.relkind in ('r', 'p')
  )
  select
    con.oid,
    r.schema_name,
    con.conname,
    r.relid,
    r.qualified_name,
    r.relkind,
    t.relid,
    t.schema_name,
    t.qualified_name,
    con.conkey,
    con.confkey,
    case
      when cardinality(con.conkey) = 1 then array[con.conkey[1] || '=' || con.confkey[1]]
      else (
        select array_agg(k.attnum || '=' || k.target_attnum order by k.attnum, k.target_attnum)
        from unnest(con.conkey, con.confkey) as k (attnum, target_attnum)
      )
    end,
    concat_ws(
      ' ', con.confupdtype, con.confdeltype, con.confdelsetcols, con.confmatchtype, con.condeferrable,
      con.condeferred
    ),
    con.confmatchtype,
    con.convalidated,
    -- From PostgreSQL 18 on.
    coalesce((to_jsonb(con) ->> 'conenforced')::boolean, true)
  from pg_constraint as con
  inner join relations as r on r.relid = con.conrelid
  inner join relations as t on t.relid = con.confrelid
  where con.contype = 'f'
    and con.conparentid = 0
    and not r.is_partition
$$;

comment on function steward_internal.user_foreign_keys() is $doc$
Lists the foreign keys of user tables, those of partitions at the parent.

@returns One row for each foreign key. `key_pairs` says which column references which, in an order that makes equal keys equal; `behaviour` is the rest of what a key promises: actions, match type and when it is checked.
@access steward_reader
@example select table_name, constraint_name, target_name from steward_internal.user_foreign_keys();
$doc$;

revoke all on function steward_internal.user_foreign_keys() from public;
