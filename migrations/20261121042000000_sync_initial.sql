-- Generated from sql/ by: make migration NAME=... (do not edit)
-- Up Migration
set local check_function_bodies = off;
-- begin sql/core/functions/comment_tags.sql c6113014b760928df5f187e78de4f59b6df2a3bf727f59098cd72331303b6998
create or replace function steward_internal.comment_tags(description text)
returns table (tag text, value text)
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    case part.ordinality when 1 then 'description' else substring(part.content from '^\w+') end,
    case part.ordinality
      when 1 then btrim(part.content, E' \n')
      else btrim(regexp_replace(part.content, '^\w+', ''), E' \n')
    end
  from regexp_split_to_table(E'\n' || btrim(comment_tags.description, E' \n'), '\n@(?=[a-z])')
    with ordinality as part (content, ordinality)
$$;

comment on function steward_internal.comment_tags(text) is $doc$
Splits a comment into its description and its `@tag value` parts.

The comments of pgsteward's objects are its manual: the health check registry, the API reference
and the grants are read from them, so that none of these can drift from the code.

@param description A comment, as obj_description() gives it.
@returns One row with the tag `description`, then one for each tag in the order written.
@access steward_reader
@example select tag, value from steward_internal.comment_tags(E'Does it.\n\n@area core');
$doc$;

revoke all on function steward_internal.comment_tags(text) from public;
-- end
-- begin sql/core/functions/create_roles.sql b65f71f0fa5837be1f21c74bdfc6603e9eb01417a3b200856906499ad4ba5772
create or replace function steward_internal.create_roles()
returns table (statement text, problem text)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_step record;
begin
  for v_step in
    select s.statement, s.created_role
    from steward_internal.role_setup() as s
    where not s.is_done
    order by s.step
  loop
    begin
      execute v_step.statement;
      insert into steward_internal.install_record (name)
      select 'role ' || v_step.created_role
      where v_step.created_role is not null;
      return query select v_step.statement, null::text;
    exception
      when duplicate_object or unique_violation then
        null;
      when insufficient_privilege or undefined_object then
        return query select v_step.statement, sqlerrm;
    end;
  end loop;
end
$$;

comment on function steward_internal.create_roles() is $doc$
Creates pgsteward's roles and their memberships, as far as the caller may.

Roles belong to the whole cluster and are optional: whoever lacks CREATEROLE gets the statements
back that an administrator has to run, and the owner of the installation does everything meanwhile.
Roles that were created here are recorded, so that `uninstall --purge` drops these and no others.

@returns Each statement that was missing, and why it could not be run, or null if it was.
@access steward_admin
@example select statement, problem from steward_internal.create_roles();
$doc$;

revoke all on function steward_internal.create_roles() from public;
-- end
-- begin sql/core/functions/database_search_path.sql 2209a1b01bf5e36507a40b39bdf0025029d64aa3a70f7388e66b5ef3388ec417
create or replace function steward_internal.database_search_path()
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select substring(entry.setting from '^search_path=(.*)$')
  from pg_db_role_setting as s
  inner join pg_database as d on d.oid = s.setdatabase
  cross join lateral unnest(s.setconfig) as entry (setting)
  where s.setrole = 0
    and d.datname = current_database()
    and entry.setting like 'search\_path=%'
$$;

comment on function steward_internal.database_search_path() is $doc$
Returns the search_path that ALTER DATABASE has set for this database.

@returns The list as it is stored, or null if the database has no search_path of its own.
@access steward_reader
@example select steward_internal.database_search_path();
$doc$;

revoke all on function steward_internal.database_search_path() from public;
-- end
-- begin sql/core/functions/declared_access.sql 6307a8111187a49067e802c8ff80e6f02f18a25a9bcea3ec8aa8798d4ef8036e
create or replace function steward_internal.declared_access()
returns table (target text, role_name text, privileges text, is_granted boolean)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with objects as (
    select format('schema %I', n.nspname) as target, obj_description(n.oid, 'pg_namespace') as doc,
      n.nspacl as acl
    from pg_namespace as n
    where n.nspname in ('steward', 'steward_internal')
    union all
    select format('routine %s', p.oid::regprocedure), obj_description(p.oid, 'pg_proc'), p.proacl
    from pg_proc as p
    where p.pronamespace::regnamespace::text in ('steward', 'steward_internal')
    union all
    select format('table %s', c.oid::regclass), obj_description(c.oid, 'pg_class'), c.relacl
    from pg_class as c
    where c.relnamespace::regnamespace::text in ('steward', 'steward_internal')
      and c.relkind in ('r', 'p', 'v')
  ),
  declared as (
    select o.target, o.acl, split_part(t.value, ' ', 1) as role_name,
      case
        when position(' ' in t.value) > 0 then substring(t.value from position(' ' in t.value) + 1)
        else 'execute'
      end as privileges
    from objects as o
    cross join lateral steward_internal.comment_tags(o.doc) as t
    where t.tag = 'access'
  )
  select d.target, d.role_name, d.privileges,
    not exists (
      select
      from regexp_split_to_table(d.privileges, ', *') as wanted (privilege)
      where not exists (
        select
        from aclexplode(d.acl) as a
        inner join pg_roles as r on r.oid = a.grantee
        where r.rolname = d.role_name
          and lower(a.privilege_type) = wanted.privilege
      )
    )
  from declared as d
$$;

comment on function steward_internal.declared_access() is $doc$
Lists the grants that the `@access` tags of pgsteward's objects declare.

@returns One row for each object and role, and whether the role has all of the privileges.
@access steward_reader
@example select target, privileges from steward_internal.declared_access() where not is_granted;
$doc$;

revoke all on function steward_internal.declared_access() from public;
-- end
-- begin sql/core/functions/error_codes.sql cc5389bce6408e39a5655570a5f43de5bb0daaf489b22522ce8dff78440795c6
create or replace function steward.error_codes()
returns table (code text, name text, meaning text)
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  values
    ('SW001', 'unknown_setting', 'A setting of this name does not exist.'),
    ('SW002', 'invalid_setting_value', 'The value is not valid for the type of the setting.'),
    ('SW003', 'unknown_health_check', 'A health check or category of this name does not exist.'),
    ('SW004', 'read_only_server', 'The call writes, and this server is a standby or read-only.'),
    ('SW005', 'unknown_schedule', 'A schedule of this name does not exist.'),
    ('SW006', 'invalid_cron_expression', 'The cron expression cannot be read.'),
    ('SW007', 'invalid_threshold', 'The thresholds of a health check contradict each other.')
$$;

comment on function steward.error_codes() is $doc$
Lists the SQLSTATEs that pgsteward raises beside PostgreSQL's own.

Their class `SW` is in the range that the SQL standard leaves to implementations. Where
PostgreSQL has a code that fits, as 22023 or 42501, that one is raised instead.

@area core
@returns One row for each code.
@access steward_reader
@example select code, name, meaning from error_codes() order by code;
$doc$;

revoke all on function steward.error_codes() from public;
-- end
-- begin sql/core/functions/extend_search_path.sql 217dcbae5d31c3643ec331fdc1ce87f415b726678a9b40bda26bec387af83760
create or replace function steward_internal.extend_search_path()
returns text
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_previous text := steward_internal.database_search_path();
  v_extended text;
begin
  v_extended := concat_ws(
    ', ',
    nullif(
      coalesce(
        v_previous,
        (select s.boot_val from pg_settings as s where s.name = 'search_path')
      ),
      '""'
    ),
    'steward'
  );
  if v_previous ~ '(^|[ ,"])steward($|[ ,"])' then
    return null;
  end if;

  execute format('alter database %I set search_path = %s', current_database(), v_extended);
  insert into steward_internal.install_record (name, value)
  values ('search_path before', v_previous), ('search_path', v_extended)
  on conflict (name) do update set value = excluded.value;
  return v_extended;
end
$$;

comment on function steward_internal.extend_search_path() is $doc$
Appends the schema steward to the search_path of this database, in last place.

New sessions can then call everything unqualified, and nothing of yours is shadowed. What was there
before is recorded for uninstall. A search_path that a role has set for itself still wins.

@returns The new search_path, or null if the schema was in it already.
@error 42501 The caller does not own the database.
@access steward_admin
@example begin; select steward_internal.extend_search_path(); rollback;
$doc$;

revoke all on function steward_internal.extend_search_path() from public;
-- end
-- begin sql/core/functions/extension_schema.sql 638ca6f40ecce04dc7d3079f4637eeefbfcbcaa0132c8c480c9a6ba3658735e3
create or replace function steward_internal.extension_schema(extension name)
returns name
language sql
stable
parallel safe
strict
set search_path = pg_catalog, pg_temp
as $$
  select n.nspname
  from pg_extension as e
  inner join pg_namespace as n on n.oid = e.extnamespace
  where e.extname = extension_schema.extension
$$;

comment on function steward_internal.extension_schema(name) is $doc$
Returns the schema in which an extension is installed in this database.

@param extension Name of the extension, as in pg_extension.
@returns The schema, or null if the extension is not installed.
@access steward_reader
@example select steward_internal.extension_schema('plpgsql');
$doc$;

revoke all on function steward_internal.extension_schema(name) from public;
-- end
-- begin sql/core/functions/get_setting.sql 452e278c4f922b1dd012e3202bf563f023231b8897b9582472fa9594ae6f73dd
create or replace function steward.get_setting(name text)
returns text
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_value text;
begin
  select s.value
  into v_value
  from steward.settings as s
  where s.name = get_setting.name;

  if not found then
    raise exception using
      errcode = 'SW001',
      message = format('setting %L does not exist', get_setting.name),
      hint = 'List the settings with: select name from steward.settings order by name;';
  end if;
  return v_value;
end
$$;

comment on function steward.get_setting(text) is $doc$
Returns the value of a setting.

@area core
@param name Name of the setting, as in the table `settings`.
@returns The value as text, in the form in which its type is written.
@error SW001 There is no setting of this name.
@access steward_reader
@example select get_setting('health.time_budget');
$doc$;

revoke all on function steward.get_setting(text) from public;
-- end
-- begin sql/core/functions/grant_access.sql 80c29e319006505cfbbe54e200eb6b1d55174682155d091f0a1348d7d8d2c684
create or replace function steward_internal.grant_access()
returns setof text
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_statement text;
begin
  for v_statement in
    select format('grant %s on %s to %I', a.privileges, a.target, a.role_name)
    from steward_internal.declared_access() as a
    inner join pg_roles as r on r.rolname = a.role_name
    where not a.is_granted
    order by a.target, a.role_name
  loop
    execute v_statement;
    return next v_statement;
  end loop;
end
$$;

comment on function steward_internal.grant_access() is $doc$
Grants what the comments of the objects declare to the roles that exist.

The roles are optional, so a grant cannot stand in the source of an object; its comment says
`@access role privileges` instead, and this makes it true. It runs at the end of every install.

@returns The statements that were needed, none if nothing was missing.
@access steward_admin
@example select * from steward_internal.grant_access();
$doc$;

revoke all on function steward_internal.grant_access() from public;
-- end
-- begin sql/core/functions/is_valid_value.sql 433523d9cc196fd8eb8d3cfa86159aaaeb3a7ee169bd0c5db8d55849d2507e67
create or replace function steward_internal.is_valid_value(value text, value_type text)
returns boolean
language plpgsql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
begin
  return case is_valid_value.value_type
    when 'text' then is_valid_value.value is not null
    when 'text[]' then is_valid_value.value::text[] is not null
    when 'integer' then is_valid_value.value::integer is not null
    when 'boolean' then is_valid_value.value::boolean is not null
    when 'interval' then coalesce(is_valid_value.value::interval >= interval '0', false)
    else false
  end;
exception
  when data_exception then
    return false;
end
$$;

comment on function steward_internal.is_valid_value(text, text) is $doc$
Tells whether a text can be read as a type that settings may have.

An interval must not be negative, since every interval among the settings is a duration. (The
function of PostgreSQL that does this, pg_input_is_valid(), came with version 16.)

@param value The text; null is never valid.
@param value_type One of text, text[], integer, boolean and interval.
@returns True if the text is valid.
@access steward_admin
@example select steward_internal.is_valid_value('3 days', 'interval');
$doc$;

revoke all on function steward_internal.is_valid_value(text, text) from public;
-- end
-- begin sql/core/functions/locked_relations.sql 091544ae184cd373a619610d68a78cdf2e27c4e3d185772cfeac9397d00048ad
create or replace function steward_internal.locked_relations()
returns setof oid
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select distinct l.relation
  from pg_locks as l
  inner join pg_database as d on d.oid = l.database
  where d.datname = current_database()
    and l.locktype = 'relation'
    and l.mode = 'AccessExclusiveLock'
    and l.pid <> pg_backend_pid()
$$;

comment on function steward_internal.locked_relations() is $doc$
Lists the relations that another session holds or awaits exclusively.

A check that opened one of them would join the queue behind a migration; an awaited lock queues
newcomers just like a granted one.

@returns The OIDs of the relations.
@access steward_reader
@example select relation::regclass from steward_internal.locked_relations() as relation;
$doc$;

