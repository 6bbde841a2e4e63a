create or replace function steward_internal.retention_statement(
  policy steward.retention_policies,
  leaf oid,
  condition text
)
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select case (retention_statement.policy).action
    when 'delete' then
      format('delete from only %s as t where %s', retention_statement.leaf::regclass, retention_statement.condition)
    when 'soft_delete' then
      format(
        'update only %s as t set %I = now() where %s',
        retention_statement.leaf::regclass, (retention_statement.policy).soft_delete_column, retention_statement.condition
      )
    when 'archive' then
      format(
        'with gone as (delete from only %1$s as t where %2$s returning %3$s), '
        'kept as (insert into %4$I.%5$I (%3$s) overriding system value select %3$s from gone returning 1) '
        'select (select count(*) from gone), (select count(*) from kept)',
        retention_statement.leaf::regclass, retention_statement.condition, columns.names,
        (retention_statement.policy).archive_schema, (retention_statement.policy).archive_table
      )
  end
  from (
    select string_agg(quote_ident(a.attname), ', ' order by a.attnum) as names
    from pg_attribute as a
    where a.attrelid = retention_statement.leaf
      and a.attnum > 0
      and not a.attisdropped
      and a.attgenerated = ''
  ) as columns
$$;

comment on function steward_internal.retention_statement(steward.retention_policies, oid, text) is $doc$
Writes the statement that deletes, moves or marks rows of a table.

An archived row is moved by the statement that deletes it; the statement returns both counts.

@param policy The policy.
@param leaf Its table, or one partition of it.
@param condition Which rows, as an expression about the row t.
@returns A statement in SQL.
@access steward_reader
@example select steward_internal.retention_statement(p, format('%I.%I', p.target_schema, p.target_table)::regclass, 'false') from steward.retention_policies as p;
$doc$;

revoke all on function steward_internal.retention_statement(steward.retention_policies, oid, text) from public;
