create or replace function steward_internal.is_transactional_command(command text)
returns boolean
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select t.text ~* '^(select|with|values|table|insert|update|delete|merge|truncate|refresh)\M'
    and t.text !~* '^select\M.*\minto\M'
    and t.text !~ ';'
  from (
    select rtrim(
      regexp_replace(is_transactional_command.command, '^(\s|--[^\n]*(\n|$)|/\*.*?\*/)+', ''), E'; \n\t\r'
    ) as text
  ) as t
$$;

comment on function steward_internal.is_transactional_command(text) is $doc$
Tells whether a procedure can execute a command, in one transaction.

CALL and DO may commit, VACUUM and its like refuse a transaction, and what has a semicolon inside may be
several statements: where it is not certain the answer is false, and the command runs as it is.

@param command One SQL statement.
@returns True for SELECT, INSERT, UPDATE, DELETE, MERGE, TRUNCATE, REFRESH, WITH, VALUES and TABLE.
@access steward_reader
@example select steward_internal.is_transactional_command('vacuum analyze');
$doc$;

revoke all on function steward_internal.is_transactional_command(text) from public;
