create or replace function steward_internal.check_array_btree_indexes()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with on_arrays as materialized (
    select i.indexrelid
    from pg_index as i
    where i.indclass[0] = any (array(select oc.oid from pg_opclass as oc where oc.opcintype = 'anyarray'::regtype))
  )
  select
    'index',
    x.schema_name::text,
    x.index_name::text,
    null::numeric,
    format('Index %s is a btree on %s of %s, of type %s: it can find whole arrays and no elements.',
      x.qualified_name, coalesce('column ' || quote_ident(a.attname), 'an expression'),
      x.table_qualified_name, format_type(k.atttypid, k.atttypmod)),
    case
      when x.supports_foreign_key then 'It serves a foreign key: create the GIN index beside it.'
      else advice.text
    end,
    null,
    null,
    case
      when undo.statement is not null
        then array[
          format('create index concurrently %I on %s using gin (%I);',
            gin.name, x.table_qualified_name, a.attname),
          format('drop index concurrently %s;', x.qualified_name)
        ]
    end,
    case
      when undo.statement is not null
        then array[
          undo.statement, format('drop index concurrently %I.%I;', x.schema_name, gin.name)
        ]
    end,
    jsonb_build_object('table', x.table_qualified_name, 'column', a.attname)
  from on_arrays as o
  inner join steward_internal.user_indexes as x on x.indexrelid = o.indexrelid
  inner join pg_attribute as k on k.attrelid = x.indexrelid and k.attnum = 1
  left join pg_attribute as a on a.attrelid = x.indrelid and a.attnum = nullif(x.indkey[0], 0)
  cross join lateral (select steward_internal.index_drop_advice(x.indexrelid)) as advice (text)
  cross join lateral (select left(x.index_name, 20) || '_gin_' || x.indexrelid as name) as gin
  cross join lateral (
    select
      case
        when x.indpred is null and cardinality(x.indkey::smallint[]) = 1
          and not x.supports_foreign_key and advice.text is null
          then steward_internal.index_statement(x.indexrelid, x.index_name, null)
      end as statement
  ) as undo
  where x.access_method = 'btree'
    and not x.indisunique
    and not x.is_bound
$$;

comment on function steward_internal.check_array_btree_indexes() is $doc$
Finds btree indexes that begin with an array.

A btree compares whole arrays. The operators that people store arrays for, @>, && and `= ANY (column)`
rewritten as @>, need a GIN index. A unique index is left out: it says that no array comes twice. If
queries do compare whole arrays, switch the check off for good reason. pg-index-health flags every
one, too.

@title Btree index on an array
@category indexes
@mode static
@severity info
@remedy Create a GIN index on the column and drop this one, unless queries compare whole arrays.
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk CREATE INDEX CONCURRENTLY reads the table twice and blocks no writes; a GIN index costs more on each write than a btree.
@doc https://www.postgresql.org/docs/current/gin-builtin-opclasses.html
@access steward_reader
@example select * from steward_internal.check_array_btree_indexes();
$doc$;

revoke all on function steward_internal.check_array_btree_indexes() from public;
