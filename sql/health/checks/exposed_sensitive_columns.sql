create or replace function steward_internal.check_exposed_sensitive_columns()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with sensitive as (
    select e.*, a.attname, a.attnum, a.attacl
    from steward_internal.exposed_relations() as e
    cross join lateral (
      select att.attname, att.attnum, att.attacl
      from pg_attribute as att
      where att.attrelid = e.relid
        and att.attnum > 0
        and lower(replace(att.attname, '_', '')) in (
          'password', 'passwd', 'pwd', 'passphrase', 'passwordhash', 'hashedpassword', 'encryptedpassword',
          'passworddigest', 'passwdhash', 'pincode', 'secret', 'secretkey', 'clientsecret', 'sharedsecret',
          'webhooksecret', 'signingsecret', 'apikey', 'apisecret', 'apitoken', 'accesstoken', 'refreshtoken',
          'authtoken', 'sessiontoken', 'resettoken', 'resetpasswordtoken', 'privatekey', 'encryptionkey',
          'otpsecret', 'totpsecret', 'mfasecret', 'twofactorsecret', 'recoverycodes', 'ssn',
          'socialsecuritynumber', 'nationalid', 'passportnumber', 'creditcard', 'creditcardnumber',
          'cardnumber', 'cvv', 'cvc', 'iban', 'bankaccountnumber'
        )
    ) as a
    where e.readers <> '{}'
      and not e.is_partition
  ),
  readable as (
    select s.*, g.role_name
    from sensitive as s
    inner join (
      select distinct x.role_name, x.grantee, r.rolname
      from steward_internal.application_grantees() as x
      left join pg_roles as r on r.oid = x.grantee
    ) as g
      on g.grantee in (
        select a.grantee
        from aclexplode(coalesce(s.acl, acldefault('r', s.owner_oid)) || coalesce(s.attacl, '{}')) as a
        where a.privilege_type = 'SELECT'
      )
      or g.rolname = 'pg_read_all_data'
    where g.role_name <> all (s.owners)
      and ('PUBLIC' = any (s.readers) or g.role_name = any (s.readers))
  ),
  relations as (
    select
      r.relid,
      array_agg(distinct r.attname) as columns,
      case
        when bool_or(r.role_name = 'PUBLIC') then array['PUBLIC']
        else array_agg(distinct r.role_name)
      end as readers,
      array_agg(distinct r.attnum) as column_numbers
    from readable as r
    group by r.relid
  )
  select
    case u.relkind
      when 'v' then 'view'
      when 'm' then 'materialized view'
      when 'f' then 'foreign table'
      else 'table'
    end,
    u.schema_name::text,
    u.relation_name::text,
    null::numeric,
    format('%s can read %s of %s%s.', array_to_string(r.readers, ', '),
      (select string_agg(quote_ident(c.name), ', ') from unnest(r.columns) as c (name)),
      u.qualified_name,
      case when u.relrowsecurity then ', in the rows that the policies show' else '' end),
    null,
    case when u.relrowsecurity then 'info' end,
    null,
    f.fix_sql,
    f.undo_sql,
    jsonb_build_object('columns', r.columns, 'readers', r.readers)
  from relations as r
  inner join steward_internal.user_relations as u on u.relid = r.relid
  cross join lateral (
    select
      -- A percent sign in a name must not reach format() as one.
      replace(string_agg(quote_ident(a.attname), ', ' order by a.attnum), '%', '%%') as others
    from pg_attribute as a
    where a.attrelid = r.relid
      and a.attnum > 0
      and not a.attisdropped
      and a.attnum <> all (r.column_numbers)
  ) as l
  cross join lateral (
    -- A column cannot be taken from a grant on the table: the table goes, the other columns come back.
    select
      array_agg(format('revoke select on table %s from %s;', u.qualified_name, g.grantee) order by g.grantee)
        || array_remove(
          array_agg(
            format('grant select (' || l.others || ') on table %s to %s;', u.qualified_name, g.grantee)
            order by g.grantee
          ),
          null
        ) as fix_sql,
      array_remove(
        array_agg(
          format('revoke select (' || l.others || ') on table %s from %s;', u.qualified_name, g.grantee)
          order by g.grantee
        ),
        null
      )
        || array_agg(format('grant select on table %s to %s;', u.qualified_name, g.grantee) order by g.grantee)
        as undo_sql
    from (
      select distinct
        case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end as grantee
      from aclexplode(u.relacl) as a
      where a.privilege_type = 'SELECT'
        and not a.is_grantable
        and a.grantee <> u.relowner
        and a.grantee in (select x.grantee from steward_internal.application_grantees() as x)
    ) as g
  ) as f
  union all
  select r.*
  from steward_internal.application_roles_row() as r
$$;

comment on function steward_internal.check_exposed_sensitive_columns() is $doc$
Finds columns named like passwords or keys that application roles can read.

The names are an exact list (password, password_hash or passwordHash, api_key, secret, refresh_token, ssn,
card_number and so on); what a column holds is not looked at. A table with row level security is an info: a user may see
his own. Owners, superusers and roles with BYPASSRLS are left out; which roles count as application roles
is described at rls_disabled. Where a single column was granted, no statement is offered.

@title Sensitive column is readable by applications
@category security
@mode static
@severity warning
@confidence estimate
@remedy Grant only the columns that the role needs, or move the column into a table of its own.
@fix_lock none
@fix_risk Queries with * on the table fail for these roles afterwards; name the columns.
@doc https://www.postgresql.org/docs/current/sql-grant.html
@access steward_reader
@example select * from steward_internal.check_exposed_sensitive_columns();
$doc$;

revoke all on function steward_internal.check_exposed_sensitive_columns() from public;