revoke all on function steward_internal.locked_relations() from public;
-- end
-- begin sql/core/functions/object_fingerprints.sql 7202f71c16624bf419b0faeec787418c3918ad7304c21658f1f9d71a0b319281
create or replace function steward.object_fingerprints()
returns table (object_type text, object_name text, fingerprint text)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with schemas as (
    select n.oid, n.nspname, n.nspowner, n.nspacl
    from pg_namespace as n
    where n.nspname in ('steward', 'steward_internal')
  ),
  relations as (
    select c.oid, c.relkind, c.relowner, c.relacl, c.reloptions, c.relrowsecurity,
      c.relforcerowsecurity, format('%I.%I', s.nspname, c.relname) as name
    from schemas as s
    inner join pg_class as c on c.relnamespace = s.oid
    where c.relkind in ('r', 'p', 'v', 'm', 'S', 'c')
  ),
  definitions as (
    select
      'schema' as object_type,
      quote_ident(s.nspname) as object_name,
      '' as definition,
      obj_description(s.oid, 'pg_namespace') as description,
      coalesce(s.nspacl, acldefault('n', s.nspowner)) as acl
    from schemas as s
    union all
    select
      case p.prokind when 'p' then 'procedure' when 'a' then 'aggregate' else 'function' end,
      p.oid::regprocedure::text,
      case p.prokind when 'a' then '' else pg_get_functiondef(p.oid) end,
      obj_description(p.oid, 'pg_proc'),
      coalesce(p.proacl, acldefault('f', p.proowner))
    from schemas as s
    inner join pg_proc as p on p.pronamespace = s.oid
    union all
    select
      case r.relkind
        when 'v' then 'view'
        when 'm' then 'materialized view'
        when 'S' then 'sequence'
        when 'c' then 'type'
        else 'table'
      end,
      r.name,
      concat_ws(
        E'\n',
        r.reloptions::text,
        r.relrowsecurity,
        r.relforcerowsecurity,
        -- PostgreSQL 16 prints fewer column qualifiers in a view than 15, so none is compared.
        case when r.relkind in ('v', 'm') then
          regexp_replace(pg_get_viewdef(r.oid), '\m[a-z_]+\.|[\s()]', '', 'g')
        end,
        (
          select string_agg(
            concat_ws(
              ' ', a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
              case when r.relkind in ('r', 'p') then pg_get_expr(d.adbin, d.adrelid) end,
              col_description(a.attrelid, a.attnum)
            ),
            E'\n' order by a.attnum
          )
          from pg_attribute as a
          left join pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum
          where a.attrelid = r.oid
            and a.attnum > 0
            and not a.attisdropped
            and r.relkind <> 'S'
        ),
        (
          -- PostgreSQL 18 also lists NOT NULL here; attnotnull covers it on every version.
          select string_agg(
            concat_ws(' ', con.conname, pg_get_constraintdef(con.oid)), E'\n' order by con.conname
          )
          from pg_constraint as con
          where con.conrelid = r.oid
            and con.contype <> 'n'
        ),
        (
          select string_agg(pg_get_indexdef(i.indexrelid), E'\n' order by i.indexrelid::regclass::text)
          from pg_index as i
          where i.indrelid = r.oid
        ),
        (
          select string_agg(pg_get_triggerdef(tg.oid), E'\n' order by tg.tgname)
          from pg_trigger as tg
          where tg.tgrelid = r.oid
            and not tg.tgisinternal
        )
      ),
      obj_description(r.oid, 'pg_class'),
      coalesce(r.relacl, acldefault(case r.relkind when 'S' then 's'::"char" else 'r' end, r.relowner))
    from relations as r
  )
  select
    d.object_type,
    d.object_name,
    md5(
      concat_ws(
        E'\n',
        d.definition,
        d.description,
        case
          when exists (select from aclexplode(d.acl) as privilege where privilege.grantee = 0)
            then 'granted to PUBLIC'
        end
      )
    )
  from definitions as d
  order by d.object_type, d.object_name
$$;

comment on function steward.object_fingerprints() is $doc$
Returns a hash of every object that pgsteward owns in this database.

The hash covers definition, settings, comment, and whether PUBLIC has any privilege; owner and
grants to named roles are yours to choose and not part of it. It is the same on PostgreSQL 15 to 18,
in a dump restored elsewhere, and after the same source has been applied again. `pgsteward doctor`
and the gates of the repository compare databases with it and with nothing else.

@area core
@returns One row for each schema, function, procedure, table, view, sequence and type.
@access steward_reader
@example select object_name, fingerprint from object_fingerprints() where object_type = 'view';
$doc$;

revoke all on function steward.object_fingerprints() from public;
-- end
-- begin sql/core/functions/relation_columns.sql 52107a6055bec0abd9dfa12a962090832952b420a10a73b376a360631e193d1b
create or replace function steward_internal.relation_columns(relation oid)
returns jsonb
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_agg(
    jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod))
    order by a.attnum
  )
  from pg_attribute as a
  where a.attrelid = relation_columns.relation
    and a.attnum > 0
    and not a.attisdropped
$$;

comment on function steward_internal.relation_columns(oid) is $doc$
Describes the columns of a table, view or composite type.

@param relation OID of the relation in pg_class.
@returns An array of objects with name and type, null if there is no such relation.
@access steward_reader
@example select steward_internal.relation_columns('steward.settings'::regclass);
$doc$;

revoke all on function steward_internal.relation_columns(oid) from public;
-- end
-- begin sql/core/functions/role_setup.sql 79455b8924c966da539ae4872be1219b79da20ddb9c71928af7bf510851a8d72
create or replace function steward_internal.role_setup()
returns table (step integer, statement text, created_role text, is_done boolean)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    r.step,
    format('create role %I nologin', r.name),
    r.name,
    exists (select from pg_roles as existing where existing.rolname = r.name)
  from (
    values
      (1, 'steward_reader'),
      (2, 'steward_operator'),
      (3, 'steward_admin')
  ) as r (step, name)
  union all
  select
    m.step,
    format('grant %I to %I', m.granted, m.member),
    null,
    exists (
      select
      from pg_auth_members as a
      inner join pg_roles as granted on granted.oid = a.roleid
      inner join pg_roles as member on member.oid = a.member
      where granted.rolname = m.granted
        and member.rolname = m.member
    )
  from (
    values
      (4, 'pg_monitor', 'steward_reader'),
      (5, 'steward_reader', 'steward_operator'),
      (6, 'steward_operator', 'steward_admin')
  ) as m (step, granted, member)
$$;

comment on function steward_internal.role_setup() is $doc$
Lists the statements that set up pgsteward's roles, and whether each is done.

steward_reader sees (health, performance), steward_operator also runs (maintenance, schedules),
steward_admin also decides (settings, policies).

@returns One row for each statement in the order in which they must run.
@access steward_reader
@example select statement from steward_internal.role_setup() where not is_done order by step;
$doc$;

revoke all on function steward_internal.role_setup() from public;
-- end
-- begin sql/core/functions/routine_arguments.sql ccf6c702dacd2f07f008e65734469f4be2a870c13997e4e3ce9b4077b2bd94ae
create or replace function steward_internal.routine_arguments(routine oid)
returns jsonb
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(
    jsonb_agg(
      jsonb_build_object(
        'name', p.proargnames[a.position],
        'type', format_type(a.type, null),
        'default', pg_get_function_arg_default(p.oid, a.position::integer)
      )
      order by a.position
    ),
    '[]'
  )
  from pg_proc as p
  cross join lateral unnest(p.proargtypes::oid[]) with ordinality as a (type, position)
  where p.oid = routine_arguments.routine
$$;

comment on function steward_internal.routine_arguments(oid) is $doc$
Describes the arguments of a routine.

@param routine OID of the routine in pg_proc.
@returns An array of objects with name, type and default (null if the argument is required).
@access steward_reader
@example select steward_internal.routine_arguments('steward.get_setting(text)'::regprocedure);
$doc$;

revoke all on function steward_internal.routine_arguments(oid) from public;
-- end
-- begin sql/core/functions/routine_columns.sql 8eec9ce1ab63a5b3b5422b252765d61301207d0885f0982644a6650afd2a36a0
create or replace function steward_internal.routine_columns(routine oid)
returns jsonb
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(
    (
      select jsonb_agg(
        jsonb_build_object('name', p.proargnames[a.position], 'type', format_type(a.type, null))
        order by a.position
      )
      from unnest(p.proallargtypes, p.proargmodes) with ordinality as a (type, mode, position)
      where a.mode = 't'
    ),
    steward_internal.relation_columns(t.typrelid),
    jsonb_build_array(jsonb_build_object('name', p.proname, 'type', format_type(t.oid, null)))
  )
  from pg_proc as p
  inner join pg_type as t on t.oid = p.prorettype
  where p.oid = routine_columns.routine
    and p.prokind <> 'p'
$$;

comment on function steward_internal.routine_columns(oid) is $doc$
Describes the columns of what a function returns.

A function that returns a single value has one column with the name of the function, as in a query.

@param routine OID of the routine in pg_proc.
@returns An array of objects with name and type, null for a procedure.
@access steward_reader
@example select steward_internal.routine_columns('steward.error_codes()'::regprocedure);
$doc$;

revoke all on function steward_internal.routine_columns(oid) from public;
-- end
-- begin sql/core/functions/set_setting.sql f4129f256f062827c0b4ba3c38c23cf3af06941d353ca6b34f8263df76226952
create or replace function steward.set_setting(name text, value text)
returns table (setting text, old_value text, new_value text)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_old steward.settings;
begin
  select s.*
  into v_old
  from steward.settings as s
  where s.name = set_setting.name
  for update;

  if not found then
    raise exception using
      errcode = 'SW001',
      message = format('setting %L does not exist', set_setting.name),
      hint = 'List the settings with: select name from steward.settings order by name;';
  end if;

  if not coalesce(
    steward_internal.is_valid_value(set_setting.value, v_old.value_type), false
  ) then
    raise exception using
      errcode = 'SW002',
      message = format('invalid value for setting %L: %L', set_setting.name, set_setting.value),
      detail = format('The setting is of type %s.', v_old.value_type),
      hint = format('Its default is %L.', v_old.default_value);
  end if;

  update steward.settings as s
  set value = set_setting.value
  where s.name = set_setting.name;

  return query select v_old.name, v_old.value, set_setting.value;
end
$$;

comment on function steward.set_setting(text, text) is $doc$
Changes a setting after checking the value against the type of the setting.

@area core
@param name Name of the setting, as in the table `settings`.
@param value The new value, written as its type is written: an interval as '15 s' or '30 days'.
@returns The setting with its old and its new value.
@error SW001 There is no setting of this name.
@error SW002 The value is null or not valid for the type of the setting.
@access steward_admin
@example select * from set_setting('health.time_budget', '15 s');
$doc$;

revoke all on function steward.set_setting(text, text) from public;
-- end
-- begin sql/core/functions/statistics_since.sql 3d3d36ff3122e213f390418dc1ff2963a0dc3fe934c16868e861c31bec9a543d
create or replace function steward_internal.statistics_since()
returns timestamptz
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select greatest(
    (select d.stats_reset from pg_stat_database as d where d.datname = current_database()),
    (select b.stats_reset from pg_stat_bgwriter as b)
  )
$$;

comment on function steward_internal.statistics_since() is $doc$
Returns the start of the cumulative statistics of this database.

After a crash all counters start again, but pg_stat_database.stats_reset keeps its old value or null
(PostgreSQL 15 to 18); pg_stat_bgwriter.stats_reset moves, so the later of the two is the truth.

@returns The start of the statistics.
@access steward_reader
@example select now() - steward_internal.statistics_since() as observed;
$doc$;

revoke all on function steward_internal.statistics_since() from public;
-- end
-- begin sql/core/functions/steward_version.sql 8b02eb1475df738b67bcbd52fec1240dfd4426d2ccdd3069209a47ebed7c6a24
create or replace function steward.steward_version()
returns text
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select '0.1.0'
$$;

comment on function steward.steward_version() is $doc$
Returns the version of pgsteward that is installed in this database.

@area core
@returns A semantic version; it equals the version of the npm package that installed it.
@access steward_reader
@example select steward_version();
$doc$;

revoke all on function steward.steward_version() from public;
-- end
-- begin sql/core/functions/uninstall_statements.sql 763868488725fd9599d2f99890cbd823ae948723f61d644b9c8014bf6d3557a1
create or replace function steward_internal.uninstall_statements()
returns table (statement text, only_purge boolean)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with search_path as (
    select
      steward_internal.database_search_path() as current_value,
      (select r.value from steward_internal.install_record as r where r.name = 'search_path')
        as installed_value,
      (select r.value from steward_internal.install_record as r where r.name = 'search_path before')
        as previous_value
  ),
  remaining as (
    select
      case
        when p.current_value = p.installed_value then p.previous_value
        else
          (
            select string_agg(element.name, ', ' order by element.position)
            from regexp_split_to_table(p.current_value, ',\s*') with ordinality
              as element (name, position)
            where element.name not in ('steward', '"steward"')
          )
      end as value
    from search_path as p
    where p.installed_value is not null
      and p.current_value is not null
  )
  select
    case
      when r.value is null then format('alter database %I reset search_path', current_database())
      else format('alter database %I set search_path = %s', current_database(),
        coalesce(nullif(r.value, '""'), quote_literal('')))
    end,
    false
  from remaining as r
  union all
  select format('drop role %I', substring(r.name from 6)), true
  from steward_internal.install_record as r
  where r.name like 'role %'
$$;

comment on function steward_internal.uninstall_statements() is $doc$
Lists the statements that undo what install changed outside of its own schemas.

`pgsteward uninstall` reads them before it drops the schemas and runs them afterwards. A search_path
that somebody changed since the install only loses the element steward.

@returns Each statement, and whether it belongs to `uninstall --purge` only.
@access steward_admin
@example select statement, only_purge from steward_internal.uninstall_statements();
$doc$;

revoke all on function steward_internal.uninstall_statements() from public;
-- end
-- begin sql/health/functions/assert_known_checks.sql aadd619f3adab0665b016edce68d1b6862399070a24d6382fece8bf28dc8bc29
create or replace function steward_internal.assert_known_checks(categories text[], checks text[])
returns void
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_unknown text;
begin
  select wanted.name
  into v_unknown
  from (
    select unnest(assert_known_checks.categories) as name, 'category' as kind
    union all
    select unnest(assert_known_checks.checks), 'check'
  ) as wanted
  where not exists (
    select
    from steward_internal.health_check_registry() as r
    where wanted.name = case wanted.kind when 'check' then r.check_id else r.category end
  )
  limit 1;

  if found then
    raise exception using
      errcode = 'SW003',
      message = format('health check or category %L does not exist', v_unknown),
      detail = format(
        'The categories are %s.',
        (select string_agg(distinct r.category, ', ') from steward_internal.health_check_registry() as r)
      ),
      hint = 'List the checks with: select check_id, category from steward.health_checks;';
  end if;
end
$$;

comment on function steward_internal.assert_known_checks(text[], text[]) is $doc$
Raises if a category or a check of this name does not exist.

@param categories Categories to look up; null or empty is fine.
@param checks Checks to look up by check_id; null or empty is fine.
@returns Nothing.
@error SW003 One of the names is unknown.
@access steward_reader
@example select steward_internal.assert_known_checks(array['indexes'], null);
$doc$;

revoke all on function steward_internal.assert_known_checks(text[], text[]) from public;
-- end
-- begin sql/health/functions/bloat_candidates.sql 0c34d359c9e4de58335d45d19448c41907191c1c7880dbde3fdeaf8d278ddcb0
create or replace function steward_internal.bloat_candidates(min_bytes bigint)
returns table (
  relid oid,
  schema_name name,
  table_name name,
  estimated_bytes bigint,
  extension_schema name,
  withheld text
)
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    r.relid,
    r.schema_name,
    r.relation_name,
    r.estimated_bytes,
    x.schema_name,
    case
      when x.schema_name is null then 'extension: pgstattuple is not installed'
      when not (
        has_schema_privilege(x.schema_name, 'usage')
          and has_function_privilege(x.approx, 'execute')
      ) then format('privilege: grant pg_stat_scan_tables to %I;', current_user)
      when r.relid in (select steward_internal.locked_relations())
        then 'lock: another session holds or awaits an exclusive lock on the table'
      when r.relpages - r.relallvisible > unread.page_limit
        then format(
          'cost: %s would have to be read; VACUUM the table first',
          pg_size_pretty((r.relpages - r.relallvisible) * current_setting('block_size')::bigint)
        )
    end
  from steward_internal.user_relations as r
  cross join (
    select
      s.name as schema_name,
      to_regprocedure(format('%I.pgstattuple_approx(regclass)', s.name)) as approx
    from (select steward_internal.extension_schema('pgstattuple') as name) as s
  ) as x
  -- 1 GB of pages that are not all-visible: about what a busy disk reads in a few seconds.
  cross join (
    select 1073741824 / current_setting('block_size')::bigint as page_limit
  ) as unread
  where r.relkind in ('r', 'm')
    and r.relpersistence = 'p'
    and r.estimated_bytes >= bloat_candidates.min_bytes
  order by r.estimated_bytes desc, r.relid
