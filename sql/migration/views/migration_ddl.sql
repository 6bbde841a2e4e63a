create or replace view steward.migration_ddl as
select
  c.id,
  c.at,
  c.what,
  c.command_tag,
  c.object_type,
  c.schema_name,
  c.identity,
  c.reason,
  l.id as log_id,
  l.name as migration,
  c.xid,
  c.session_user_name,
  c.role_name,
  c.application_name,
  c.client_address
from steward_internal.ddl_changes() as c
left join lateral (
  select t.id, t.name
  from steward.migration_log as t
  where t.xid = c.xid
    -- Others write the ledger behind each of their files, and may run all of them in one transaction.
    and (t.tool <> 'ledger' or t.started_at >= c.at)
  union all
  select f.id, f.name
  from steward.migration_log as f
  where c.runs_migrations
    and f.pid = c.pid
    and f.tool <> 'ledger'
    and c.at between f.started_at and coalesce(f.finished_at, 'infinity')
  order by 1
  limit 1
) as l on true;

comment on view steward.migration_ddl is $doc$
Shows which object was created, altered, rewritten or dropped, and by which migration.

Recorded from `track_ddl()` on. `log_id` and `migration` are null for what was done outside of any migration.
`what` is created (or replaced, by CREATE OR REPLACE), altered, rewritten or dropped. `reason` says why a table was rewritten; of what was dropped,
retention: its partition was too old, and dependent: it went with its table. Indexes and sequences that come with their table have
no rows of their own.

@area migration
@access steward_reader select
@example select at, what, object_type, migration, role_name from migration_ddl where identity = 'public.orders' order by id;
$doc$;

revoke all on steward.migration_ddl from public;
