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
      steward_internal.archive_statement(
        retention_statement.leaf, steward_internal.archive_of(retention_statement.policy), retention_statement.condition
      )
  end
$$;

comment on function steward_internal.retention_statement(steward.retention_policies, oid, text) is $doc$
Writes the statement that deletes, moves or marks rows of a table.

An archived row is moved by the statement that deletes it, see `archive_statement()`.

@param policy The policy.
@param leaf Its table, or one partition of it.
@param condition Which rows, as an expression about the row t.
@returns A statement in SQL.
@access steward_reader
@example select steward_internal.retention_statement(p, format('%I.%I', p.target_schema, p.target_table)::regclass, 'false') from steward.retention_policies as p;
$doc$;

revoke all on function steward_internal.retention_statement(steward.retention_policies, oid, text) from public;
