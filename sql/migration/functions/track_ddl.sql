create or replace function steward.track_ddl()
returns boolean
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
set client_min_messages = warning
as $$
declare
  v_is_new boolean := not exists (select from pg_event_trigger as e where e.evtname = 'steward_record_ddl');
  v_owner name;
  v_reader name;
begin
  create schema if not exists steward_ddl;
  v_owner := (select r.rolname from pg_namespace as n inner join pg_roles as r on r.oid = n.nspowner where n.nspname = 'steward_ddl');
  if v_owner <> current_user and not (select r.rolsuper from pg_roles as r where r.rolname = v_owner) then
    raise exception using
      errcode = '42501',
      message = format('the schema steward_ddl belongs to %I', v_owner),
      hint = 'Its owner could let the event triggers do anything in the name of others: drop it, and try again.';
  end if;

  create table if not exists steward_ddl.changes (
    id bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    what text not null,
    command_tag text not null,
    object_type text not null,
    schema_name text,
    identity text not null,
    reason text,
    runs_migrations boolean not null default coalesce(current_setting('steward.runs_migrations', true) = 'on', false),
    xid xid8 not null default pg_current_xact_id(),
    pid integer not null default pg_backend_pid(),
    session_user_name name not null default session_user,
    role_name name not null default coalesce(nullif(current_setting('role'), 'none'), session_user),
    application_name text not null default current_setting('application_name'),
    client_address inet default inet_client_addr()
  );
  create or replace function steward_ddl.record()
  returns event_trigger
  language plpgsql
  security definer
  set search_path = pg_catalog, pg_temp
  set lock_timeout = '100ms'
  as $body$
  begin
    if tg_event = 'table_rewrite' then
      insert into steward_ddl.changes (what, command_tag, object_type, schema_name, identity, reason)
      select
        'rewritten', tg_tag, o.type, o.schema, o.identity,
        concat_ws(
          ', ',
          case when r.reason & 1 <> 0 then 'persistence' end,
          case when r.reason & 2 <> 0 then 'default value' end,
          case when r.reason & 4 <> 0 then 'column type' end,
          case when r.reason & 8 <> 0 then 'access method' end
        )
      from pg_identify_object('pg_class'::regclass, pg_event_trigger_table_rewrite_oid(), 0) as o
      cross join (select pg_event_trigger_table_rewrite_reason() as reason) as r
      where o.schema !~ '^pg_(temp|toast)|^steward(_internal|_access|_migrations|_ddl)?$';
    elsif tg_event = 'sql_drop' then
      insert into steward_ddl.changes (what, command_tag, object_type, schema_name, identity, reason)
      select
        'dropped', tg_tag, o.object_type, s.name, o.object_identity,
        case
          when not o.original and not o.normal then 'dependent'
          when current_setting('steward.runs_retention', true) = 'on' then 'retention'
        end
      from pg_event_trigger_dropped_objects() as o
      cross join lateral (
        select coalesce(
          o.schema_name,
          case when o.object_type in ('schema', 'trigger', 'rule', 'policy', 'table constraint') then o.address_names[1] end
        ) as name
      ) as s
      where (o.original or o.normal or o.object_type in ('table', 'foreign table', 'sequence', 'index', 'trigger', 'policy', 'rule'))
        -- Its members cannot be told from what else went with them.
        and (tg_tag <> 'DROP EXTENSION' or o.original or o.object_type = 'table column')
        and not o.is_temporary
        and coalesce(s.name, '') !~ '^pg_(temp|toast)|^steward(_internal|_access|_migrations|_ddl)?$'
        and o.object_identity not like 'steward\_note\_ledger\_change on %'
        -- The query of a view, and what a foreign key consists of.
        and o.object_identity !~ '^"(_RETURN|RI_ConstraintTrigger)';
    else
      insert into steward_ddl.changes (what, command_tag, object_type, schema_name, identity)
      with commands as materialized (
        select
          c.ordinality, c.classid, c.objid, c.command_tag, o.type, o.identity,
          coalesce(
            o.schema,
            case when o.type in ('schema', 'trigger', 'rule', 'policy', 'table constraint') then a.object_names[1] end
          ) as schema_name
        from pg_event_trigger_ddl_commands() with ordinality as c
        cross join lateral pg_identify_object(c.classid, c.objid, 0) as o
        cross join lateral pg_identify_object_as_address(c.classid, c.objid, 0) as a
        where not c.in_extension
          and c.command_tag not in ('REFRESH MATERIALIZED VIEW', 'REINDEX')
      ),
      changed as (
        select distinct on (c.classid, c.objid) c.*
        from commands as c
        where c.identity is not null
          and coalesce(c.schema_name, '') !~ '^pg_(temp|toast)|^steward(_internal|_access|_migrations|_ddl)?$'
          and c.identity not like 'steward\_note\_ledger\_change on %'
          -- What comes with its table in the same command: indexes of keys, sequences of columns, indexes of partitions.
          and not exists (
            select
            from commands as parent
            where c.classid = 'pg_class'::regclass
              and parent.classid = 'pg_class'::regclass
              and parent.objid in (
                select i.indrelid from pg_index as i where i.indexrelid = c.objid
                union all
                select h.inhparent from pg_inherits as h where h.inhrelid = c.objid and c.type = 'index'
                union all
                select d.refobjid
                from pg_depend as d
                where d.classid = 'pg_class'::regclass
                  and d.objid = c.objid
                  and d.deptype in ('a', 'i')
                  and c.type = 'sequence'
              )
          )
        order by c.classid, c.objid, c.ordinality
      )
      select
        case when c.command_tag ~ '^(CREATE|SELECT INTO|IMPORT)' then 'created' else 'altered' end,
        c.command_tag, c.type, c.schema_name, c.identity
      from changed as c
      order by c.ordinality;
    end if;
  exception
    when others then
      raise log 'pgsteward could not record %: % (SQLSTATE %)', tg_tag, sqlerrm, sqlstate;
  end
  $body$;
  revoke all on function steward_ddl.record() from public;

  for v_reader in
    select r.rolname
    from pg_roles as r
    where r.rolname = 'steward_reader'
      or r.oid = (select n.nspowner from pg_namespace as n where n.nspname = 'steward')
  loop
    execute format('grant usage on schema steward_ddl to %I', v_reader);
    execute format('grant select on steward_ddl.changes to %I', v_reader);
  end loop;

  if v_is_new then
    create event trigger steward_record_ddl on ddl_command_end execute function steward_ddl.record();
    create event trigger steward_record_drops on sql_drop execute function steward_ddl.record();
    create event trigger steward_record_rewrites on table_rewrite execute function steward_ddl.record();
    delete from steward_internal.install_record as r where r.name = 'ddl tracking';
  end if;
  return v_is_new;
