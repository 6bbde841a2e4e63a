create or replace function steward_internal.statement_keys(statement text)
returns table (relation text, kind text, column_names text[])
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_name constant text := '(?:"(?:[^"]|"")+"|[[:alpha:]_][\w$]*)';
  v_relation constant text := format('(%1$s(?: ?\. ?%1$s)?)', v_name);
  v_index text[] := regexp_match(
    statement_keys.statement,
    format('^create (?:unique )?index (?:concurrently )?(?:if not exists )?(?:%s )?on (?:only )?%s(?: using \w+)? ?\((.*)$', v_name, v_relation)
  );
  v_table text[] := coalesce(
    regexp_match(statement_keys.statement, format('^create (?:unlogged )?table (?:if not exists )?%s ?\((.*)$', v_relation)),
    regexp_match(statement_keys.statement, format('^alter table (?:if exists )?(?:only )?%s(?: ?\*)? (.*)$', v_relation))
  );
begin
  if v_index is not null and statement_keys.statement !~ '\) where ' then
    return query select v_index[1], 'index', steward_internal.leading_names(v_index[2]);
  end if;
  return query
  with items as (
    select regexp_replace(
      regexp_replace(item, '^add (column )?(if not exists )?', ''), format('^constraint %s ', v_name), ''
    ) as definition
    from unnest(steward_internal.split_list(v_table[2])) as item
    where statement_keys.statement ~ '^create' or item ~ '^add '
  )
  select v_table[1], k.kind, k.column_names
  from items as i
  cross join lateral (
    select 'references' as kind, steward_internal.leading_names(substring(i.definition from '^foreign key ?\(([^)]*)\)')) as column_names
    union all
    select 'index', steward_internal.leading_names(substring(i.definition from '^(?:primary key|unique)[^(]*\(([^)]*)\)'))
    union all
    select 'references', steward_internal.leading_names(i.definition)
    where i.definition ~ '\yreferences\y' and i.definition !~ '^foreign key ?\('
    union all
    select 'index', steward_internal.leading_names(i.definition)
    where i.definition ~ '\y(primary key|unique)\y' and i.definition !~ '^(primary key|unique|foreign key|check|exclude|like)\y'
  ) as k
  where k.column_names[1] is not null;
end
$$;

comment on function steward_internal.statement_keys(text) is $doc$
Lists the foreign keys and the indexes that a statement of DDL makes.

@param statement The statement, as `statement_locks()` takes it.
@returns The table as it is written; kind is references or index; the columns that an index begins with, null for an expression.
@access steward_reader
@example select * from steward_internal.statement_keys('create table t (id int primary key, u_id int references u)');
$doc$;

revoke all on function steward_internal.statement_keys(text) from public;