$$;

comment on function steward_internal.bloat_candidates(bigint) is $doc$
Lists the tables whose bloat is worth measuring, and what forbids it.

@param min_bytes Leaves out smaller tables.
@returns One row for each table, largest first; `withheld` begins with extension, privilege, lock or cost.
@access steward_reader
@example select table_name, withheld from steward_internal.bloat_candidates(1048576);
$doc$;

revoke all on function steward_internal.bloat_candidates(bigint) from public;
-- end
-- begin sql/health/functions/check_obstacle.sql 7f15ba222a212591f3981a3196b32a31eded09b21c5804a9995d17fb8bd7faff
create or replace function steward_internal.check_obstacle(
  requires_role text,
  requires_extension text,
  runs_on text
)
returns table (reason text, detail text, action text)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select o.reason, o.detail, o.action
  from (
    select
      1 as position,
      'server' as reason,
      format('Runs on a %s, and this server is a %s.', check_obstacle.runs_on,
        case when pg_is_in_recovery() then 'standby' else 'primary' end) as detail,
      format('Run the health check on the %s as well.', check_obstacle.runs_on) as action
    where check_obstacle.runs_on
      <> all (array['both', case when pg_is_in_recovery() then 'standby' else 'primary' end])
    union all
    select
      2,
      'extension',
      format('Needs the extension %I, which is not installed in this database.',
        check_obstacle.requires_extension),
      coalesce(
        (
          select format('create extension %I;', a.name)
          from pg_available_extensions as a
          where a.name = check_obstacle.requires_extension
        ),
        format('Install the server package with %s, then: create extension %1$I;',
          check_obstacle.requires_extension)
      )
    where check_obstacle.requires_extension is not null
      and steward_internal.extension_schema(check_obstacle.requires_extension) is null
    union all
    select
      3,
      'privilege',
      format('Role %I cannot see what this check reads.', current_user),
      format('grant %I to %I;', check_obstacle.requires_role, current_user)
    where check_obstacle.requires_role is not null
      and not pg_has_role(current_user, check_obstacle.requires_role, 'usage')
  ) as o
  order by o.position
  limit 1
$$;

comment on function steward_internal.check_obstacle(text, text, text) is $doc$
Tells why a health check cannot look, and what would let it.

@param requires_role Role whose privileges the check needs, or null.
@param requires_extension Extension that the check needs, or null.
@param runs_on Kind of server that the check runs on: both, primary or standby.
@returns One row if there is an obstacle: `reason` is server, extension or privilege.
@access steward_reader
@example select * from steward_internal.check_obstacle('pg_monitor', 'pgstattuple', 'primary');
$doc$;

revoke all on function steward_internal.check_obstacle(text, text, text) from public;
-- end
-- begin sql/health/functions/configure_health_check.sql 97353eb1fe13d47cbc6c55e0c4371a8a485af0a675966b0a59712b6b6978e40f
create or replace function steward.configure_health_check(
  check_id text,
  enabled boolean default null,
  warning numeric default null,
  critical numeric default null
)
returns table (
  configured_check text,
  is_enabled boolean,
  warning_threshold numeric,
  critical_threshold numeric
)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_check record;
  v_is_possible boolean;
begin
  insert into steward_internal.health_check_overrides as o (check_id, enabled, warning, critical)
  values (
    configure_health_check.check_id,
    configure_health_check.enabled,
    configure_health_check.warning,
    configure_health_check.critical
  )
  on conflict on constraint health_check_overrides_pkey do update
  set enabled = excluded.enabled,
    warning = excluded.warning,
    critical = excluded.critical;

  select r.*
  into v_check
  from steward_internal.health_check_registry() as r
  where r.check_id = configure_health_check.check_id;

  if not found then
    raise exception using
      errcode = 'SW003',
      message = format('health check %L does not exist', configure_health_check.check_id),
      hint = 'List the checks with: select check_id, title from steward.health_checks;';
  end if;

  v_is_possible := case
    when v_check.severity is not null
      then coalesce(configure_health_check.warning, configure_health_check.critical) is null
    when v_check.direction = 'below' then v_check.critical <= v_check.warning
    else v_check.critical >= v_check.warning
  end;
  if not v_is_possible then
    raise exception using
      errcode = 'SW007',
      message = format('invalid thresholds for health check %L', v_check.check_id),
      detail = format(
        'The check would have severity %s, warning %s, critical %s, and is worse %s them.',
        coalesce(v_check.severity, 'by threshold'), coalesce(v_check.warning::text, 'none'),
        coalesce(v_check.critical::text, 'none'), v_check.direction
      ),
      hint = 'A check with a fixed severity takes no thresholds; else critical must be the worse one.';
  end if;

  return query select v_check.check_id, v_check.is_enabled, v_check.warning, v_check.critical;
end
$$;

comment on function steward.configure_health_check(text, boolean, numeric, numeric) is $doc$
Switches a health check on or off and sets its thresholds.

Every call states the whole configuration: what is left out goes back to the shipped default.

@area health
@param check_id The check, as in `health_checks`.
@param enabled False switches the check off; null means on.
@param warning Value from which on a finding is a warning, in the unit of the check; null is the shipped one.
@param critical Value from which on a finding is critical; null is the shipped one.
@returns The check with what is now in force.
@error SW003 There is no check of this name.
@error SW007 The check has a fixed severity, or critical is less grave than warning.
@access steward_admin
@example select * from configure_health_check('long_queries', warning => 600, critical => 7200);
$doc$;

revoke all on function steward.configure_health_check(text, boolean, numeric, numeric) from public;
-- end
-- begin sql/health/functions/database_health_check.sql 8e761436f63e717bf718ccb2a90c6aca5a8681a58b4fe198227e0e31e4a8ecef
create or replace function steward.database_health_check(
  min_severity text default 'info',
  include_ok boolean default false,
  categories text[] default null
)
returns table (
  status text,
  severity text,
  category text,
  check_id text,
  object text,
  value text,
  detail text,
  action text
)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
begin
  if min_severity is null or min_severity not in ('info', 'warning', 'critical') then
    raise exception using
      errcode = '22023',
      message = format('invalid severity: %L', min_severity),
      hint = 'Pass info, warning or critical.';
  end if;

  return query
  select
    f.status,
    f.severity,
    f.category,
    f.check_id,
    case
      when f.object_schema is null then f.object_name
      else format('%I.%I', f.object_schema, f.object_name)
    end,
    steward_internal.format_value(f.value, f.unit),
    f.detail,
    f.action
  from steward.health_findings(database_health_check.categories) as f
  where case f.status
      when 'ok' then include_ok
      when 'finding' then
        steward_internal.severity_rank(f.status, f.severity)
          <= steward_internal.severity_rank('finding', min_severity)
      else true
    end
  order by
    steward_internal.severity_rank(f.status, f.severity), f.category, f.check_id, f.value desc, 5;
end
$$;

comment on function steward.database_health_check(text, boolean, text[]) is $doc$
Checks the health of the database and returns what needs attention, worst first.

Checks that could not look come last, with what would let them look. It reads only, never waits
longer than 100 ms for a lock, and takes a few seconds at most.

@area health
@param min_severity Leaves out findings below it: info, warning or critical.
@param include_ok Whether checks that found nothing are listed as well.
@param categories Only checks of these categories, as in `health_checks`; null means all.
@returns One row for each finding: what, where, how bad, and what to do.
@error 22023 min_severity is none of the three.
@error SW003 There is no such category.
@access steward_reader
@example select severity, check_id, object, value, action from database_health_check('warning');
$doc$;

revoke all on function steward.database_health_check(text, boolean, text[]) from public;
-- end
-- begin sql/health/functions/format_value.sql fed6059762ecbcdec6e6dcb99c7989453172951b2c631369940f921139590296
create or replace function steward_internal.format_value(value numeric, unit text)
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select case format_value.unit
    when 'percent' then round(format_value.value, 1)::text || ' %'
    when 'seconds' then justify_interval(
      make_interval(secs => round(format_value.value)::double precision)
    )::text
    when 'milliseconds' then round(format_value.value, 1)::text || ' ms'
    when 'bytes' then pg_size_pretty(format_value.value)
    else trim_scale(round(format_value.value, 1))::text
      || case when format_value.unit is null then '' else ' ' || format_value.unit end
  end
$$;

comment on function steward_internal.format_value(numeric, text) is $doc$
Writes a measured value with its unit for people.

@param value The value; null gives null.
@param unit percent, seconds, milliseconds, bytes, another noun, or null.
@returns The text, as `83.1 %` or `00:15:00`.
@access steward_reader
@example select steward_internal.format_value(900, 'seconds');
$doc$;

revoke all on function steward_internal.format_value(numeric, text) from public;
-- end
-- begin sql/health/functions/get_blocking_locks.sql 2e198922bf101966b9a644479f2e1555f802224271aab4e8d18ab10f04993977
create or replace function steward.get_blocking_locks()
returns table (
  blocked_pid integer,
  blocked_user name,
  blocked_for interval,
  blocked_query text,
  lock_mode text,
  relation text,
  blocking_pids integer[],
  root_blocker_pid integer,
  root_blocker_user name,
  root_blocker_state text,
  root_blocker_query text
)
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with recursive waiting as materialized (
    select l.pid, l.mode, l.relation, l.database, l.waitstart, pg_blocking_pids(l.pid) as blockers
    from pg_locks as l
    where not l.granted
  ),
  chain as (
    select w.pid, b.blocker, array[w.pid, b.blocker] as path
    from waiting as w
    cross join lateral unnest(w.blockers) as b (blocker)
    union all
    select c.pid, b.blocker, c.path || b.blocker
    from chain as c
    inner join waiting as w on w.pid = c.blocker
    cross join lateral unnest(w.blockers) as b (blocker)
    where b.blocker <> all (c.path)
  ),
  roots as (
    -- In a deadlock nobody is a root; the longest way down then names one of the circle.
    select distinct on (c.pid) c.pid, c.blocker
    from chain as c
    order by c.pid, exists (select from waiting as w where w.pid = c.blocker),
      cardinality(c.path) desc, c.blocker
  )
  select
    w.pid,
    a.usename,
    clock_timestamp() - coalesce(w.waitstart, a.state_change),
    a.query,
    w.mode,
    case
      when w.database = (select d.oid from pg_database as d where d.datname = current_database())
        then (
          select format('%I.%I', n.nspname, c.relname)
          from pg_class as c
          inner join pg_namespace as n on n.oid = c.relnamespace
          where c.oid = w.relation
        )
    end,
    w.blockers,
    r.blocker,
    root.usename,
    case when r.blocker = 0 then 'prepared transaction' else root.state end,
    root.query
  from waiting as w
  left join roots as r on r.pid = w.pid
  left join pg_stat_activity as a on a.pid = w.pid
  left join pg_stat_activity as root on root.pid = r.blocker
  where cardinality(w.blockers) > 0
  order by 3 desc nulls last, w.pid
$$;

comment on function steward.get_blocking_locks() is $doc$
Lists the sessions that wait for a lock, each with its root blocker.

Who blocks whom is what pg_blocking_pids() says, which knows the queue and group locking; joins of
pg_locks with itself miss most of it. A root blocker with pid 0 is a prepared transaction. Texts and
states of other roles' sessions need pg_read_all_stats.

@area health
@returns One row for each waiting session, longest wait first. `blocking_pids` are its direct blockers.
@access steward_reader
@example select blocked_pid, blocked_for, root_blocker_pid, root_blocker_query from get_blocking_locks();
$doc$;

revoke all on function steward.get_blocking_locks() from public;
-- end
-- begin sql/health/functions/get_cache_hit_ratio.sql 3927e9fc3b407b70591b2983e2985c42f57d3f8012ffaf3dfaec4af81f408249
create or replace function steward.get_cache_hit_ratio()
returns table (
  scope text,
  blocks_hit bigint,
  blocks_read bigint,
  hit_ratio numeric,
  stats_since timestamptz
)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    s.scope,
    s.blocks_hit,
    s.blocks_read,
    round(100.0 * s.blocks_hit / nullif(s.blocks_hit + s.blocks_read, 0), 2),
    steward_internal.statistics_since()
  from (
    select 'database' as scope, d.blks_hit as blocks_hit, d.blks_read as blocks_read
    from pg_stat_database as d
    where d.datname = current_database()
    union all
    select 'tables', sum(t.heap_blks_hit)::bigint, sum(t.heap_blks_read)::bigint
    from pg_statio_user_tables as t
    union all
    select 'indexes', sum(i.idx_blks_hit)::bigint, sum(i.idx_blks_read)::bigint
    from pg_statio_user_indexes as i
  ) as s
$$;

comment on function steward.get_cache_hit_ratio() is $doc$
Returns the share of block reads that shared_buffers could answer.

Blocks that the operating system had cached count as read, so this is about shared_buffers only. The
figures are sums since `stats_since`: a bad hour disappears in a good month.

@area health
@returns Three rows: the database (with catalogs), its user tables and its user indexes. `hit_ratio` is in percent, null if nothing was read yet.
@access steward_reader
@example select scope, hit_ratio from get_cache_hit_ratio();
$doc$;

revoke all on function steward.get_cache_hit_ratio() from public;
-- end
-- begin sql/health/functions/get_connection_stats.sql 8065e9f104cf59df162be1df12d0a6805e8d26d2722c4de3ac7bf653896d4ac3
create or replace function steward.get_connection_stats()
returns table (
  database_name name,
  user_name name,
  state text,
  connection_count bigint,
  oldest_state_change interval,
  share_of_slots numeric
)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    a.datname,
    a.usename,
    coalesce(a.state, 'not visible'),
    count(*),
    max(clock_timestamp() - a.state_change),
    round(
      100.0 * count(*) / (
        current_setting('max_connections')::integer
          - current_setting('superuser_reserved_connections')::integer
          - coalesce(current_setting('reserved_connections', true)::integer, 0)
      ),
      1
    )
  from pg_stat_activity as a
  where a.backend_type = 'client backend'
  group by a.datname, a.usename, coalesce(a.state, 'not visible')
  order by count(*) desc, a.datname, a.usename, 3
$$;

comment on function steward.get_connection_stats() is $doc$
Counts the client connections by database, role and state.

Only sessions of one's own roles are visible without pg_read_all_stats; the backend type of the
others is hidden, so they are not counted.

@area health
@returns One row for each database, role and state, most connections first. `share_of_slots` is in percent of the slots that ordinary roles can use, `oldest_state_change` how long the longest of them has been in this state.
@access steward_reader
@example select database_name, state, connection_count from get_connection_stats();
$doc$;

