create or replace function steward_internal.claim_expression(claim text, type_name text)
returns text
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    case
      when claim_expression.type_name = 'uuid' then format('(select steward.current_%s())', claim_expression.claim)
      else format('(select steward_access.claim(%L)::%s)', claim_expression.claim, claim_expression.type_name)
    end
$$;

comment on function steward_internal.claim_expression(text, text) is $doc$
Writes the expression that a policy compares a column with.

In a sub-select of its own it is evaluated once for each statement, and can be the condition of an index.

@param claim user_id or org_id.
@param type_name The type of the column.
@returns The expression.
@access steward_reader
@example select steward_internal.claim_expression('user_id', 'bigint');
$doc$;

revoke all on function steward_internal.claim_expression(text, text) from public;
