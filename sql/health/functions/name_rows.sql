create or replace function steward_internal.name_rows(relids oid[], attnums smallint[], complaint text)
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    k.object_type,
    r.schema_name::text,
    r.relation_name::text,
    null::numeric,
    format(
      '%s %s %s: %s.',
      upper(left(k.object_type, 1)) || substr(k.object_type, 2),
      r.qualified_name,
      name_rows.complaint,
      steward_internal.name_list(array_agg(quote_ident(n.name) order by w.attnum))
    ),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('names', jsonb_agg(n.name order by w.attnum))
  from unnest(name_rows.relids, name_rows.attnums) as w (relid, attnum)
  inner join steward_internal.user_relations as r on r.relid = w.relid
  left join pg_attribute as a on a.attrelid = w.relid and a.attnum = w.attnum and w.attnum > 0
  cross join lateral (select coalesce(a.attname, r.relation_name)::text as name) as n
  cross join lateral (
    select
      case r.relkind
        when 'v' then 'view'
        when 'm' then 'materialized view'
        when 'f' then 'foreign table'
        else 'table'
      end as object_type
  ) as k
  where r.relkind in ('r', 'p', 'v', 'm', 'f')
    and (w.attnum = 0 or r.relkind in ('r', 'p'))
  group by r.relid, k.object_type, r.schema_name, r.relation_name, r.qualified_name
$$;

comment on function steward_internal.name_rows(oid[], smallint[], text) is $doc$
Reports what is wrong with the names of relations and of their columns.

Names of relations that are not the user's own are passed over, and so are those of columns of views
and foreign tables, which come from elsewhere.

@param relids The relation of each name.
@param attnums The number of the column, 0 for the name of the relation itself; as long as `relids`.
@param complaint What is wrong, the middle of a sentence that ends with the names.
@returns The rows of a health check, one for each relation.
@access steward_reader
@example select detail from steward_internal.name_rows('{}', '{}', 'has names that are odd');
$doc$;

revoke all on function steward_internal.name_rows(oid[], smallint[], text) from public;
