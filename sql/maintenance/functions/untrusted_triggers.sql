create or replace function steward_internal.untrusted_triggers(target oid, archive oid default null)
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with reached (relid) as (
    select p.relid::oid
    from pg_partition_tree(untrusted_triggers.target::regclass) as p
    union
    -- An ordinary table is in no partition tree.
    select untrusted_triggers.target
    union
    select untrusted_triggers.archive
    union
    select con.conrelid
    from pg_constraint as con
    where con.contype = 'f'
      and con.confrelid = untrusted_triggers.target
      and con.confdeltype in ('c', 'n', 'd')
  )
  select string_agg(distinct format('%I of %s (%I)', t.tgname, t.tgrelid::regclass, r.rolname), ', ')
  from pg_trigger as t
  inner join reached as x on x.relid = t.tgrelid
  inner join pg_proc as p on p.oid = t.tgfoid
  inner join pg_roles as r on r.oid = p.proowner
  where not t.tgisinternal
    and t.tgenabled <> 'D'
    and not r.rolsuper
    and r.rolname <> session_user
    and (
      (select u.rolsuper from pg_roles as u where u.rolname = session_user)
      or r.rolname <> current_user
      and r.oid <> (select d.datdba from pg_database as d where d.datname = current_database())
    )
    and r.rolname <> all (steward.get_setting('maintenance.trusted_roles')::name[])
$$;

comment on function steward_internal.untrusted_triggers(oid, oid) is $doc$
Lists triggers of others that would run with the rights of who runs retention.

Trusted are the superusers, the session's own role and, for a session that is not a superuser's, the owner of the database;
and the roles of the setting `maintenance.trusted_roles`. A trigger can leave the role that it runs as for the session's.

@param target The table whose rows go; the tables that cascade from it count as well.
@param archive The table that rows are moved to, or null.
@returns Triggers with the owners of their functions; null if there are none.
@access steward_reader
@example select steward_internal.untrusted_triggers('steward.settings'::regclass);
$doc$;

revoke all on function steward_internal.untrusted_triggers(oid, oid) from public;
