create or replace function steward_internal.template_truth(
  protection steward.protected_tables, actor jsonb, owner_column text, organization_column text
)
returns table (may_read text, may_write text, may_create text)
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  with parts as (
    select
      coalesce(actor ->> 'kind', '') as kind,
      -- A column that is not there makes the whole condition null: nothing can be said.
      case when actor ->> 'user_id' is null then 'false' else template_truth.owner_column || format(' = %L', actor ->> 'user_id') end as is_owner,
      case when actor ->> 'org_id' is null then 'false' else template_truth.organization_column || format(' = %L', actor ->> 'org_id') end
        as is_active,
      template_truth.organization_column || format(' = any (%L)', o.orgs) as is_member,
      template_truth.organization_column || format(' = any (%L)', o.write_orgs) as is_writer,
      template_truth.organization_column || ' is null' as has_no_organization
    from (
      select
        array(select jsonb_array_elements_text(actor -> 'orgs'))::text as orgs,
        array(select jsonb_array_elements_text(actor -> 'write_orgs'))::text as write_orgs
    ) as o
  ),
  conditions as (
    select
      case
        when p.kind in ('service', 'anon') then (p.kind = 'service' and (protection).template <> 'admin')::text
        when (protection).template = 'owner' then p.is_owner
        when (protection).template = 'organization' then p.is_member
        when (protection).template = 'owner_or_organization' then p.is_owner || ' or ' || p.is_member
        when (protection).template = 'active_organization' then p.is_active || ' and ' || p.is_member
        else 'false'
      end as may_read,
      case
        when p.kind in ('service', 'anon') then (p.kind = 'service' and (protection).template <> 'admin')::text
        when (protection).template = 'owner' then p.is_owner
        when (protection).template = 'public_read' and (protection).owner_column is not null then p.is_owner
        when (protection).template = 'organization' then p.is_writer
        when (protection).template = 'owner_or_organization' then
          case when (protection).write_roles is null then p.is_owner else p.is_owner || ' or ' || p.is_writer end
        when (protection).template = 'active_organization' then p.is_active || ' and ' || p.is_writer
        else 'false'
      end as may_write,
      p.*
    from parts as p
  ),
  created as (
    select
      c.*,
      case
        when (protection).template = 'owner_or_organization' and c.kind = 'user'
          then '(' || c.may_write || ') and (' || c.has_no_organization || ' or ' || c.is_member || ')'
        else c.may_write
      end as may_create
    from conditions as c
  )
  select
    case when (protection).template = 'public_read' then 'true' else f.prefix || '(' || c.may_read || ')' end,
    f.prefix || '(' || c.may_write || ')', f.prefix || '(' || c.may_create || ')'
  from created as c
  cross join lateral (
    select case when (protection).floor and c.kind = 'user' then c.is_member || ' and ' else '' end as prefix
  ) as f;
end
$$;

comment on function steward_internal.template_truth(steward.protected_tables, jsonb, text, text) is $doc$
Says which rows a template gives to somebody, whatever the policies say.

@param protection What the table is protected with.
@param actor kind (user, anon or service), user_id, org_id, orgs and write_orgs.
@param owner_column The column of the owner as it is called where the condition is used.
@param organization_column The column of the organisation.
@returns The rows that may be read, changed and made; null where a column is missing that the template needs.
@access steward_reader
@example select v.may_read from protected_tables as p cross join lateral steward_internal.template_truth(p, '{"kind": "anon"}', 'user_id', null) as v;
$doc$;

revoke all on function steward_internal.template_truth(steward.protected_tables, jsonb, text, text) from public;
