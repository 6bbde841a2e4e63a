create or replace view steward.access_paths as
select
  r.rolname as role_name,
  a.object,
  a.kind,
  a.privileges,
  a.path,
  a.needs_set_role,
  a.bypasses_row_security,
  a.risk
from steward_internal.find_access_paths() as a
inner join pg_catalog.pg_roles as r on r.oid = a.role_oid;

comment on view steward.access_paths is $doc$
Who can reach the rows of which table, and how.

One row for each login (and role of requests), guarded table and way, with the shortest path: `web → steward_service
(member) → policy steward_service_all`. `(inherited)` holds at once, `(member)` after SET ROLE. A table is guarded if it
has row level security, is protected by pgsteward, or is a partition or heir of such a table.
`kind` is policy (as meant), superuser, bypassrls, owner, open table (no row level security), view, materialized view,
function (SECURITY DEFINER), privilege (TRUNCATE, TRIGGER and REFERENCES, which no policy sees) or trigger (of somebody
else, on a table that retention writes). `bypasses_row_security` tells whether the policies for the role are asked.
`risk` is null for what is as it should be; other ways past row level security are an info for roles that nobody means
to bind, and up to critical for those that serve requests: a view, a materialized view, TRUNCATE or a partition without
row level security is critical where it leads a role of requests to a table of `protected_tables`, and a warning
elsewhere. The `object` of functions with EXECUTE in PL/pgSQL is "any table", or "any table of" their owner.

@area access
@access steward_reader select
@access steward_admin select
@example select role_name, object, privileges, path, risk from access_paths where bypasses_row_security order by object, role_name;
$doc$;