end
$$;

comment on function steward.track_ddl() is $doc$
Begins to record which objects are created, altered and dropped, and by whom.

`migration_ddl` then tells which migration made an object, or that it was changed outside of any. Three event triggers write
the schema `steward_ddl`; temporary objects, members of extensions, pgsteward's own schemas, REINDEX and REFRESH are left out, and GRANT names no
object. A statement never fails because of them: what cannot be recorded within 100 ms is a line in the log of the server. Only a
superuser may create event triggers, except on some managed services.

Why a superuser can let these triggers fire: they fire in the sessions of superusers too, so nothing may run in them that the owner of
pgsteward, who is less trusted, could replace. A SECURITY DEFINER function of that owner would not be enough, since the owner may
make it SECURITY INVOKER, and neither would be a table of that owner, since a deferred trigger on it runs as the superuser at
COMMIT before PostgreSQL 18. So schema, table and function belong to who calls this, and the function reads
and writes nothing but them and the catalog; it is SECURITY DEFINER, so that nobody needs a grant. Which migration it was is decided when `migration_ddl` is
read. Calling this is trusting the owner of pgsteward once, as with any function: `\sf steward.track_ddl` shows what it does.

@area migration
@returns False if it was recorded already; calling it again brings the function and the grants up to date.
@error 42501 The role may not create event triggers, or the schema steward_ddl belongs to somebody else.
@access steward_admin
@example begin; do $$ begin perform steward.track_ddl(); exception when insufficient_privilege then null; end $$; rollback;
$doc$;

revoke all on function steward.track_ddl() from public;
