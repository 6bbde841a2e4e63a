create or replace function steward_internal.membership_expression(organization_column name, type_name text, roles text[])
returns text
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select format(
    '%I = any ((select %s(%s))::%s[])',
    membership_expression.organization_column,
    case when membership_expression.type_name = 'uuid' then 'steward.my_org_ids' else 'steward_access.org_ids' end,
    case when membership_expression.roles is not null then format('%L::text[]', membership_expression.roles) end,
    membership_expression.type_name
  )
$$;

comment on function steward_internal.membership_expression(name, text, text[]) is $doc$
Writes the condition that a row belongs to an organisation of the user.

An array out of an uncorrelated scalar sub-select is the only form of a membership test that keeps the index; the cast
keeps `= any` from reading the sub-select as a set.

@param organization_column The column.
@param type_name Its type.
@param roles The roles in the membership table that count; null for all.
@returns The condition.
@access steward_reader
@example select steward_internal.membership_expression('org_id', 'uuid', '{owner,editor}');
$doc$;

revoke all on function steward_internal.membership_expression(name, text, text[]) from public;