revoke all on function steward.get_connection_stats() from public;
-- end
-- begin sql/health/functions/get_table_bloat_stats.sql 43cd24696e538c4ea0b674f518044e081e67855bce92e572022819a037993b80
create or replace function steward.get_table_bloat_stats(min_bytes bigint default 10485760)
returns table (
  schema_name name,
  table_name name,
  estimated_bytes bigint,
  free_bytes bigint,
  dead_bytes bigint,
  bloat_percent numeric,
  scanned_percent numeric,
  withheld text
)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
set lock_timeout = '100ms'
as $$
declare
  v_table record;
  v_free_percent double precision;
  v_dead_percent double precision;
  v_scanned_percent double precision;
begin
  for v_table in
    select b.* from steward_internal.bloat_candidates(get_table_bloat_stats.min_bytes) as b
  loop
    schema_name := v_table.schema_name;
    table_name := v_table.table_name;
    estimated_bytes := v_table.estimated_bytes;
    free_bytes := null;
    dead_bytes := null;
    bloat_percent := null;
    scanned_percent := null;
    withheld := v_table.withheld;
    if withheld is null and steward_internal.time_is_up() then
      withheld := 'time: the time budget was used up';
    end if;
    if withheld is null then
      begin
        execute format(
          'select a.table_len, a.approx_free_space, a.dead_tuple_len, a.approx_free_percent,
            a.dead_tuple_percent, a.scanned_percent
          from %I.pgstattuple_approx($1) as a',
          v_table.extension_schema
        )
        into estimated_bytes, free_bytes, dead_bytes, v_free_percent, v_dead_percent,
          v_scanned_percent
        using v_table.relid::regclass;
        bloat_percent := round((v_free_percent + v_dead_percent)::numeric, 1);
        scanned_percent := round(v_scanned_percent::numeric, 1);
      exception
        when lock_not_available then
          withheld := 'lock: another session holds a lock on the table';
        when undefined_table then
          continue;
      end;
    end if;
    return next;
  end loop;
end
$$;

comment on function steward.get_table_bloat_stats(bigint) is $doc$
Measures how much of each table is free or dead space, with pgstattuple_approx.

It measures instead of guessing from pg_stats, whose estimates are off by tens of points after a bulk
delete or with stale statistics. What it may not or cannot measure cheaply is listed with the reason in
`withheld` and null figures.

@area health
@param min_bytes Leaves out smaller tables, by relpages; 10 MB unless given.
@returns One row for each table, largest first. Sizes are in bytes of the main fork without TOAST; `scanned_percent` is the share of pages that had to be read, the rest is from the visibility map.
@access steward_reader
@example select table_name, bloat_percent, withheld from get_table_bloat_stats(1048576);
$doc$;

revoke all on function steward.get_table_bloat_stats(bigint) from public;
-- end
-- begin sql/health/functions/get_unused_indexes.sql 275ce17844c3680bbd04ea21f0c667d532f7ee4fa626af10d330ac0d3129390d
create or replace function steward.get_unused_indexes()
returns table (
  schema_name name,
  table_name name,
  index_name name,
  estimated_bytes bigint,
  scans bigint,
  kept_because text,
  stats_since timestamptz,
  observed interval,
  verdict text
)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    r.schema_name,
    t.relation_name,
    r.relation_name,
    r.estimated_bytes,
    coalesce(pg_stat_get_numscans(i.indexrelid), 0),
    reason.text,
    clock.since,
    clock.observed,
    case
      when reason.text is not null then 'keep'
      when clock.observed >= clock.wanted then 'unused'
      else format(
        'unknown: %s of %s days observed',
        coalesce(floor(extract(epoch from clock.observed) / 86400), 0),
        ceil(extract(epoch from clock.wanted) / 86400)
      )
    end
  from pg_index as i
  inner join steward_internal.user_relations as r on r.relid = i.indexrelid
  inner join steward_internal.user_relations as t on t.relid = i.indrelid
  cross join (
    select s.since, now() - s.since as observed,
      steward.get_setting('health.usage_window')::interval as wanted
    from (select steward_internal.statistics_since() as since) as s
  ) as clock
  cross join lateral (
    select case
      when i.indisprimary then 'primary key'
      when i.indisexclusion then 'exclusion constraint'
      when i.indisunique then 'unique'
      when i.indisreplident then 'replica identity'
      when i.indisclustered then 'cluster order'
      when steward_internal.supports_foreign_key(i.indexrelid) then 'foreign key'
    end as text
  ) as reason
  where r.relkind = 'i'
    and i.indisvalid
    and coalesce(pg_stat_get_numscans(i.indexrelid), 0) = 0
  order by reason.text is not null, r.estimated_bytes desc, r.schema_name, r.relation_name
$$;

comment on function steward.get_unused_indexes() is $doc$
Lists the indexes that no query has used, and says whether that proves anything.

Counters start again after a crash, so `verdict` is `unused` only if the statistics go back as far as
the setting `health.usage_window`; before, it says how many days were observed. Scans on a replica
are counted there and are not seen here.

@area health
@returns One row for each index without scans, droppable ones first, largest first. `kept_because` names the duty of an index that must stay although nothing scans it; `estimated_bytes` is as old as the last VACUUM.
@access steward_reader
@example select index_name, estimated_bytes, verdict from get_unused_indexes() where verdict <> 'keep';
$doc$;

revoke all on function steward.get_unused_indexes() from public;
-- end
-- begin sql/health/functions/health_check_registry.sql 933b75aa37ac05f3e5f0b685d20f9f1c23da61e94f174b974319a783fcc6787d
create or replace function steward_internal.health_check_registry()
returns table (
  check_id text,
  title text,
  category text,
  scope text,
  mode text,
  severity text,
  unit text,
  direction text,
  warning numeric,
  critical numeric,
  confidence text,
  requires_role text,
  requires_extension text,
  runs_on text,
  is_enabled boolean,
  description text,
  remedy text,
  fix_risk text,
  doc_url text,
  routine regprocedure
)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with documented as (
    select
      p.oid::regprocedure as routine,
      substring(p.proname from '^check_(.*)$') as check_id,
      (
        select jsonb_object_agg(t.tag, regexp_replace(t.value, '\s*\n\s*', ' ', 'g'))
        from steward_internal.comment_tags(obj_description(p.oid, 'pg_proc')) as t
      ) as tags
    from pg_proc as p
    inner join pg_type as t on t.oid = p.prorettype
    where p.pronamespace = 'steward_internal'::regnamespace
      and p.pronargs = 0
      and p.proname like 'check\_%'
      and t.typname = 'check_row'
  )
  select
    d.check_id,
    d.tags ->> 'title',
    d.tags ->> 'category',
    coalesce(d.tags ->> 'scope', 'database'),
    coalesce(d.tags ->> 'mode', 'runtime'),
    d.tags ->> 'severity',
    d.tags ->> 'unit',
    coalesce(d.tags ->> 'direction', 'above'),
    coalesce(o.warning, (d.tags ->> 'warning')::numeric),
    coalesce(o.critical, (d.tags ->> 'critical')::numeric),
    coalesce(d.tags ->> 'confidence', 'exact'),
    d.tags ->> 'requires_role',
    d.tags ->> 'requires_extension',
    coalesce(d.tags ->> 'runs_on', 'both'),
    coalesce(o.enabled, true),
    d.tags ->> 'description',
    d.tags ->> 'remedy',
    d.tags ->> 'fix_risk',
    d.tags ->> 'doc',
    d.routine
  from documented as d
  left join steward_internal.health_check_overrides as o on o.check_id = d.check_id
$$;

comment on function steward_internal.health_check_registry() is $doc$
Reads the registry of health checks from the comments of the check functions.

A check is a function `steward_internal.check_<check_id>()` that returns rows of check_row. Its
comment is its registry row: the first paragraph describes it, the tags `title`, `category`,
`scope` (database or cluster), `mode` (runtime, or static: sees only the schema), `severity` or
`warning`, `critical`, `unit` and `direction` (above or below), `confidence` (exact or estimate),
`requires_role`, `requires_extension`, `runs_on` (both, primary or standby), `remedy`, `fix_risk`
and `doc` say the rest.

@returns One row for each check, with the thresholds that are in force.
@access steward_reader
@example select check_id, warning, critical from steward_internal.health_check_registry();
$doc$;

revoke all on function steward_internal.health_check_registry() from public;
-- end
-- begin sql/health/functions/health_deadline.sql dc3b1d48a3ca6cc788475eb728dd9adb45142133ed8b80160d13aedef8db3d36
create or replace function steward_internal.health_deadline()
returns timestamptz
language sql
volatile
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select least(
    clock_timestamp() + steward.get_setting('health.time_budget')::interval,
    statement_timestamp()
      + nullif(current_setting('statement_timeout'), '0')::interval * 0.8
  )
$$;

comment on function steward_internal.health_deadline() is $doc$
Returns the time after which a health check must start nothing new.

That is the setting `health.time_budget`, but at most 80 % of statement_timeout, which would throw
away everything found so far.

@returns The deadline.
@access steward_reader
@example select steward_internal.health_deadline() > clock_timestamp();
$doc$;

revoke all on function steward_internal.health_deadline() from public;
-- end
-- begin sql/health/functions/health_findings.sql 6ed7c5341d3612c0c9775ae6ae0c7d884676164409319f780838d8178eb1913d
create or replace function steward.health_findings(
  categories text[] default null,
  checks text[] default null
)
returns setof steward.health_finding
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
set lock_timeout = '100ms'
set jit = off
set max_parallel_workers_per_gather = 0
as $$
declare
  v_check record;
  v_rows steward_internal.check_row[];
begin
  perform steward_internal.assert_known_checks(health_findings.categories, health_findings.checks);
  perform set_config('pgsteward.deadline', steward_internal.health_deadline()::text, true);

  for v_check in
    select r.*, o.reason, o.detail, o.action
    from steward_internal.health_check_registry() as r
    left join lateral steward_internal.check_obstacle(
      r.requires_role, r.requires_extension, r.runs_on
    ) as o on true
    where (health_findings.categories is null or r.category = any (health_findings.categories))
      and (health_findings.checks is null or r.check_id = any (health_findings.checks))
    order by r.category, r.check_id
  loop
    v_rows := case
      when not v_check.is_enabled then
        array[
          steward_internal.skipped_row(
            'disabled', 'The check is switched off.',
            format('select steward.configure_health_check(%L);', v_check.check_id)
          )
        ]
      when v_check.reason is not null then
        array[steward_internal.skipped_row(v_check.reason, v_check.detail, v_check.action)]
      when steward_internal.time_is_up() then
        array[
          steward_internal.skipped_row(
            'time', 'The time budget was used up before this check began.',
            format('select * from steward.health_findings(checks => %L);', array[v_check.check_id])
          )
        ]
      else steward_internal.run_check(v_check.routine)
    end;
    return query
    select f.*
    from steward_internal.judge_check(
      v_check.check_id, v_check.title, v_check.category, v_check.severity, v_check.unit,
      v_check.direction, v_check.warning, v_check.critical, v_check.confidence, v_check.remedy,
      v_check.fix_risk, v_check.doc_url, v_rows
    ) as f;
  end loop;

  perform set_config('pgsteward.deadline', '', true);
end
$$;

comment on function steward.health_findings(text[], text[]) is $doc$
Runs the health checks and returns everything that they have to say.

Each check runs in its own subtransaction, waits at most 100 ms for any lock, and starts only within
the time budget (setting `health.time_budget`, less if statement_timeout is near). Every check yields
at least one row, so that what was not seen is said. It writes nothing: it works in a read-only
transaction and on a hot standby.

@area health
@param categories Only checks of these categories; null means all.
@param checks Only these checks, by check_id; null means all.
@returns One row for each check and object, ordered by category and check.
@error SW003 There is no such category or check.
@access steward_reader
@example select check_id, severity, object_name from health_findings() where status = 'finding';
$doc$;

revoke all on function steward.health_findings(text[], text[]) from public;
-- end
-- begin sql/health/functions/health_report.sql aaf57702e50cb436076c54a88b594d56866dfd5778852d15170adcb90bd433c7
create or replace function steward.health_report(categories text[] default null)
returns jsonb
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with findings as materialized (
    select f.*, steward_internal.severity_rank(f.status, f.severity) as rank
    from steward.health_findings(health_report.categories) as f
  ),
  summary as (
    select
      count(*) filter (where f.severity = 'critical') as critical_count,
      count(*) filter (where f.severity = 'warning') as warning_count,
      count(*) filter (where f.severity = 'info') as info_count,
      count(*) filter (where f.status = 'ok') as ok_count,
      count(*) filter (where f.status = 'skipped') as skipped_count,
      count(*) filter (where f.status = 'error') as error_count,
      count(*) filter (
        where f.status in ('skipped', 'error')
          and f.evidence ->> 'reason' in ('privilege', 'lock', 'time', 'error')
      ) as blind_count,
      count(distinct f.check_id) as check_count
    from findings as f
  )
  select jsonb_build_object(
    'summary', jsonb_build_object(
      'status', case
        when s.critical_count > 0 then 'critical'
        when s.warning_count > 0 then 'warning'
        when s.blind_count > 0 then 'unknown'
        when s.info_count > 0 then 'info'
        else 'ok'
      end,
      'critical', s.critical_count,
      'warning', s.warning_count,
      'info', s.info_count,
      'ok', s.ok_count,
      'skipped', s.skipped_count,
      'error', s.error_count,
      'blind', s.blind_count,
      'checks', s.check_count,
      'database', current_database(),
      'server_version', current_setting('server_version'),
      'steward_version', steward.steward_version(),
      'is_standby', pg_is_in_recovery(),
      'started_at', statement_timestamp(),
      'finished_at', clock_timestamp()
    ),
    'findings', (
      select coalesce(
        jsonb_agg(
          to_jsonb(f) - 'rank'
            || jsonb_build_object('value_text', steward_internal.format_value(f.value, f.unit))
          order by f.rank, f.category, f.check_id, f.value desc, f.object_schema, f.object_name
        ),
        '[]'
      )
      from findings as f
      where f.status = 'finding'
    ),
    'coverage', (
      select coalesce(
        jsonb_agg(
          jsonb_build_object(
            'check_id', f.check_id,
            'category', f.category,
            'status', f.status,
            'object', case
              when f.object_schema is null then f.object_name
              else format('%I.%I', f.object_schema, f.object_name)
            end,
            'value', f.value,
            'unit', f.unit,
            'value_text', steward_internal.format_value(f.value, f.unit),
            'threshold_warning', f.threshold_warning,
            'threshold_critical', f.threshold_critical,
            'detail', f.detail,
            'action', f.action
          )
          order by f.rank, f.category, f.check_id, f.object_schema, f.object_name
        ),
        '[]'
      )
      from findings as f
      where f.status <> 'finding'
    )
  )
  from summary as s
