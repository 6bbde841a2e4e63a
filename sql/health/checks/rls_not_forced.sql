create or replace function steward_internal.check_rls_not_forced()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select
    'table',
    e.schema_name::text,
    e.relation_name::text,
    null::numeric,
    format('Row level security of %s does not bind its owner %I, and application role %s has his rights.',
      e.qualified_name, pg_get_userbyid(e.owner_oid), array_to_string(e.owners, ', ')),
    null,
    null,
    null,
    array[format('alter table %s force row level security;', e.qualified_name)],
    array[format('alter table %s no force row level security;', e.qualified_name)],
    jsonb_build_object('owner', pg_get_userbyid(e.owner_oid), 'application_roles', e.owners)
  from steward_internal.exposed_relations() as e
  where e.has_row_security
    and not e.is_forced
    and e.owners <> '{}'
    and not e.is_partition
  union all
  select r.*
  from steward_internal.application_roles_row() as r
$$;

comment on function steward_internal.check_rls_not_forced() is $doc$
Finds row level security that does not bind an application, the table's owner.

The owner of a table is not bound by its policies unless they are forced; neither is a role that inherits
from the owner. Application roles are those of the setting `health.application_roles`. Superusers and
roles with BYPASSRLS are left out: FORCE does not bind them either.

@title Row level security does not bind the application
@category security
@mode static
@severity warning
@remedy Force row level security, or better let the application connect as a role that owns nothing.
@fix_lock ACCESS EXCLUSIVE
@fix_risk What runs as the owner (migrations, functions, pg_dump) then sees only what the policies show him.
@doc https://www.postgresql.org/docs/current/ddl-rowsecurity.html
@access steward_reader
@example select * from steward_internal.check_rls_not_forced();
$doc$;

revoke all on function steward_internal.check_rls_not_forced() from public;