$$;

comment on function steward.health_report(text[]) is $doc$
Checks the health of the database and returns the whole report as one document.

`summary` holds the worst state and the counts, `findings` what needs attention (worst first, in the
full shape of `health_findings()`), `coverage` every check that found nothing or could not look. The
state is `unknown`, not `ok`, while a check was blind for want of a privilege, a lock or time.

@area health
@param categories Only checks of these categories, as in `health_checks`; null means all.
@returns An object with the keys summary, findings and coverage.
@error SW003 There is no such category.
@access steward_reader
@example select jsonb_pretty(health_report() -> 'summary');
$doc$;

revoke all on function steward.health_report(text[]) from public;
-- end
-- begin sql/health/functions/health_status.sql aada3699209dc3677a1defac21d9ab10eaf20254eef8b488939dc1384f7cf5ba
create or replace function steward.health_status(categories text[] default null)
returns table (
  status text,
  critical_count integer,
  warning_count integer,
  info_count integer,
  ok_count integer,
  skipped_count integer,
  error_count integer,
  blind_count integer,
  message text
)
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with report as materialized (
    select steward.health_report(health_status.categories) as content
  )
  select
    s.status,
    s.critical,
    s.warning,
    s.info,
    s.ok,
    s.skipped,
    s.error,
    s.blind,
    concat_ws(
      ', ',
      format('%s critical, %s warning, %s info in %s checks', s.critical, s.warning, s.info, s.checks),
      case when s.blind > 0 then format('%s could not look', s.blind) end,
      'worst: ' || (r.content #>> '{findings,0,title}')
    )
  from report as r
  cross join lateral jsonb_to_record(r.content -> 'summary') as s (
    status text, critical integer, warning integer, info integer, ok integer, skipped integer,
    error integer, blind integer, checks integer
  )
$$;

comment on function steward.health_status(text[]) is $doc$
Checks the health of the database and returns one row with the worst state.

`status` is critical, warning, unknown (nothing worse than info was found, but `blind_count` checks
could not look for want of a privilege, a lock or time), info or ok.

@area health
@param categories Only checks of these categories, as in `health_checks`; null means all.
@returns One row with the state, the counts and a message of one line.
@error SW003 There is no such category.
@access steward_reader
@example select status, message from health_status();
$doc$;

revoke all on function steward.health_status(text[]) from public;
-- end
-- begin sql/health/functions/is_implied_by_not_null.sql 9ce588ea56f7c4467c910b60fccca65ebd58fd18816d5ddf05508520456658de
create or replace function steward_internal.is_implied_by_not_null(index_oid oid, attnums integer[])
returns boolean
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    regexp_replace(
      i.indpred::text,
      format(
        '\{NULLTEST :arg \{VAR :varno 1 :varattno (%s) [^{}]*\} :nulltesttype 1 [^{}]*\}',
        (
          select string_agg(a.attnum::text, '|')
          from pg_attribute as a
          where a.attrelid = i.indrelid
            and (a.attnum = any (is_implied_by_not_null.attnums) or a.attnotnull and a.attnum > 0)
        )
      ),
      '',
      'g'
    ) ~ '^(\{BOOLEXPR :boolop and :args \( *\)[^{}]*\})?$'
  from pg_index as i
  where i.indexrelid = is_implied_by_not_null.index_oid
$$;

comment on function steward_internal.is_implied_by_not_null(oid, integer[]) is $doc$
Tells whether a partial index holds every row with non-null key columns.

That is so if its predicate is nothing but IS NOT NULL tests, joined by AND, of these columns or of
columns that are declared NOT NULL. The stored expression tree is compared, because pg_get_expr()
waits for locks since PostgreSQL 17.

@param index_oid The partial index.
@param attnums Numbers of the columns of its table.
@returns True if every such row is in the index, null if the index is not partial.
@access steward_reader
@example select steward_internal.is_implied_by_not_null(indexrelid, array[1]) from pg_index limit 1;
$doc$;

revoke all on function steward_internal.is_implied_by_not_null(oid, integer[]) from public;
-- end
-- begin sql/health/functions/judge_check.sql ad14f43100fafd5fb0ed55eb515101e2a4765c2e5400f4068688a3e096c3ddb7
create or replace function steward_internal.judge_check(
  check_id text,
  title text,
  category text,
  severity text,
  unit text,
  direction text,
  warning numeric,
  critical numeric,
  confidence text,
  remedy text,
  fix_risk text,
  doc_url text,
  check_rows steward_internal.check_row[]
)
returns setof steward.health_finding
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with judged as (
    select
      r.*,
      coalesce(
        r.severity,
        judge_check.severity,
        case
          when r.value * sign.factor >= judge_check.critical * sign.factor then 'critical'
          when r.value * sign.factor >= judge_check.warning * sign.factor then 'warning'
        end
      ) as judged_severity
    from unnest(judge_check.check_rows) as r
    cross join (select case judge_check.direction when 'below' then -1 else 1 end as factor) as sign
  ),
  reported as (
    select
      coalesce(j.status, case when j.judged_severity is null then 'ok' else 'finding' end) as status,
      j.judged_severity,
      j.object_type,
      j.object_schema,
      j.object_name,
      j.detail,
      j.value,
      j.action,
      j.fix_sql,
      j.evidence
    from judged as j
    where j.status is not null
      or j.judged_severity is not null
      or j.object_name is null
  ),
  complete as (
    select r.* from reported as r
    union all
    select 'ok', null, null, null, null, 'Nothing found.', null, null, null, null
    where not exists (select from reported)
  )
  select
    judge_check.check_id,
    c.status,
    case c.status when 'finding' then c.judged_severity end,
    judge_check.category,
    c.object_type,
    c.object_schema,
    c.object_name,
    md5(
      concat_ws(
        '/', judge_check.check_id, c.object_type,
        case when c.object_type is distinct from 'session' then c.object_schema end,
        case when c.object_type is distinct from 'session' then c.object_name end
      )
    ),
    judge_check.title,
    c.detail,
    c.value,
    judge_check.unit,
    judge_check.warning,
    judge_check.critical,
    judge_check.confidence,
    c.evidence,
    case when c.status <> 'ok' then coalesce(c.action, judge_check.remedy) end,
    case c.status when 'finding' then c.fix_sql end,
    case when c.status = 'finding' and c.fix_sql is not null then judge_check.fix_risk end,
    judge_check.doc_url,
    steward_internal.statistics_since(),
    clock_timestamp()
  from complete as c
$$;

comment on function steward_internal.judge_check(
  text, text, text, text, text, text, numeric, numeric, text, text, text, text,
  steward_internal.check_row[]
) is $doc$
Turns the rows of one health check into findings.

The severity of a row is what the row says, else that of the check, else what its value is worth by
the thresholds. An object below the thresholds is dropped; a row about no object becomes `ok`. A
check that leaves no row gets one that says so.

@param check_id The check; this and the following are its registry row.
@param title Its title.
@param category Its category.
@param severity Its fixed severity, or null.
@param unit The unit of its values.
@param direction Whether values are worse `above` or `below` the thresholds.
@param warning Value from which on a row is a warning.
@param critical Value from which on a row is critical.
@param confidence Whether its values are `exact` or an `estimate`.
@param remedy What to do about a finding that does not say it itself.
@param fix_risk What the statements in `fix_sql` cost.
@param doc_url Where to read more.
@param check_rows What the check returned.
@returns At least one finding.
@access steward_reader
@example select status from steward_internal.judge_check('x', 'X', 'y', null, null, 'above', null, null, 'exact', null, null, null, '{}');
$doc$;

revoke all on function steward_internal.judge_check(
  text, text, text, text, text, text, numeric, numeric, text, text, text, text,
  steward_internal.check_row[]
) from public;
-- end
-- begin sql/health/functions/record_health_check.sql b508980d6efe34326798a27d0719f758b4d43f70308aaab51c6bcb455842569e
create or replace function steward.record_health_check()
returns bigint
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_report jsonb;
  v_run_id bigint;
begin
  if pg_is_in_recovery() or current_setting('transaction_read_only')::boolean then
    raise exception using
      errcode = 'SW004',
      message = 'cannot record a health check where nothing can be written',
      detail = 'The server is a standby, or the transaction is read-only.',
      hint = 'Record it on the primary; health_report() works here and writes nothing.';
  end if;

  v_report := steward.health_report();

  insert into steward.health_runs (
    started_at, finished_at, status, critical_count, warning_count, info_count, ok_count,
    skipped_count, error_count, report
  )
  select
    s.started_at, s.finished_at, s.status, s.critical, s.warning, s.info, s.ok, s.skipped, s.error,
    v_report
  from jsonb_to_record(v_report -> 'summary') as s (
    started_at timestamptz, finished_at timestamptz, status text, critical integer, warning integer,
    info integer, ok integer, skipped integer, error integer
  )
  returning id into v_run_id;

  delete from steward.health_runs as r
  where r.started_at < now() - steward.get_setting('health.keep_runs')::interval
    and r.id <> v_run_id;

  return v_run_id;
end
$$;

comment on function steward.record_health_check() is $doc$
Checks the health of the database and keeps the report in `health_runs`.

Install schedules it every 15 minutes. It also removes runs older than the setting
`health.keep_runs`, so the history cannot grow without bound.

@area health
@returns The id of the new row in `health_runs`.
@error SW004 The server is a standby or the transaction is read-only.
@access steward_operator
@example select record_health_check();
$doc$;

revoke all on function steward.record_health_check() from public;
-- end
-- begin sql/health/functions/run_check.sql 5e874be4ca60ad3912f1a4abaa59565291a81f3a325e0a6099548ac3c15e7a7d
create or replace function steward_internal.run_check(routine regprocedure)
returns steward_internal.check_row[]
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_rows steward_internal.check_row[];
  v_state text;
  v_message text;
begin
  execute format(
    'select coalesce(array_agg(r::steward_internal.check_row), %L) from %s as r', '{}', routine
  )
  into v_rows;
  return v_rows;
exception
  when lock_not_available then
    return array[
      steward_internal.skipped_row(
        'lock', 'A relation that this check reads is locked by another session.',
        'See who holds it with get_blocking_locks(), and run the check again.'
      )
    ];
  when insufficient_privilege then
    return array[
      steward_internal.skipped_row(
        'privilege', format('Role %I may not read what this check reads: %s.', current_user, sqlerrm),
        format('grant pg_monitor, pg_read_all_data to %I;', current_user)
      )
    ];
  when object_not_in_prerequisite_state then
    return array[
      steward_internal.skipped_row(
        'server', format('The server is not set up for this check: %s.', sqlerrm),
        'Set what the message names in postgresql.conf and restart the server.'
      )
    ];
  when others then
    get stacked diagnostics v_state = returned_sqlstate, v_message = message_text;
    return array[
      row(
        null, null, null, null,
        format('The check itself failed with SQLSTATE %s: %s', v_state, v_message),
        'Please report this to the authors of pgsteward, with the version of the server.',
        null, 'error', null, jsonb_build_object('reason', 'error', 'sqlstate', v_state)
      )::steward_internal.check_row
    ];
end
$$;

comment on function steward_internal.run_check(regprocedure) is $doc$
Runs one health check in a subtransaction of its own and returns its rows.

Whatever happens inside becomes a row: a lock that could not be had at once or a missing privilege
is `skipped` with what would help, anything else is `error` with its SQLSTATE. Only a cancel request
or statement_timeout passes through.

@param routine The function of the check.
@returns The rows of the check, an empty array if it found nothing.
@access steward_reader
@example select steward_internal.run_check('steward_internal.check_invalid_indexes()');
$doc$;

revoke all on function steward_internal.run_check(regprocedure) from public;
-- end
-- begin sql/health/functions/severity_rank.sql bcbf6ce5b07ca726b9e35b2eb651207a03be03928387e42f71888d69806391ad
create or replace function steward_internal.severity_rank(status text, severity text)
returns integer
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select array_position(
    array['critical', 'warning', 'info', 'error', 'skipped', 'ok'],
    coalesce(severity_rank.severity, severity_rank.status)
  )
$$;

comment on function steward_internal.severity_rank(text, text) is $doc$
Returns the place of a finding in the order "worst first".

@param status Status of the row: finding, error, skipped or ok.
@param severity Its severity: critical, warning, info or null.
@returns 1 for critical to 6 for ok.
@access steward_reader
@example select steward_internal.severity_rank('finding', 'warning');
$doc$;

revoke all on function steward_internal.severity_rank(text, text) from public;
-- end
-- begin sql/health/functions/skipped_row.sql 77af57f7ae7797e89d3ff4ac21587901ace7a6bd0a034491b264981e2efe8e86
create or replace function steward_internal.skipped_row(
  reason text,
  detail text,
  action text,
  object_type text default null,
  object_schema text default null,
  object_name text default null
)
returns steward_internal.check_row
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select row(
    skipped_row.object_type, skipped_row.object_schema, skipped_row.object_name, null,
    skipped_row.detail, skipped_row.action, null, 'skipped', null,
    jsonb_build_object('reason', skipped_row.reason)
  )::steward_internal.check_row
$$;

comment on function steward_internal.skipped_row(text, text, text, text, text, text) is $doc$
Makes the row with which a health check says that it could not look.

@param reason Word for programs: privilege, lock, time or error leave the check blind; extension, server, history and disabled do not.
@param detail What could not be seen and why.
@param action What would let the check look: a GRANT, an extension, time.
@param object_type Type of the object that was not seen, null for the check as a whole.
@param object_schema Schema of the object.
@param object_name Name of the object.
@returns A row with status `skipped`.
@access steward_reader
@example select (steward_internal.skipped_row('time', 'Out of time.', 'Run it alone.')).detail;
$doc$;

revoke all on function steward_internal.skipped_row(text, text, text, text, text, text)
from public;
-- end
-- begin sql/health/functions/supports_foreign_key.sql 847e5ca33dc278b2dd5be918047c40b90d4549d7b17605e7d2056c39cb212040
create or replace function steward_internal.supports_foreign_key(index_oid oid)
returns boolean
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select exists (
    select
    from pg_index as i
    inner join pg_constraint as con on con.conrelid = i.indrelid and con.contype = 'f'
    where i.indexrelid = supports_foreign_key.index_oid
      and cardinality(con.conkey) <= i.indnkeyatts
      and (i.indkey::smallint[])[0:cardinality(con.conkey) - 1] @> con.conkey
  )
$$;

comment on function steward_internal.supports_foreign_key(oid) is $doc$
Tells whether an index begins with the columns of a foreign key of its table.

Such an index may never be scanned by a query and still be what keeps deletes of parents fast.

@param index_oid The index.
@returns True if it does.
@access steward_reader
@example select steward_internal.supports_foreign_key('steward.settings_pkey'::regclass);
$doc$;

revoke all on function steward_internal.supports_foreign_key(oid) from public;
-- end
-- begin sql/health/functions/time_is_up.sql 9be242e8a46f288c9f1f93ec04ebd86e05f2deb9a09e586a88ce187be5c69090
create or replace function steward_internal.time_is_up()
returns boolean
language sql
volatile
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(
    clock_timestamp() > nullif(current_setting('pgsteward.deadline', true), '')::timestamptz,
    false
  )
$$;

comment on function steward_internal.time_is_up() is $doc$
Tells whether the running health check has used its time budget.

Checks that look at one object after the other ask it between objects. `health_findings()` sets the
deadline in pgsteward.deadline.

@returns True after the deadline, false if there is none.
@access steward_reader
@example select steward_internal.time_is_up();
$doc$;

revoke all on function steward_internal.time_is_up() from public;
-- end
-- begin sql/maintenance/functions/add_schedule.sql 3de455dfc77a3e19b4d0c3fa8d78bb323d988ae00e67cd6fa269f540fb9f6e0e
create or replace function steward.add_schedule(name text, cron text, command text)
returns table (schedule text, action text, statement text)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
begin
  if octet_length(add_schedule.name) not between 1 and 48 or btrim(add_schedule.command) = ''
    or add_schedule.name is null or add_schedule.command is null
  then
    raise exception using
      errcode = '22023',
      message = 'a schedule needs a name of 1 to 48 bytes and a command',
      detail = format('The name is %L, the command %L.', add_schedule.name, add_schedule.command),
      hint = 'pg_cron cuts longer names, and then two jobs could become one.';
  end if;
  perform steward_internal.parse_cron(add_schedule.cron);

  insert into steward.schedules as s (name, cron, command)
  values (add_schedule.name, add_schedule.cron, add_schedule.command)
  on conflict on constraint schedules_pkey do update
  set cron = excluded.cron,
    command = excluded.command;

  return query
  select p.schedule, p.action, p.statement
  from steward.sync_schedules() as p
  where p.schedule = add_schedule.name;
end
$$;

comment on function steward.add_schedule(text, text, text) is $doc$
Schedules a command, or changes the schedule of that name.

With pg_cron in this database the job `steward.<name>` is there at once and runs as the caller;
without, `pgsteward worker` runs it.

@area maintenance
@param name Name of the schedule, at most 48 bytes.
@param cron Five fields as in crontab(5), in UTC, or @hourly, @daily, @weekly, @monthly, @yearly.
@param command One SQL statement. Qualify names: the search_path of a job is that of its role.
@returns What was done in pg_cron, as in `sync_schedules()`.
@error 22023 The name is empty or too long, or the command is blank.
@error SW006 The cron expression cannot be read.
@access steward_operator
@example begin; select * from add_schedule('nightly analyze', '30 2 * * *', 'analyze'); rollback;
$doc$;

revoke all on function steward.add_schedule(text, text, text) from public;
-- end
-- begin sql/maintenance/functions/claim_due_schedules.sql 81d750726809ea1be8f3793edef2930015deeffddb80190b41cfa8971d806dc8
create or replace function steward_internal.claim_due_schedules(
  worker text,
  as_of timestamptz default now()
)
returns table (run_id bigint, name text, command text)
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with abandoned as (
    update steward.schedule_runs as r
    set status = 'interrupted',
      finished_at = clock_timestamp(),
      message = 'the worker is gone'
    where r.status = 'running'
      and not exists (
        select
        from pg_locks as l
        where l.locktype = 'advisory'
          and l.classid = 20985
          and l.objid = hashtext(r.worker)::oid
          and l.database = (select d.oid from pg_database as d where d.datname = current_database())
      )
    returning r.id
  ),
  due as (
    select s.name, s.command, t.previous_tick
    from steward.schedules as s
    cross join lateral steward_internal.cron_ticks(s.cron, claim_due_schedules.as_of) as t
    where t.previous_tick >= claim_due_schedules.as_of - interval '1 minute'
      and t.previous_tick >= s.created_at
  ),
  claimed as (
    insert into steward.schedule_runs (name, scheduled_for, worker, status, finished_at, message)
    select d.name, d.previous_tick, claim_due_schedules.worker,
      case when busy.is_running then 'skipped' else 'running' end,
      case when busy.is_running then clock_timestamp() end,
      case when busy.is_running then 'the previous run was still going on' end
    from due as d
    cross join lateral (
      select exists (
        select
        from steward.schedule_runs as r
        where r.name = d.name
          and r.status = 'running'
          and r.id not in (select a.id from abandoned as a)
      ) as is_running
    ) as busy
    on conflict on constraint schedule_runs_once_per_tick do nothing
    returning id, schedule_runs.name, status
  )
  select c.id, c.name, d.command
  from claimed as c
  inner join due as d on d.name = c.name
  where c.status = 'running'
$$;

comment on function steward_internal.claim_due_schedules(text, timestamptz) is $doc$
Claims the schedules that are due in this minute for a worker to run.

A tick is claimed once, however many workers ask. It is skipped while the previous run goes on, and
ticks that passed while no worker was there are not made up for, as in pg_cron. Runs of a worker that
is gone become `interrupted`: a worker that lives holds the advisory lock (20985, hashtext(worker)).

@param worker Name of the worker; its session must hold the lock of that name.
@param as_of The moment to look from.
@returns The runs that the worker now has to make.
@access steward_operator
@example begin; select name, command from steward_internal.claim_due_schedules('me'); rollback;
$doc$;

revoke all on function steward_internal.claim_due_schedules(text, timestamptz) from public;
-- end
-- begin sql/maintenance/functions/cron_field.sql f6d381e4f07a24cca65dc9fc2bd3cf9950d792ef87a19b0c616b8fe51e4916f6
create or replace function steward_internal.cron_field(
  field text,
  lowest integer,
  highest integer,
  names text[] default '{}'
)
returns integer[]
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with parts as (
    select
      regexp_match(
        lower(part), '^(?:(\*)|(\d{1,2}|[a-z]{3})(?:-(\d{1,2}|[a-z]{3}))?)(?:/([1-9]\d?))?$'
      ) as piece
    from regexp_split_to_table(cron_field.field, ',') as part
  ),
  bounds as (
    select
      p.piece,
      case
        when p.piece[1] is not null then cron_field.lowest
        when p.piece[2] ~ '^\d' then p.piece[2]::integer
        else array_position(cron_field.names, p.piece[2]) - 1 + cron_field.lowest
      end as first,
      case
        when p.piece[1] is not null then cron_field.highest
        when p.piece[3] ~ '^\d' then p.piece[3]::integer
        when p.piece[3] is not null
          then array_position(cron_field.names, p.piece[3]) - 1 + cron_field.lowest
        when p.piece[2] ~ '^\d' then p.piece[2]::integer
        else array_position(cron_field.names, p.piece[2]) - 1 + cron_field.lowest
      end as last
    from parts as p
  )
  select case
    when bool_and(
      coalesce(
        b.first between cron_field.lowest and cron_field.highest
          and b.last between b.first and cron_field.highest
          and (b.piece[4] is null or b.piece[1] is not null or b.piece[3] is not null),
        false
      )
    )
      then (
        select array_agg(distinct value order by value)
        from bounds as expanded
        cross join lateral generate_series(
          expanded.first, expanded.last, coalesce(expanded.piece[4]::integer, 1)
        ) as value
      )
  end
  from bounds as b
$$;

comment on function steward_internal.cron_field(text, integer, integer, text[]) is $doc$
Expands one field of a cron expression into the values that it stands for.

@param field The field: `*`, numbers, names, ranges, lists, and steps after `*` or a range.
@param lowest The lowest value of the field.
@param highest The highest value of the field.
@param names Three-letter names in lower case; the first stands for the lowest value.
@returns The values in ascending order, null if the field cannot be read.
@access steward_reader
@example select steward_internal.cron_field('5,10-30/10', 0, 59);
$doc$;

revoke all on function steward_internal.cron_field(text, integer, integer, text[]) from public;
-- end
-- begin sql/maintenance/functions/cron_jobs.sql 44be9acf3bde48a64037a8e6033d6ba3a2027372338de0944a80878ce12c446a
create or replace function steward_internal.cron_jobs()
returns table (
  job_id bigint,
  job_name text,
  cron text,
  command text,
  is_active boolean,
  owner name
)
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
  if steward_internal.scheduler() <> 'pg_cron' then
    return;
  end if;
  return query execute format(
    'select j.jobid, j.jobname::text, j.schedule, j.command, j.active, j.username::name
    from %I.job as j
    where j.database = current_database()',
    'cron'
  );
end
$$;

comment on function steward_internal.cron_jobs() is $doc$
Lists the jobs that pg_cron runs in this database.

Row level security of pg_cron shows a role only its own jobs, a superuser all.

@returns One row for each job, none without pg_cron.
@access steward_reader
@example select job_name, cron, is_active from steward_internal.cron_jobs();
$doc$;

revoke all on function steward_internal.cron_jobs() from public;
-- end
-- begin sql/maintenance/functions/cron_last_runs.sql ab7fe5ba839d0fa033c38c752739d05d315c044cfa3f2f6604b01c6e8112f39c
create or replace function steward_internal.cron_last_runs()
returns table (
  job_id bigint,
  run_id bigint,
  status text,
  message text,
  started_at timestamptz,
  finished_at timestamptz
)
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
  if steward_internal.scheduler() <> 'pg_cron' then
    return;
  end if;
  -- One descent of the primary key for each job: the history has no other index.
  return query execute format(
    'select j.job_id, d.runid, d.status, d.return_message, d.start_time, d.end_time
    from steward_internal.cron_jobs() as j
    cross join lateral (
      select r.*
      from %I.job_run_details as r
      where r.jobid = j.job_id
      order by r.runid desc
      limit 1
    ) as d',
    'cron'
  );
end
$$;

comment on function steward_internal.cron_last_runs() is $doc$
Returns the last run of each job that pg_cron runs in this database.

@returns One row for each job that ever ran, none without pg_cron.
@access steward_reader
@example select job_id, status, started_at from steward_internal.cron_last_runs();
$doc$;

revoke all on function steward_internal.cron_last_runs() from public;
-- end
-- begin sql/maintenance/functions/cron_ticks.sql 0234ef40920c44d4899c645cb47382bca2e2db254ec0e7c3c703295c5b7dd6c9
create or replace function steward_internal.cron_ticks(cron text, as_of timestamptz default now())
returns table (previous_tick timestamptz, next_tick timestamptz)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with expression as materialized (
    select p.* from steward_internal.parse_cron(cron_ticks.cron) as p
  ),
  clock as (
    select
      date_trunc('minute', cron_ticks.as_of at time zone 'UTC') as minute,
      date_trunc('day', cron_ticks.as_of at time zone 'UTC') as today
  ),
  days as (
    select c.today + make_interval(days => d.shift) as day, d.shift
    from clock as c
    cross join expression as e
    -- 29 February comes at least every eight years.
    cross join generate_series(-2922, 2922) as d (shift)
    where extract(month from c.today + make_interval(days => d.shift)) = any (e.months)
      and case
        when e.either_day then
          extract(day from c.today + make_interval(days => d.shift)) = any (e.days)
          or extract(dow from c.today + make_interval(days => d.shift)) = any (e.weekdays)
        else
          extract(day from c.today + make_interval(days => d.shift)) = any (e.days)
          and extract(dow from c.today + make_interval(days => d.shift)) = any (e.weekdays)
      end
  ),
  -- The two nearest days on each side hold the two ticks, because every matching day has one.
  near_days as (
    (select d.day from days as d where d.shift <= 0 order by d.shift desc limit 2)
    union
    (select d.day from days as d where d.shift >= 0 order by d.shift limit 2)
  ),
  ticks as (
    select d.day + make_interval(hours => h.hour, mins => m.minute) as tick
    from near_days as d
    cross join expression as e
    cross join lateral unnest(e.hours) as h (hour)
    cross join lateral unnest(e.minutes) as m (minute)
  )
  select
    max(t.tick) filter (where t.tick <= c.minute) at time zone 'UTC',
    min(t.tick) filter (where t.tick > c.minute) at time zone 'UTC'
  from ticks as t
  cross join clock as c
$$;

comment on function steward_internal.cron_ticks(text, timestamptz) is $doc$
Returns the last and the next time at which a cron expression is due.

Times are read in UTC, which is what pg_cron does unless cron.timezone says otherwise.

@param cron The expression, as in `schedules`.
@param as_of The moment to look from; a tick in its minute counts as past.
@returns One row; null where the expression is never due, as on 30 February.
@error SW006 The expression cannot be read.
@access steward_reader
@example select next_tick from steward_internal.cron_ticks('*/15 * * * *');
$doc$;

revoke all on function steward_internal.cron_ticks(text, timestamptz) from public;
-- end
-- begin sql/maintenance/functions/drop_schedule.sql 983ba701fa93d48fe71c25038f79af6b87e1c4d6fc7ecc443fc3d72d1ec6d8b9
create or replace function steward.drop_schedule(name text)
returns table (schedule text, action text, statement text)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from steward.schedules as s
  where s.name = drop_schedule.name;

  if not found then
    raise exception using
      errcode = 'SW005',
      message = format('schedule %L does not exist', drop_schedule.name),
      hint = 'List the schedules with: select name from steward.schedules;';
  end if;

  return query
  select p.schedule, p.action, p.statement
  from steward.sync_schedules() as p
  where p.schedule = drop_schedule.name;
end
$$;

comment on function steward.drop_schedule(text) is $doc$
Removes a schedule, and its job from pg_cron.

A run that is going on is not stopped.

@area maintenance
@param name Name of the schedule.
@returns What was done in pg_cron, as in `sync_schedules()`; no row if there was no job.
@error SW005 There is no schedule of this name.
@access steward_operator
@example begin; select * from drop_schedule('record health check'); rollback;
$doc$;

revoke all on function steward.drop_schedule(text) from public;
-- end
-- begin sql/maintenance/functions/finish_schedule_run.sql 0aa7d672151cd17ce955f6f9b46dda11dbc008e2e0214f5b639e5c6638f04a80
create or replace function steward_internal.finish_schedule_run(
  run_id bigint,
  status text,
  message text
)
returns void
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  update steward.schedule_runs as r
  set status = finish_schedule_run.status,
    message = finish_schedule_run.message,
    finished_at = clock_timestamp()
  where r.id = finish_schedule_run.run_id;

  delete from steward.schedule_runs as r
  where r.started_at < now() - steward.get_setting('maintenance.keep_cron_history')::interval
    and r.status <> 'running';
$$;

comment on function steward_internal.finish_schedule_run(bigint, text, text) is $doc$
Records how a run of a worker ended, and removes expired runs.

@param run_id The run that was claimed.
@param status succeeded or failed.
@param message The command tag or the error.
@returns Nothing.
@access steward_operator
@example select steward_internal.finish_schedule_run(0, 'succeeded', 'SELECT 1');
$doc$;

revoke all on function steward_internal.finish_schedule_run(bigint, text, text) from public;
-- end
-- begin sql/maintenance/functions/parse_cron.sql 246dfeea7a374cf3358df70d2f9db8e38c3e995ac2a0614c38352987fd9af5ca
create or replace function steward_internal.parse_cron(cron text)
returns table (
  minutes integer[],
  hours integer[],
  days integer[],
  months integer[],
  weekdays integer[],
  either_day boolean
)
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_fields text[] := regexp_split_to_array(
    case lower(btrim(parse_cron.cron))
      when '@hourly' then '0 * * * *'
      when '@daily' then '0 0 * * *'
      when '@midnight' then '0 0 * * *'
      when '@weekly' then '0 0 * * 0'
      when '@monthly' then '0 0 1 * *'
      when '@yearly' then '0 0 1 1 *'
      when '@annually' then '0 0 1 1 *'
      else btrim(parse_cron.cron)
    end,
    '\s+'
  );
begin
  minutes := steward_internal.cron_field(v_fields[1], 0, 59);
  hours := steward_internal.cron_field(v_fields[2], 0, 23);
  days := steward_internal.cron_field(v_fields[3], 1, 31);
  months := steward_internal.cron_field(
    v_fields[4], 1, 12,
    array['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
  );
  weekdays := steward_internal.cron_field(
    v_fields[5], 0, 7, array['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
  );
  -- As in Vixie cron: two restricted day fields mean "either", and any field with a star is unrestricted.
  either_day := v_fields[3] !~ '^\*' and v_fields[5] !~ '^\*';

  if cardinality(v_fields) is distinct from 5
    or minutes is null or hours is null or days is null or months is null or weekdays is null
  then
    raise exception using
      errcode = 'SW006',
      message = format('invalid cron expression: %L', parse_cron.cron),
      detail = 'It needs five fields: minute, hour, day of month, month, day of week.',
      hint = 'Every 15 minutes is */15 * * * *, every night at 02:30 UTC is 30 2 * * *.';
  end if;

  if 7 = any (weekdays) then
    weekdays := array_remove(weekdays, 7) || 0;
  end if;
  return next;
end
$$;

comment on function steward_internal.parse_cron(text) is $doc$
Reads a cron expression as pg_cron does.

Five fields of crontab(5), or @hourly, @daily, @weekly, @monthly, @yearly. What only some releases of
pg_cron understand (`30 seconds`, `$`) is refused, so that a schedule means the same everywhere.

@param cron The expression.
@returns The values of each field, and whether a day must match only one of the two day fields.
@error SW006 The expression cannot be read.
@access steward_reader
@example select minutes from steward_internal.parse_cron('*/15 * * * *');
$doc$;

revoke all on function steward_internal.parse_cron(text) from public;
-- end
-- begin sql/maintenance/functions/plan_schedules.sql a80b63e9a35e34771dbc969923ec47ef41704b096f297ec4c47fb6355e32efbc
create or replace function steward_internal.plan_schedules()
returns table (name text, action text, statement text)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with jobs as (
    select substring(j.job_name from '^steward\.(.*)$') as name, j.*
    from steward_internal.cron_jobs() as j
    where j.job_name like 'steward.%'
  ),
  own_jobs as (
    select j.* from jobs as j where j.owner = current_user
  )
  select
    coalesce(s.name, j.name),
    case
      when steward_internal.scheduler() = 'worker' then 'left to pgsteward worker'
      when s.name is null then 'remove'
      when j.name is null then 'create'
      when j.cron <> s.cron or j.command <> s.command then 'update'
      when not j.is_active then 'activate'
      else 'none'
    end,
    case
      when steward_internal.scheduler() = 'worker' then null
      when s.name is null then format('select cron.unschedule(%s)', j.job_id)
      when j.name is null
        then format('select cron.schedule(%L, %L, %L)', 'steward.' || s.name, s.cron, s.command)
      when not j.is_active
        -- cron.schedule() leaves a job inactive that was, and cron.alter_job() needs a grant.
        then format('select cron.unschedule(%s), cron.schedule(%L, %L, %L)',
          j.job_id, 'steward.' || s.name, s.cron, s.command)
      when j.cron <> s.cron or j.command <> s.command
        then format('select cron.schedule(%L, %L, %L)', 'steward.' || s.name, s.cron, s.command)
    end
  from steward.schedules as s
  full join own_jobs as j on j.name = s.name
  where not exists (
    select
    from jobs as other
    where other.name = s.name
      and other.owner <> current_user
  )
$$;

comment on function steward_internal.plan_schedules() is $doc$
Says what would make the jobs of pg_cron equal to the table schedules.

Only the caller's jobs whose name begins with `steward.` are touched. A schedule that another role
has in pg_cron already is left out, because a second job of the same name would run it twice.

@returns One row for each schedule or stale job: the action (create, update, activate, remove, none) and the statement for it.
@access steward_operator
@example select name, action, statement from steward_internal.plan_schedules();
$doc$;

revoke all on function steward_internal.plan_schedules() from public;
-- end
-- begin sql/maintenance/functions/purge_cron_history_batch.sql ab614baedfd04fba81d935bded2c2b5c55621690cc75e63d134a613d4bee998c
create or replace function steward_internal.purge_cron_history_batch(
  older_than timestamptz,
  after_run bigint,
  batch_rows integer
)
returns table (deleted_rows bigint, last_run bigint)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
begin
  if steward_internal.scheduler() <> 'pg_cron' then
    return;
  end if;
  return query execute format($sql$
    with batch as (
      select d.runid, d.job_pid, d.status, coalesce(d.end_time, d.start_time) as happened_at
      from %1$I.job_run_details as d
      where d.runid > $2
      order by d.runid
      limit $3
    ),
    expired as (
      select b.runid
      from batch as b
      where b.runid < coalesce(
          (select min(recent.runid) from batch as recent where recent.happened_at >= $1),
          (select max(old.runid) + 1 from batch as old where old.happened_at < $1),
          0
        )
        and not (
          b.status not in ('succeeded', 'failed')
          and exists (select from pg_stat_activity as a where a.pid = b.job_pid)
        )
    ),
    deleted as (
      delete from %1$I.job_run_details as d
      using expired as e
      where d.runid = e.runid
      returning d.runid
    )
    select count(*), case when count(*) > 0 then (select max(b.runid) from batch as b) end
    from deleted
  $sql$, 'cron')
  using
    purge_cron_history_batch.older_than,
    purge_cron_history_batch.after_run,
    purge_cron_history_batch.batch_rows;
end
$$;

comment on function steward_internal.purge_cron_history_batch(timestamptz, bigint, integer) is $doc$
Removes one batch of pg_cron's old run history, in the order of its primary key.

Run by run: a row without any time (the server died under the job) goes when a later run is old, and
a run whose backend is still there stays. Deleting by end_time, as is usual, never removes the former
and reads the whole table each time, because the history has no index but the one on runid.

@param older_than Runs that ended before are removed.
@param after_run The runid after which to look.
@param batch_rows How many rows to look at.
@returns The rows removed, and the runid to go on from, null when there is nothing left to remove.
@access steward_operator
@example begin; select * from steward_internal.purge_cron_history_batch('-infinity', 0, 100); rollback;
$doc$;

revoke all on function steward_internal.purge_cron_history_batch(timestamptz, bigint, integer)
from public;
-- end
-- begin sql/maintenance/functions/schedule_report.sql 34fbd5eda7d238a77abe79c9b155962cbf248358bdaf4bd36c893d8b071133aa
create or replace function steward_internal.schedule_report(as_of timestamptz default now())
returns table (
  name text,
  cron text,
  command text,
  scheduler text,
  active boolean,
  last_start timestamptz,
  last_status text,
  next_due timestamptz,
  problem text
)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with runs as (
    select
      s.*,
      steward_internal.scheduler() as scheduler,
      j.job_id,
      j.is_active,
      j.cron <> s.cron or j.command <> s.command as is_different,
      t.previous_tick,
      t.next_tick,
      coalesce(c.started_at, w.started_at) as last_start,
      coalesce(c.status, w.status) as last_status,
      coalesce(c.message, w.message) as last_message
    from steward.schedules as s
    cross join lateral steward_internal.cron_ticks(s.cron, schedule_report.as_of) as t
    left join steward_internal.cron_jobs() as j on j.job_name = 'steward.' || s.name
    left join steward_internal.cron_last_runs() as c on c.job_id = j.job_id
    left join lateral (
      select r.started_at, r.status, r.message
      from steward.schedule_runs as r
      where r.name = s.name
        and steward_internal.scheduler() = 'worker'
      order by r.scheduled_for desc
      limit 1
    ) as w on true
  )
  select
    r.name,
    r.cron,
    r.command,
    r.scheduler,
    case r.scheduler when 'pg_cron' then coalesce(r.is_active, false) else true end,
    r.last_start,
    r.last_status,
    r.next_tick,
    case
      when r.scheduler = 'pg_cron' and r.job_id is null
        then 'not in pg_cron (or owned by another role): select * from steward.sync_schedules();'
      when not r.is_active then 'inactive in pg_cron: select * from steward.sync_schedules();'
      when r.is_different then 'changed in pg_cron: select * from steward.sync_schedules();'
      when r.last_status in ('failed', 'interrupted')
        then format('the last run %s: %s', r.last_status, r.last_message)
      -- Two minutes are more than any scheduler needs to start a job.
      when r.previous_tick > r.created_at
        and r.previous_tick < schedule_report.as_of - interval '2 minutes'
        and coalesce(r.last_start < r.previous_tick, true)
        then format(
          'missed: was due at %s%s', to_char(r.previous_tick at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'),
          case r.scheduler when 'worker' then ', is pgsteward worker running?' end
        )
    end
  from runs as r
$$;

comment on function steward_internal.schedule_report(timestamptz) is $doc$
Joins the schedules with what their scheduler did, for schedule_status.

@param as_of The moment to look from.
@returns One row for each schedule.
@access steward_reader
@example select name, problem from steward_internal.schedule_report();
$doc$;

revoke all on function steward_internal.schedule_report(timestamptz) from public;
-- end
-- begin sql/maintenance/functions/scheduler.sql e76b44227d82c241e6d9292de15a4a014e8946abdea38e3b3da81246316a7034
create or replace function steward_internal.scheduler()
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select case
    when to_regprocedure('cron.schedule(text,text,text)') is not null
      and has_schema_privilege('cron', 'usage')
      then 'pg_cron'
    else 'worker'
  end
$$;

comment on function steward_internal.scheduler() is $doc$
Names who runs the schedules of this database: pg_cron or worker.

It is pg_cron if the extension is in this database and the caller may use its schema, otherwise
`pgsteward worker`.

@returns pg_cron or worker.
@access steward_reader
@example select steward_internal.scheduler();
$doc$;

revoke all on function steward_internal.scheduler() from public;
-- end
-- begin sql/maintenance/functions/sync_schedules.sql 97e3a94091f380fd01095e143f0e2b0ca1c1f5859e438925426794f63ceb1aeb
create or replace function steward.sync_schedules(dry_run boolean default false)
returns table (schedule text, action text, statement text)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_step record;
begin
  perform pg_advisory_xact_lock(20985, 1);
  for v_step in
    select p.* from steward_internal.plan_schedules() as p order by p.name
  loop
    if v_step.statement is not null and not sync_schedules.dry_run then
      execute v_step.statement;
    end if;
    return query select v_step.name, v_step.action, v_step.statement;
  end loop;
end
$$;

comment on function steward.sync_schedules(boolean) is $doc$
Makes the jobs of pg_cron equal to the table `schedules`.

Missing jobs are created, changed or inactive ones put right, jobs of the caller whose schedule is
gone are removed; jobs that are not pgsteward's are never touched. Without pg_cron nothing is done
and `pgsteward worker` runs the schedules.

@area maintenance
@param dry_run True only lists what would be done.
@returns One row for each schedule: the action (create, update, activate, remove, none, left to pgsteward worker) and its statement.
@access steward_operator
@example select schedule, action from sync_schedules(dry_run => true);
$doc$;

revoke all on function steward.sync_schedules(boolean) from public;
-- end
-- begin sql/health/checks/connection_saturation.sql c6d8eafdcaafd2648b82739674bbee17f15c8863c1d0431c7c38fc786135778a
create or replace function steward_internal.check_connection_saturation()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    null,
    null,
    null,
    round(100.0 * s.client_count / s.slot_count, 1),
    format('%s of %s connections that ordinary roles can open are in use.', s.client_count, s.slot_count),
    null,
    null,
    null,
    null::text[],
    jsonb_build_object('client_connections', s.client_count, 'usable_connections', s.slot_count)
  from (
    select
      (select count(*) from pg_stat_activity as a where a.backend_type = 'client backend')
        as client_count,
      current_setting('max_connections')::integer
        - current_setting('superuser_reserved_connections')::integer
        - coalesce(current_setting('reserved_connections', true)::integer, 0) as slot_count
  ) as s
$$;

comment on function steward_internal.check_connection_saturation() is $doc$
Counts client connections against the slots that ordinary roles can use.

Background workers and walsenders do not use these slots and are not counted; the slots reserved for
superusers (and for pg_use_reserved_connections, since PostgreSQL 16) are subtracted. The thresholds
are those that check_postgres, pgmonitor and pg-healthcheck agree on within 5 points.

@title Connections are running out
@category connections
@scope cluster
@unit percent
@warning 75
@critical 90
@requires_role pg_read_all_stats
@remedy Put a pooler such as PgBouncer in front, close idle sessions, or raise max_connections (needs a restart).
@doc https://www.postgresql.org/docs/current/runtime-config-connection.html
@access steward_reader
@example select * from steward_internal.check_connection_saturation();
$doc$;

revoke all on function steward_internal.check_connection_saturation() from public;
-- end
-- begin sql/health/checks/foreign_keys_without_index.sql 14ae113d756439cfd40b7919b615806d028ad2cadd9e7867f4678b5152d59bef
create or replace function steward_internal.check_foreign_keys_without_index()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'constraint',
    r.schema_name::text,
    con.conname::text,
    null::numeric,
    format(
      'Foreign key %1$I of %2$s references %3$s, and no index of %2$s begins with (%4$s).',
      con.conname, r.qualified_name, target.qualified_name, fk.column_list
    ),
    null,
    null,
    null,
    array[format('create index concurrently on %s (%s);', r.qualified_name, fk.column_list)],
    jsonb_build_object('table', r.qualified_name, 'columns', fk.column_names)
  from pg_constraint as con
  inner join steward_internal.user_relations as r on r.relid = con.conrelid
  inner join steward_internal.user_relations as target on target.relid = con.confrelid
  cross join lateral (
    select
      string_agg(quote_ident(a.attname), ', ' order by k.position) as column_list,
      array_agg(a.attname::text order by k.position) as column_names,
      array_agg(k.attnum::integer) as attnums,
      bool_and(a.attnotnull) as is_not_null
    from unnest(con.conkey) with ordinality as k (attnum, position)
    inner join pg_attribute as a on a.attrelid = con.conrelid and a.attnum = k.attnum
  ) as fk
  where con.contype = 'f'
    and not r.is_partition
    and not exists (
      select
      from pg_index as i
      inner join pg_class as ic on ic.oid = i.indexrelid
      inner join pg_am as am on am.oid = ic.relam
      where i.indrelid = con.conrelid
        and i.indisvalid
        and am.amname in ('btree', 'hash', 'gist', 'spgist')
        -- The leading columns in any order; indkey counts from 0, and INCLUDE columns come last.
        and cardinality(fk.attnums) <= i.indnkeyatts
        and (i.indkey::smallint[])[0:cardinality(fk.attnums) - 1]::integer[] @> fk.attnums
        and (i.indpred is null or steward_internal.is_implied_by_not_null(i.indexrelid, fk.attnums))
    )
$$;

comment on function steward_internal.check_foreign_keys_without_index() is $doc$
Finds foreign keys whose referencing columns no index begins with.

Every DELETE or key UPDATE of the referenced table then reads the whole referencing table; deleting
500 parents of 200,000 children took 280 times as long without the index. Any order of the leading
columns will do. A BRIN or GIN index cannot look up the key, INCLUDE columns are not searched, and a
partial index helps only if its predicate is just IS NOT NULL on columns of the key. Partitions are
reported once, at their parent.

@title Foreign key without an index
@category indexes
@mode static
@severity warning
@remedy Create an index that begins with the columns of the foreign key.
@fix_risk CREATE INDEX CONCURRENTLY reads the table twice and blocks no writes.
@doc https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK
@access steward_reader
@example select * from steward_internal.check_foreign_keys_without_index();
$doc$;

revoke all on function steward_internal.check_foreign_keys_without_index() from public;
-- end
-- begin sql/health/checks/invalid_indexes.sql 2d9b40402e81df13fb31a0cc83bfde725a0862e32925ec386438a8169c3cfa9b
create or replace function steward_internal.check_invalid_indexes()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'index',
    r.schema_name::text,
    r.relation_name::text,
    null::numeric,
    format('Index %s on %s is invalid: writes maintain it, queries cannot use it.',
      r.qualified_name, t.qualified_name),
    null,
    null,
    null,
    array[
      case
        when r.relation_name ~ '_ccnew\d*$|_ccold\d*$'
          then format('drop index concurrently %s;', r.qualified_name)
        else format('reindex index concurrently %s;', r.qualified_name)
      end
    ],
    jsonb_build_object('table', t.qualified_name)
  from pg_index as i
  inner join steward_internal.user_relations as r on r.relid = i.indexrelid
  inner join steward_internal.user_relations as t on t.relid = i.indrelid
  where not i.indisvalid
    -- A partitioned index is invalid by design until an index of each partition is attached.
    and r.relkind = 'i'
    and not exists (
      select
      from pg_stat_progress_create_index as p
      where p.relid = i.indrelid
    )
$$;

comment on function steward_internal.check_invalid_indexes() is $doc$
Finds indexes that a failed CREATE INDEX or REINDEX CONCURRENTLY left behind.

An invalid index costs as much on every write as a valid one and helps no query; a unique one does
not guarantee anything yet. Indexes of a table on which an index is being built right now are left
out, and so are partitioned indexes that still wait for a partition.

@title Invalid index
@category indexes
@severity warning
@remedy Rebuild it with REINDEX INDEX CONCURRENTLY; drop a leftover that ends in _ccnew or _ccold.
@fix_risk REINDEX CONCURRENTLY reads the table twice and blocks no writes; DROP INDEX CONCURRENTLY waits for running transactions.
@doc https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
@access steward_reader
@example select * from steward_internal.check_invalid_indexes();
$doc$;

revoke all on function steward_internal.check_invalid_indexes() from public;
-- end
-- begin sql/maintenance/procedures/purge_cron_history.sql aeff09d7d96014e79e6a7023a17ed6e4dd01b7e2c674b4ab42ae1f90ef6a9516
create or replace procedure steward.purge_cron_history(
  keep interval default null,
  batch_rows integer default 1000
)
language plpgsql
as $$
declare
  v_search_path text := pg_catalog.current_setting('search_path');
  v_older_than timestamptz;
  v_batch record;
  v_last_run bigint := 0;
begin
  perform pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', false);
  v_older_than := now() - coalesce(
    purge_cron_history.keep, steward.get_setting('maintenance.keep_cron_history')::interval
  );
  loop
    select b.*
    into v_batch
    from steward_internal.purge_cron_history_batch(
      v_older_than, v_last_run, purge_cron_history.batch_rows
    ) as b;
    exit when v_batch.last_run is null;
    v_last_run := v_batch.last_run;
    commit;
  end loop;
  perform pg_catalog.set_config('search_path', v_search_path, false);
end
$$;

comment on procedure steward.purge_cron_history(interval, integer) is $doc$
Removes pg_cron's old run history, in batches that commit.

pg_cron never removes any of it. Install schedules this every night. A role that does not own the
history removes only the runs of its own jobs, as pg_cron's row level security has it. Without
pg_cron it does nothing.

@area maintenance
@param keep How long runs are kept; null means the setting `maintenance.keep_cron_history`.
@param batch_rows Rows in each transaction.
@error 2D000 It was called inside a transaction block.
@access steward_operator
@example call purge_cron_history();
$doc$;

revoke all on procedure steward.purge_cron_history(interval, integer) from public;
-- end
-- begin sql/core/views/api_reference.sql c83a65b41d031fb03bae1e4a479576cfe3578820590887dce864cef764ba8d83
create or replace view steward.api_reference as
with objects as (
  select
    p.pronamespace as schema_oid,
    p.proname::text as object_name,
    case p.prokind when 'p' then 'procedure' else 'function' end as object_type,
    pg_catalog.format('%I(%s)', p.proname, pg_catalog.oidvectortypes(p.proargtypes)) as signature,
    p.oid as routine_oid,
    null::oid as relation_oid,
    pg_catalog.obj_description(p.oid, 'pg_proc') as doc
  from pg_catalog.pg_proc as p
  union all
  select
    c.relnamespace,
    c.relname::text,
    case c.relkind when 'v' then 'view' else 'table' end,
    pg_catalog.quote_ident(c.relname),
    null,
    c.oid,
    pg_catalog.obj_description(c.oid, 'pg_class')
  from pg_catalog.pg_class as c
  where c.relkind in ('r', 'v')
)
select
  n.nspname::text as schema_name,
  o.object_name,
  o.object_type,
  pg_catalog.format('%I.%s', n.nspname, o.signature) as signature,
  tags.area,
  tags.summary,
  tags.description,
  case when o.routine_oid is not null
    then steward_internal.routine_arguments(o.routine_oid)
  end as arguments,
  case when o.routine_oid is not null
    then steward_internal.routine_columns(o.routine_oid)
    else steward_internal.relation_columns(o.relation_oid)
  end as columns,
  p.proretset as returns_set,
  p.provolatile::text as volatility,
  p.proparallel::text as parallel,
  tags.params,
  tags.returns,
  tags.errors,
  tags.access,
  tags.examples
from objects as o
inner join pg_catalog.pg_namespace as n on n.oid = o.schema_oid
left join pg_catalog.pg_proc as p on p.oid = o.routine_oid
cross join lateral (
  select
    max(t.value) filter (where t.tag = 'area') as area,
    max(pg_catalog.split_part(t.value, E'\n', 1)) filter (where t.tag = 'description') as summary,
    max(t.value) filter (where t.tag = 'description') as description,
    array_agg(t.value) filter (where t.tag = 'param') as params,
    max(t.value) filter (where t.tag = 'returns') as returns,
    array_agg(t.value) filter (where t.tag = 'error') as errors,
    array_agg(t.value) filter (where t.tag = 'access') as access,
    array_agg(t.value) filter (where t.tag = 'example') as examples
  from steward_internal.comment_tags(o.doc) as t
) as tags
where n.nspname in ('steward', 'steward_internal');

comment on view steward.api_reference is $doc$
Describes every routine, view and table of pgsteward as its comment documents it.

The reference pages, the typed client and the conventions test are made from it. `arguments` and
`columns` are arrays of objects with name and type; an argument also says whether it has a default.

@area core
@access steward_reader select
@example select signature, summary from api_reference where schema_name = 'steward' order by 1;
$doc$;
-- end
-- begin sql/core/views/user_relations.sql 3c0b991c487d770afff7c199310206c3231487b48cc821eb12af36046aa0650d
create or replace view steward_internal.user_relations as
select
  c.oid as relid,
  n.nspname as schema_name,
  c.relname as relation_name,
  format('%I.%I', n.nspname, c.relname) as qualified_name,
  c.relkind,
  c.relispartition as is_partition,
  c.relpersistence,
  c.relowner,
  c.relacl,
  c.relrowsecurity,
  c.reltuples,
  c.relpages,
  c.relallvisible,
  c.reltoastrelid,
  c.reloptions,
  c.relpages::bigint * current_setting('block_size')::bigint as estimated_bytes
from pg_catalog.pg_class as c
inner join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where n.nspname not in ('pg_catalog', 'information_schema')
  and n.nspname not like 'pg\_toast%'
  and n.nspname not like 'pg\_temp\_%'
  and c.relpersistence <> 't'
  and not exists (
    select
    from pg_catalog.pg_depend as d
    where d.classid = 'pg_catalog.pg_class'::regclass
      and d.objid = c.oid
      and d.deptype = 'e'
  );

comment on view steward_internal.user_relations is $doc$
Lists the relations that belong to the people of this database.

The one place that leaves out system schemas, temporary relations and what extensions own.
`estimated_bytes` is relpages times the block size: as old as the last VACUUM or ANALYZE, but unlike
pg_relation_size() it never waits for a lock.

@access steward_reader select
@example select qualified_name from steward_internal.user_relations where relkind = 'r';
$doc$;
-- end
-- begin sql/health/views/health_checks.sql 524dbb837f81b990621e50ffc7da79a5f2f88ed2d6e3984acf32a1597338f2c7
create or replace view steward.health_checks as
select
  r.check_id,
  r.title,
  r.category,
  r.scope,
  r.mode,
  r.severity,
  r.unit,
  r.direction,
  r.warning,
  r.critical,
  r.confidence,
  r.requires_role,
  r.requires_extension,
  r.runs_on,
  r.is_enabled,
  r.description,
  r.remedy,
  r.fix_risk,
  r.doc_url
from steward_internal.health_check_registry() as r;

comment on view steward.health_checks is $doc$
Lists the health checks: what each looks for, needs and advises, and its thresholds.

Thresholds are those in force; change them with `configure_health_check()`. A check with `severity`
reports each row with it, one with `warning` and `critical` compares its value, measured in `unit`.

@area health
@access steward_reader select
@example select check_id, title, warning, critical, unit from health_checks order by category, 1;
$doc$;
-- end
-- begin sql/maintenance/views/schedule_status.sql 1721388224608dde9a5795efb9d1f5c7ec3f45d3c6d5e8a7dfd7f1f63e962da4
create or replace view steward.schedule_status as
select
  r.name,
  r.cron,
  r.command,
  r.scheduler,
  r.active,
  r.last_start,
  r.last_status,
  r.next_due,
  r.problem
from steward_internal.schedule_report() as r;

comment on view steward.schedule_status is $doc$
Shows each schedule with who runs it, how its last run went, when it is due, and what is wrong.

`scheduler` is pg_cron, or worker where that is not in this database. `problem` is null if all is
well; otherwise it says what to do: a job that is missing, inactive or changed in pg_cron, a failed
last run, or a run that was due and never came. pg_cron shows a role only its own jobs and runs.

@area maintenance
@access steward_reader select
@example select name, last_start, last_status, next_due, problem from schedule_status;
$doc$;
-- end

-- Down Migration
set local check_function_bodies = off;
drop view steward.schedule_status;
drop view steward.health_checks;
drop view steward_internal.user_relations;
drop view steward.api_reference;
drop procedure steward.purge_cron_history(interval, integer);
drop function steward_internal.check_invalid_indexes();
drop function steward_internal.check_foreign_keys_without_index();
drop function steward_internal.check_connection_saturation();
drop function steward.sync_schedules(boolean);
drop function steward_internal.scheduler();
drop function steward_internal.schedule_report(timestamptz);
drop function steward_internal.purge_cron_history_batch(timestamptz, bigint, integer);
drop function steward_internal.plan_schedules();
drop function steward_internal.parse_cron(text);
drop function steward_internal.finish_schedule_run(bigint, text, text);
drop function steward.drop_schedule(text);
drop function steward_internal.cron_ticks(text, timestamptz);
drop function steward_internal.cron_last_runs();
drop function steward_internal.cron_jobs();
drop function steward_internal.cron_field(text, integer, integer, text[]);
drop function steward_internal.claim_due_schedules(text, timestamptz);
drop function steward.add_schedule(text, text, text);
drop function steward_internal.time_is_up();
drop function steward_internal.supports_foreign_key(oid);
drop function steward_internal.skipped_row(text, text, text, text, text, text);
drop function steward_internal.severity_rank(text, text);
drop function steward_internal.run_check(regprocedure);
drop function steward.record_health_check();
drop function steward_internal.judge_check( text, text, text, text, text, text, numeric, numeric, text, text, text, text, steward_internal.check_row[] );
drop function steward_internal.is_implied_by_not_null(oid, integer[]);
drop function steward.health_status(text[]);
drop function steward.health_report(text[]);
drop function steward.health_findings(text[], text[]);
drop function steward_internal.health_deadline();
drop function steward_internal.health_check_registry();
drop function steward.get_unused_indexes();
drop function steward.get_table_bloat_stats(bigint);
drop function steward.get_connection_stats();
drop function steward.get_cache_hit_ratio();
drop function steward.get_blocking_locks();
drop function steward_internal.format_value(numeric, text);
drop function steward.database_health_check(text, boolean, text[]);
drop function steward.configure_health_check(text, boolean, numeric, numeric);
drop function steward_internal.check_obstacle(text, text, text);
drop function steward_internal.bloat_candidates(bigint);
drop function steward_internal.assert_known_checks(text[], text[]);
drop function steward_internal.uninstall_statements();
drop function steward.steward_version();
drop function steward_internal.statistics_since();
drop function steward.set_setting(text, text);
drop function steward_internal.routine_columns(oid);
drop function steward_internal.routine_arguments(oid);
drop function steward_internal.role_setup();
drop function steward_internal.relation_columns(oid);
drop function steward.object_fingerprints();
drop function steward_internal.locked_relations();
drop function steward_internal.is_valid_value(text, text);
drop function steward_internal.grant_access();
drop function steward.get_setting(text);
drop function steward_internal.extension_schema(name);
drop function steward_internal.extend_search_path();
drop function steward.error_codes();
drop function steward_internal.declared_access();
drop function steward_internal.database_search_path();
drop function steward_internal.create_roles();
drop function steward_internal.comment_tags(text);
