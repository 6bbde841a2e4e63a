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
-- begin sql/core/functions/extend_search_path.sql c1b150580f639e28adc1624bb489719af0bbfa4edd8f62b96c2c63870e026d80
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
  if exists (
    select
    from steward_internal.search_path_elements(v_previous) as e
    where e.element_name = 'steward'
  ) then
    return null;
  end if;

  select string_agg(quote_ident(e.element_name), ', ' order by e.element_position)
  into v_extended
  from steward_internal.search_path_elements(
    coalesce(v_previous, (select s.boot_val from pg_settings as s where s.name = 'search_path'))
  ) as e
  where e.element_name <> '';

  execute format(
    'alter database %I set search_path = %s',
    current_database(), concat_ws(', ', v_extended, 'steward')
  );
  v_extended := steward_internal.database_search_path();
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
-- begin sql/core/functions/is_valid_value.sql 8a97e3aa3342c329202752d9783585f95d927e45d8029019e3443b760e0a2bfb
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
    when 'size' then pg_size_bytes(is_valid_value.value) >= 0
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
@param value_type One of text, text[], integer, boolean, interval and size (as pg_size_bytes() reads it).
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
-- begin sql/core/functions/object_fingerprints.sql 6fe2a176a96e7775d5c6e6b43e98f4e4f81f65cc1b087a669a9948c296610b05
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
    select c.oid, c.relkind, c.reltype, c.relowner, c.relacl, c.reloptions, c.relrowsecurity,
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
              col_description(a.attrelid, a.attnum),
              case
                when exists (select from aclexplode(a.attacl) as privilege where privilege.grantee = 0)
                  then 'granted to PUBLIC'
              end
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
      case r.relkind when 'c' then obj_description(r.reltype, 'pg_type') else obj_description(r.oid, 'pg_class') end,
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
-- begin sql/core/functions/search_path_elements.sql 23ccaa102d3b179abced46435ba5962cdf42d7cd1a8b5f3f77db9dcca5a21035
create or replace function steward_internal.search_path_elements(list text)
returns table (element_position bigint, element_name text)
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    element.position,
    case
      when element.part[1] like '"%'
        then replace(substring(element.part[1] from '^"(.*)"$'), '""', '"')
      else lower(element.part[1])
    end
  from regexp_matches(search_path_elements.list, '"(?:[^"]|"")*"|[^",\s]+', 'g')
    with ordinality as element (part, position)
$$;

comment on function steward_internal.search_path_elements(text) is $doc$
Splits a search_path into the names of its schemas.

A quoted name may hold commas and quotes; an unquoted one, such as the $user that set_config() can
store, is read in lower case, as PostgreSQL does.

@param list The list as it is stored.
@returns One row for each name, unquoted, in its order.
@access steward_reader
@example select element_name from steward_internal.search_path_elements('"$user", public');
$doc$;

revoke all on function steward_internal.search_path_elements(text) from public;
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
-- begin sql/core/functions/statistics_since.sql deaa4a4c0dd9305e2f82ea70c33be370e32a64ce7020a1426315faed19c10cdb
create or replace function steward_internal.statistics_since()
returns timestamptz
language sql
stable
parallel restricted
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
-- begin sql/core/functions/uninstall_statements.sql b7683257f6a5bb969d3c8928ccfe896fa66b7a675e650401cfb10d728f14badc
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
      (
        -- An empty name can only be written as a string.
        select string_agg(
          coalesce(quote_ident(nullif(e.element_name, '')), ''''''), ', ' order by e.element_position
        )
        from steward_internal.search_path_elements(
          case when p.current_value = p.installed_value then p.previous_value else p.current_value end
        ) as e
        where e.element_name <> 'steward'
      ) as value
    from search_path as p
    where p.installed_value is not null
      and p.current_value is not null
  )
  select
    case
      when r.value is null then format('alter database %I reset search_path', current_database())
      else format('alter database %I set search_path = %s', current_database(), r.value)
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
-- begin sql/health/functions/alignment_padding.sql cd00872f2f4814e9c1922323289e881df1f78968b7684c6e0fa3276bf1bfbb68
create or replace function steward_internal.alignment_padding(lengths integer[], alignments integer[])
returns integer
language plpgsql
immutable
parallel safe
strict
set search_path = pg_catalog, pg_temp
as $$
declare
  v_offset integer := 0;
  v_padding integer := 0;
  v_gap integer;
begin
  for v_column in 1..cardinality(alignment_padding.lengths) loop
    if alignment_padding.lengths[v_column] < 0 then
      -- Short values of variable length are not aligned, and nobody knows where they end.
      v_offset := 0;
    else
      v_gap := -v_offset & (alignment_padding.alignments[v_column] - 1);
      v_padding := v_padding + v_gap;
      v_offset := v_offset + v_gap + alignment_padding.lengths[v_column];
    end if;
  end loop;
  if alignment_padding.lengths @> '{-1}' or alignment_padding.lengths @> '{-2}' then
    return v_padding;
  end if;
  return v_padding + (-v_offset & 7);
end
$$;

comment on function steward_internal.alignment_padding(integer[], integer[]) is $doc$
Computes how many bytes of a row are there only to align its columns.

A row with columns of fixed length only is rounded up to 8 bytes as well, which counts; with others it
is rounded up too, but by an amount that no order of the columns changes on average.

@param lengths Length of each column in bytes, in their order; negative if it varies.
@param alignments Alignment of each column in bytes: 1, 2, 4 or 8.
@returns The number of bytes, for a row without nulls.
@access steward_reader
@example select steward_internal.alignment_padding('{1,8}', '{1,8}');
$doc$;

revoke all on function steward_internal.alignment_padding(integer[], integer[]) from public;
-- end
-- begin sql/health/functions/alter_system_undo.sql b611f9c5b6f2d028827e0fae7afb6f51d47471646ef6ddc43a1dab8fe57ebaa3
create or replace function steward_internal.alter_system_undo(name text, value text)
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select case
    -- A role that may not see the file gets the statement that is right in effect either way.
    when s.source = 'configuration file' and coalesce(s.sourcefile, 'postgresql.auto.conf') ~ 'postgresql\.auto\.conf$'
      then format('alter system set %s = %L;', s.name, alter_system_undo.value)
    else format('alter system reset %s;', s.name)
  end
  from pg_settings as s
  where s.name = alter_system_undo.name
$$;

comment on function steward_internal.alter_system_undo(text, text) is $doc$
Writes the statement that takes an ALTER SYSTEM SET of a setting back.

@param name The setting.
@param value Its value now, in the words that ALTER SYSTEM takes.
@returns ALTER SYSTEM RESET where the value comes from elsewhere, ALTER SYSTEM SET with the value where it came from postgresql.auto.conf.
@access steward_reader
@example select steward_internal.alter_system_undo('fsync', 'off');
$doc$;

revoke all on function steward_internal.alter_system_undo(text, text) from public;
-- end
-- begin sql/health/functions/application_grantees.sql 3cc21d60a69e0c945804dd7f60c3328c915ed6b62fb0b298a77f209c4e0620da
create or replace function steward_internal.application_grantees()
returns table (role_oid oid, role_name text, grantee oid)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select 0::oid, 'PUBLIC', 0::oid
  union all
  select a.role_oid, quote_ident(a.role_name), 0::oid
  from steward_internal.application_roles() as a
  where a.is_bound
  union all
  select a.role_oid, quote_ident(a.role_name), r.oid
  from steward_internal.application_roles() as a
  inner join pg_roles as r on pg_has_role(a.role_oid, r.oid, 'usage')
  where a.is_bound
$$;

comment on function steward_internal.application_grantees() is $doc$
Lists the grantees through which PUBLIC and application roles hold privileges.

Superusers and roles with BYPASSRLS are left out: no grant and no policy limits them.

@returns One row for each pair of a role (quoted where needed; PUBLIC has OID 0) and a grantee whose privileges it has.
@access steward_reader
@example select role_name, grantee from steward_internal.application_grantees();
$doc$;

revoke all on function steward_internal.application_grantees() from public;
-- end
-- begin sql/health/functions/application_roles.sql ebbf553b308adde09037eba962e0d65ecb167231f437d65100c5de696f96c696
create or replace function steward_internal.application_roles()
returns table (role_name name, role_oid oid, is_bound boolean)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select r.rolname, r.oid, not (r.rolsuper or r.rolbypassrls)
  from pg_roles as r
  where r.rolname = any (steward.get_setting('health.application_roles')::text[])
$$;

comment on function steward_internal.application_roles() is $doc$
Lists the roles of the setting `health.application_roles` that exist.

@returns One row for each role; `is_bound` is false for superusers and roles with BYPASSRLS, whom no policy binds.
@access steward_reader
@example select role_name from steward_internal.application_roles();
$doc$;

revoke all on function steward_internal.application_roles() from public;
-- end
-- begin sql/health/functions/application_roles_row.sql bd4ead48024f475f144fa1ae79ef19d34e071dd31210b4661a0e75b630384944
create or replace function steward_internal.application_roles_row()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with configured as (
    select c.name, a.role_name, a.is_bound
    from unnest(steward.get_setting('health.application_roles')::text[]) as c (name)
    left join steward_internal.application_roles() as a on a.role_name = c.name
  ),
  named as (
    select
      string_agg(quote_ident(c.name), ', ' order by c.name) filter (where c.is_bound) as bound,
      string_agg(quote_ident(c.name), ', ' order by c.name) filter (where not c.is_bound) as unbound,
      string_agg(quote_ident(c.name), ', ' order by c.name) filter (where c.role_name is null) as missing,
      count(c.role_name) as existing
    from configured as c
  )
  select
    null,
    null,
    null,
    null::numeric,
    concat(
      'Looked at what PUBLIC', ' and ' || n.bound, ' can reach',
      '; row level security does not bind ' || n.unbound,
      case
        when n.existing = 0 then
          '; the setting health.application_roles names no role that exists'
            || coalesce(' (' || n.missing || ')', '') || ': set it to the roles that applications connect with'
        else '; of the setting health.application_roles these do not exist: ' || n.missing
      end,
      '.'
    ),
    null,
    null,
    'ok',
    null::text[],
    null::text[],
    null::jsonb
  from named as n
$$;

comment on function steward_internal.application_roles_row() is $doc$
Makes the row that says which application roles a check looked at.

A list that fits no role would otherwise look like a clean database.

@returns One row with status ok.
@access steward_reader
@example select detail from steward_internal.application_roles_row();
$doc$;

revoke all on function steward_internal.application_roles_row() from public;
-- end
-- begin sql/health/functions/archiver_state.sql 9b61079bffa6039f7fb3c0b5b0966c9c8090130b2167d6b4aa73c8730ddee99d
create or replace function steward_internal.archiver_state(
  archive_mode text,
  is_configured boolean,
  in_recovery boolean,
  last_archived_at timestamptz,
  last_failed_at timestamptz,
  last_failed_wal text,
  failed_count bigint,
  observed_since timestamptz,
  as_of timestamptz
)
returns steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select row(
    null,
    null,
    null,
    case s.state
      when 'failing'
        then round(
          extract(
            epoch from archiver_state.as_of
              - coalesce(archiver_state.last_archived_at, archiver_state.observed_since)
          )
        )
      when 'working' then 0
    end,
    case s.state
      when 'off' then 'WAL archiving is off.'
      when 'standby' then 'WAL archiving is left to the primary: archive_mode is on, not always.'
      when 'not configured' then
        'WAL archiving is on, but archive_command and archive_library are both empty: no WAL is archived, '
          'and none is removed.'
      when 'failing' then
        format(
          'Archiving of %s failed at %s; %s, and %s attempts have failed in all.',
          archiver_state.last_failed_wal,
          to_char(archiver_state.last_failed_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"'),
          coalesce(
            'the last success was at '
              || to_char(archiver_state.last_archived_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"'),
            'nothing has been archived yet'
          ),
          archiver_state.failed_count
        )
      else 'WAL archiving works.'
    end,
    case s.state
      when 'not configured' then 'Set archive_command or archive_library, and reload the configuration.'
    end,
    case s.state when 'not configured' then 'warning' end,
    null,
    null,
    null,
    jsonb_build_object(
      'archive_mode', archiver_state.archive_mode, 'failed_count', archiver_state.failed_count
    )
  )::steward_internal.check_row
  from (
    select case
      when archiver_state.archive_mode = 'off' then 'off'
      when archiver_state.in_recovery and archiver_state.archive_mode <> 'always' then 'standby'
      when not archiver_state.is_configured then 'not configured'
      -- The archiver tries again every minute: after a day without a failure there is nothing to archive.
      when archiver_state.last_failed_at > coalesce(archiver_state.last_archived_at, '-infinity')
        and archiver_state.last_failed_at > archiver_state.as_of - interval '1 day' then 'failing'
      else 'working'
    end as state
  ) as s
$$;

comment on function steward_internal.archiver_state(
  text, boolean, boolean, timestamptz, timestamptz, text, bigint, timestamptz, timestamptz
) is $doc$
Judges the archiver for the check archiving_failures.

@param archive_mode The setting: off, on or always.
@param is_configured Whether there is an archive_command or an archive_library.
@param in_recovery Whether the server is a standby.
@param last_archived_at When a WAL file was archived last, or null.
@param last_failed_at When that failed last, or null.
@param last_failed_wal The file that could not be archived.
@param failed_count How often it failed.
@param observed_since Since when a success would be known: start of the server or of the statistics.
@param as_of The time against which is measured.
@returns The row of the check: seconds without a success as its value if archiving fails, 0 if it works.
@access steward_reader
@example select (steward_internal.archiver_state('on', true, false, now(), null, null, 0, now(), now())).detail;
$doc$;

revoke all on function steward_internal.archiver_state(
  text, boolean, boolean, timestamptz, timestamptz, text, bigint, timestamptz, timestamptz
) from public;
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
-- begin sql/health/functions/autovacuum_triggers.sql 2bf5c235884ecdd7b8d6ded2db087bd83046b166dac8585068cbacea32c9c2d4
create or replace function steward_internal.autovacuum_triggers()
returns table (
  relid oid,
  object_type text,
  schema_name name,
  relation_name name,
  qualified_name text,
  is_never_analyzed boolean,
  dead_rows bigint,
  dead_trigger numeric,
  inserted_rows bigint,
  insert_trigger numeric,
  modified_rows bigint,
  analyze_trigger numeric,
  last_vacuum timestamptz,
  last_analyze timestamptz
)
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    r.relid,
    case r.relkind when 'm' then 'materialized view' else 'table' end,
    r.schema_name,
    r.relation_name,
    r.qualified_name,
    r.reltuples < 0,
    pg_stat_get_dead_tuples(r.relid),
    round(
      least(
        p.vacuum_threshold + p.vacuum_scale_factor * size.row_count,
        nullif(p.vacuum_max_threshold, -1)
      )::numeric
    ),
    pg_stat_get_ins_since_vacuum(r.relid),
    round(
      (
        nullif(p.insert_threshold, -1)
          + p.insert_scale_factor * size.row_count * size.unfrozen_share
      )::numeric
    ),
    pg_stat_get_mod_since_analyze(r.relid),
    round((p.analyze_threshold + p.analyze_scale_factor * size.row_count)::numeric),
    greatest(pg_stat_get_last_vacuum_time(r.relid), pg_stat_get_last_autovacuum_time(r.relid)),
    greatest(pg_stat_get_last_analyze_time(r.relid), pg_stat_get_last_autoanalyze_time(r.relid))
  from steward_internal.user_relations as r
  inner join pg_class as c on c.oid = r.relid
  cross join lateral (
    select
      greatest(r.reltuples, 0)::double precision as row_count,
      -- PostgreSQL 18 counts relallfrozen and scales the insert trigger by the pages left.
      greatest(
        1 - coalesce((to_jsonb(c) ->> 'relallfrozen')::double precision / nullif(r.relpages, 0), 0),
        0
      ) as unfrozen_share
  ) as size
  cross join lateral (
    select
      max(s.value) filter (where s.name = 'autovacuum_vacuum_threshold') as vacuum_threshold,
      max(s.value) filter (where s.name = 'autovacuum_vacuum_scale_factor') as vacuum_scale_factor,
      max(s.value) filter (where s.name = 'autovacuum_vacuum_max_threshold')
        as vacuum_max_threshold,
      max(s.value) filter (where s.name = 'autovacuum_vacuum_insert_threshold') as insert_threshold,
      max(s.value) filter (where s.name = 'autovacuum_vacuum_insert_scale_factor')
        as insert_scale_factor,
      max(s.value) filter (where s.name = 'autovacuum_analyze_threshold') as analyze_threshold,
      max(s.value) filter (where s.name = 'autovacuum_analyze_scale_factor')
        as analyze_scale_factor
    from (
      select
        n.name,
        coalesce(o.option_value, current_setting(n.name, true))::double precision as value
      from unnest(
        array[
          'autovacuum_vacuum_threshold', 'autovacuum_vacuum_scale_factor',
          'autovacuum_vacuum_max_threshold', 'autovacuum_vacuum_insert_threshold',
          'autovacuum_vacuum_insert_scale_factor', 'autovacuum_analyze_threshold',
          'autovacuum_analyze_scale_factor'
        ]
      ) as n (name)
      left join pg_options_to_table(r.reloptions) as o on o.option_name = n.name
    ) as s
  ) as p
  where r.relkind in ('r', 'm')
$$;

comment on function steward_internal.autovacuum_triggers() is $doc$
Lists the tables with what has changed and where autovacuum would start.

The triggers are those of autovacuum itself: threshold plus scale factor times reltuples, with the
storage parameters of the table before the settings of the server, the cap
autovacuum_vacuum_max_threshold where it exists (PostgreSQL 18), and the insert trigger scaled by
the pages not yet frozen where the server counts them (18 as well). A table that has never been
analyzed counts as empty.

@returns One row for each table and materialized view. The counters are estimates since the last VACUUM or ANALYZE; `insert_trigger` is null if inserts do not start autovacuum.
@access steward_reader
@example select qualified_name, dead_rows, dead_trigger from steward_internal.autovacuum_triggers();
$doc$;

revoke all on function steward_internal.autovacuum_triggers() from public;
-- end
-- begin sql/health/functions/autovacuum_worker_rows.sql bbf7534eac3798fa240de2425643706b76457602ef2e32434793385e46856af7
create or replace function steward_internal.autovacuum_worker_rows(
  busy integer,
  available integer,
  waiting integer
)
returns setof steward_internal.check_row
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    null,
    null,
    null,
    round(100.0 * autovacuum_worker_rows.busy / autovacuum_worker_rows.available, 1),
    format(
      '%s of %s autovacuum workers are at work%s.',
      autovacuum_worker_rows.busy,
      autovacuum_worker_rows.available,
      case
        when autovacuum_worker_rows.waiting > 0
          then format(', and %s tables of this database wait for one', autovacuum_worker_rows.waiting)
      end
    ),
    null,
    case
      when autovacuum_worker_rows.busy < autovacuum_worker_rows.available then null
      when autovacuum_worker_rows.waiting > 0 then 'warning'
      else 'info'
    end,
    null,
    null::text[],
    null::text[],
    jsonb_build_object(
      'busy', autovacuum_worker_rows.busy,
      'available', autovacuum_worker_rows.available,
      'waiting_tables', autovacuum_worker_rows.waiting
    )
$$;

comment on function steward_internal.autovacuum_worker_rows(integer, integer, integer) is $doc$
Judges how busy the autovacuum workers are.

@param busy Workers that run.
@param available Workers that may run at once.
@param waiting Tables that are due and not being vacuumed; null if nobody looked.
@returns The row of the check autovacuum_workers_busy.
@access steward_reader
@example select severity from steward_internal.autovacuum_worker_rows(3, 3, 1);
$doc$;

revoke all on function steward_internal.autovacuum_worker_rows(integer, integer, integer) from public;
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
-- begin sql/health/functions/btree_candidates.sql 091ce54a278eb30d9c81e2afa300dee53b13eb70b3235c4c0134e390ceeecc64
create or replace function steward_internal.btree_candidates(min_bytes bigint)
returns table (
  indexrelid oid,
  schema_name name,
  index_name name,
  qualified_name text,
  table_qualified_name text,
  estimated_bytes bigint,
  fillfactor integer,
  is_locked boolean
)
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with locked as materialized (
    select l.relid from steward_internal.locked_relations() as l (relid)
  )
  select
    i.indexrelid,
    r.schema_name,
    r.relation_name,
    r.qualified_name,
    t.qualified_name,
    r.estimated_bytes,
    coalesce(
      (
        select o.option_value::integer
        from pg_options_to_table(r.reloptions) as o
        where o.option_name = 'fillfactor'
      ),
      90
    ),
    i.indexrelid in (select l.relid from locked as l)
      or i.indrelid in (select l.relid from locked as l)
  from steward_internal.user_relations as r
  inner join pg_class as c on c.oid = r.relid
  inner join pg_am as am on am.oid = c.relam
  inner join pg_index as i on i.indexrelid = r.relid
  inner join steward_internal.user_relations as t on t.relid = i.indrelid
  where r.relkind = 'i'
    and am.amname = 'btree'
    and i.indisvalid
    and i.indisready
    and r.estimated_bytes >= btree_candidates.min_bytes
    -- A standby has nothing in an unlogged index.
    and (r.relpersistence = 'p' or not pg_is_in_recovery())
$$;

comment on function steward_internal.btree_candidates(bigint) is $doc$
Lists the btree indexes that an extension can look into.

The indexes of partitions are listed one by one, because each has its own pages.

@param min_bytes Leaves out smaller indexes, by relpages.
@returns One row for each index; `is_locked` says that another session holds or awaits an exclusive lock on it or its table.
@access steward_reader
@example select qualified_name from steward_internal.btree_candidates(1048576) where not is_locked;
$doc$;

revoke all on function steward_internal.btree_candidates(bigint) from public;
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
-- begin sql/health/functions/column_list.sql 1a72d2270c457b2cf55a537c404e712a18082e3cb93d5f477ddd120bb8bc53e6
create or replace function steward_internal.column_list(relation_oid oid, attnums smallint[])
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select string_agg(quote_ident(a.attname), ', ' order by k.position)
  from unnest(column_list.attnums) with ordinality as k (attnum, position)
  inner join pg_attribute as a on a.attrelid = column_list.relation_oid and a.attnum = k.attnum
$$;

comment on function steward_internal.column_list(oid, smallint[]) is $doc$
Writes the names of columns as a list for SQL.

@param relation_oid The table.
@param attnums Numbers of its columns, in the order wanted.
@returns The quoted names, separated by commas.
@access steward_reader
@example select steward_internal.column_list('steward.settings'::regclass, array[1]::smallint[]);
$doc$;

revoke all on function steward_internal.column_list(oid, smallint[]) from public;
-- end
-- begin sql/health/functions/column_maxima.sql 331a1d1ce76c4fe1e3e551c03bfe8ab8a95beddc49ee08ae60abba1699643727
create or replace function steward_internal.column_maxima(relation_ids oid[], attnums smallint[])
returns table (relation_id oid, attnum smallint, maximum numeric, withheld text)
language plpgsql
volatile
parallel unsafe
strict
set search_path = pg_catalog, pg_temp
set lock_timeout = '100ms'
as $$
declare
  v_column record;
begin
  for v_column in
    select
      c.oid as relation_id,
      a.attnum,
      c.relkind,
      format(
        'select max(%I)::numeric from %s %I.%I',
        a.attname, case c.relkind when 'r' then 'only' else '' end, n.nspname, c.relname
      ) as query,
      case
        when c.relpersistence = 'u' and pg_is_in_recovery() then 'server'
        when not (
          has_schema_privilege(n.oid, 'usage') and has_column_privilege(c.oid, a.attnum, 'select')
        ) then 'privilege'
        when row_security_active(c.oid) then 'row security'
        when c.oid in (select steward_internal.locked_relations()) then 'lock'
      end as withheld
    from unnest(column_maxima.relation_ids, column_maxima.attnums) as wanted (relation_id, attnum)
    inner join pg_class as c on c.oid = wanted.relation_id
    inner join pg_namespace as n on n.oid = c.relnamespace
    inner join pg_attribute as a on a.attrelid = c.oid and a.attnum = wanted.attnum
  loop
    relation_id := v_column.relation_id;
    attnum := v_column.attnum;
    maximum := null;
    withheld := v_column.withheld;
    if withheld is null and steward_internal.time_is_up() then
      withheld := 'time';
    end if;
    if withheld is null then
      begin
        -- An empty table is told by its size at a fraction of the price of a query.
        if v_column.relkind = 'p' or pg_relation_size(v_column.relation_id) > 0 then
          execute v_column.query into maximum;
        end if;
        -- Rolling back to here gives back the locks, which would otherwise add up to thousands.
        raise no_data_found;
      exception
        when no_data_found then
          null;
        when lock_not_available then
          withheld := 'lock';
        when undefined_table then
          continue;
      end;
    end if;
    return next;
  end loop;
end
$$;

comment on function steward_internal.column_maxima(oid[], smallint[]) is $doc$
Reads the largest values of columns that an index leads with.

It opens the tables, so it leaves alone what another session holds exclusively, waits no longer than
100 ms for any lock, keeps none, and reads nothing of which row security might hide a part.

@param relation_ids The tables; a partitioned one is read with its partitions.
@param attnums The number of the column in each of them.
@returns One row for each column; `withheld` says why it was not read: privilege, row security, lock, time, or server (unlogged, on a standby).
@access steward_reader
@example select * from steward_internal.column_maxima(array['steward.health_runs'::regclass], array[1::smallint]);
$doc$;

revoke all on function steward_internal.column_maxima(oid[], smallint[]) from public;
-- end
-- begin sql/health/functions/column_type_rows.sql a0966bac00a5387e9c76d3d4a06072a237842de33cff2dfa109c061423f915da
create or replace function steward_internal.column_type_rows(
  type_names regtype[],
  new_type text default null,
  only_with_length boolean default false
)
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with candidates as materialized (
    select a.attrelid, a.attnum
    from pg_attribute as a
    where a.attnum > 0
      and a.atttypid = any (
        array(
          select unnest(array[w.oid, w.typarray])
          from pg_type as w
          where w.oid = any (column_type_rows.type_names::oid[])
        )
      )
      and (not column_type_rows.only_with_length or a.atttypmod >= 0)
  ),
  matching as materialized (
    select
      c.relid,
      c.schema_name,
      c.relation_name,
      c.qualified_name,
      c.attnum,
      c.column_name,
      format_type(c.type_oid, c.type_modifier) as type_name,
      case when t.typcategory = 'A' then '[]' else '' end as array_suffix
    from candidates as k
    inner join steward_internal.user_columns as c on c.relid = k.attrelid and c.attnum = k.attnum
    inner join pg_type as t on t.oid = c.type_oid
  ),
  -- ALTER COLUMN TYPE rebuilds indexes, their constraints, and the default or generation expression,
  -- and refuses or may break the rest; what depends on a column in pg_class is an index or a sequence.
  dependents as (
    select distinct on (m.relid)
      m.relid,
      pg_describe_object(d.classid, d.objid, d.objsubid) as description
    from matching as m
    inner join pg_depend as d
      on d.refclassid = 'pg_class'::regclass
      and d.refobjid = m.relid
      and d.refobjsubid = m.attnum
    left join pg_constraint as con
      on d.classid = 'pg_constraint'::regclass
      and con.oid = d.objid
      and con.contype in ('n', 'p', 'u')
    left join pg_attrdef as def
      on d.classid = 'pg_attrdef'::regclass
      and def.oid = d.objid
      and def.adrelid = m.relid
      and def.adnum = m.attnum
    where column_type_rows.new_type is not null
      and d.classid <> 'pg_class'::regclass
      and con.oid is null
      and def.oid is null
    order by m.relid, d.classid, d.objid
  ),
  partition_keys as (
    select distinct m.relid
    from matching as m
    inner join pg_depend as d
      on d.classid = 'pg_class'::regclass
      and d.objid = m.relid
      and d.objsubid = m.attnum
      and d.refclassid = 'pg_class'::regclass
      and d.refobjid = m.relid
      and d.deptype = 'i'
  ),
  tables as (
    select
      m.relid,
      m.schema_name,
      m.relation_name,
      m.qualified_name,
      count(*) as column_count,
      array_agg(format('%I %s', m.column_name, m.type_name) order by m.attnum) as declarations,
      jsonb_object_agg(m.column_name, m.type_name) as column_types,
      string_agg(
        format('alter column %I type %s', m.column_name, column_type_rows.new_type || m.array_suffix), ', '
        order by m.attnum
      ) as changes,
      string_agg(format('alter column %I type %s', m.column_name, m.type_name), ', ' order by m.attnum) as reversals
    from matching as m
    group by m.relid, m.schema_name, m.relation_name, m.qualified_name
  )
  select
    'table',
    t.schema_name::text,
    t.relation_name::text,
    null::numeric,
    format(
      'Table %s has the column%s %s.',
      t.qualified_name,
      case when t.column_count > 1 then 's' else '' end,
      steward_internal.name_list(t.declarations)
    ),
    case
      when column_type_rows.new_type is null then null
      when k.relid is not null
        then 'The partition key cannot change its type: make a new partitioned table and move the rows.'
      when d.relid is not null
        then format('Change the type around what depends on the column, such as %s.', d.description)
    end,
    null,
    null,
    case
      when column_type_rows.new_type is not null and k.relid is null and d.relid is null
        then array[format('alter table %s %s;', t.qualified_name, t.changes)]
    end,
    case
      when column_type_rows.new_type is not null and k.relid is null and d.relid is null
        then array[format('alter table %s %s;', t.qualified_name, t.reversals)]
    end,
    jsonb_build_object('columns', t.column_types)
  from tables as t
  left join dependents as d on d.relid = t.relid
  left join partition_keys as k on k.relid = t.relid
$$;

comment on function steward_internal.column_type_rows(regtype[], text, boolean) is $doc$
Reports the tables that have columns of given types, or of arrays of them.

One row for each table, with one ALTER TABLE that changes all of these columns in one rewrite. There
is no statement where it would be refused or could change what depends on a column: views, policies,
triggers, foreign keys, check constraints, other columns that are generated from it, functions and partition keys. What
depends on a partition or a child by inheritance is not looked at: there the server refuses the
statement and nothing is changed. Columns of domains are left out: their type is the domain.

@param type_names The types.
@param new_type The type to change to, null if that needs a decision that nobody can make for the owner.
@param only_with_length Only columns whose type has a length or another modifier.
@returns The rows of a health check.
@access steward_reader
@example select object_name, detail from steward_internal.column_type_rows('{json}', 'jsonb');
$doc$;

revoke all on function steward_internal.column_type_rows(regtype[], text, boolean) from public;
-- end
-- begin sql/health/functions/comparable_indexes.sql fafd97a179b8c45218d6545fac1c11b2b955ef1db67978bebc28c2bd61c060f3
create or replace function steward_internal.comparable_indexes()
returns table (
  index_oid oid,
  table_oid oid,
  schema_name name,
  index_name name,
  qualified_name text,
  table_name text,
  estimated_bytes bigint,
  access_method name,
  key_columns text[],
  included_columns text,
  predicate text,
  is_unique boolean,
  uniqueness text,
  is_needed boolean,
  is_clustered boolean,
  definition text,
  drop_statement text
)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with indexes as (
    select
      i.*,
      r.schema_name,
      r.relation_name,
      r.qualified_name,
      r.estimated_bytes,
      r.relkind,
      t.qualified_name as table_name,
      am.amname,
      -- Where in the source text a node stood does not make it another expression.
      regexp_replace(i.indexprs::text, ' :location -?\d+', '', 'g') as expressions,
      regexp_replace(i.indpred::text, ' :location -?\d+', '', 'g') as predicate
    from pg_index as i
    inner join steward_internal.user_relations as r on r.relid = i.indexrelid
    inner join steward_internal.user_relations as t on t.relid = i.indrelid
    inner join pg_class as c on c.oid = i.indexrelid
    inner join pg_am as am on am.oid = c.relam
    where i.indisvalid
      and not exists (select from pg_inherits as h where h.inhrelid = i.indexrelid)
      -- Without another index that begins with the same column there is nothing to compare.
      and exists (
        select
        from pg_index as other
        where other.indrelid = i.indrelid
          and other.indexrelid <> i.indexrelid
          and other.indkey[0] = i.indkey[0]
      )
  ),
  described as (
    select
      x.*,
      (
        select array_agg(
          concat_ws(
            ' ', k.attnum, x.indclass[k.ordinal - 1], x.indcollation[k.ordinal - 1],
            x.indoption[k.ordinal - 1], case when k.attnum = 0 then x.expressions end
          )
          order by k.ordinal
        )
        from unnest(x.indkey::smallint[]) with ordinality as k (attnum, ordinal)
        where k.ordinal <= x.indnkeyatts
      ) as key_columns,
      (
        select string_agg(k.attnum::text, ' ' order by k.attnum)
        from unnest(x.indkey::smallint[]) with ordinality as k (attnum, ordinal)
        where k.ordinal > x.indnkeyatts
      ) as included_columns
    from indexes as x
  )
  select
    d.indexrelid,
    d.indrelid,
    d.schema_name,
    d.relation_name,
    d.qualified_name,
    d.table_name,
    d.estimated_bytes,
    d.amname,
    d.key_columns,
    d.included_columns,
    d.predicate,
    d.indisunique,
    case when d.indisunique then concat_ws(' ', d.indnullsnotdistinct, d.indimmediate) end,
    d.indisreplident
      or exists (select from pg_constraint as con where con.conindid = d.indexrelid),
    d.indisclustered,
    md5(
      concat_ws(
        '/', d.indrelid, d.amname, d.key_columns::text, 'including', d.included_columns, 'where',
        d.predicate, case when d.indisexclusion then d.indexrelid end
      )
    ),
    format(
      'drop index%s %s;',
      case when d.relkind = 'i' then ' concurrently' else '' end, d.qualified_name
    )
  from described as d
$$;

comment on function steward_internal.comparable_indexes() is $doc$
Describes the valid indexes of user tables so that they can be compared.

Left out is what has no other index of its table to be compared with, one that begins with the same column.

@returns One row for each index that could be dropped alone. `key_columns` holds column, operator class, collation, options and expression of each key; indexes with the same `definition` are equal but for their `uniqueness` (NULLS NOT DISTINCT and whether it is checked at once; null if not unique); `is_needed` says that a constraint or the replica identity rests on it. A partitioned index cannot be dropped concurrently.
@access steward_reader
@example select qualified_name from steward_internal.comparable_indexes() where is_needed;
$doc$;

revoke all on function steward_internal.comparable_indexes() from public;
-- end
-- begin sql/health/functions/configure_health_check.sql 677c074b05f1805183199e5da0bbf65ef53fb00887825265398f48f728922aa4
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
@param enabled True or false switches the check on or off; null is the shipped state, see `health_checks`.
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
-- begin sql/health/functions/database_health_check.sql ddb6c6cd3124c2562067280d8b1342a22871648185dbda80b6aaca3bc393bde0
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
  with findings as materialized (
    select f.*
    from steward.health_findings(database_health_check.categories) as f
  ),
  shown as (
    select
      f.status,
      f.severity,
      f.category,
      f.check_id,
      case
        when f.object_schema is null then f.object_name
        else format('%I.%I', f.object_schema, f.object_name)
      end as object,
      f.value,
      f.unit,
      f.detail,
      f.action,
      steward_internal.severity_rank(f.status, f.severity) as rank
    from findings as f
    where case
      when f.ignored_because is not null then false
      when f.status = 'ok' or f.evidence ->> 'reason' = 'disabled' then include_ok
      when f.status = 'finding' then
        steward_internal.severity_rank(f.status, f.severity)
          <= steward_internal.severity_rank('finding', min_severity)
      else true
    end
    union all
    select
      'ok', null, null, 'ignored_findings', null, count(*), null,
      'So many findings are ignored: ' || string_agg(distinct f.check_id, ', ') || '.',
      'select pattern, reason, ignored_by, until from steward.ignored_findings;',
      steward_internal.severity_rank('ok', null)
    from findings as f
    where f.ignored_because is not null
    having count(*) > 0
  )
  select
    s.status, s.severity, s.category, s.check_id, s.object, steward_internal.format_value(s.value, s.unit),
    s.detail, s.action
  from shown as s
  order by s.rank, s.category, s.check_id, s.value desc, s.object;
end
$$;

comment on function steward.database_health_check(text, boolean, text[]) is $doc$
Checks the health of the database and returns what needs attention, worst first.

Checks that could not look come last, with what would let them look; findings that somebody ignored
(`ignore_finding()`) are only counted. It reads only, never waits longer than 100 ms for a lock, and
takes a few seconds at most.

@area health
@param min_severity Leaves out findings below it: info, warning or critical.
@param include_ok Whether checks that found nothing, or are switched off, are listed as well.
@param categories Only checks of these categories, as in `health_checks`; null means all.
@returns One row for each finding: what, where, how bad, and what to do.
@error 22023 min_severity is none of the three.
@error SW003 There is no such category.
@access steward_reader
@example select severity, check_id, object, value, action from database_health_check('warning');
$doc$;

revoke all on function steward.database_health_check(text, boolean, text[]) from public;
-- end
-- begin sql/health/functions/described_sessions.sql 87cdfdadc4c30963a0f6aada436bc0e5b27a36dd7dcfd9fb2f83d2a7d2ccf461
create or replace function steward_internal.described_sessions()
returns table (
  pid integer,
  backend_type text,
  application_name text,
  state text,
  transaction_start timestamptz,
  query_start timestamptz,
  state_change timestamptz,
  description text,
  query text,
  evidence jsonb
)
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    s.pid,
    s.backend_type,
    s.application_name,
    s.state,
    s.xact_start,
    s.query_start,
    s.state_change,
    format(
      'session pid %s (%s)',
      s.pid,
      concat_ws(
        ', ',
        'role ' || quote_ident(s.usename),
        'database ' || quote_ident(s.datname),
        coalesce('application ' || nullif(s.application_name, ''), s.backend_type)
      )
    ),
    s.visible_query,
    jsonb_build_object(
      'pid', s.pid,
      'user', s.usename,
      'database', s.datname,
      'application', s.application_name,
      'state', s.state,
      'query', s.visible_query
    )
  from (
    select
      a.*,
      -- The backend type of a session is hidden exactly when its query text is.
      case
        when a.backend_type is not null
          then nullif(left(btrim(regexp_replace(a.query, '\s+', ' ', 'g')), 200), '')
      end as visible_query
    from pg_stat_activity as a
  ) as s
$$;

comment on function steward_internal.described_sessions() is $doc$
Describes the sessions of the server for the findings about them.

Without pg_read_all_stats the backend type, state, times and query of other roles' sessions are
null; who they are can always be seen.

@returns One row for each process. `description` says who it is, `query` is its current or last query in one line of at most 200 characters.
@access steward_reader
@example select description, state, query from steward_internal.described_sessions();
$doc$;

revoke all on function steward_internal.described_sessions() from public;
-- end
-- begin sql/health/functions/exposed_relations.sql 5834faefbb6bc66ee9cfdccdb820e5fbb8dea67972514fe9f08761496ee97d47
create or replace function steward_internal.exposed_relations()
returns table (
  relid oid,
  relkind "char",
  is_partition boolean,
  schema_name name,
  relation_name name,
  qualified_name text,
  owner_oid oid,
  acl aclitem[],
  has_row_security boolean,
  is_forced boolean,
  policy_count bigint,
  grantees text[],
  readers text[],
  writers text[],
  owners text[]
)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with grantees as materialized (
    select g.role_oid, g.role_name, g.grantee, r.rolname
    from steward_internal.application_grantees() as g
    left join pg_roles as r on r.oid = g.grantee
  ),
  relations as materialized (
    select c.oid as relid, c.relnamespace as schema_oid, c.relowner, c.relacl
    from pg_class as c
    where c.relkind in ('r', 'p', 'v', 'm', 'f')
      and c.relnamespace not in (
        select n.oid
        from pg_namespace as n
        where n.nspname in ('pg_catalog', 'information_schema', 'steward', 'steward_internal')
      )
  ),
  privileges (relid, schema_oid, role_oid, role_name, privilege) as (
    select r.relid, r.schema_oid, g.role_oid, g.role_name, a.privilege_type
    from relations as r
    cross join lateral aclexplode(r.relacl) as a
    inner join grantees as g on g.grantee = a.grantee
    where a.privilege_type in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
    union all
    select r.relid, r.schema_oid, g.role_oid, g.role_name, a.privilege_type
    from pg_attribute as att
    inner join relations as r on r.relid = att.attrelid
    cross join lateral aclexplode(att.attacl) as a
    inner join grantees as g on g.grantee = a.grantee
    where att.attacl is not null
      and a.privilege_type in ('SELECT', 'INSERT', 'UPDATE')
      and not att.attisdropped
    union all
    select r.relid, r.schema_oid, g.role_oid, g.role_name, p.privilege
    from relations as r
    inner join grantees as g on g.grantee = r.relowner
    cross join unnest(array['SELECT', 'INSERT', 'OWNER']) as p (privilege)
    -- An owner whose privileges were revoked still owns, and grants them to himself again.
    union all
    select r.relid, r.schema_oid, g.role_oid, g.role_name,
      case g.rolname when 'pg_read_all_data' then 'SELECT' else 'INSERT' end
    from grantees as g
    cross join relations as r
    where g.rolname in ('pg_read_all_data', 'pg_write_all_data')
  ),
  reached as (
    select
      p.relid,
      p.role_name,
      bool_or(p.privilege = 'SELECT') as may_read,
      bool_or(p.privilege in ('INSERT', 'UPDATE', 'DELETE')) as may_write,
      bool_or(p.privilege = 'OWNER') as is_owner
    from privileges as p
    inner join steward_internal.reachable_schemas() as s
      on s.schema_oid = p.schema_oid and s.role_oid = p.role_oid
    group by p.relid, p.role_name
  ),
  collected as (
    select
      x.relid,
      array_agg(x.role_name order by x.role_name) as grantees,
      array_agg(x.role_name order by x.role_name) filter (where x.may_read) as readers,
      array_agg(x.role_name order by x.role_name) filter (where x.may_write) as writers,
      array_agg(x.role_name order by x.role_name) filter (where x.is_owner) as owners
    from reached as x
    group by x.relid
  )
  select
    r.relid,
    r.relkind,
    r.is_partition,
    r.schema_name,
    r.relation_name,
    r.qualified_name,
    r.relowner,
    r.relacl,
    r.relrowsecurity,
    c.relforcerowsecurity,
    coalesce(p.policy_count, 0),
    -- Every role has what PUBLIC has, so the others then say nothing.
    case when 'PUBLIC' = any (x.grantees) then '{PUBLIC}' else x.grantees end,
    case when 'PUBLIC' = any (x.readers) then '{PUBLIC}' else coalesce(x.readers, '{}') end,
    case when 'PUBLIC' = any (x.writers) then '{PUBLIC}' else coalesce(x.writers, '{}') end,
    coalesce(x.owners, '{}')
  from collected as x
  inner join pg_class as c on c.oid = x.relid
  inner join steward_internal.user_relations as r on r.relid = x.relid
  left join (
    select p.polrelid, count(*) as policy_count
    from pg_policy as p
    group by p.polrelid
  ) as p on p.polrelid = x.relid
$$;

comment on function steward_internal.exposed_relations() is $doc$
Lists the tables and views that PUBLIC or an application role can read or write.

Grants on single columns count, and so do ownership, inherited roles, pg_read_all_data and
pg_write_all_data, each only in a schema that the role may use. Superusers and roles with BYPASSRLS
are not looked at. pgsteward's own schemas are left out.

@returns One row for each relation: who reaches it, reads it, writes it, and which roles have the rights of its owner.
@access steward_reader
@example select qualified_name, grantees from steward_internal.exposed_relations();
$doc$;

revoke all on function steward_internal.exposed_relations() from public;
-- end
-- begin sql/health/functions/exposed_routines.sql bc48d5d0b06c917df8414b63941982fd489b38a16f03e8b14605d464dc78369a
create or replace function steward_internal.exposed_routines()
returns table (routine oid, grantees text[])
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with reached as (
    select u.routine, g.role_name
    from steward_internal.user_routines() as u
    cross join lateral aclexplode(coalesce(u.acl, acldefault('f', u.owner_oid))) as a
    inner join steward_internal.application_grantees() as g on g.grantee = a.grantee
    inner join steward_internal.reachable_schemas() as s
      on s.schema_oid = u.schema_oid and s.role_oid = g.role_oid
    where a.privilege_type = 'EXECUTE'
    group by u.routine, g.role_name
  )
  select
    r.routine,
    case when bool_or(r.role_name = 'PUBLIC') then array['PUBLIC'] else array_agg(r.role_name order by r.role_name) end
  from reached as r
  group by r.routine
$$;

comment on function steward_internal.exposed_routines() is $doc$
Lists the routines that PUBLIC or an application role can execute.

@returns One row for each routine of user_routines() that is reached, with who reaches it.
@access steward_reader
@example select routine::regprocedure, grantees from steward_internal.exposed_routines();
$doc$;

revoke all on function steward_internal.exposed_routines() from public;
-- end
-- begin sql/health/functions/finding_name.sql e2f9f1107a02841d0cb2588e207529090273d3a05be6576822b6f6595c576a0c
create or replace function steward_internal.finding_name(
  check_id text,
  object_schema text,
  object_name text
)
returns text
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select concat_ws(':', finding_name.check_id, case
    when finding_name.object_schema is null then finding_name.object_name
    else format('%I.%I', finding_name.object_schema, finding_name.object_name)
  end)
$$;

comment on function steward_internal.finding_name(text, text, text) is $doc$
Names a finding as `check_id:object`, as patterns of `ignore_finding()` do.

@param check_id The check.
@param object_schema Schema of the object, or null.
@param object_name Name of the object, or null.
@returns The name.
@access steward_reader
@example select steward_internal.finding_name('invalid_indexes', 'public', 'Ta ble');
$doc$;

revoke all on function steward_internal.finding_name(text, text, text) from public;
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
-- begin sql/health/functions/freeze_age_rows.sql cf879a342a81dc5798a47b65dcb33a8faf44ac436e7627c75356c2f29b5da50a
create or replace function steward_internal.freeze_age_rows(unit text)
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with databases as (
    select
      d.datname,
      d.datallowconn,
      d.datname = current_database() as is_current,
      case freeze_age_rows.unit
        when 'multixacts' then mxid_age(d.datminmxid)
        else age(d.datfrozenxid)
      end as age
    from pg_database as d
    -- An interrupted DROP DATABASE leaves -2: nobody can connect, and the server ignores its age.
    where d.datconnlimit <> -2
  ),
  oldest as (
    select
      c.oid,
      c.relname,
      c.relnamespace,
      c.relkind,
      c.relpersistence,
      case freeze_age_rows.unit
        when 'multixacts' then mxid_age(c.relminmxid)
        else age(c.relfrozenxid)
      end as age
    from pg_class as c
    where c.relkind in ('r', 'm', 't')
      and c.relfrozenxid <> '0'::xid
    order by 6 desc, c.oid
    limit 1
  ),
  named as (
    select
      format('%I.%I', n.nspname, coalesce(main.relname, o.relname)) as qualified_name,
      o.relkind = 't' as is_toast,
      o.relpersistence = 't' as is_temporary,
      o.age
    from oldest as o
    left join pg_class as main on o.relkind = 't' and main.reltoastrelid = o.oid
    inner join pg_namespace as n on n.oid = coalesce(main.relnamespace, o.relnamespace)
  )
  select
    'database',
    null,
    d.datname::text,
    d.age::numeric,
    format(
      'The oldest unfrozen %1$s ID of database %2$I is %3$s %1$ss old; at 2,144,483,647 the server '
        'refuses every command that needs a new one.',
      rtrim(freeze_age_rows.unit, 's'), d.datname, to_char(d.age, 'FM9,999,999,999')
    ) || case
      when t.qualified_name is null then ''
      else format(
        ' The oldest table is %s%s%s, with an age of %s.',
        case when t.is_temporary then 'the temporary table ' end,
        t.qualified_name,
        case when t.is_toast then ' (its TOAST table)' end,
        to_char(t.age, 'FM9,999,999,999')
      )
    end,
    case
      when t.is_temporary then
        'Only the session that owns the temporary table can vacuum or drop it: let it do so, or end it.'
      when d.is_current then null
      when d.datallowconn then
        format('Connect to database %I and run this check there: it will name the oldest table.',
          d.datname)
      else
        format(
          'Autovacuum looks after this database although nobody may connect to it; if that does not '
            'help: alter database %1$I allow_connections true; then connect, vacuum (freeze); and '
            'alter database %1$I allow_connections false;',
          d.datname
        )
    end,
    null,
    null,
    case
      when d.is_current and not t.is_temporary and not pg_is_in_recovery()
        then array[format('vacuum (freeze) %s;', t.qualified_name)]
    end,
    null::text[],
    jsonb_build_object(
      'oldest_table', t.qualified_name,
      'oldest_table_age', t.age,
      'left_until_refusal', 2144483647 - d.age::bigint,
      'autovacuum_forces_vacuum_at', current_setting(
        case freeze_age_rows.unit
          when 'multixacts' then 'autovacuum_multixact_freeze_max_age'
          else 'autovacuum_freeze_max_age'
        end
      )::bigint
    )
  from databases as d
  left join named as t on d.is_current
$$;

comment on function steward_internal.freeze_age_rows(text) is $doc$
Measures how much of the transaction or multixact IDs is used up.

The common body of the checks transaction_id_age and multixact_age. The oldest table is known for
the current database only; TOAST tables, system catalogs and temporary tables count as well.

@param unit What is counted: transactions or multixacts.
@returns One row for each database, with its age as the value.
@access steward_reader
@example select object_name, value from steward_internal.freeze_age_rows('transactions');
$doc$;

revoke all on function steward_internal.freeze_age_rows(text) from public;
-- end
-- begin sql/health/functions/get_blocking_locks.sql 49b033268270312705006680d48f8aea7abd1170da11aa95ab0249ac683dac21
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
set jit = off
as $$
  with recursive waiting as materialized (
    select l.pid, l.mode, l.relation, l.database, l.waitstart, b.blockers
    from pg_locks as l
    cross join lateral (select pg_blocking_pids(l.pid) as blockers) as b
    where not l.granted
      and cardinality(b.blockers) > 0
  ),
  -- Pairs, not paths: in a queue of n sessions there are n * n of the former and 2 ^ n of the latter.
  reached as (
    select w.pid, b.blocker
    from waiting as w
    cross join lateral unnest(w.blockers) as b (blocker)
    union
    select r.pid, b.blocker
    from reached as r
    inner join waiting as w on w.pid = r.blocker
    cross join lateral unnest(w.blockers) as b (blocker)
  ),
  roots as (
    -- In a deadlock nobody is a root; the lowest pid of the circle then stands for it.
    select distinct on (r.pid) r.pid, r.blocker
    from reached as r
    where r.blocker not in (select w.pid from waiting as w)
      or (r.blocker, r.blocker) in (select c.pid, c.blocker from reached as c)
    order by r.pid, r.blocker in (select w.pid from waiting as w), r.blocker
  )
  select
    w.pid,
    a.usename,
    coalesce(clock_timestamp() - w.waitstart, interval '0'),
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
-- begin sql/health/functions/get_cache_hit_ratio.sql edcc75652ef124375b42967469b94410ebabd5ee2823593ebd2d5a0e1378d34c
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
parallel restricted
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
-- begin sql/health/functions/get_connection_stats.sql 64515481c3802f0c7fcb9521b411cd8994f2deb4e3fee0056153b4ecf4350127
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
parallel restricted
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
-- begin sql/health/functions/get_unused_indexes.sql f79732e942c444bead3f42af90ff0a9fe5ece9dfbf61c06b0b2ba51dd404f984
create or replace function steward.get_unused_indexes()
returns table (
  schema_name name,
  table_name name,
  index_name name,
  estimated_bytes bigint,
  scans bigint,
  kept_because text,
  observed_since timestamptz,
  observed interval,
  verdict text
)
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with wanted as (
    select steward.get_setting('health.usage_window')::interval as time
  ),
  here as materialized (
    select w.*
    from wanted
    -- The last snapshot before the time wanted belongs to it.
    cross join lateral steward_internal.observed_window(wanted.time + interval '1 day') as w
  ),
  changes as materialized (
    select c.indexrelid, c.idx_scan
    from wanted
    cross join lateral steward_internal.index_changes(wanted.time + interval '1 day') as c
  ),
  replicas as materialized (
    select n.node, w.first_snapshot_id, w.last_snapshot_id, w.elapsed
    from wanted
    cross join (
      select distinct s.node
      from steward.statistics_snapshots as s
      where s.node <> steward_internal.node_name()
    ) as n
    cross join lateral steward_internal.observed_window(wanted.time + interval '1 day', n.node) as w
  ),
  used_elsewhere as (
    select distinct c.relid
    from replicas as r
    inner join steward.statistics_snapshots as s on s.node = r.node
    inner join steward_internal.relation_changes as c on c.snapshot_id = s.id
    where c.snapshot_id > r.first_snapshot_id
      and c.changes[1] > 0
  ),
  doubt as (
    select coalesce(
      (
        select format('unknown: %s standbys are connected, statistics of %s were imported', count(*),
          (select count(*) from replicas))
        from pg_stat_replication as r
        where not exists (
          select
          from pg_replication_slots as s
          where s.active_pid = r.pid
            and s.slot_type = 'logical'
        )
        having count(*) > (select count(*) from replicas)
      ),
      (
        select format('unknown: %s of %s days observed on %s', floor(extract(epoch from r.elapsed) / 86400),
          ceil(extract(epoch from wanted.time) / 86400), r.node)
        from replicas as r
        where r.elapsed < wanted.time
        order by r.elapsed
        limit 1
      )
    ) as text
    from wanted
  )
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
      when clock.observed < wanted.time then format(
        'unknown: %s of %s days observed',
        floor(extract(epoch from clock.observed) / 86400), ceil(extract(epoch from wanted.time) / 86400)
      )
      else coalesce(doubt.text, 'unused')
    end
  from pg_index as i
  inner join steward_internal.user_relations as r on r.relid = i.indexrelid
  inner join steward_internal.user_relations as t on t.relid = i.indrelid
  cross join wanted
  cross join doubt
  left join here on true
  left join steward_internal.relation_counters as l
    on l.node = steward_internal.node_name()
    and l.relid = i.indexrelid
  left join changes as c on c.indexrelid = i.indexrelid
  cross join lateral (
    select
      case when l.first_seen is not null then greatest(here.changed_since, l.first_seen) end as since,
      -- An index that no snapshot has seen yet was not observed at all.
      case when l.first_seen is not null then least(here.elapsed, now() - l.first_seen) else interval '0' end
        as observed
  ) as clock
  cross join lateral (
    select case
      when i.indisprimary then 'primary key'
      when i.indisexclusion then 'exclusion constraint'
      when i.indisunique then 'unique'
      when i.indisreplident then 'replica identity'
      when i.indisclustered then 'cluster order'
      -- No query may ever scan it, and deletes of parents are fast because of it.
      when i.indexrelid in (select f.indexrelid from steward_internal.foreign_key_indexes as f) then 'foreign key'
    end as text
  ) as reason
  where r.relkind = 'i'
    and i.indisvalid
    -- What belongs to an index of the parent table cannot be dropped alone.
    and not exists (select from pg_inherits as h where h.inhrelid = i.indexrelid)
    and not exists (select from used_elsewhere as u where u.relid = i.indexrelid)
    and (
      coalesce(pg_stat_get_numscans(i.indexrelid), 0) = 0
      or c.idx_scan = 0 and clock.observed >= wanted.time
    )
    and coalesce(c.idx_scan, 0) = 0
  order by reason.text is not null, r.estimated_bytes desc, r.schema_name, r.relation_name
$$;

comment on function steward.get_unused_indexes() is $doc$
Lists the indexes that no query has used, and says whether that proves anything.

The verdict rests on the snapshots of `capture_statistics()`, because the counters of the server start
again after a crash: `unused` means that the index was observed for the setting `health.usage_window` and
nothing used it, here or on any replica whose statistics were imported (`import_statistics()`). Before,
`verdict` says what is missing: days of observation, here or on a replica, or a standby that is
connected and never reported.

@area health
@returns One row for each index that nothing has used, droppable ones first, largest first. `scans` counts since the statistics of the server began, `kept_because` names the duty of an index that must stay although nothing scans it, `estimated_bytes` is as old as the last VACUUM.
@access steward_reader
@example select index_name, estimated_bytes, verdict from get_unused_indexes() where verdict <> 'keep';
$doc$;

revoke all on function steward.get_unused_indexes() from public;
-- end
-- begin sql/health/functions/hba_rule_risk.sql 20aa6569b9cc1e2d2b3ff58d65b1fdad18bf4958225fc18db9d6653b465f31b5
create or replace function steward_internal.hba_rule_risk(
  connection_type text,
  address text,
  auth_method text
)
returns table (severity text, risk text)
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select judged.severity, judged.risk
  from (
    select
      hba_rule_risk.connection_type = 'local'
        or hba_rule_risk.address in ('samehost', 'localhost')
        or hba_rule_risk.address like '127.%'
        or hba_rule_risk.address = '::1' as is_local
  ) as origin
  cross join lateral (
    select
      case
        when hba_rule_risk.auth_method = 'trust' and origin.is_local then 'info'
        when hba_rule_risk.auth_method = 'trust' then 'critical'
        when origin.is_local then null
        when hba_rule_risk.auth_method = 'ident' then 'warning'
        when hba_rule_risk.auth_method = 'password' and hba_rule_risk.connection_type <> 'hostssl' then 'warning'
        when hba_rule_risk.auth_method = 'md5' then 'info'
      end,
      case hba_rule_risk.auth_method
        when 'trust' then
          'lets in without a password whoever names a role'
            || case when origin.is_local then ', from every account of the server''s machine' else '' end
        when 'ident' then 'believes the client''s machine who its user is'
        when 'password' then 'sends passwords in clear text'
        when 'md5' then 'accepts passwords that are stored as MD5, which is deprecated'
      end
  ) as judged (severity, risk)
  where judged.severity is not null
$$;

comment on function steward_internal.hba_rule_risk(text, text, text) is $doc$
Judges one rule of pg_hba.conf.

trust for other machines is critical, for this machine (sockets, loopback) an info; ident and clear-text
password for other machines are a warning, and md5 is an info, since PostgreSQL 18 deprecates it.

@param connection_type Type of the rule: local, host, hostssl, hostnossl, hostgssenc or hostnogssenc.
@param address Its address as pg_hba_file_rules shows it, null for local.
@param auth_method Its method.
@returns One row with the severity and what the rule does, or no row if nothing is wrong with it.
@access steward_reader
@example select * from steward_internal.hba_rule_risk('host', '0.0.0.0', 'trust');
$doc$;

revoke all on function steward_internal.hba_rule_risk(text, text, text) from public;
-- end
-- begin sql/health/functions/health_check_registry.sql c78ce8813899619add1ba3f233434d063dea0b3c011079616a552fa1e4aa4da0
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
  fix_lock text,
  fix_risk text,
  doc_url text,
  routine regprocedure
)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  -- Without the materialization each tag that is read would parse the whole comment again.
  with documented as materialized (
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
    coalesce(o.enabled, d.tags ->> 'enabled' is distinct from 'false'),
    d.tags ->> 'description',
    d.tags ->> 'remedy',
    d.tags ->> 'fix_lock',
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
`requires_role`, `requires_extension`, `runs_on` (both, primary or standby), `enabled` (false: only
after configure_health_check()), `remedy`, `fix_lock` (strongest lock that the fix takes), `fix_risk`
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
-- begin sql/health/functions/health_findings.sql 5a09d2772e16a3375d9ec1b535851c31bb84f4d1e108d7b538a302dddf557f32
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
  -- Within a transaction the server would show the sessions of its first look for ever.
  perform pg_stat_clear_snapshot();

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
            format('select steward.configure_health_check(%L, enabled => true);', v_check.check_id)
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
      v_check.fix_lock, v_check.fix_risk, v_check.doc_url, v_rows
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
-- begin sql/health/functions/health_report.sql ef93374d5db3667fae9b96c154802c2bc03b39421924b641f808d92b9e97ea19
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
      count(*) filter (where f.severity = 'critical' and f.ignored_because is null) as critical_count,
      count(*) filter (where f.severity = 'warning' and f.ignored_because is null) as warning_count,
      count(*) filter (where f.severity = 'info' and f.ignored_because is null) as info_count,
      count(*) filter (where f.status = 'ok') as ok_count,
      count(*) filter (where f.status = 'skipped' and f.evidence ->> 'reason' <> 'disabled') as skipped_count,
      count(*) filter (where f.evidence ->> 'reason' = 'disabled') as disabled_count,
      count(*) filter (where f.status = 'error') as error_count,
      count(*) filter (
        where f.status in ('skipped', 'error')
          and f.evidence ->> 'reason' in ('privilege', 'lock', 'time', 'error')
      ) as blind_count,
      count(*) filter (where f.ignored_because is not null) as ignored_count,
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
      'ignored', s.ignored_count,
      'disabled', s.disabled_count,
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
        ) filter (where f.ignored_because is null),
        '[]'
      )
      from findings as f
      where f.status = 'finding'
    ),
    'ignored', (
      select coalesce(
        jsonb_agg(
          to_jsonb(f) - 'rank'
            || jsonb_build_object('value_text', steward_internal.format_value(f.value, f.unit))
          order by f.rank, f.category, f.check_id, f.value desc, f.object_schema, f.object_name
        ) filter (where f.ignored_because is not null),
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
            'reason', f.evidence ->> 'reason',
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
full shape of `health_findings()`), `ignored` what somebody decided to live with, `coverage` every check that found nothing or could not look. The
state is `unknown`, not `ok`, while a check was blind for want of a privilege, a lock or time.

@area health
@param categories Only checks of these categories, as in `health_checks`; null means all.
@returns An object with the keys summary, findings, ignored and coverage.
@error SW003 There is no such category.
@access steward_reader
@example select jsonb_pretty(health_report() -> 'summary');
$doc$;

revoke all on function steward.health_report(text[]) from public;
-- end
-- begin sql/health/functions/health_status.sql 658e25348d3128f70f861f311088a84ebeaec17e7bbd6f5eb34645cb094217c3
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
      case when s.ignored > 0 then format('%s ignored', s.ignored) end,
      case when s.blind > 0 then format('%s could not look', s.blind) end,
      'worst: ' || (r.content #>> '{findings,0,title}')
    )
  from report as r
  cross join lateral jsonb_to_record(r.content -> 'summary') as s (
    status text, critical integer, warning integer, info integer, ok integer, skipped integer,
    error integer, blind integer, checks integer, ignored integer
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
-- begin sql/health/functions/hidden_statistics_rows.sql 6d0af3cfd86573a0192b2142a3f26d266e1f2b8af0eb31e83f500ff159b20f8b
create or replace function steward_internal.hidden_statistics_rows(relids oid[])
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select s.*
  from (
    select
      count(*) as table_count,
      count(*) filter (where row_security_active(h.relid)) as secured_count,
      min(c.oid::regclass::text) as example
    from (select distinct u.relid from unnest(hidden_statistics_rows.relids) as u (relid)) as h
    inner join pg_class as c on c.oid = h.relid
  ) as hidden
  cross join lateral steward_internal.skipped_row(
    'privilege',
    format(
      'Role %I cannot see the statistics of %s tables, for example %s%s.',
      current_user,
      hidden.table_count,
      hidden.example,
      case
        when hidden.secured_count > 0
          then format('; row security hides those of %s', hidden.secured_count)
      end
    ),
    concat(
      format('grant pg_read_all_data to %I;', current_user),
      case
        when hidden.secured_count > 0 then format(' alter role %I bypassrls;', current_user)
      end
    )
  ) as s
  where hidden.table_count > 0
$$;

comment on function steward_internal.hidden_statistics_rows(oid[]) is $doc$
Says that the statistics of some tables could not be seen, and what would help.

pg_stats shows a column only to roles that may read it, and nothing of a table whose row security
applies to the role.

@param relids The tables.
@returns One row of status `skipped`, none for no tables.
@access steward_reader
@example select detail from steward_internal.hidden_statistics_rows('{}');
$doc$;

revoke all on function steward_internal.hidden_statistics_rows(oid[]) from public;
-- end
-- begin sql/health/functions/ignore_finding.sql 12335baa1a70eb5cad1bc4f8a99f4dba0facb925dfaf5f17e318bb194694c995
create or replace function steward.ignore_finding(
  pattern text,
  reason text,
  until timestamptz default null
)
returns steward.ignored_findings
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_check text := split_part(ignore_finding.pattern, ':', 1);
  v_row steward.ignored_findings;
begin
  if coalesce(btrim(ignore_finding.reason), '') = '' then
    raise exception using
      errcode = '22023',
      message = 'a finding can be ignored only for a reason',
      hint = 'Say in reason why it may stay; whoever finds it next will ask.';
  end if;
  if ignore_finding.until <= now() then
    raise exception using
      errcode = '22023',
      message = format('until lies in the past: %s', ignore_finding.until),
      hint = 'Pass a later time, or leave it out to ignore the finding for good.';
  end if;
  if not exists (
    select
    from steward_internal.health_check_registry() as r
    where r.check_id like steward_internal.like_pattern(v_check)
  ) and coalesce(ignore_finding.pattern, '') !~ '^[0-9a-f]{32}$' then
    raise exception using
      errcode = 'SW003',
      message = format('pattern %L names no health check', ignore_finding.pattern),
      hint = 'A pattern is a fingerprint, check_id or check_id:object, with * for any text; '
        'list the checks with: select check_id, title from steward.health_checks;';
  end if;

  insert into steward.ignored_findings as i (pattern, reason, until)
  values (ignore_finding.pattern, ignore_finding.reason, ignore_finding.until)
  on conflict on constraint ignored_findings_pkey do update
  set reason = excluded.reason,
    until = excluded.until,
    ignored_by = excluded.ignored_by,
    ignored_at = excluded.ignored_at
  returning i.* into v_row;
  return v_row;
end
$$;

comment on function steward.ignore_finding(text, text, timestamptz) is $doc$
Ignores findings that somebody decided to live with, for a time or for good.

Ignored findings count neither for the state of the database nor for alerts, `database_health_check()`
hides and counts them, and `health_findings()` goes on listing them with the reason. Calling it again
with the same pattern replaces reason, author and time.

@area health
@param pattern `check_id:object` as the health check writes both (`unused_indexes:public.orders_old_idx`), `check_id` alone for findings without an object, or a fingerprint; `*` stands for any text.
@param reason Why the finding may stay.
@param until When it resurfaces; null means never.
@returns The row of `ignored_findings`, with who ignored it and when.
@error 22023 The reason is empty, or `until` lies in the past.
@error SW003 The pattern names no health check.
@access steward_admin
@example select * from ignore_finding('tables_without_primary_key:public.*_log', 'Only appended to.', now() + interval '1 year');
$doc$;

revoke all on function steward.ignore_finding(text, text, timestamptz) from public;
-- end
-- begin sql/health/functions/inactive_slot_rows.sql 167f4943f6f4687499fe9d17909c163c303523fa30c4d7a28641a8a177374698
create or replace function steward_internal.inactive_slot_rows(
  slot jsonb,
  in_recovery boolean,
  as_of timestamptz
)
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'replication slot',
    null,
    s.slot_name,
    round(extract(epoch from inactive_slot_rows.as_of - s.inactive_since)),
    case
      when s.invalidation is not null
        then format('Replication slot %s was invalidated (%s): its consumer cannot go on and has to be set '
          'up anew.', described.slot, s.invalidation)
      else format(
        'Nobody is reading from replication slot %s%s. %s', described.slot,
        ', since ' || to_char(s.inactive_since at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"'),
        case
          when s.restart_lsn is null then 'It has never been read from and keeps nothing.'
          when coalesce(s.xmin, s.catalog_xmin) is null
            then format('It keeps all WAL from %s on.', s.restart_lsn)
          else format('It keeps all WAL from %s on, and VACUUM from removing dead rows.', s.restart_lsn)
        end
      )
    end,
    case
      when s.invalidation is not null
        then 'Drop the slot, and set its consumer up anew with another one.'
      when s.database <> current_database()
        then format('Bring its consumer back; if there is none any more, drop the slot in database %I.',
          s.database)
    end,
    case
      when s.invalidation is not null then 'critical'
      -- Before PostgreSQL 17 nobody knows since when, and a consumer may just be restarting.
      when s.inactive_since is null then 'warning'
    end,
    null,
    array[format('select pg_drop_replication_slot(%L);', s.slot_name)],
    null::text[],
    jsonb_build_object(
      'slot_type', s.slot_type,
      'database', s.database,
      'wal_status', s.wal_status,
      'restart_lsn', s.restart_lsn
    )
  from (
    select
      r.*,
      coalesce(r.invalidation_reason, case when r.wal_status = 'lost' then 'its WAL was removed' end)
        as invalidation
    from jsonb_to_record(inactive_slot_rows.slot) as r (
      slot_name text,
      slot_type text,
      plugin text,
      database text,
      active boolean,
      temporary boolean,
      synced boolean,
      inactive_since timestamptz,
      restart_lsn text,
      xmin text,
      catalog_xmin text,
      wal_status text,
      invalidation_reason text
    )
  ) as s
  cross join lateral (
    select s.slot_name || case
      when s.slot_type = 'logical'
        then format(' (plugin %s, database %I)', s.plugin, s.database)
      else ' (physical)'
    end as slot
  ) as described
  where not s.active
    and not s.temporary
    -- A standby keeps these copies up to date itself, and nobody may read or drop them before a failover.
    and not (coalesce(s.synced, false) and inactive_slot_rows.in_recovery and s.invalidation is null)
$$;

comment on function steward_internal.inactive_slot_rows(jsonb, boolean, timestamptz) is $doc$
Judges one replication slot for the check inactive_replication_slots.

@param slot The row of pg_replication_slots; columns that the server does not have are missing.
@param in_recovery Whether the server is a standby.
@param as_of The time against which inactivity is measured.
@returns One row if the slot is inactive and matters, else none.
@access steward_reader
@example select f.value from pg_replication_slots as s, steward_internal.inactive_slot_rows(to_jsonb(s), false, now()) as f;
$doc$;

revoke all on function steward_internal.inactive_slot_rows(jsonb, boolean, timestamptz) from public;
-- end
-- begin sql/health/functions/index_rebuild_statements.sql fb3435de8affb7aec6e654c0fdce1d301f95c63e5b47e71a184a1f802e5a6004
create or replace function steward_internal.index_rebuild_statements(index_oids oid[])
returns table (index_oid oid, statements text[])
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with locked as materialized (
    select l.relation from steward_internal.locked_relations() as l (relation)
  ),
  wanted as materialized (
    select
      i.indexrelid,
      i.indisunique,
      i.indisclustered,
      c.relname,
      c.relkind,
      s.spcname,
      format('%I.%I', n.nspname, c.relname) as qualified_name,
      format('%I.%I', n.nspname, t.relname) as table_name,
      obj_description(i.indexrelid, 'pg_class') as description
    from pg_index as i
    inner join pg_class as c on c.oid = i.indexrelid
    inner join pg_class as t on t.oid = i.indrelid
    inner join pg_namespace as n on n.oid = c.relnamespace
    left join pg_tablespace as s on s.oid = c.reltablespace
    where i.indexrelid = any (index_rebuild_statements.index_oids)
      -- pg_get_indexdef() waits for locks.
      and i.indexrelid not in (select l.relation from locked as l)
      and i.indrelid not in (select l.relation from locked as l)
  )
  select
    w.indexrelid,
    array_remove(
      array[
        'set default_tablespace = ' || quote_ident(w.spcname) || ';',
        regexp_replace(
          pg_get_indexdef(w.indexrelid),
          '^CREATE (?:UNIQUE )?INDEX ("(?:[^"]|"")+"|[^" ]+) ON (?:ONLY )?',
          format(
            'create %sindex %s\1 on ',
            case when w.indisunique then 'unique ' end,
            case when w.relkind = 'i' then 'concurrently ' end
          )
        ) || ';',
        case when w.spcname is not null then 'reset default_tablespace;' end,
        format('comment on index %s is ', w.qualified_name) || quote_literal(w.description) || ';',
        case
          when w.indisclustered then format('alter table %s cluster on %I;', w.table_name, w.relname)
        end
      ] || (
        select array_agg(
          format('alter index %s alter column %s set statistics %s;',
            w.qualified_name, a.attnum, a.attstattarget)
          order by a.attnum
        )
        from pg_attribute as a
        where a.attrelid = w.indexrelid
          and a.attstattarget >= 0
      ),
      null
    )
  from wanted as w
$$;

comment on function steward_internal.index_rebuild_statements(oid[]) is $doc$
Writes the statements that build indexes again after they have been dropped.

The index keeps its name, definition, tablespace, comment, statistics targets and CLUSTER mark. It is
built concurrently, except on a partitioned table, where that is not possible.

@param index_oids The indexes.
@returns One row for each index. Indexes that another session has locked, or whose table it has locked, are left out, because their definition cannot be read without waiting.
@access steward_reader
@example select * from steward_internal.index_rebuild_statements(array['steward.settings_pkey'::regclass]);
$doc$;

revoke all on function steward_internal.index_rebuild_statements(oid[]) from public;
-- end
-- begin sql/health/functions/index_replacement.sql e553d2d12d0751192b7840f5c722edd459eece7627365ae310a13e5383c6527f
create or replace function steward_internal.index_replacement(index_oid oid, predicate text)
returns text[]
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select array[
    s.statement,
    format('drop index concurrently %I.%I;', n.nspname, c.relname),
    format('alter index %I.%I rename to %I;', n.nspname, new.name, c.relname)
  ]
  from pg_class as c
  inner join pg_namespace as n on n.oid = c.relnamespace
  cross join lateral (select format('replaces_%s', c.oid)::name as name) as new
  cross join lateral (
    select steward_internal.index_statement(c.oid, new.name, index_replacement.predicate)
  ) as s (statement)
  where c.oid = index_replacement.index_oid
    and s.statement is not null
$$;

comment on function steward_internal.index_replacement(oid, text) is $doc$
Writes the statements that give an index another predicate while it works on.

@param index_oid The index.
@param predicate What follows WHERE in the new one; null for an index of all rows.
@returns The statements; null if index_statement() cannot write the index.
@access steward_reader
@example select steward_internal.index_replacement(indexrelid, 'id > 0') from steward_internal.user_indexes;
$doc$;

revoke all on function steward_internal.index_replacement(oid, text) from public;
-- end
-- begin sql/health/functions/index_statement.sql 55aad61fba3d196e5fc1b70e0e11b0e7b919e29222af9f418227c6b00119e8f1
create or replace function steward_internal.index_statement(
  index_oid oid,
  index_name name,
  predicate text
)
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select format(
    'create %sindex concurrently %I on %I.%I%s (%s)%s%s%s%s%s;',
    case when i.indisunique then 'unique ' end,
    index_statement.index_name,
    n.nspname,
    t.relname,
    case when am.amname <> 'btree' then format(' using %I', am.amname) end,
    columns.keys,
    ' include (' || columns.included || ')',
    case when i.indnullsnotdistinct then ' nulls not distinct' end,
    ' with (' || options.list || ')',
    ' tablespace ' || quote_ident(ts.spcname),
    ' where ' || index_statement.predicate
  )
  from pg_index as i
  inner join pg_class as c on c.oid = i.indexrelid
  inner join pg_am as am on am.oid = c.relam
  inner join pg_class as t on t.oid = i.indrelid
  inner join pg_namespace as n on n.oid = t.relnamespace
  left join pg_tablespace as ts on ts.oid = c.reltablespace
  cross join lateral (
    select
      string_agg(
        concat(
          quote_ident(a.attname),
          case
            when co.oid <> a.attcollation then format(' collate %I.%I', con.nspname, co.collname)
          end,
          case
            when not oc.opcdefault then format(' %I.%I', ocn.nspname, oc.opcname)
          end,
          (array['', ' desc nulls last', ' nulls first', ' desc'])[
            i.indoption[k.ordinal::integer - 1] + 1
          ]
        ),
        ', ' order by k.ordinal
      ) filter (where k.ordinal <= i.indnkeyatts) as keys,
      string_agg(quote_ident(a.attname), ', ' order by k.ordinal)
        filter (where k.ordinal > i.indnkeyatts) as included
    from unnest(i.indkey::smallint[]) with ordinality as k (attnum, ordinal)
    inner join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = k.attnum
    -- The vectors count from 0 and do not reach the INCLUDE columns.
    left join pg_collation as co on co.oid = i.indcollation[k.ordinal::integer - 1]
    left join pg_namespace as con on con.oid = co.collnamespace
    left join pg_opclass as oc on oc.oid = i.indclass[k.ordinal::integer - 1]
    left join pg_namespace as ocn on ocn.oid = oc.opcnamespace
  ) as columns
  cross join lateral (
    select string_agg(format('%I = %L', o.option_name, o.option_value), ', ') as list
    from pg_options_to_table(c.reloptions) as o
  ) as options
  where i.indexrelid = index_statement.index_oid
    and c.relkind = 'i'
    and i.indexprs is null
    and not exists (
      select
      from pg_attribute as p
      where p.attrelid = i.indexrelid
        and p.attoptions is not null
    )
$$;

comment on function steward_internal.index_statement(oid, name, text) is $doc$
Writes the CREATE INDEX CONCURRENTLY that builds an index like another.

pg_get_indexdef() would do, but it opens the table and waits behind a queued ALTER TABLE.

@param index_oid The index to copy.
@param index_name Name of the new index.
@param predicate What follows WHERE, whatever the copied index has; null for an index of all rows.
@returns The statement; null for what it cannot write: expressions, parameters of operator classes, and indexes of partitioned tables, which cannot be built concurrently.
@access steward_reader
@example select steward_internal.index_statement(indexrelid, 'copy', null) from steward_internal.user_indexes;
$doc$;

revoke all on function steward_internal.index_statement(oid, name, text) from public;
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
-- begin sql/health/functions/judge_check.sql 962e323a227fe57b782a456fe5386c0d03fd8be889a79507bed183bdd934f6e3
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
  fix_lock text,
  fix_risk text,
  doc_url text,
  check_rows steward_internal.check_row[]
)
returns setof steward.health_finding
language sql
stable
parallel restricted
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
      j.undo_sql,
      j.evidence
    from judged as j
    where j.status is not null
      or j.judged_severity is not null
      or j.object_name is null
  ),
  complete as (
    select r.* from reported as r
    union all
    select 'ok', null, null, null, null, 'Nothing found.', null, null, null, null, null
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
    identity.fingerprint,
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
    case c.status when 'finding' then c.undo_sql end,
    case when c.status = 'finding' and c.fix_sql is not null then judge_check.fix_lock end,
    case when c.status = 'finding' and c.fix_sql is not null then judge_check.fix_risk end,
    judge_check.doc_url,
    steward_internal.statistics_since(),
    clock_timestamp(),
    case
      when c.status = 'finding' then (
        select i.reason
        from steward.ignored_findings as i
        where (i.until is null or i.until > now())
          and (
            i.pattern = identity.fingerprint
            or steward_internal.finding_name(judge_check.check_id, c.object_schema, c.object_name)
              like steward_internal.like_pattern(i.pattern)
          )
        order by i.ignored_at
        limit 1
      )
    end
  from complete as c
  cross join lateral (
    select md5(
      concat_ws(
        '/', judge_check.check_id, c.object_type,
        case when c.object_type is distinct from 'session' then c.object_schema end,
        case when c.object_type is distinct from 'session' then c.object_name end
      )
    ) as fingerprint
  ) as identity
$$;

comment on function steward_internal.judge_check(
  text, text, text, text, text, text, numeric, numeric, text, text, text, text, text,
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
@param fix_lock Strongest lock that `fix_sql` takes.
@param fix_risk What the statements in `fix_sql` cost.
@param doc_url Where to read more.
@param check_rows What the check returned.
@returns At least one finding.
@access steward_reader
@example select status from steward_internal.judge_check('x', 'X', 'y', null, null, 'above', null, null, 'exact', null, null, null, null, '{}');
$doc$;

revoke all on function steward_internal.judge_check(
  text, text, text, text, text, text, numeric, numeric, text, text, text, text, text,
  steward_internal.check_row[]
) from public;
-- end
-- begin sql/health/functions/leading_column_statistics.sql f69dd4778c86829a8b526eb8aeed7524d7907919fb0fdbe530004fc17b449569
create or replace function steward_internal.leading_column_statistics(min_bytes bigint)
returns table (
  indexrelid oid,
  indrelid oid,
  column_name name,
  is_visible boolean,
  null_share numeric,
  distinct_count numeric,
  rarest_share numeric,
  correlation numeric
)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with candidates as materialized (
    select
      x.indexrelid,
      x.indrelid,
      x.schema_name,
      x.table_name,
      a.attname,
      has_column_privilege(x.indrelid, a.attnum, 'select')
        and not row_security_active(x.indrelid) as is_visible
    from steward_internal.user_indexes as x
    inner join pg_attribute as a on a.attrelid = x.indrelid and a.attnum = x.indkey[0]
    where x.relkind = 'i'
      and x.access_method = 'btree'
      and not x.indisunique
      and not x.is_bound
      and x.indpred is null
      and x.estimated_bytes >= leading_column_statistics.min_bytes
  )
  select
    c.indexrelid,
    c.indrelid,
    c.attname,
    c.is_visible,
    s.null_frac::numeric,
    s.distinct_count::numeric,
    s.rarest_share::numeric,
    s.correlation::numeric
  from candidates as c
  left join lateral (
    select
      p.null_frac,
      case when p.n_distinct > 0 then p.n_distinct end as distinct_count,
      case
        when cardinality(p.most_common_freqs) = p.n_distinct
          then (
            select min(f.share)
            from unnest(p.most_common_freqs || nullif(p.null_frac, 0)) as f (share)
          )
      end as rarest_share,
      p.correlation
    from pg_stats as p
    where p.schemaname = c.schema_name
      and p.tablename = c.table_name
      and p.attname = c.attname
      and not p.inherited
    -- Keeps the planner from reading the statistics of all columns.
    limit 1
  ) as s on true
$$;

comment on function steward_internal.leading_column_statistics(bigint) is $doc$
Tells what the planner knows about the first column of large btree indexes.

Only indexes that could be replaced: neither unique nor partial, and nothing rests on them. The
indexes of partitioned tables are left out, because autovacuum keeps no statistics of the whole.

@param min_bytes Leaves out smaller indexes, by relpages.
@returns One row for each index. The figures are null if the table has not been analyzed, or if `is_visible` is false; shares are of 1, `rarest_share` is that of the rarest value or of NULL, and null if ANALYZE has not seen all values; `distinct_count` is null where it grows with the table.
@access steward_reader
@example select column_name, null_share from steward_internal.leading_column_statistics(1048576);
$doc$;

revoke all on function steward_internal.leading_column_statistics(bigint) from public;
-- end
-- begin sql/health/functions/like_pattern.sql 1901c9c79d188e1fbd79ebb4fc7d2ac61fb40c2309010ba59c4c7120abe41703
create or replace function steward_internal.like_pattern(pattern text)
returns text
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select replace(regexp_replace(like_pattern.pattern, '([\\%_])', '\\\1', 'g'), '*', '%')
$$;

comment on function steward_internal.like_pattern(text) is $doc$
Turns a pattern in which `*` stands for any text into one for LIKE.

@param pattern The pattern; every other character stands for itself.
@returns The pattern for LIKE.
@access steward_reader
@example select 'invalid_indexes' like steward_internal.like_pattern('invalid_*');
$doc$;

revoke all on function steward_internal.like_pattern(text) from public;
-- end
-- begin sql/health/functions/listens_remotely.sql d052260ee0e855d653c6b9971514cba0108e96f2de58c717507ff50d3a8fb497
create or replace function steward_internal.listens_remotely(listen_addresses text)
returns boolean
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select exists (
    select
    from regexp_split_to_table(listens_remotely.listen_addresses, '[\s,"]+') as a (address)
    where a.address not in ('', 'localhost', '::1')
      and a.address not like '127.%'
  )
$$;

comment on function steward_internal.listens_remotely(text) is $doc$
Tells whether other machines can connect, by the value of listen_addresses.

@param listen_addresses The setting.
@returns False if the list holds nothing but loopback addresses.
@access steward_reader
@example select steward_internal.listens_remotely('localhost, 10.0.0.5');
$doc$;

revoke all on function steward_internal.listens_remotely(text) from public;
-- end
-- begin sql/health/functions/missed_jobs.sql 04babdada456da6c1ab535c983d12308ed50db4f7795e5b13f50f0d3754339db
create or replace function steward_internal.missed_jobs(as_of timestamptz default now())
returns table (job_name text, cron text, problem text)
language plpgsql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_job record;
  v_due timestamptz;
begin
  if exists (select from steward_internal.cron_obstacle()) then
    return;
  end if;

  return query
  select s.name, s.cron, s.problem
  from steward_internal.schedule_report(missed_jobs.as_of) as s
  where s.problem like 'missed:%';

  for v_job in
    select coalesce(j.job_name, j.job_id::text) as name, j.cron, r.started_at, r.status
    from steward_internal.cron_jobs() as j
    inner join steward_internal.cron_last_runs() as r on r.job_id = j.job_id
    where j.is_active
      and r.started_at is not null
      and not exists (select from steward.schedules as s where 'steward.' || s.name = j.job_name)
    order by j.job_id
  loop
    begin
      select t.previous_tick
      into v_due
      from steward_internal.cron_ticks(v_job.cron, missed_jobs.as_of - interval '2 minutes') as t;
    exception
      when sqlstate 'SW006' then
        continue;
    end;
    if v_due < missed_jobs.as_of - interval '2 minutes' and v_job.started_at < v_due then
      return query
      select v_job.name, v_job.cron,
        format('missed: was due at %s, the last run began at %s',
          to_char(v_due at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'),
          to_char(v_job.started_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'));
    end if;
  end loop;
end
$$;

comment on function steward_internal.missed_jobs(timestamptz) is $doc$
Lists the schedules and the other pg_cron jobs that were due and did not run.

@param as_of The moment to look from.
@returns One row for each job that missed its last due time by more than two minutes.
@access steward_reader
@example select job_name, problem from steward_internal.missed_jobs();
$doc$;

revoke all on function steward_internal.missed_jobs(timestamptz) from public;
-- end
-- begin sql/health/functions/missing_history_rows.sql 54981e9ea60aa80519360ad7cd6c67d6fb68084bf3bd451385f5e16ac7566f03
create or replace function steward_internal.missing_history_rows(lookback interval, needed interval)
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select s.*
  from (select max(w.elapsed) as observed from steward_internal.observed_window(missing_history_rows.lookback) as w)
    as history
  cross join lateral steward_internal.skipped_row(
    'history',
    case
      when history.observed is null
        then format('No statistics were captured in the last %s.', missing_history_rows.lookback)
      else format('Only %s of the %s that a verdict needs have been observed.',
        date_trunc('second', history.observed), missing_history_rows.needed)
    end,
    case
      when history.observed is null then 'select steward.capture_statistics();'
      else 'Wait: install schedules capture_statistics() every hour.'
    end
  ) as s
  where history.observed is null
    or history.observed < missing_history_rows.needed
$$;

comment on function steward_internal.missing_history_rows(interval, interval) is $doc$
Says that too little is known about the past for a verdict.

@param lookback How far a check looks back.
@param needed How much of that must have been observed.
@returns One row of status `skipped`, none if enough has been observed.
@access steward_reader
@example select detail from steward_internal.missing_history_rows('1 day', '1 hour');
$doc$;

revoke all on function steward_internal.missing_history_rows(interval, interval) from public;
-- end
-- begin sql/health/functions/name_list.sql d3192b71f453e288b8f960545017834419734abe9febb4f94dcf0f89fff859a9
create or replace function steward_internal.name_list(names text[])
returns text
language sql
immutable
parallel safe
strict
set search_path = pg_catalog, pg_temp
as $$
  select array_to_string(name_list.names[1:5], ', ')
    || case
      when cardinality(name_list.names) > 5 then format(' and %s more', cardinality(name_list.names) - 5)
      else ''
    end
$$;

comment on function steward_internal.name_list(text[]) is $doc$
Writes the first five of a list of names, and how many more there are.

@param names The names, quoted and in the order of the text.
@returns The text, such as `a, b, c, d, e and 2 more`.
@access steward_reader
@example select steward_internal.name_list('{a,b,c}');
$doc$;

revoke all on function steward_internal.name_list(text[]) from public;
-- end
-- begin sql/health/functions/name_rows.sql f54bf7a5c255faa9aae4fdea6d54770620c65fd91a976d44561db7d244359ecf
create or replace function steward_internal.name_rows(relids oid[], attnums smallint[], complaint text)
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    k.object_type,
    r.schema_name::text,
    r.relation_name::text,
    null::numeric,
    format(
      '%s %s %s: %s.',
      upper(left(k.object_type, 1)) || substr(k.object_type, 2),
      r.qualified_name,
      name_rows.complaint,
      steward_internal.name_list(array_agg(quote_ident(n.name) order by w.attnum))
    ),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('names', jsonb_agg(n.name order by w.attnum))
  from unnest(name_rows.relids, name_rows.attnums) as w (relid, attnum)
  inner join steward_internal.user_relations as r on r.relid = w.relid
  left join pg_attribute as a on a.attrelid = w.relid and a.attnum = w.attnum and w.attnum > 0
  cross join lateral (select coalesce(a.attname, r.relation_name)::text as name) as n
  cross join lateral (
    select
      case r.relkind
        when 'v' then 'view'
        when 'm' then 'materialized view'
        when 'f' then 'foreign table'
        else 'table'
      end as object_type
  ) as k
  where r.relkind in ('r', 'p', 'v', 'm', 'f')
    and (w.attnum = 0 or r.relkind in ('r', 'p'))
  group by r.relid, k.object_type, r.schema_name, r.relation_name, r.qualified_name
$$;

comment on function steward_internal.name_rows(oid[], smallint[], text) is $doc$
Reports what is wrong with the names of relations and of their columns.

Names of relations that are not the user's own are passed over, and so are those of columns of views
and foreign tables, which come from elsewhere.

@param relids The relation of each name.
@param attnums The number of the column, 0 for the name of the relation itself; as long as `relids`.
@param complaint What is wrong, the middle of a sentence that ends with the names.
@returns The rows of a health check, one for each relation.
@access steward_reader
@example select detail from steward_internal.name_rows('{}', '{}', 'has names that are odd');
$doc$;

revoke all on function steward_internal.name_rows(oid[], smallint[], text) from public;
-- end
-- begin sql/health/functions/narrow_key_columns.sql 406782e83675b6660ddb76fe0f38fb2503ba6831b072db9322589825e0b9f31d
create or replace function steward_internal.narrow_key_columns()
returns table (
  relid oid,
  schema_name name,
  table_name name,
  qualified_name text,
  column_name name,
  attnum smallint,
  data_type text,
  limit_value bigint,
  source_relid oid,
  source_attnum smallint,
  source_table text,
  source_column text,
  referenced_by text[]
)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
set enable_nestloop = off
as $$
  with integers as (
    select
      t.oid,
      case coalesce(nullif(t.typbasetype, 0::oid), t.oid)
        when 'smallint'::regtype then 32767::bigint
        when 'integer'::regtype then 2147483647
        when 'bigint'::regtype then 9223372036854775807
      end as limit_value
    from pg_type as t
  ),
  keys as (
    select i.indrelid as relid, i.indkey[0] as attnum
    from pg_index as i
    inner join pg_class as ic on ic.oid = i.indexrelid
    inner join pg_am as am on am.oid = ic.relam
    where i.indisunique
      and i.indisvalid
      and i.indpred is null
      and am.amname = 'btree'
  ),
  references_ as (
    select con.conrelid, con.conkey[1] as attnum, con.confrelid, con.confkey[1] as target_attnum
    from pg_constraint as con
    where con.contype = 'f'
      and con.conparentid = 0
      and cardinality(con.conkey) = 1
  ),
  columns as (
    select 1 as priority, f.conrelid as relid, f.attnum, f.confrelid as source_relid,
      f.target_attnum as source_attnum
    from references_ as f
    inner join pg_attribute as a on a.attrelid = f.conrelid and a.attnum = f.attnum
    inner join pg_attribute as ta on ta.attrelid = f.confrelid and ta.attnum = f.target_attnum
    inner join integers as own on own.oid = a.atttypid
    inner join integers as target on target.oid = ta.atttypid
    where own.limit_value < target.limit_value
    union all
    select 2, k.relid, k.attnum, k.relid, k.attnum
    from keys as k
  ),
  referrers as (
    select
      f.confrelid as relid,
      f.target_attnum as attnum,
      array_agg(
        format('%I.%I.%I', n.nspname, c.relname, a.attname) order by n.nspname, c.relname, a.attname
      ) as qualified_columns
    from references_ as f
    inner join pg_class as c on c.oid = f.conrelid
    inner join pg_namespace as n on n.oid = c.relnamespace
    inner join pg_attribute as a on a.attrelid = f.conrelid and a.attnum = f.attnum
    group by f.confrelid, f.target_attnum
  )
  select distinct on (r.qualified_name, a.attname)
    r.relid,
    r.schema_name,
    r.relation_name,
    r.qualified_name,
    a.attname,
    a.attnum,
    format_type(a.atttypid, a.atttypmod),
    own.limit_value,
    c.source_relid,
    c.source_attnum,
    format('%I.%I', sn.nspname, sc.relname),
    format('%I.%I.%I', sn.nspname, sc.relname, sa.attname),
    coalesce(f.qualified_columns, '{}')
  from columns as c
  inner join steward_internal.user_relations as r on r.relid = c.relid
  inner join pg_attribute as a on a.attrelid = c.relid and a.attnum = c.attnum
  inner join integers as own on own.oid = a.atttypid
  inner join pg_class as sc on sc.oid = c.source_relid
  inner join pg_namespace as sn on sn.oid = sc.relnamespace
  inner join pg_attribute as sa on sa.attrelid = c.source_relid and sa.attnum = c.source_attnum
  left join referrers as f on f.relid = c.relid and f.attnum = c.attnum
  where own.limit_value < 9223372036854775807
    and r.relkind in ('r', 'p')
    and not r.is_partition
  order by r.qualified_name, a.attname, c.priority
$$;

comment on function steward_internal.narrow_key_columns() is $doc$
Lists the smallint and integer columns that new keys have to fit into.

These are the leading columns of primary keys and unique btree indexes, whose largest value an index
finds at once, and columns that reference a wider key (foreign keys of one column). Partitions are
listed once, at their parent.

@returns One row for each column. `source_relid` and `source_attnum` are the column where the values come from: the column itself, or the wider one that it references.
@access steward_reader
@example select qualified_name, column_name, data_type from steward_internal.narrow_key_columns();
$doc$;

revoke all on function steward_internal.narrow_key_columns() from public;
-- end
-- begin sql/health/functions/partition_horizons.sql c8c8a9770a13618de9263e10d0ece47355415a0c7f6c7c65d1703d5d2336d758
create or replace function steward_internal.partition_horizons(as_of timestamptz)
returns table (
  relid oid,
  schema_name name,
  relation_name name,
  qualified_name text,
  column_name name,
  last_bound text,
  days_left numeric,
  upcoming_count bigint
)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with tables as materialized (
    select r.relid, r.schema_name, r.relation_name, r.qualified_name, a.attname
    from pg_partitioned_table as pt
    inner join steward_internal.user_relations as r on r.relid = pt.partrelid
    inner join pg_attribute as a on a.attrelid = pt.partrelid and a.attnum = pt.partattrs[0]
    where pt.partstrat = 'r'
      and pt.partnatts = 1
      and pt.partdefid = 0
      and a.atttypid in ('date'::regtype, 'timestamp'::regtype, 'timestamptz'::regtype)
      -- Ranges within a range end where that ends.
      and (
        not r.is_partition
        or not exists (
          select
          from pg_partition_ancestors(r.relid) as above (relid)
          inner join pg_partitioned_table as outer_table on outer_table.partrelid = above.relid
          where above.relid <> r.relid
            and outer_table.partstrat = 'r'
        )
      )
  ),
  bounds as (
    select
      t.relid,
      -- Without a relation it waits for no lock; what is not quoted is MINVALUE or MAXVALUE.
      substring(b.text from 'FROM \(''([^'']+)''\)')::timestamptz as lower_bound,
      coalesce(substring(b.text from 'TO \(''([^'']+)''\)'), 'infinity')::timestamptz as upper_bound,
      substring(b.text from 'TO \((.+)\)$') as upper_text
    from tables as t
    inner join pg_inherits as h on h.inhparent = t.relid
    inner join pg_class as c on c.oid = h.inhrelid
    cross join lateral (select pg_get_expr(c.relpartbound, 0) as text) as b
    where not h.inhdetachpending
  ),
  last as (
    select
      b.relid,
      max(b.upper_bound) as upper_bound,
      (array_agg(b.upper_text order by b.upper_bound desc))[1] as upper_text,
      count(*) filter (where b.lower_bound > partition_horizons.as_of) as upcoming_count
    from bounds as b
    group by b.relid
  )
  select
    t.relid,
    t.schema_name,
    t.relation_name,
    t.qualified_name,
    t.attname,
    l.upper_text,
    -- Rounded up, so that it is above zero to the end.
    round(ceil(extract(epoch from l.upper_bound - partition_horizons.as_of) / 8640) / 10, 1),
    l.upcoming_count
  from last as l
  inner join tables as t on t.relid = l.relid
  where isfinite(l.upper_bound)
$$;

comment on function steward_internal.partition_horizons(timestamptz) is $doc$
Tells up to when tables that are partitioned by time have partitions.

Looked at are tables partitioned by the range of one date or timestamp column, without a default
partition, and such partitions of tables that are not themselves partitioned by range.

@param as_of The time from which the days are counted; bounds without a time zone are read in that of the session.
@returns One row for each table whose last partition has an end. `days_left` is negative if that has passed, `upcoming_count` says how many partitions have not begun yet.
@access steward_reader
@example select qualified_name, days_left from steward_internal.partition_horizons(now());
$doc$;

revoke all on function steward_internal.partition_horizons(timestamptz) from public;
-- end
-- begin sql/health/functions/reachable_schemas.sql abb420605667eb15ce9a995e6caf392e14bed57bde7112514891d0521d676963
create or replace function steward_internal.reachable_schemas()
returns table (schema_oid oid, role_oid oid)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with grantees as materialized (
    select g.role_oid, g.grantee
    from steward_internal.application_grantees() as g
  )
  select n.oid, g.role_oid
  from pg_namespace as n
  cross join lateral aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) as a
  inner join grantees as g on g.grantee = a.grantee
  where a.privilege_type = 'USAGE'
  union
  select n.oid, g.role_oid
  from grantees as g
  inner join pg_roles as r on r.oid = g.grantee and r.rolname in ('pg_read_all_data', 'pg_write_all_data')
  cross join pg_namespace as n
$$;

comment on function steward_internal.reachable_schemas() is $doc$
Lists the schemas that PUBLIC and each application role may use.

@returns One row for each pair of a schema and a role; PUBLIC has OID 0.
@access steward_reader
@example select schema_oid::regnamespace from steward_internal.reachable_schemas() where role_oid = 0;
$doc$;

revoke all on function steward_internal.reachable_schemas() from public;
-- end
-- begin sql/health/functions/read_sequences.sql 9667d240f625f72d78abfa864532edf9f8ee5424a8794ca4223a85b7016ae842
create or replace function steward_internal.read_sequences(
  relids oid[],
  batch_size integer default 100
)
returns table (relid oid, last_value bigint, withheld text)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
set lock_timeout = '100ms'
as $$
declare
  v_batch oid[];
  v_values bigint[];
begin
  for v_batch in
    select array_agg(s.relid order by s.ordinality)
    from unnest(read_sequences.relids) with ordinality as s (relid, ordinality)
    group by (s.ordinality - 1) / read_sequences.batch_size
  loop
    if steward_internal.time_is_up() then
      return query select s.relid, null::bigint, 'time' from unnest(v_batch) as s (relid);
      continue;
    end if;
    v_values := null;
    begin
      v_values := steward_internal.sequence_last_values(v_batch);
      -- Rolling back to here gives back the locks, which would otherwise add up to thousands.
      raise no_data_found;
    exception
      when no_data_found then
        return query
        select s.relid, s.last_value, null
        from unnest(v_batch, v_values) as s (relid, last_value);
      when lock_not_available or undefined_table then
        if cardinality(v_batch) > 1 then
          return query select s.* from steward_internal.read_sequences(v_batch, 1) as s;
        elsif sqlstate = '55P03' then
          return query select v_batch[1], null::bigint, 'lock';
        end if;
    end;
  end loop;
end
$$;

comment on function steward_internal.read_sequences(oid[], integer) is $doc$
Reads the last values of sequences in batches, or one by one near locks.

@param relids The sequences.
@param batch_size How many are read, and locked, at once.
@returns One row for each sequence that still exists; `withheld` is lock or time if it was not read.
@access steward_reader
@example select * from steward_internal.read_sequences(array[pg_get_serial_sequence('steward.health_runs', 'id')::regclass]);
$doc$;

revoke all on function steward_internal.read_sequences(oid[], integer) from public;
-- end
-- begin sql/health/functions/record_finding_history.sql e1a2d44c7a0294ac649c0d7efdf20c54a00ea596cfa1f43fcf8209fbf818211e
create or replace function steward_internal.record_finding_history(report jsonb, seen_at timestamptz)
returns void
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with seen as (
    select distinct on (f.fingerprint) f.*
    from (
      select (record_finding_history.report -> 'findings') || (record_finding_history.report -> 'ignored') as list
    ) as r
    cross join lateral jsonb_to_recordset(r.list) as f (
      fingerprint text, check_id text, severity text, object_type text, object_schema text,
      object_name text, title text, detail text
    )
    order by f.fingerprint, steward_internal.severity_rank('finding', f.severity)
  ),
  blind as (
    select c.check_id
    from jsonb_to_recordset(record_finding_history.report -> 'coverage') as c (
      check_id text, status text, reason text
    )
    where c.status in ('skipped', 'error')
      and c.reason is distinct from 'disabled'
  ),
  resolved as (
    update steward.finding_history as h
    set resolved_at = record_finding_history.seen_at
    where h.resolved_at is null
      and not exists (select from seen as s where s.fingerprint = h.fingerprint)
      and not exists (select from blind as b where b.check_id = h.check_id)
  ),
  forgotten as (
    delete from steward.finding_history as h
    where h.resolved_at < record_finding_history.seen_at - steward.get_setting('health.keep_history')::interval
      and not exists (select from seen as s where s.fingerprint = h.fingerprint)
  )
  insert into steward.finding_history as h (
    fingerprint, check_id, severity, worst_severity, object_type, object_schema, object_name, title, detail,
    first_seen, last_seen
  )
  select
    s.fingerprint, s.check_id, s.severity, s.severity,
    -- One row stands for all sessions that a check complains about.
    s.object_type,
    case when s.object_type is distinct from 'session' then s.object_schema end,
    case when s.object_type is distinct from 'session' then s.object_name end,
    s.title, s.detail, record_finding_history.seen_at, record_finding_history.seen_at
  from seen as s
  on conflict on constraint finding_history_pkey do update
  set severity = excluded.severity,
    worst_severity = case
      when steward_internal.severity_rank('finding', excluded.severity)
        < steward_internal.severity_rank('finding', h.worst_severity) then excluded.severity
      else h.worst_severity
    end,
    title = excluded.title,
    detail = excluded.detail,
    last_seen = excluded.last_seen,
    seen_count = h.seen_count + 1,
    flap_count = h.flap_count + (h.resolved_at is not null)::integer,
    resolved_at = null
$$;

comment on function steward_internal.record_finding_history(jsonb, timestamptz) is $doc$
Carries the life of each finding on by what a health report saw.

@param report The report, of all categories.
@param seen_at When it was made.
@access steward_operator
@example select steward_internal.record_finding_history(r.report, r.started_at) from steward.health_runs as r;
$doc$;

revoke all on function steward_internal.record_finding_history(jsonb, timestamptz) from public;
-- end
-- begin sql/health/functions/record_health_check.sql 8d1d06ebb875953e52c86ecc5cd9a0d9b1e07a23340c65bb1480f992a95444a9
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

  perform steward_internal.record_finding_history(
    v_report, (v_report #>> '{summary,started_at}')::timestamptz
  );

  delete from steward.health_runs as r
  where r.started_at < now() - steward.get_setting('health.keep_runs')::interval
    and r.id <> v_run_id;

  return v_run_id;
end
$$;

comment on function steward.record_health_check() is $doc$
Checks the health of the database and keeps the report in `health_runs`.

Install schedules it every 15 minutes. It carries `finding_history` on, and removes runs older than the setting
`health.keep_runs`, so the history cannot grow without bound.

@area health
@returns The id of the new row in `health_runs`.
@error SW004 The server is a standby or the transaction is read-only.
@access steward_operator
@example select record_health_check();
$doc$;

revoke all on function steward.record_health_check() from public;
-- end
-- begin sql/health/functions/retaining_slot_rows.sql 236329c79879c340725551212e4ddbb92ee7e5cda67509e81fa8447279fab616
create or replace function steward_internal.retaining_slot_rows(slot jsonb, current_lsn pg_lsn)
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'replication slot',
    null,
    s.slot_name,
    kept.bytes,
    format(
      'Replication slot %s keeps %s of WAL, and %s.%s',
      s.slot_name,
      pg_size_pretty(kept.bytes),
      case when s.active then 'its consumer is connected' else 'nobody is reading from it' end,
      case
        when s.wal_status = 'unreserved'
          then ' This is more than max_slot_wal_keep_size allows: the next checkpoint may invalidate it.'
        when s.safe_wal_size is null then ' No limit is set, so it can fill the disk.'
        else format(' After %s more it will be invalidated.', pg_size_pretty(s.safe_wal_size))
      end
    ),
    case
      when s.safe_wal_size is not null or s.wal_status = 'unreserved'
        then 'Let the consumer catch up or raise max_slot_wal_keep_size; if there is none any more, drop the slot.'
    end,
    case
      when s.wal_status = 'unreserved' or kept.bytes >= 4 * s.safe_wal_size then 'critical'
    end,
    null,
    null::text[],
    null::text[],
    jsonb_build_object(
      'slot_type', s.slot_type,
      'active', s.active,
      'wal_status', s.wal_status,
      'safe_wal_size', s.safe_wal_size
    )
  from jsonb_to_record(retaining_slot_rows.slot) as s (
    slot_name text,
    slot_type text,
    active boolean,
    restart_lsn pg_lsn,
    wal_status text,
    safe_wal_size bigint
  )
  cross join lateral (
    select greatest(pg_wal_lsn_diff(retaining_slot_rows.current_lsn, s.restart_lsn), 0) as bytes
  ) as kept
  where s.restart_lsn is not null
    and s.wal_status is distinct from 'lost'
$$;

comment on function steward_internal.retaining_slot_rows(jsonb, pg_lsn) is $doc$
Measures one replication slot for the check replication_slot_retention.

@param slot The row of pg_replication_slots.
@param current_lsn The newest WAL position of the server.
@returns One row if the slot keeps WAL, with the bytes as its value, else none.
@access steward_reader
@example select f.value from pg_replication_slots as s, steward_internal.retaining_slot_rows(to_jsonb(s), s.restart_lsn) as f;
$doc$;

revoke all on function steward_internal.retaining_slot_rows(jsonb, pg_lsn) from public;
-- end
-- begin sql/health/functions/revoke_statements.sql 9fcb6b0d2c7bd9ac7194ce9f3633ff5649cd3ae1b8a2b36e335d5f4c0b008e34
create or replace function steward_internal.revoke_statements(
  target text,
  acl aclitem[],
  owner oid,
  privileges text[]
)
returns table (fix_sql text[], undo_sql text[])
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    array_agg(
      format('revoke %s on %s from %s;', g.privileges, revoke_statements.target, g.grantee)
      order by g.grantee, g.is_grantable
    ),
    array_agg(
      format('grant %s on %s to %s%s;', g.privileges, revoke_statements.target, g.grantee,
        case when g.is_grantable then ' with grant option' else '' end)
      order by g.grantee, g.is_grantable
    )
  from (
    select
      case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end as grantee,
      a.is_grantable,
      string_agg(distinct lower(a.privilege_type), ', ') as privileges
    from aclexplode(revoke_statements.acl) as a
    where a.privilege_type = any (revoke_statements.privileges)
      and a.grantee <> revoke_statements.owner
      and a.grantee in (select g.grantee from steward_internal.application_grantees() as g)
    group by a.grantee, a.is_grantable
  ) as g
$$;

comment on function steward_internal.revoke_statements(text, aclitem[], oid, text[]) is $doc$
Writes the REVOKE that takes an object from application roles, and its GRANT.

@param target The object as REVOKE names it: `table public.t`, `routine public.f(integer)`.
@param acl Its privileges; where the catalog has null, acldefault().
@param owner Its owner, whose own privileges stay.
@param privileges The privileges to take, in upper case.
@returns One row; null arrays if no application role holds any of them.
@access steward_reader
@example select * from steward_internal.revoke_statements('table t', '{=r/postgres}', 10, '{SELECT}');
$doc$;

revoke all on function steward_internal.revoke_statements(text, aclitem[], oid, text[]) from public;
-- end
-- begin sql/health/functions/row_calls.sql c7d6eab6f44bcf06432911a340b5dde4f73d303c6dcfe10c052b501085ea93dd
create or replace function steward_internal.row_calls(tree text)
returns table (function_oid oid, takes_column boolean)
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  -- Names of columns and aliases may hold braces, which the tree escapes.
  v_tree text := regexp_replace(row_calls.tree, '\\.', '', 'g');
  v_before text;
begin
  -- Each pass opens the innermost nodes, so a sub-select goes as a whole once its parts are open.
  loop
    v_before := v_tree;
    v_tree := regexp_replace(v_tree, '\{SUBLINK [^{}]*\}', '', 'g');
    v_tree := regexp_replace(v_tree, '\{FUNCEXPR :funcid (\d+)([^{}]*VAR :varno[^{}]*)\}', 'CALLROW \1 \2', 'g');
    v_tree := regexp_replace(v_tree, '\{FUNCEXPR :funcid (\d+)([^{}]*)\}', 'CALL \1 \2', 'g');
    v_tree := regexp_replace(v_tree, '\{([^{}]*)\}', '\1', 'g');
    exit when v_tree = v_before;
  end loop;

  return query
    select distinct m.part[2]::oid, m.part[1] = 'CALLROW'
    from regexp_matches(v_tree, '(CALLROW|CALL) (\d+)', 'g') as m (part);
end
$$;

comment on function steward_internal.row_calls(text) is $doc$
Lists the functions that a stored condition calls outside of sub-selects.

Such a call is evaluated for every row that is looked at; in a sub-select that reads no column of the
row it is evaluated once. What stands inside a sub-select of any kind is not listed.

@param tree A condition as the catalog stores it (pg_node_tree as text).
@returns One row for each function; `takes_column` tells whether a column is among its arguments.
@access steward_reader
@example select * from steward_internal.row_calls('{FUNCEXPR :funcid 2077 :args <>}');
$doc$;

revoke all on function steward_internal.row_calls(text) from public;
-- end
-- begin sql/health/functions/run_check.sql ff33009a5b95a76bcc656f43c7075e949791800a4298b758c00cf95ba5e92728
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
        null, 'error', null, null, jsonb_build_object('reason', 'error', 'sqlstate', v_state)
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
-- begin sql/health/functions/sequence_last_values.sql a5c8dab23443f46950c8d322764814045435399530cef650d027be246faf85ca
create or replace function steward_internal.sequence_last_values(relids oid[])
returns bigint[]
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_query text;
  v_values bigint[];
begin
  -- pg_sequence_last_value() needs only USAGE, but keeps its lock even when a subtransaction is rolled back.
  select format(
    'select array[%s]',
    string_agg(
      case
        when has_sequence_privilege(c.oid, 'select') and has_schema_privilege(n.oid, 'usage')
          then format('(select case when is_called then last_value end from %I.%I)', n.nspname, c.relname)
        else format('pg_sequence_last_value(%L::oid::regclass)', c.oid)
      end,
      ', '
      order by s.ordinality
    )
  )
  into v_query
  from unnest(sequence_last_values.relids) with ordinality as s (relid, ordinality)
  -- What was dropped meanwhile keeps its place, with null.
  left join pg_class as c on c.oid = s.relid
  left join pg_namespace as n on n.oid = c.relnamespace;
  execute v_query into v_values;
  return v_values;
end
$$;

comment on function steward_internal.sequence_last_values(oid[]) is $doc$
Reads the last values of sequences, which it locks.

@param relids The sequences.
@returns Their last values in the same order, null where nothing has been taken yet or the sequence is gone.
@access steward_reader
@example select steward_internal.sequence_last_values(array[pg_get_serial_sequence('steward.health_runs', 'id')::regclass]);
$doc$;

revoke all on function steward_internal.sequence_last_values(oid[]) from public;
-- end
-- begin sql/health/functions/sequence_values.sql 88050879ee30cd60af351825c25acae1f4a6b62574eeff9b7b5d8b90797b89ba
create or replace function steward_internal.sequence_values()
returns table (
  relid oid,
  schema_name name,
  sequence_name name,
  qualified_name text,
  data_type oid,
  increment_by bigint,
  min_value bigint,
  max_value bigint,
  is_cycled boolean,
  last_value bigint,
  withheld text
)
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with sequences as materialized (
    select
      r.relid, r.schema_name, r.relation_name, r.qualified_name, s.seqtypid, s.seqincrement, s.seqmin,
      s.seqmax, s.seqcycle,
      case
        when r.relpersistence = 'u' and pg_is_in_recovery() then 'server'
        when not has_sequence_privilege(r.relid, 'usage, select') then 'privilege'
        when r.relid in (select steward_internal.locked_relations()) then 'lock'
      end as withheld
    from steward_internal.user_relations as r
    inner join pg_sequence as s on s.seqrelid = r.relid
  ),
  values_read as materialized (
    select v.*
    from (
      select array_agg(s.relid order by s.relid) as relids
      from sequences as s
      where s.withheld is null
    ) as readable
    cross join lateral steward_internal.read_sequences(readable.relids) as v
  )
  select
    s.relid, s.schema_name, s.relation_name, s.qualified_name, s.seqtypid, s.seqincrement, s.seqmin,
    s.seqmax, s.seqcycle, v.last_value, coalesce(s.withheld, v.withheld)
  from sequences as s
  left join values_read as v on v.relid = s.relid
  -- What was dropped meanwhile has no row any more.
  where s.withheld is not null
    or v.relid is not null
  order by s.qualified_name
$$;

comment on function steward_internal.sequence_values() is $doc$
Reads the last value of every sequence that the caller may read.

Reading opens the sequence, so those that another session holds exclusively are left alone, none is
waited for longer than 100 ms, and no lock is kept.

@returns One row for each sequence. `last_value` is null if nothing has been taken from it, or if `withheld` says why it was not read: privilege, lock, time, or server (unlogged, on a standby).
@access steward_reader
@example select qualified_name, last_value, withheld from steward_internal.sequence_values();
$doc$;

revoke all on function steward_internal.sequence_values() from public;
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
-- begin sql/health/functions/skipped_row.sql fa6c1b8d8c47b4d2dc6e3efe1a2701ebb23764a8bc94b0939156d8866b7318d7
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
    skipped_row.detail, skipped_row.action, null, 'skipped', null, null,
    jsonb_build_object('reason', skipped_row.reason)
  )::steward_internal.check_row
$$;

comment on function steward_internal.skipped_row(text, text, text, text, text, text) is $doc$
Makes the row with which a health check says that it could not look.

@param reason Word for programs: privilege, lock, time or error leave the check blind; superuser (nobody else may look), extension, server, history and disabled do not.
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
-- begin sql/health/functions/unencrypted_sessions.sql 2f1e9d824562f9d4d4a8d03974be7ec77b70d0a782e8ac3eff59a931dce388e6
create or replace function steward_internal.unencrypted_sessions(
  local_networks inet[] default '{127.0.0.0/8,::1}'
)
returns table (user_name name, database_name name, session_count bigint, addresses inet[])
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select a.usename, a.datname, count(*), array_agg(distinct a.client_addr)
  from pg_stat_activity as a
  inner join pg_stat_ssl as s on s.pid = a.pid
  left join pg_stat_gssapi as g on g.pid = a.pid
  where a.client_addr is not null
    and not s.ssl
    and not coalesce(g.encrypted, false)
    and not a.client_addr <<= any (unencrypted_sessions.local_networks)
  group by a.usename, a.datname
$$;

comment on function steward_internal.unencrypted_sessions(inet[]) is $doc$
Counts the sessions from other machines that neither TLS nor GSSAPI encrypts.

@param local_networks Networks from which a plain session is no matter.
@returns One row for each role and database; a walsender may have none.
@access steward_reader
@example select user_name, session_count from steward_internal.unencrypted_sessions();
$doc$;

revoke all on function steward_internal.unencrypted_sessions(inet[]) from public;
-- end
-- begin sql/health/functions/unignore_finding.sql 7016096f6ca22d164a1c21b18ac418682a8aa8696bbf3f24548c77d7f3aba3c9
create or replace function steward.unignore_finding(pattern text)
returns steward.ignored_findings
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_row steward.ignored_findings;
begin
  delete from steward.ignored_findings as i
  where i.pattern = unignore_finding.pattern
  returning i.* into v_row;
  if not found then
    raise exception using
      errcode = '22023',
      message = format('no finding is ignored by the pattern %L', unignore_finding.pattern),
      hint = 'List the patterns with: select pattern, reason from steward.ignored_findings;';
  end if;
  return v_row;
end
$$;

comment on function steward.unignore_finding(text) is $doc$
Stops ignoring findings; they show again in the next health check.

@area health
@param pattern The pattern exactly as it was given to `ignore_finding()`.
@returns The row that `ignored_findings` had.
@error 22023 There is no such pattern.
@access steward_admin
@example select i.* from ignore_finding('invalid_indexes:*', 'Known.') as n, unignore_finding(n.pattern) as i where false;
$doc$;

revoke all on function steward.unignore_finding(text) from public;
-- end
-- begin sql/health/functions/user_foreign_keys.sql cbefc85c248077c37332819cf5fc5bdcb3f787e0d87b543a4b6e6fce24281b74
create or replace function steward_internal.user_foreign_keys()
returns table (
  constraint_oid oid,
  schema_name name,
  constraint_name name,
  relid oid,
  table_name text,
  relkind "char",
  target_relid oid,
  target_schema name,
  target_name text,
  attnums smallint[],
  target_attnums smallint[],
  key_pairs text[],
  behaviour text,
  match_type "char",
  is_validated boolean
)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with relations as materialized (
    select r.relid, r.schema_name, r.qualified_name, r.relkind, r.is_partition
    from steward_internal.user_relations as r
    where r.relkind in ('r', 'p')
  )
  select
    con.oid,
    r.schema_name,
    con.conname,
    r.relid,
    r.qualified_name,
    r.relkind,
    t.relid,
    t.schema_name,
    t.qualified_name,
    con.conkey,
    con.confkey,
    (
      select array_agg(format('%s=%s', k.attnum, k.target_attnum) order by k.attnum, k.target_attnum)
      from unnest(con.conkey, con.confkey) as k (attnum, target_attnum)
    ),
    concat_ws(
      ' ', con.confupdtype, con.confdeltype, con.confdelsetcols, con.confmatchtype, con.condeferrable,
      con.condeferred
    ),
    con.confmatchtype,
    con.convalidated
  from pg_constraint as con
  inner join relations as r on r.relid = con.conrelid
  inner join relations as t on t.relid = con.confrelid
  where con.contype = 'f'
    and con.conparentid = 0
    and not r.is_partition
$$;

comment on function steward_internal.user_foreign_keys() is $doc$
Lists the foreign keys of user tables, those of partitions at the parent.

@returns One row for each foreign key. `key_pairs` says which column references which, in an order that makes equal keys equal; `behaviour` is the rest of what a key promises: actions, match type and when it is checked.
@access steward_reader
@example select table_name, constraint_name, target_name from steward_internal.user_foreign_keys();
$doc$;

revoke all on function steward_internal.user_foreign_keys() from public;
-- end
-- begin sql/health/functions/user_policies.sql 378c6f02f34cd6aee387d4ecc196fb874335f8d7d630099181d680525e8f08b3
create or replace function steward_internal.user_policies()
returns table (
  policy_name name,
  relid oid,
  schema_name name,
  relation_name name,
  qualified_name text,
  has_row_security boolean,
  command text,
  is_permissive boolean,
  role_oids oid[],
  role_names text[],
  condition_tree text,
  check_tree text,
  is_true boolean,
  is_check_true boolean
)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    p.polname,
    p.polrelid,
    r.schema_name,
    r.relation_name,
    r.qualified_name,
    r.relrowsecurity,
    case p.polcmd
      when 'r' then 'SELECT'
      when 'a' then 'INSERT'
      when 'w' then 'UPDATE'
      when 'd' then 'DELETE'
      else 'ALL'
    end,
    p.polpermissive,
    p.polroles,
    array(
      select case o.role_oid when 0 then 'PUBLIC' else quote_ident(pg_get_userbyid(o.role_oid)) end
      from unnest(p.polroles) as o (role_oid)
      order by 1
    ),
    p.polqual::text,
    p.polwithcheck::text,
    coalesce(p.polqual::text like '{CONST :consttype 16 %:constisnull false %:constvalue 1 [ 1 %', false),
    coalesce(p.polwithcheck::text like '{CONST :consttype 16 %:constisnull false %:constvalue 1 [ 1 %', false)
  from pg_policy as p
  inner join steward_internal.user_relations as r on r.relid = p.polrelid
  where not r.is_partition
    and r.schema_name not in ('steward', 'steward_internal')
$$;

comment on function steward_internal.user_policies() is $doc$
Lists the policies of the tables that belong to the people of this database.

Conditions come as the trees that the catalog stores, not as SQL: pg_get_expr() opens the tables that
a condition reads and so waits behind a migration, and a tree tells a call from a word in a string.
The few node names that readers look for (CONST, FUNCEXPR, SUBLINK, VAR) have been the same since
row level security exists. Policies of partitions are left out: they bind only who names a partition.

@returns One row for each policy; `is_true` and `is_check_true` tell whether its conditions are the constant true.
@access steward_reader
@example select policy_name, qualified_name, command from steward_internal.user_policies();
$doc$;

revoke all on function steward_internal.user_policies() from public;
-- end
-- begin sql/health/functions/user_routines.sql 89f7d7681db7dff184d76bff57be962698e73b0f411f92057a2f7c728c31e5a8
create or replace function steward_internal.user_routines()
returns table (
  routine oid,
  schema_oid oid,
  schema_name name,
  routine_name name,
  argument_types oidvector,
  kind "char",
  owner_oid oid,
  owner_name name,
  acl aclitem[],
  is_definer boolean,
  config text[],
  language_oid oid,
  return_type oid
)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    p.oid,
    n.oid,
    n.nspname,
    p.proname,
    p.proargtypes,
    p.prokind,
    owner.oid,
    owner.rolname,
    p.proacl,
    p.prosecdef,
    p.proconfig,
    p.prolang,
    p.prorettype
  from pg_proc as p
  inner join pg_namespace as n on n.oid = p.pronamespace
  inner join pg_roles as owner on owner.oid = p.proowner
  where n.nspname not in ('pg_catalog', 'information_schema', 'steward', 'steward_internal', 'steward_migrations')
    and n.nspname not like 'pg\_temp\_%'
    and not exists (
      select
      from pg_depend as d
      where d.classid = 'pg_proc'::regclass
        and d.objid = p.oid
        and d.deptype = 'e'
    )
$$;

comment on function steward_internal.user_routines() is $doc$
Lists the functions, procedures and aggregates of the people of this database.

System schemas, temporary functions, what extensions own, and pgsteward's schemas are left out.

@returns One row for each routine.
@access steward_reader
@example select routine::regprocedure from steward_internal.user_routines() where is_definer;
$doc$;

revoke all on function steward_internal.user_routines() from public;
-- end
-- begin sql/health/functions/views_past_row_security.sql 53b01790f1f704845128f13c9e85c8b9576f5a1b1b8802aa9c36022fae22b491
create or replace function steward_internal.views_past_row_security()
returns table (relid oid, owner_name name, guarded_tables text[])
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with recursive definers as materialized (
    -- A materialized view holds what its owner read.
    select r.relid, r.relowner
    from steward_internal.user_relations as r
    where r.relkind = 'm'
      or r.relkind = 'v' and not exists (
        select
        from pg_options_to_table(r.reloptions) as o
        where o.option_name = 'security_invoker'
          and o.option_value::boolean
      )
  ),
  reads as materialized (
    select distinct d.relid as reader, dep.refobjid as relid
    from definers as d
    inner join pg_rewrite as w on w.ev_class = d.relid
    inner join pg_depend as dep on dep.classid = 'pg_rewrite'::regclass and dep.objid = w.oid
    where dep.refclassid = 'pg_class'::regclass
      and dep.refobjid <> d.relid
  ),
  -- Where a view with security_invoker is read, the user of the outermost view counts: the walk ends there.
  walk (relid, reader) as (
    select d.relid, d.relid
    from definers as d
    union
    select w.relid, r.relid
    from walk as w
    inner join reads as r on r.reader = w.reader
    inner join definers as d on d.relid = r.relid
  ),
  guarded as materialized (
    select c.oid as relid, c.relowner, c.relforcerowsecurity, format('%I.%I', n.nspname, c.relname) as qualified_name
    from pg_class as c
    inner join pg_namespace as n on n.oid = c.relnamespace
    where c.relrowsecurity
  )
  select
    w.relid,
    (select o.rolname from definers as d inner join pg_roles as o on o.oid = d.relowner where d.relid = w.relid),
    array_agg(distinct g.qualified_name)
  from guarded as g
  inner join reads as r on r.relid = g.relid
  inner join definers as d on d.relid = r.reader
  inner join pg_roles as owner on owner.oid = d.relowner
  inner join walk as w on w.reader = r.reader
  where owner.rolsuper
    or owner.rolbypassrls
    or not g.relforcerowsecurity and pg_has_role(d.relowner, g.relowner, 'usage')
  group by w.relid
$$;

comment on function steward_internal.views_past_row_security() is $doc$
Lists the views that read tables without the row level security of these.

A view reads as its owner, unless it has security_invoker; the owner passes if he is a superuser, has
BYPASSRLS, or owns the table without FORCE ROW LEVEL SECURITY. Views on such views are listed too.
What functions in a view read is not seen.

@returns One row for each view or materialized view, with its owner and the tables.
@access steward_reader
@example select relid::regclass, guarded_tables from steward_internal.views_past_row_security();
$doc$;

revoke all on function steward_internal.views_past_row_security() from public;
-- end
-- begin sql/maintenance/functions/add_schedule.sql 29aaf2790807f979562d5a74c40da5e2703c35006d8436d64d0c7ec829a5e948
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
    command = excluded.command,
    -- Times before the change are not missed: nothing was due at them then.
    created_at = case when s.cron = excluded.cron then s.created_at else excluded.created_at end;

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
-- begin sql/maintenance/functions/cron_day.sql 044a7039e2d0a8eb85b5aba5bb087ae701915c8ff9615e4eca7e51f093870840
create or replace function steward_internal.cron_day(cron text, from_day date, step integer)
returns date
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_expression record;
  v_day date := cron_day.from_day;
  v_is_day boolean;
  v_is_weekday boolean;
begin
  select p.* into v_expression from steward_internal.parse_cron(cron_day.cron) as p;

  -- The same weekday falls on 29 February every 28 years, or 40 if a year such as 2100 is between.
  while abs(v_day - cron_day.from_day) <= 14610 loop
    if extract(month from v_day)::integer = any (v_expression.months) then
      v_is_day := extract(day from v_day)::integer = any (v_expression.days);
      v_is_weekday := extract(dow from v_day)::integer = any (v_expression.weekdays);
      if v_is_day and v_is_weekday or v_expression.either_day and (v_is_day or v_is_weekday) then
        return v_day;
      end if;
      v_day := v_day + cron_day.step;
    else
      v_day := case
        when cron_day.step > 0 then date_trunc('month', v_day::timestamp) + interval '1 month'
        else date_trunc('month', v_day::timestamp) - interval '1 day'
      end;
    end if;
  end loop;
  return null;
end
$$;

comment on function steward_internal.cron_day(text, date, integer) is $doc$
Returns the nearest day on which a cron expression is due.

@param cron The expression, as in `schedules`.
@param from_day The first day to look at.
@param step 1 to look forward, -1 to look back.
@returns The day, null if there is none.
@error SW006 The expression cannot be read.
@access steward_reader
@example select steward_internal.cron_day('0 0 29 2 *', current_date, 1);
$doc$;

revoke all on function steward_internal.cron_day(text, date, integer) from public;
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
-- begin sql/maintenance/functions/cron_obstacle.sql 3d765ec56ffdb26e004234b1b9da1797f1db1e276c783ebf98519e32394ce3ea
create or replace function steward_internal.cron_obstacle()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select r.*
  from pg_namespace as n
  cross join lateral steward_internal.skipped_row(
    'privilege', format('Role %I cannot see the jobs of pg_cron in this database.', current_user),
    format('grant usage on schema cron to %I;', current_user)
  ) as r
  where n.nspname = 'cron'
    and not has_schema_privilege(n.oid, 'usage')
$$;

comment on function steward_internal.cron_obstacle() is $doc$
Makes the row that says that the caller cannot see the jobs of pg_cron.

@returns One row if pg_cron is in this database and the caller has no USAGE on its schema.
@access steward_reader
@example select detail from steward_internal.cron_obstacle();
$doc$;

revoke all on function steward_internal.cron_obstacle() from public;
-- end
-- begin sql/maintenance/functions/cron_ticks.sql 8309dc68a5b15232414a7c22dc203da71606e862b2e8933d2814e7a99859e806
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
      (cron_ticks.as_of at time zone 'UTC')::date as today
  ),
  days as (
    select
      steward_internal.cron_day(cron_ticks.cron, c.today, -1) as last_day,
      steward_internal.cron_day(cron_ticks.cron, c.today - 1, -1) as day_before,
      steward_internal.cron_day(cron_ticks.cron, c.today, 1) as first_day,
      steward_internal.cron_day(cron_ticks.cron, c.today + 1, 1) as day_after
    from clock as c
  ),
  -- Every matching day has a tick, so today and the nearest matching day on each side hold the two.
  ticks as (
    select near.day + make_interval(hours => h.hour, mins => m.minute) as tick
    from days as d
    cross join expression as e
    cross join lateral (
      select distinct unnest(array[d.last_day, d.day_before, d.first_day, d.day_after]) as day
    ) as near
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
-- begin sql/maintenance/functions/parse_cron.sql d68f36d84cfff81655d0ea9bcbe12230866ade806ac0c82067d188a52d1420a2
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
    case btrim(parse_cron.cron)
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

  -- Sunday is 0 and 7.
  weekdays := array(select distinct w.weekday % 7 from unnest(weekdays) as w (weekday) order by 1);
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
-- begin sql/maintenance/functions/purge_cron_history_batch.sql 2c1187340789a08694a1193b0e27db9f0e2840992e82314cac0e5c67460ea3f1
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
      select d.runid, d.job_pid, d.status, d.start_time,
        coalesce(d.end_time, d.start_time) as happened_at
      from %1$I.job_run_details as d
      where d.runid > $2
      order by d.runid
      limit $3
    ),
    aged as (
      select
        b.*,
        case
          when b.happened_at is not null then b.happened_at < $1
          else
            (
              select coalesce(later.end_time, later.start_time) < $1
              from %1$I.job_run_details as later
              where later.runid > b.runid
                and coalesce(later.end_time, later.start_time) is not null
              order by later.runid
              limit 1
            )
        end as is_old
      from batch as b
    ),
    deleted as (
      delete from %1$I.job_run_details as d
      using aged as a
      where d.runid = a.runid
        and a.is_old
        and not (
          a.status not in ('succeeded', 'failed')
          and exists (select from pg_stat_activity as s where s.pid = a.job_pid)
        )
      returning d.runid
    )
    select
      (select count(*) from deleted),
      -- Runs are in the order of their start: where none began before, none of the rest did.
      case when bool_or(a.is_old or a.start_time < $1) then max(a.runid) end
    from aged as a
  $sql$, 'cron')
  using
    purge_cron_history_batch.older_than,
    purge_cron_history_batch.after_run,
    purge_cron_history_batch.batch_rows;
end
$$;

comment on function steward_internal.purge_cron_history_batch(timestamptz, bigint, integer) is $doc$
Removes one batch of pg_cron's old run history, in the order of its primary key.

Run by run: a row without any time (the server died under the job) goes when the next run that has
one is old, and a run whose backend is still there stays. Deleting by end_time, as is usual, never
removes the former and reads the whole table each time, because the history has no index but the one
on runid.

@param older_than Runs that ended before are removed.
@param after_run The runid after which to look.
@param batch_rows How many rows to look at.
@returns The rows removed, and the runid to go on from, null when no row began before.
@access steward_operator
@example begin; select * from steward_internal.purge_cron_history_batch('-infinity', 0, 100); rollback;
$doc$;

revoke all on function steward_internal.purge_cron_history_batch(timestamptz, bigint, integer)
from public;
-- end
-- begin sql/maintenance/functions/schedule_report.sql a17ecfa47a9eeb7d4cc7dc3bd8a824171c8a76218697807c13c72ae15ca652d3
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
      late.previous_tick,
      t.next_tick,
      coalesce(c.started_at, w.started_at) as last_start,
      coalesce(c.status, w.status) as last_status,
      coalesce(c.message, w.message) as last_message
    from steward.schedules as s
    cross join lateral steward_internal.cron_ticks(s.cron, schedule_report.as_of) as t
    -- Two minutes are more than any scheduler needs to start a job.
    cross join lateral steward_internal.cron_ticks(
      s.cron, schedule_report.as_of - interval '2 minutes'
    ) as late
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
-- begin sql/maintenance/functions/scheduler.sql bc3d99d9f01ac1fdb39a0acf859971ec7aa32bdff6842fbd7ea67610e574d709
create or replace function steward_internal.scheduler()
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  -- to_regprocedure() would raise for a role that may not use the schema.
  select case
    when exists (
      select
      from pg_proc as p
      inner join pg_namespace as n on n.oid = p.pronamespace
      where n.nspname = 'cron'
        and p.proname = 'schedule'
        and oidvectortypes(p.proargtypes) = 'text, text, text'
        and has_schema_privilege(n.oid, 'usage')
    )
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
-- begin sql/performance/functions/capture_statistics.sql a9105b58e2a48c4c36ed7e2bbde2f5375c5a460bfe32f1bab8544f7037d405b2
create or replace function steward.capture_statistics()
returns bigint
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
set lock_timeout = '100ms'
set jit = off
as $$
declare
  v_snapshot_id bigint;
begin
  if pg_is_in_recovery() or current_setting('transaction_read_only')::boolean then
    raise exception using
      errcode = 'SW004',
      message = 'cannot capture statistics where nothing can be written',
      detail = 'The server is a standby, or the transaction is read-only.',
      hint = 'Capture them on the primary; pgsteward health --replica imports those of a standby.';
  end if;
  if not pg_try_advisory_xact_lock(20985, 3) then
    return null;
  end if;

  perform pg_stat_clear_snapshot();
  v_snapshot_id := steward_internal.record_statistics(steward.read_statistics());
  perform steward_internal.record_table_sizes(v_snapshot_id);
  perform steward_internal.record_statements(v_snapshot_id);
  perform steward_internal.record_limits(v_snapshot_id);

  delete from steward.statistics_snapshots as s
  where s.taken_at < now() - interval '1 day' - greatest(
    steward.get_setting('performance.keep_snapshots')::interval,
    steward.get_setting('health.usage_window')::interval
  );
  return v_snapshot_id;
end
$$;

comment on function steward.capture_statistics() is $doc$
Takes a snapshot of the cumulative statistics.

With snapshots, verdicts can rest on what happened lately instead of on totals.

Install schedules it every hour. It never resets anything: what PostgreSQL counts goes on counting for
everybody else. A crash, a reset or a restored server between two snapshots is noticed, and only the time
that was really observed counts. Kept are cluster and database counters, what changed of each table,
index and statement, sizes of tables, and once a day how far the limits are used. Snapshots older than
the settings `performance.keep_snapshots` and `health.usage_window` are removed.

@area performance
@returns The id of the new row in `statistics_snapshots`; null if another session is at it.
@error SW004 The server is a standby or the transaction is read-only.
@access steward_operator
@example select capture_statistics();
$doc$;

revoke all on function steward.capture_statistics() from public;
-- end
-- begin sql/performance/functions/counter_changes.sql 5d6821062126db4ff69dbd99fd9563165184268fe2956458dca7fc7514dcdd49
create or replace function steward_internal.counter_changes(lookback interval)
returns table (counter text, change numeric, changed_since timestamptz, elapsed interval)
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with observed as materialized (
    select w.* from steward_internal.observed_window(counter_changes.lookback) as w
  ),
  kept as (
    select e.key, sum(sign.factor * e.value::text::numeric) as value
    from observed as w
    cross join lateral (
      select w.first_snapshot_id as snapshot_id, -1 as factor
      union all
      select ended.id, 1
      from unnest(w.epoch_ends) as ended (id)
    ) as sign
    inner join steward.statistics_snapshots as s on s.id = sign.snapshot_id
    cross join lateral jsonb_each(s.counters) as e
    group by e.key
  )
  select
    c.counter,
    -- One view can be reset without the others.
    case when c.value + coalesce(k.value, 0) < 0 then c.value else c.value + coalesce(k.value, 0) end,
    w.changed_since,
    w.elapsed
  from observed as w
  cross join steward_internal.cumulative_counters() as c
  left join kept as k on k.key = c.counter
$$;

comment on function steward_internal.counter_changes(interval) is $doc$
Tells how far the cumulative counters moved in the time observed.

@param lookback How far to look back, at most.
@returns One row for each counter of `cumulative_counters()`; none at all without a snapshot in that time. `elapsed` leaves out what was lost in a crash.
@access steward_reader
@example select change from steward_internal.counter_changes('1 day') where counter = 'database.deadlocks';
$doc$;

revoke all on function steward_internal.counter_changes(interval) from public;
-- end
-- begin sql/performance/functions/counter_difference.sql 8e62fe0ddc56ec284cdf07ceeedbadea74982e0d5d5816f39d66ae569ae552c5
create or replace function steward_internal.counter_difference(counters numeric[], earlier numeric[])
returns numeric[]
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select array_agg(
    case when c.now >= c.earlier then c.now - c.earlier else c.now end
    order by c.ordinality
  )
  from unnest(counter_difference.counters, counter_difference.earlier)
    with ordinality as c (now, earlier, ordinality)
$$;

comment on function steward_internal.counter_difference(numeric[], numeric[]) is $doc$
Returns how far cumulative counters moved between two readings.

A counter that is lower than before was reset in between, so all that it shows happened since.

@param counters The later reading.
@param earlier The reading before, in the same order; null or missing values mean that counting began in between.
@returns The differences, null where a counter is null.
@access steward_reader
@example select steward_internal.counter_difference('{5,2}', '{3,9}');
$doc$;

revoke all on function steward_internal.counter_difference(numeric[], numeric[]) from public;
-- end
-- begin sql/performance/functions/cumulative_counters.sql 86e6e73c2ab4b67867789521ed1d735945429ddbb0586bf99616813f111ce86f
create or replace function steward_internal.cumulative_counters()
returns table (counter text, value numeric)
language plpgsql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
declare
  v_source record;
begin
  for v_source in
    select v.prefix, v.query
    from (
      values
        ('database', 'pg_stat_database', 'select to_jsonb(v) from %s as v where v.datname = current_database()'),
        ('database_conflicts', 'pg_stat_database_conflicts',
         'select to_jsonb(v) from %s as v where v.datname = current_database()'),
        ('bgwriter', 'pg_stat_bgwriter', 'select to_jsonb(v) from %s as v'),
        ('checkpointer', 'pg_stat_checkpointer', 'select to_jsonb(v) from %s as v'),
        ('wal', 'pg_stat_wal', 'select to_jsonb(v) from %s as v'),
        ('archiver', 'pg_stat_archiver', 'select to_jsonb(v) from %s as v'),
        ('slru', 'pg_stat_slru',
         'select jsonb_object_agg(v.name || ''.'' || k.key, k.value) from %s as v, jsonb_each(to_jsonb(v)) as k'),
        ('io', 'pg_stat_io',
         'select jsonb_object_agg(concat_ws(''.'', v.backend_type, v.object, v.context, k.key), k.value)
          from %s as v, jsonb_each(to_jsonb(v)) as k'),
        ('statements_info',
         quote_ident(steward_internal.extension_schema('pg_stat_statements')) || '.pg_stat_statements_info',
         'select to_jsonb(v) from %s as v')
    ) as s (prefix, relation, query)
    cross join lateral (select s.prefix, format(s.query, s.relation) as query) as v
    where to_regclass(s.relation) is not null
  loop
    begin
      return query execute format(
        'select concat(%L, ''.'', c.key), c.value::text::numeric
         from (%s) as v (counters)
         cross join jsonb_each(v.counters) as c
         where jsonb_typeof(c.value) = ''number'' and c.key not like all (array[''%%datid'', ''%%numbackends'', ''%%op_bytes''])',
        v_source.prefix, v_source.query
      );
    exception
      -- pg_stat_statements is installed, but the server does not preload it.
      when object_not_in_prerequisite_state then
        null;
    end;
  end loop;
  return query
  select 'transaction_id.next', pg_snapshot_xmax(pg_current_snapshot())::text::numeric
  union all
  select 'multixact.next', c.next_multixact_id::text::numeric
  from pg_control_checkpoint() as c;
end
$$;

comment on function steward_internal.cumulative_counters() is $doc$
Reads the cumulative counters of this database and server.

A counter is called `<view without pg_stat_>.<column>`: `database.deadlocks`, `wal.wal_bytes`,
`checkpointer.num_requested` (from PostgreSQL 17 on; before, `bgwriter.checkpoints_req`). Where a view
has several rows, their keys stand between: `slru.transaction.blks_read` (PostgreSQL 17),
`io.client backend.relation.normal.reads`. Which counters there are depends on the server.

@returns One row for each counter; what the server does not count has no row.
@access steward_reader
@example select value from steward_internal.cumulative_counters() where counter = 'database.deadlocks';
$doc$;

revoke all on function steward_internal.cumulative_counters() from public;
-- end
-- begin sql/performance/functions/current_relation_counters.sql 13a9a8555b66c6b33aa1ad44d57440f7f8950d22ed6065043d5110c3cb53b80e
create or replace function steward_internal.current_relation_counters()
returns table (relid oid, counters bigint[])
language plpgsql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
begin
  return query execute format(
    $sql$
      with indexes as materialized (
        select
          i.indexrelid,
          i.indrelid,
          pg_stat_get_numscans(i.indexrelid) as idx_scan,
          pg_stat_get_tuples_returned(i.indexrelid) as idx_tup_read,
          pg_stat_get_tuples_fetched(i.indexrelid) as idx_tup_fetch
        from pg_index as i
      ),
      tables as (
        select i.indrelid, sum(i.idx_scan)::bigint as idx_scan
        from indexes as i
        group by i.indrelid
      )
      select r.relid, case
        when i.indexrelid is not null then array[i.idx_scan, i.idx_tup_read, i.idx_tup_fetch]
        else array[
          pg_stat_get_numscans(r.relid),
          pg_stat_get_tuples_returned(r.relid),
          t.idx_scan,
          pg_stat_get_tuples_fetched(r.relid),
          pg_stat_get_tuples_inserted(r.relid),
          pg_stat_get_tuples_updated(r.relid),
          pg_stat_get_tuples_deleted(r.relid),
          pg_stat_get_tuples_hot_updated(r.relid),
          %s
        ]
      end
      from steward_internal.user_relations as r
      left join indexes as i on i.indexrelid = r.relid
      left join tables as t on t.indrelid = r.relid
      where r.relkind in ('r', 'm', 'i')
    $sql$,
    case
      when to_regproc('pg_stat_get_tuples_newpage_updated') is null then 'null'
      else 'pg_stat_get_tuples_newpage_updated(r.relid)'
    end
  );
end
$$;

comment on function steward_internal.current_relation_counters() is $doc$
Reads the cumulative counters of all user tables and indexes.

The counters of a table are, in this order, seq_scan, seq_tup_read, idx_scan, idx_tup_fetch (null without
an index), n_tup_ins, n_tup_upd, n_tup_del, n_tup_hot_upd and n_tup_newpage_upd (null before PostgreSQL
16); those of an index are idx_scan, idx_tup_read and idx_tup_fetch.

@returns One row for each relation that stores something.
@access steward_reader
@example select counters[1] as seq_scan from steward_internal.current_relation_counters();
$doc$;

revoke all on function steward_internal.current_relation_counters() from public;
-- end
-- begin sql/performance/functions/current_statements.sql 5b393a7584683b2301bbe1a56aaa60bb72700ca2228be1a296087ae645508269
create or replace function steward_internal.current_statements()
returns table (
  queryid bigint,
  userid oid,
  toplevel boolean,
  query text,
  mean_exec_time double precision,
  stddev_exec_time double precision,
  max_exec_time double precision,
  stats_since timestamptz,
  counters numeric[]
)
language plpgsql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
declare
  v_schema name := steward_internal.extension_schema('pg_stat_statements');
  v_has_info boolean := to_regclass(quote_ident(v_schema) || '.pg_stat_statements_info') is not null;
begin
  if v_schema is null then
    return;
  end if;
  return query execute format(
    $sql$
      select
        s.queryid, s.userid, coalesce(s.toplevel, true), s.query, s.mean_exec_time, s.stddev_exec_time,
        s.max_exec_time, coalesce(s.stats_since, %s),
        array[
          s.calls, s.total_exec_time, s.rows, s.shared_blks_hit, s.shared_blks_read, s.temp_blks_read,
          s.temp_blks_written, coalesce(s.shared_blk_read_time, s.blk_read_time), s.wal_bytes,
          s.jit_generation_time + s.jit_inlining_time + s.jit_optimization_time + s.jit_emission_time
        ]::numeric[]
      from %I.pg_stat_statements as v
      -- Which columns there are depends on the version of the extension.
      cross join jsonb_to_record(to_jsonb(v)) as s (
        queryid bigint, userid oid, toplevel boolean, query text, mean_exec_time double precision,
        stddev_exec_time double precision, max_exec_time double precision, stats_since timestamptz,
        calls numeric, total_exec_time numeric, rows numeric, shared_blks_hit numeric,
        shared_blks_read numeric, temp_blks_read numeric, temp_blks_written numeric,
        shared_blk_read_time numeric, blk_read_time numeric, wal_bytes numeric,
        jit_generation_time numeric, jit_inlining_time numeric, jit_optimization_time numeric,
        jit_emission_time numeric
      )
      where v.dbid = (select d.oid from pg_database as d where d.datname = current_database())
        and v.queryid is not null
    $sql$,
    case
      when v_has_info then format('(select i.stats_reset from %I.pg_stat_statements_info as i)', v_schema)
      else 'null'
    end,
    v_schema
  );
exception
  -- The extension is installed, but the server does not preload it.
  when object_not_in_prerequisite_state then
    return;
end
$$;

comment on function steward_internal.current_statements() is $doc$
Reads the statements of this database from any version of pg_stat_statements.

`counters` are, in this order, calls, total_exec_time (milliseconds), rows, shared_blks_hit,
shared_blks_read, temp_blks_read, temp_blks_written, block read time (milliseconds, 0 unless
track_io_timing is on), wal_bytes and the time of JIT compilation (milliseconds, null before version 1.10
of the extension). Statements of other roles need pg_read_all_stats and are left out without it.

@returns One row for each statement, role and level; none without the extension.
@access steward_reader
@example select query, counters[1] as calls from steward_internal.current_statements();
$doc$;

revoke all on function steward_internal.current_statements() from public;
-- end
-- begin sql/performance/functions/get_capacity_forecast.sql 66b6a855288d523a0c11b84d43d40e889eaffcaa17de737f33c51790b88982ca
create or replace function steward.get_capacity_forecast()
returns table (
  limit_name text,
  object text,
  used_percent numeric,
  remaining numeric,
  used_per_day numeric,
  days_left numeric,
  observed interval,
  readings bigint,
  fit numeric
)
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with points as (
    select l.limit_name, l.object, s.taken_at, l.remaining
    from steward_internal.limit_snapshots as l
    inner join steward.statistics_snapshots as s on s.id = l.snapshot_id
    where s.node = 'primary'
      and s.taken_at > now() - interval '30 days'
  ),
  slopes as (
    select
      p.limit_name,
      p.object,
      -regr_slope(p.remaining, extract(epoch from p.taken_at) / 86400)::numeric as per_day,
      max(p.taken_at) - min(p.taken_at) as observed,
      count(*) as readings,
      regr_r2(p.remaining, extract(epoch from p.taken_at) / 86400)::numeric as fit
    from points as p
    -- Freezing gives IDs back, so what is left of them goes up and down: their rate is counted instead.
    where p.limit_name not in ('transaction ids', 'multixact ids')
    group by p.limit_name, p.object
    union all
    select r.limit_name, current_database(), c.change / nullif(extract(epoch from c.elapsed) / 86400, 0),
      c.elapsed, null, null
    from steward_internal.counter_changes('30 days') as c
    inner join (
      values ('transaction ids', 'transaction_id.next'), ('multixact ids', 'multixact.next')
    ) as r (limit_name, counter) on r.counter = c.counter
  )
  select
    l.limit_name,
    l.object,
    l.used_percent,
    l.remaining,
    round(s.per_day, 1),
    case when s.observed >= interval '1 day' and s.per_day > 0 then round(l.remaining / s.per_day, 1) end,
    s.observed,
    s.readings,
    round(s.fit, 3)
  from steward_internal.limit_readings() as l
  left join slopes as s on s.limit_name = l.limit_name and s.object = l.object
  order by 6 nulls last, l.used_percent desc, l.limit_name, l.object
$$;

comment on function steward.get_capacity_forecast() is $doc$
Forecasts when the limits of this database will be reached, soonest first.

The limits are sequences, key columns, transaction and multixact IDs (if nothing were frozen any more), the
size of a table, and the setting `capacity.disk_quota`. The slope is a straight line through the daily
readings of the last 30 days; `readings`, `observed` and `fit` (the coefficient of determination, 1 is a
perfect line) are its evidence. Transaction and multixact IDs are counted, not fitted.

@area performance
@returns One row for each limit and object. `days_left` is null while less than a day was observed, or if nothing is used up; `remaining` and `used_per_day` are in numbers, IDs or bytes.
@access steward_reader
@example select limit_name, object, used_percent, days_left, fit from get_capacity_forecast() limit 10;
$doc$;

revoke all on function steward.get_capacity_forecast() from public;
-- end
-- begin sql/performance/functions/import_statistics.sql 8fb750838362ffb25a6e95c228ba8b90c16f1ddc9449e29225acfdd8c2c2fe16
create or replace function steward.import_statistics(statistics jsonb)
returns bigint
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
  v_problem text;
begin
  if pg_is_in_recovery() or current_setting('transaction_read_only')::boolean then
    raise exception using
      errcode = 'SW004',
      message = 'cannot import statistics where nothing can be written',
      detail = 'The server is a standby, or the transaction is read-only.',
      hint = 'Import them on the primary.';
  end if;

  v_problem := case
    when jsonb_typeof(import_statistics.statistics) is distinct from 'object'
      or not import_statistics.statistics ?& array['node', 'taken_at', 'stats_since', 'counters', 'relations']
      then 'It is not a document of read_statistics().'
    when import_statistics.statistics ->> 'node' = 'primary'
      then 'It was read on a primary.'
    when import_statistics.statistics ->> 'system_identifier'
      is distinct from (select c.system_identifier::text from pg_control_system() as c)
      then 'It was read on a server that is no physical replica of this one.'
    when import_statistics.statistics ->> 'database' is distinct from current_database()
      then format('It was read in database %I.', import_statistics.statistics ->> 'database')
    when (
      select max(s.taken_at) >= (import_statistics.statistics ->> 'taken_at')::timestamptz
      from steward.statistics_snapshots as s
      where s.node = import_statistics.statistics ->> 'node'
    ) then 'A later document of this node was imported already.'
  end;
  if v_problem is not null then
    raise exception using
      errcode = '22023',
      message = 'cannot import these statistics',
      detail = v_problem,
      hint = 'Read them with steward.read_statistics() in the same database of a streaming replica.';
  end if;

  perform pg_advisory_xact_lock(20985, 3);
  return steward_internal.record_statistics(import_statistics.statistics);
end
$$;

comment on function steward.import_statistics(jsonb) is $doc$
Keeps the statistics of a replica, which verdicts on usage need.

Replicas count for themselves what they read: an index that only reports on a standby use looks unused on
the primary. `pgsteward health --replica URL` reads the document there and imports it here; do that as
often as statistics are captured.

@area performance
@param statistics A document that `read_statistics()` returned on a physical replica of this server, in this database.
@returns The id of the new row in `statistics_snapshots`.
@error SW004 The server is a standby or the transaction is read-only.
@error 22023 The document is not of a replica of this server, of another database, malformed, or not newer than the last.
@access steward_operator
@example select import_statistics(read_statistics() || '{"node": "replica"}');
$doc$;

revoke all on function steward.import_statistics(jsonb) from public;
-- end
-- begin sql/performance/functions/index_changes.sql 1957797d23e3270a0b48f556154586f6c9efa7cc32bfda4a01ac9544a053b180
create or replace function steward_internal.index_changes(lookback interval)
returns table (
  indexrelid oid,
  relid oid,
  idx_scan bigint,
  idx_tup_read bigint,
  idx_tup_fetch bigint,
  changed_since timestamptz,
  elapsed interval
)
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    m.relid, i.indrelid, m.changes[1], m.changes[2], coalesce(m.changes[3], 0), m.changed_since, m.elapsed
  from steward_internal.relation_movements(index_changes.lookback) as m
  inner join pg_index as i on i.indexrelid = m.relid
$$;

comment on function steward_internal.index_changes(interval) is $doc$
Tells how often each index was used in the time observed.

@param lookback How far to look back, at most.
@returns One row for each index; none at all without a snapshot in that time.
@access steward_reader
@example select indexrelid::regclass, idx_scan from steward_internal.index_changes('1 day');
$doc$;

revoke all on function steward_internal.index_changes(interval) from public;
-- end
-- begin sql/performance/functions/limit_readings.sql 8058ef0c34cbab4d0cb7ac736ebf634c4282c2843b663b9cbb4bfcdeec9b12d1
create or replace function steward_internal.limit_readings()
returns table (limit_name text, object text, used_percent numeric, remaining numeric)
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select 'sequence', format('%I.%I', r.object_schema, r.object_name), r.value, (r.evidence ->> 'left')::numeric
  from steward_internal.check_sequence_exhaustion() as r
  where r.value >= 1
  union all
  select 'key column', format('%I.%s', r.object_schema, r.object_name), r.value, (r.evidence ->> 'left')::numeric
  from steward_internal.check_int4_key_exhaustion() as r
  where r.value >= 1
  union all
  select 'transaction ids', d.datname::text, round(age(d.datfrozenxid) / 21474836.48, 1),
    -- The server stops three million before the end.
    greatest(2144483647 - age(d.datfrozenxid), 0)
  from pg_database as d
  where d.datname = current_database()
  union all
  select 'multixact ids', d.datname::text, round(mxid_age(d.datminmxid) / 21474836.48, 1),
    greatest(2144483647 - mxid_age(d.datminmxid), 0)
  from pg_database as d
  where d.datname = current_database()
  union all
  select 'table size', r.qualified_name, round(100.0 * r.estimated_bytes / m.bytes, 1),
    m.bytes - r.estimated_bytes
  from steward_internal.user_relations as r
  cross join (
    select 4294967295::numeric * current_setting('block_size')::integer as bytes
  ) as m
  where r.relkind in ('r', 'm')
    and r.estimated_bytes >= 0.01 * m.bytes
  union all
  select 'disk quota', current_database()::text, round(100 * s.used / q.bytes, 1), q.bytes - s.used
  from (select pg_size_bytes(steward.get_setting('capacity.disk_quota'))::numeric as bytes) as q
  cross join lateral (
    select pg_database_size(current_database())::numeric as used
    where q.bytes > 0
  ) as s
$$;

comment on function steward_internal.limit_readings() is $doc$
Measures how much is left of each limit that this database can run into.

The limits are sequences and key columns (those with 1 % used), transaction and multixact IDs (until the
server refuses commands), the size of a table (2^32 - 1 blocks; those with 1 % used) and the setting
`capacity.disk_quota`.

@returns One row for each limit and object; `remaining` is in numbers, IDs or bytes.
@access steward_reader
@example select * from steward_internal.limit_readings() order by used_percent desc;
$doc$;

revoke all on function steward_internal.limit_readings() from public;
-- end
-- begin sql/performance/functions/node_name.sql 7e17aa18e5190804c654a571ee6873682ddff94f259c00d759949d3117622157
create or replace function steward_internal.node_name()
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select case
    when not pg_is_in_recovery() then 'primary'
    else coalesce(
      nullif(current_setting('cluster_name'), ''),
      concat_ws(':', host(inet_server_addr()), current_setting('port'))
    )
  end
$$;

comment on function steward_internal.node_name() is $doc$
Names this server in the snapshots of statistics.

The primary is always `primary`, whichever server that is; a replica goes by its setting
`cluster_name`, or without one by address and port.

@returns The name.
@access steward_reader
@example select steward_internal.node_name();
$doc$;

revoke all on function steward_internal.node_name() from public;
-- end
-- begin sql/performance/functions/observed_window.sql e789af5dc59c068ff5e4aae8c99c806b91d7cd999ded17b33e46fc4e491fe58c
create or replace function steward_internal.observed_window(lookback interval, node text default null)
returns table (
  first_snapshot_id bigint,
  last_snapshot_id bigint,
  changed_since timestamptz,
  elapsed interval,
  epoch_ends bigint[],
  is_continued boolean
)
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with snapshots as (
    select
      s.id,
      s.taken_at,
      lead(s.taken_at, 1, case when n.is_here then clock_timestamp() end) over later as next_taken_at,
      lead(s.stats_since, 1, case when n.is_here then steward_internal.statistics_since() end) over later as next_stats_since
    from (
      select
        coalesce(observed_window.node, steward_internal.node_name()) as name,
        coalesce(observed_window.node = steward_internal.node_name(), true) as is_here
    ) as n
    inner join steward.statistics_snapshots as s on s.node = n.name
    where s.taken_at >= now() - observed_window.lookback
    window later as (order by s.taken_at)
  )
  select
    (array_agg(s.id order by s.taken_at))[1],
    (array_agg(s.id order by s.taken_at desc))[1],
    min(s.taken_at),
    -- What happened between a snapshot and a crash or reset after it is lost, and so is that time.
    coalesce(sum(s.next_taken_at - greatest(s.taken_at, s.next_stats_since)), interval '0'),
    array_agg(s.id order by s.taken_at) filter (where s.next_stats_since > s.taken_at),
    (array_agg(s.next_stats_since <= s.taken_at order by s.taken_at desc))[1]
  from snapshots as s
  having count(*) > 0
$$;

comment on function steward_internal.observed_window(interval, text) is $doc$
Finds out how long this node was really observed, and by which snapshots.

`epoch_ends` are the snapshots after which counters started again, and `is_continued` says that they did
not since the last one.

@param lookback How far to look back.
@param node The node; null means this server, whose present belongs to what was observed. Others were observed up to their last snapshot.
@returns One row, or none if there is no snapshot in that time.
@access steward_reader
@example select changed_since, elapsed from steward_internal.observed_window('1 day');
$doc$;

revoke all on function steward_internal.observed_window(interval, text) from public;
-- end
-- begin sql/performance/functions/query_changes.sql fe52194e3d3218bfb86020442c4be33fb290ecfeeabed30be5e894e0c72d2d71
create or replace function steward_internal.query_changes(lookback interval)
returns table (
  queryid bigint,
  userid oid,
  toplevel boolean,
  query text,
  calls bigint,
  total_exec_time double precision,
  rows bigint,
  shared_blks_hit bigint,
  shared_blks_read bigint,
  temp_blks_read bigint,
  temp_blks_written bigint,
  blk_read_time double precision,
  wal_bytes numeric,
  jit_time double precision,
  changed_since timestamptz,
  elapsed interval
)
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with observed as materialized (
    select w.* from steward_internal.observed_window(query_changes.lookback) as w
  ),
  moved as (
    select c.queryid, c.userid, c.toplevel, c.changes
    from observed as w
    inner join steward_internal.statement_changes as c
      on c.snapshot_id > w.first_snapshot_id
      and c.snapshot_id <= w.last_snapshot_id
    union all
    select m.queryid, m.userid, m.toplevel, m.changes
    from observed as w
    cross join steward_internal.statement_movements() as m
  )
  select
    m.queryid,
    m.userid,
    m.toplevel,
    max(coalesce(l.query, n.query)),
    sum(m.changes[1])::bigint,
    sum(m.changes[2])::double precision,
    sum(m.changes[3])::bigint,
    sum(m.changes[4])::bigint,
    sum(m.changes[5])::bigint,
    sum(m.changes[6])::bigint,
    sum(m.changes[7])::bigint,
    sum(m.changes[8])::double precision,
    sum(m.changes[9]),
    sum(m.changes[10])::double precision,
    w.changed_since,
    w.elapsed
  from observed as w
  cross join moved as m
  left join steward_internal.statements as l using (queryid, userid, toplevel)
  left join steward_internal.current_statements() as n using (queryid, userid, toplevel)
  group by m.queryid, m.userid, m.toplevel, w.changed_since, w.elapsed
  having sum(m.changes[1]) > 0
$$;

comment on function steward_internal.query_changes(interval) is $doc$
Tells what the statements of this database cost in the time observed.

The columns are those of pg_stat_statements, as changes and not as totals; times are in milliseconds.
Snapshots keep only the statements that took the most time (setting `performance.max_queries`).

@param lookback How far to look back, at most.
@returns One row for each statement, role and level that ran; none at all without a snapshot in that time or without pg_stat_statements.
@access steward_reader
@example select query, total_exec_time / calls as mean from steward_internal.query_changes('1 day');
$doc$;

revoke all on function steward_internal.query_changes(interval) from public;
-- end
-- begin sql/performance/functions/read_statistics.sql 29dda7e7270ac23d45814108f62e8bd5ed0fa849252d20c4d9b8d597300ca431
create or replace function steward.read_statistics()
returns jsonb
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
set jit = off
as $$
  select jsonb_build_object(
    'node', steward_internal.node_name(),
    'system_identifier', (select c.system_identifier::text from pg_control_system() as c),
    'database', current_database(),
    'taken_at', clock_timestamp(),
    'stats_since', steward_internal.statistics_since(),
    'counters', (select jsonb_object_agg(c.counter, c.value) from steward_internal.cumulative_counters() as c),
    'relations', (
      select coalesce(jsonb_agg(jsonb_build_array(r.relid::bigint, to_jsonb(r.counters))), '[]')
      from steward_internal.current_relation_counters() as r
    )
  )
$$;

comment on function steward.read_statistics() is $doc$
Reads the cumulative statistics of this server as one document.

It works on a hot standby: what it returns there goes into `import_statistics()` on the primary, so that
an index that only replicas use is not called unused. `pgsteward health --replica` does both.

@area performance
@returns `node` (see `cluster_name`), `system_identifier`, `database`, `taken_at`, `stats_since`, `counters` by name, and `relations` as pairs of OID and counters.
@access steward_reader
@example select read_statistics() ->> 'stats_since' as stats_since;
$doc$;

revoke all on function steward.read_statistics() from public;
-- end
-- begin sql/performance/functions/record_limits.sql e9275c663838c785ae833f5b86a74315bca96ddb9a4e1a6e0902f7e51aa89645
create or replace function steward_internal.record_limits(snapshot_id bigint)
returns void
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  insert into steward_internal.limit_snapshots (snapshot_id, limit_name, object, remaining)
  select record_limits.snapshot_id, l.limit_name, l.object, l.remaining
  from steward_internal.limit_readings() as l
  where not exists (
    select
    from steward_internal.limit_snapshots as last
    inner join steward.statistics_snapshots as s on s.id = last.snapshot_id
    where s.taken_at > now() - interval '23 hours'
  )
$$;

comment on function steward_internal.record_limits(bigint) is $doc$
Keeps once a day how much is left of each limit.

@param snapshot_id The snapshot that the readings belong to.
@access steward_operator
@example select steward_internal.record_limits(s.id) from steward.statistics_snapshots as s limit 1;
$doc$;

revoke all on function steward_internal.record_limits(bigint) from public;
-- end
-- begin sql/performance/functions/record_statements.sql 829ce22f3900553ad464208201317fc3ed3c79a7b84073810cfbcf49577b4ab0
create or replace function steward_internal.record_statements(snapshot_id bigint)
returns void
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_is_first boolean := not exists (select from steward_internal.statements);
begin
  insert into steward_internal.statement_changes (snapshot_id, queryid, userid, toplevel, changes)
  select record_statements.snapshot_id, m.queryid, m.userid, m.toplevel, m.changes
  from steward_internal.statement_movements() as m
  where not v_is_first
    and m.changes[1] > 0
  order by m.changes[2] desc
  limit steward.get_setting('performance.max_queries')::integer;

  insert into steward_internal.statements as l (queryid, userid, toplevel, query, last_seen, counters)
  select s.queryid, s.userid, s.toplevel, left(s.query, 10000), clock_timestamp(), s.counters
  from steward_internal.current_statements() as s
  on conflict on constraint statements_pkey do update
  set counters = excluded.counters,
    last_seen = excluded.last_seen
  where l.counters is distinct from excluded.counters;

  delete from steward_internal.statements as l
  where l.last_seen < now() - steward.get_setting('performance.keep_snapshots')::interval;
end
$$;

comment on function steward_internal.record_statements(bigint) is $doc$
Keeps what the statements that took the most time did since the last snapshot.

@param snapshot_id The snapshot that the changes belong to.
@access steward_operator
@example select steward_internal.record_statements(s.id) from steward.statistics_snapshots as s limit 1;
$doc$;

revoke all on function steward_internal.record_statements(bigint) from public;
-- end
-- begin sql/performance/functions/record_statistics.sql 03c1bbbedeefd417b89d29414f836ba6f73e6ddc35e530442ff368e4e69fd1aa
create or replace function steward_internal.record_statistics(statistics jsonb)
returns bigint
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_node text := record_statistics.statistics ->> 'node';
  v_taken_at timestamptz := (record_statistics.statistics ->> 'taken_at')::timestamptz;
  v_stats_since timestamptz := (record_statistics.statistics ->> 'stats_since')::timestamptz;
  v_previous timestamptz;
  v_snapshot_id bigint;
begin
  select max(s.taken_at)
  into v_previous
  from steward.statistics_snapshots as s
  where s.node = v_node;

  insert into steward.statistics_snapshots (node, taken_at, stats_since, counters, gauges)
  values (
    v_node, v_taken_at, v_stats_since,
    coalesce(record_statistics.statistics -> 'counters', '{}'),
    coalesce(record_statistics.statistics -> 'gauges', '{}')
  )
  returning id into v_snapshot_id;

  if v_previous is not null then
    insert into steward_internal.relation_changes (snapshot_id, relid, changes)
    select v_snapshot_id, m.relid, m.changes
    from (
      select
        r.relid,
        steward_internal.counter_difference(
          r.counters::numeric[], case when v_stats_since <= v_previous then l.counters::numeric[] end
        )::bigint[] as changes
      from steward_internal.relations_in_document(record_statistics.statistics) as r
      left join steward_internal.relation_counters as l on l.node = v_node and l.relid = r.relid
      where v_stats_since > v_previous
        or l.counters is distinct from r.counters
    ) as m
    where 0 < any (m.changes);
  end if;

  insert into steward_internal.relation_counters as l (node, relid, first_seen, counters)
  select v_node, r.relid, v_taken_at, r.counters
  from steward_internal.relations_in_document(record_statistics.statistics) as r
  on conflict on constraint relation_counters_pkey do update
  set counters = excluded.counters
  where l.counters is distinct from excluded.counters;

  delete from steward_internal.relation_counters as l
  where l.node = v_node
    and not exists (
      select
      from steward_internal.relations_in_document(record_statistics.statistics) as r
      where r.relid = l.relid
    );

  return v_snapshot_id;
end
$$;

comment on function steward_internal.record_statistics(jsonb) is $doc$
Keeps a document of `read_statistics()` as a snapshot.

@param statistics The document; its node decides which snapshots it continues.
@returns The id of the new row in statistics_snapshots.
@access steward_operator
@example select steward_internal.record_statistics(steward.read_statistics());
$doc$;

revoke all on function steward_internal.record_statistics(jsonb) from public;
-- end
-- begin sql/performance/functions/record_table_sizes.sql 45839921387048e31653a5f166f99daec037ed4ab8738e1aef1b6311e8d4c210
create or replace function steward_internal.record_table_sizes(snapshot_id bigint)
returns void
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  insert into steward_internal.table_sizes (snapshot_id, relid, bytes, estimated_rows)
  select record_table_sizes.snapshot_id, s.relid, s.bytes, s.estimated_rows
  from (
    select
      r.relid,
      pg_total_relation_size(r.relid) as bytes,
      case when r.reltuples >= 0 then r.reltuples::bigint end as estimated_rows
    from steward_internal.user_relations as r
    where r.relkind in ('r', 'm')
      -- Measuring opens the relation, and would wait behind whoever has locked it.
      and r.relid not in (select steward_internal.locked_relations())
    offset 0
  ) as s
  left join lateral (
    select t.bytes
    from steward_internal.table_sizes as t
    where t.relid = s.relid
    order by t.snapshot_id desc
    limit 1
  ) as last on true
  where s.bytes is distinct from last.bytes
    and s.bytes is not null
$$;

comment on function steward_internal.record_table_sizes(bigint) is $doc$
Keeps the size of each table that has another one than at the snapshot before.

@param snapshot_id The snapshot that the sizes belong to.
@access steward_operator
@example select steward_internal.record_table_sizes(s.id) from steward.statistics_snapshots as s limit 1;
$doc$;

revoke all on function steward_internal.record_table_sizes(bigint) from public;
-- end
-- begin sql/performance/functions/relation_movements.sql aced1889e6babef665f5242e220c0e48a2078b7db19cdc3529fa0e7dd6e1264c
create or replace function steward_internal.relation_movements(lookback interval)
returns table (relid oid, changes bigint[], changed_since timestamptz, elapsed interval)
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with observed as materialized (
    select w.* from steward_internal.observed_window(relation_movements.lookback) as w
  ),
  moved as (
    select c.relid, c.changes
    from observed as w
    inner join steward_internal.relation_changes as c
      on c.snapshot_id > w.first_snapshot_id
      and c.snapshot_id <= w.last_snapshot_id
    inner join steward.statistics_snapshots as s on s.id = c.snapshot_id
    where s.node = steward_internal.node_name()
    union all
    select n.relid,
      case
        when l.counters is null or not w.is_continued then n.counters
        when l.counters = n.counters then null
        else steward_internal.counter_difference(n.counters::numeric[], l.counters::numeric[])::bigint[]
      end
    from observed as w
    cross join steward_internal.current_relation_counters() as n
    left join steward_internal.relation_counters as l
      on l.node = steward_internal.node_name()
      and l.relid = n.relid
  )
  select
    m.relid,
    array[
      coalesce(sum(m.changes[1]), 0)::bigint, coalesce(sum(m.changes[2]), 0)::bigint, sum(m.changes[3])::bigint,
      sum(m.changes[4])::bigint, sum(m.changes[5])::bigint, sum(m.changes[6])::bigint,
      sum(m.changes[7])::bigint, sum(m.changes[8])::bigint, sum(m.changes[9])::bigint
    ],
    w.changed_since,
    w.elapsed
  from observed as w
  cross join moved as m
  group by m.relid, w.changed_since, w.elapsed
$$;

comment on function steward_internal.relation_movements(interval) is $doc$
Tells how far the counters of each table and index moved in the time observed.

@param lookback How far to look back, at most.
@returns One row for each relation of `current_relation_counters()`, with nine changes in its order.
@access steward_reader
@example select * from steward_internal.relation_movements('1 day');
$doc$;

revoke all on function steward_internal.relation_movements(interval) from public;
-- end
-- begin sql/performance/functions/relations_in_document.sql 0034a0e35a67fcc44d63b84d1a8460a3a02894339fd3abc6e52000b93865a459
create or replace function steward_internal.relations_in_document(statistics jsonb)
returns table (relid oid, counters bigint[])
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select (r.pair ->> 0)::oid, array(select jsonb_array_elements_text(r.pair -> 1))::bigint[]
  from jsonb_array_elements(relations_in_document.statistics -> 'relations') as r (pair)
$$;

comment on function steward_internal.relations_in_document(jsonb) is $doc$
Reads the counters of relations out of a document of `read_statistics()`.

@param statistics The document.
@returns One row for each relation.
@access steward_reader
@example select * from steward_internal.relations_in_document('{"relations": [[1259, [1, 2, 3]]]}');
$doc$;

revoke all on function steward_internal.relations_in_document(jsonb) from public;
-- end
-- begin sql/performance/functions/statement_movements.sql fb5d46e7344ab01267226d0f9d5e5c124e4c4f797bf845c30e598fcbea5e222f
create or replace function steward_internal.statement_movements()
returns table (queryid bigint, userid oid, toplevel boolean, query text, changes numeric[])
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    s.queryid,
    s.userid,
    s.toplevel,
    s.query,
    steward_internal.counter_difference(
      s.counters, case when s.stats_since is null or s.stats_since <= l.last_seen then l.counters end
    )
  from steward_internal.current_statements() as s
  left join steward_internal.statements as l using (queryid, userid, toplevel)
  where s.counters is distinct from l.counters
$$;

comment on function steward_internal.statement_movements() is $doc$
Reads what the statements of this database did since the last snapshot.

A statement that pg_stat_statements dropped and saw again has counted from zero, and so has everything
after a reset.

@returns One row for each statement that moved, in the order of the counters of `current_statements()`.
@access steward_reader
@example select query, changes[2] as milliseconds from steward_internal.statement_movements();
$doc$;

revoke all on function steward_internal.statement_movements() from public;
-- end
-- begin sql/performance/functions/table_changes.sql ffefd400daae0cb47d872cd475ff9cfb335209fb51297ee325328aaf1bab2317
create or replace function steward_internal.table_changes(lookback interval)
returns table (
  relid oid,
  seq_scan bigint,
  seq_tup_read bigint,
  idx_scan bigint,
  idx_tup_fetch bigint,
  n_tup_ins bigint,
  n_tup_upd bigint,
  n_tup_del bigint,
  n_tup_hot_upd bigint,
  n_tup_newpage_upd bigint,
  changed_since timestamptz,
  elapsed interval
)
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    m.relid, m.changes[1], m.changes[2], coalesce(m.changes[3], 0), coalesce(m.changes[4], 0),
    coalesce(m.changes[5], 0), coalesce(m.changes[6], 0), coalesce(m.changes[7], 0),
    coalesce(m.changes[8], 0),
    case
      when to_regproc('pg_stat_get_tuples_newpage_updated') is not null then coalesce(m.changes[9], 0)
    end,
    m.changed_since, m.elapsed
  from steward_internal.relation_movements(table_changes.lookback) as m
  inner join pg_class as c on c.oid = m.relid
  where c.relkind in ('r', 'm')
$$;

comment on function steward_internal.table_changes(interval) is $doc$
Tells what was read from and written to each table in the time observed.

The columns are those of pg_stat_user_tables, as changes and not as totals.

@param lookback How far to look back, at most.
@returns One row for each table and materialized view; none at all without a snapshot in that time. `n_tup_newpage_upd` is null before PostgreSQL 16.
@access steward_reader
@example select relid::regclass, seq_scan from steward_internal.table_changes('1 day');
$doc$;

revoke all on function steward_internal.table_changes(interval) from public;
-- end
-- begin sql/performance/functions/table_size_at.sql 267e1b4d7f207bae9e6293ca855152a12d5e98131cdd4a1744a4a8124feb7101
create or replace function steward_internal.table_size_at(relid oid, at timestamptz)
returns bigint
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select t.bytes
  from steward_internal.table_sizes as t
  inner join steward.statistics_snapshots as s on s.id = t.snapshot_id
  where t.relid = table_size_at.relid
    and s.taken_at <= table_size_at.at
  order by t.snapshot_id desc
  limit 1
$$;

comment on function steward_internal.table_size_at(oid, timestamptz) is $doc$
Returns the size that a table had at a time, as the snapshots know it.

@param relid The table.
@param at The time.
@returns Bytes with indexes and TOAST; null if the table was not measured before that time.
@access steward_reader
@example select steward_internal.table_size_at('steward.settings'::regclass, now());
$doc$;

revoke all on function steward_internal.table_size_at(oid, timestamptz) from public;
-- end
-- begin sql/health/checks/always_true_policies.sql a5cb573a54f1bd391161428d687614093d43660b280469ee399180668da20af9
create or replace function steward_internal.check_always_true_policies()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with grantees as materialized (
    select g.role_name, g.grantee
    from steward_internal.application_grantees() as g
  ),
  policies as materialized (
    select
      u.relid,
      u.schema_name,
      u.relation_name,
      u.qualified_name,
      u.policy_name,
      u.command,
      u.is_permissive,
      u.role_oids,
      u.role_names,
      u.is_true,
      u.is_check_true
    from steward_internal.user_policies() as u
    where u.has_row_security
  ),
  judged as (
    select
      p.*,
      p.command in ('UPDATE', 'DELETE', 'ALL') and (p.is_true or p.is_check_true) as changes_all,
      p.command = 'INSERT' and p.is_check_true as adds_any,
      p.command in ('SELECT', 'ALL') and p.is_true as reads_all
    from policies as p
    where p.is_permissive
      and (p.is_true or p.is_check_true)
      and not exists (
        select
        from policies as r
        where r.relid = p.relid
          and not r.is_permissive
          and not (r.is_true or r.is_check_true)
          and r.command in ('ALL', p.command)
          and (0 = any (r.role_oids) or r.role_oids @> p.role_oids)
      )
  ),
  -- Materialized, or each mention of the arrays below would compute them again.
  reached as materialized (
    select
      j.schema_name,
      j.relation_name,
      j.qualified_name,
      j.policy_name,
      j.command,
      j.role_names,
      j.changes_all,
      j.adds_any,
      j.reads_all,
      array(
        select distinct g.role_name
        from grantees as g
        where g.grantee = any (j.role_oids)
          and ('PUBLIC' = any (e.writers) or g.role_name = any (e.writers))
      ) as writers,
      array(
        select distinct g.role_name
        from grantees as g
        where g.grantee = any (j.role_oids)
          and ('PUBLIC' = any (e.readers) or g.role_name = any (e.readers))
      ) as readers
    from judged as j
    inner join steward_internal.exposed_relations() as e on e.relid = j.relid
  ),
  named as (
    select
      r.*,
      case
        when r.changes_all and r.writers <> '{}' then 'change all rows'
        when r.adds_any and r.writers <> '{}' then 'add any row'
        when r.reads_all and r.readers <> '{}' then 'read all rows'
      end as consequence
    from reached as r
  )
  select
    'policy',
    n.schema_name::text,
    format('%s on %s', n.policy_name, n.relation_name),
    null::numeric,
    format('Policy %I for %s is true for every row, so %s can %s of %s.', n.policy_name, n.command,
      case
        when 'PUBLIC' = any (who.roles) then 'PUBLIC'
        else array_to_string(who.roles, ', ')
      end,
      n.consequence, n.qualified_name),
    case n.consequence
      when 'read all rows' then 'Nothing, if the table is meant to be read by everybody; else write a condition.'
      when 'add any row' then
        'Nothing, if everybody may add any row, with any owner in it; else write a WITH CHECK condition.'
    end,
    case n.consequence when 'change all rows' then 'warning' else 'info' end,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('command', n.command, 'policy_roles', n.role_names, 'reached_by', who.roles)
  from named as n
  cross join lateral (
    select case n.consequence when 'read all rows' then n.readers else n.writers end as roles
  ) as who
  where n.consequence is not null
  union all
  select r.*
  from steward_internal.application_roles_row() as r
$$;

comment on function steward_internal.check_always_true_policies() is $doc$
Finds policies that let PUBLIC or application roles through without a condition.

A policy `using (true)` for UPDATE, DELETE or ALL is the same as no row level security: a warning. For
INSERT (a public form) and for SELECT (public reading) it is often meant: an info. The policy has to
apply to a role that also holds the privilege on the table; policies beside a restrictive one for the
same command and roles are left out, and so are conditions that are true in other words, such as 1 = 1.
Which roles count as application roles is described at rls_disabled.

@title Policy that is always true
@category security
@mode static
@severity warning
@remedy Write a condition on the row and the user, or let the policy apply only to a role of your back end.
@doc https://www.postgresql.org/docs/current/sql-createpolicy.html
@access steward_reader
@example select * from steward_internal.check_always_true_policies();
$doc$;

revoke all on function steward_internal.check_always_true_policies() from public;
-- end
-- begin sql/health/checks/anti_wraparound_vacuum_due.sql 2d85ca166e991c085f6c9466368b2a2b0a65635775c2a48c7735f314574851e3
create or replace function steward_internal.check_anti_wraparound_vacuum_due()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with parts as (
    select r.relid as owner_id, r.relid, false as is_toast from steward_internal.user_relations as r
    where r.relkind in ('r', 'm')
    union all
    select r.relid, r.reltoastrelid, true from steward_internal.user_relations as r
    where r.relkind in ('r', 'm')
      and r.reltoastrelid <> 0
  ),
  aged as (
    select
      p.owner_id,
      p.relid,
      p.is_toast,
      k.unit,
      k.age,
      least(
        current_setting(k.setting)::bigint,
        (
          select o.option_value::bigint
          from pg_options_to_table(c.reloptions) as o
          where o.option_name = k.setting
        )
      ) as forced_at
    from parts as p
    inner join pg_class as c on c.oid = p.relid
    cross join lateral (
      values
        ('transactions', 'autovacuum_freeze_max_age', age(c.relfrozenxid)::bigint),
        ('multixacts', 'autovacuum_multixact_freeze_max_age', mxid_age(c.relminmxid)::bigint)
    ) as k (unit, setting, age)
    where c.relfrozenxid <> '0'::xid
      -- The lowest value that the storage parameters can have.
      and k.age > 10000
  ),
  worst as (
    select distinct on (a.owner_id) a.*
    from aged as a
    where a.age > a.forced_at
    order by a.owner_id, a.age::numeric / a.forced_at desc
  )
  select
    case r.relkind when 'm' then 'materialized view' else 'table' end,
    r.schema_name::text,
    r.relation_name::text,
    round(100.0 * w.age / w.forced_at, 1),
    format(
      '%s %s is %s %s old; autovacuum was to freeze it at %s%s.',
      case when w.is_toast then 'The TOAST table of' else 'Relation' end,
      r.qualified_name,
      to_char(w.age, 'FM9,999,999,999'),
      w.unit,
      to_char(w.forced_at, 'FM9,999,999,999'),
      case when running.pid is not null then ', and a VACUUM is running on it' else '' end
    ),
    null,
    null,
    null,
    case
      when not pg_is_in_recovery() then array[format('vacuum (freeze) %s;', r.qualified_name)]
    end,
    null::text[],
    jsonb_build_object(
      'age', w.age, 'unit', w.unit, 'forced_at', w.forced_at, 'is_toast', w.is_toast,
      'is_vacuum_running', running.pid is not null
    )
  from worst as w
  inner join steward_internal.user_relations as r on r.relid = w.owner_id
  left join lateral (
    select p.pid
    from pg_stat_progress_vacuum as p
    where p.datname = current_database()
      and p.relid in (w.owner_id, w.relid)
    limit 1
  ) as running on true
$$;

comment on function steward_internal.check_anti_wraparound_vacuum_due() is $doc$
Finds tables that autovacuum should have frozen and has not.

From autovacuum_freeze_max_age (or autovacuum_multixact_freeze_max_age) on, autovacuum freezes a table
even where it is switched off; so 100 % is normal life. A table that goes on ageing is one that
autovacuum fails on, does not get to, or cannot freeze because an old transaction, a prepared
transaction or a replication slot holds it back. The storage parameters of the table and of its TOAST
table count as autovacuum counts them: they can only lower the setting. 110 % is the warning of
pgmonitor (its 125 % is critical, ours is 150 %).

System catalogs and temporary tables are left out; transaction_id_age and multixact_age include them.
The multixact age at which members run out of space is not known to SQL. A role without
pg_read_all_stats cannot see that other roles' VACUUM is running.

@title Table is not frozen in time
@category vacuum
@unit percent
@warning 110
@critical 150
@remedy See what holds old rows back (long or prepared transactions, replication slots) and end it, then freeze the table.
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk VACUUM (FREEZE) reads the whole table and writes WAL for every page that it changes; it blocks neither reads nor writes.
@doc https://www.postgresql.org/docs/current/routine-vacuuming.html#VACUUM-FOR-WRAPAROUND
@access steward_reader
@example select * from steward_internal.check_anti_wraparound_vacuum_due();
$doc$;

revoke all on function steward_internal.check_anti_wraparound_vacuum_due() from public;
-- end
-- begin sql/health/checks/archiving_failures.sql fc71ea4648a9866c9e89cd479eb322859b8f622e028f87f45f42ee0d0f8a02d7
create or replace function steward_internal.check_archiving_failures()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select r.*
  from pg_stat_archiver as a
  cross join lateral steward_internal.archiver_state(
    current_setting('archive_mode'),
    current_setting('archive_command') <> '' or current_setting('archive_library') <> '',
    pg_is_in_recovery(),
    a.last_archived_time,
    a.last_failed_time,
    a.last_failed_wal,
    a.failed_count,
    greatest(a.stats_reset, pg_postmaster_start_time()),
    statement_timestamp()
  ) as r
$$;

comment on function steward_internal.check_archiving_failures() is $doc$
Tells whether WAL is being archived, and for how long it has not been.

As long as archiving fails, WAL files pile up until the disk is full, and the backup cannot be
restored to any later time. Archiving fails if the last failure is newer than the last success; the
value is then the time since that success, or since the start of the server if there was none. A
failure more than a day old is ignored, because the archiver would have tried again every minute.
Archiving that is switched on without a command is a warning: WAL piles up and no failure is counted.

Archiving that is off is ok, and said. The thresholds are those of pgmonitor for the warning (5
minutes) and an hour as critical. After a quiet time the first failure may seem longer than it is,
because the statistics keep only the last one.

@title WAL archiving fails
@category replication
@scope cluster
@unit seconds
@warning 300
@critical 3600
@remedy Read in the server log why archive_command fails: a full or unreachable archive is the usual reason.
@doc https://www.postgresql.org/docs/current/continuous-archiving.html#BACKUP-ARCHIVING-WAL
@access steward_reader
@example select * from steward_internal.check_archiving_failures();
$doc$;

revoke all on function steward_internal.check_archiving_failures() from public;
-- end
-- begin sql/health/checks/array_btree_indexes.sql 53288262ea906d05284f7758f7822f0d547e433de6e49e5aa656ee0378298e41
create or replace function steward_internal.check_array_btree_indexes()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'index',
    x.schema_name::text,
    x.index_name::text,
    null::numeric,
    format('Index %s is a btree on %s of %s, of type %s: it can find whole arrays and no elements.',
      x.qualified_name, coalesce('column ' || quote_ident(a.attname), 'an expression'),
      x.table_qualified_name, format_type(k.atttypid, k.atttypmod)),
    null,
    null,
    null,
    case
      when undo.statement is not null
        then array[
          format('create index concurrently %I on %s using gin (%I);',
            gin.name, x.table_qualified_name, a.attname),
          format('drop index concurrently %s;', x.qualified_name)
        ]
    end,
    case
      when undo.statement is not null
        then array[
          undo.statement, format('drop index concurrently %I.%I;', x.schema_name, gin.name)
        ]
    end,
    jsonb_build_object('table', x.table_qualified_name, 'column', a.attname)
  from steward_internal.user_indexes as x
  inner join pg_attribute as k on k.attrelid = x.indexrelid and k.attnum = 1
  inner join pg_type as own on own.oid = k.atttypid
  inner join pg_type as t on t.oid = case own.typtype when 'd' then own.typbasetype else own.oid end
  left join pg_attribute as a on a.attrelid = x.indrelid and a.attnum = nullif(x.indkey[0], 0)
  cross join lateral (select left(x.index_name, 20) || '_gin_' || x.indexrelid as name) as gin
  cross join lateral (
    select
      case
        when x.indpred is null and cardinality(x.indkey::smallint[]) = 1
          then steward_internal.index_statement(x.indexrelid, x.index_name, null)
      end as statement
  ) as undo
  where x.access_method = 'btree'
    and not x.indisunique
    and not x.is_bound
    and t.typcategory = 'A'
$$;

comment on function steward_internal.check_array_btree_indexes() is $doc$
Finds btree indexes that begin with an array.

A btree compares whole arrays. The operators that people store arrays for, @>, && and `= ANY (column)`
rewritten as @>, need a GIN index. A unique index is left out: it says that no array comes twice. If
queries do compare whole arrays, switch the check off for good reason. pg-index-health flags every
one, too.

@title Btree index on an array
@category indexes
@mode static
@severity info
@remedy Create a GIN index on the column and drop this one, unless queries compare whole arrays.
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk CREATE INDEX CONCURRENTLY reads the table twice and blocks no writes; a GIN index costs more on each write than a btree.
@doc https://www.postgresql.org/docs/current/gin-builtin-opclasses.html
@access steward_reader
@example select * from steward_internal.check_array_btree_indexes();
$doc$;

revoke all on function steward_internal.check_array_btree_indexes() from public;
-- end
-- begin sql/health/checks/autovacuum_disabled.sql 8603c214209752a0ddb5ec8e14f65373e91d6c3f899d2959dcfe3bad415d5554
create or replace function steward_internal.check_autovacuum_disabled()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'setting',
    null,
    s.name,
    null::numeric,
    format('%s is off, so nothing is vacuumed or analyzed until transaction IDs are about to run out.',
      s.name),
    'Switch it on; a server that is busy with autovacuum needs it to run more often, not less.',
    'critical',
    null,
    case
      when place.name is not null then array[format('alter %s reset %s;', place.name, s.name)]
      when s.source in ('client', 'session') then array[format('reset %s;', s.name)]
      else array[format('alter system set %s = on;', s.name), 'select pg_reload_conf();']
    end,
    case
      when place.name is not null then array[format('alter %s set %s = off;', place.name, s.name)]
      when s.source in ('client', 'session') then array[format('set %s = off;', s.name)]
      else array[steward_internal.alter_system_undo(s.name, s.setting), 'select pg_reload_conf();']
    end,
    jsonb_build_object('source', s.source)
  from pg_settings as s
  cross join lateral (
    select case s.source
      when 'database' then format('database %I', current_database())
      when 'user' then format('role %I', session_user)
      when 'database user' then format('role %I in database %I', session_user, current_database())
    end as name
  ) as place
  where s.name in ('autovacuum', 'track_counts')
    and s.setting = 'off'
  union all
  select
    kind.name,
    r.schema_name::text,
    r.relation_name::text,
    null,
    format(
      'Autovacuum is switched off for %s.',
      case
        when off.is_main and off.is_toast
          then format('%s %s and its TOAST table', kind.name, r.qualified_name)
        when off.is_main then format('%s %s', kind.name, r.qualified_name)
        else format('the TOAST table of %s %s', kind.name, r.qualified_name)
      end
    ),
    null,
    'warning',
    null,
    array[
      format(
        'alter %s %s reset (%s);', kind.name, r.qualified_name,
        concat_ws(
          ', ',
          case when off.is_main then 'autovacuum_enabled' end,
          case when off.is_toast then 'toast.autovacuum_enabled' end
        )
      )
    ],
    array[
      format(
        'alter %s %s set (%s);', kind.name, r.qualified_name,
        concat_ws(
          ', ',
          case when off.is_main then 'autovacuum_enabled = false' end,
          case when off.is_toast then 'toast.autovacuum_enabled = false' end
        )
      )
    ],
    jsonb_build_object('table', off.is_main, 'toast', off.is_toast)
  from steward_internal.user_relations as r
  left join pg_class as toast on toast.oid = r.reltoastrelid
  cross join lateral (
    select case r.relkind when 'm' then 'materialized view' else 'table' end as name
  ) as kind
  cross join lateral (
    select
      coalesce(bool_or(not o.option_value::boolean) filter (where o.is_main), false) as is_main,
      coalesce(bool_or(not o.option_value::boolean) filter (where not o.is_main), false) as is_toast
    from (
      select true as is_main, m.* from pg_options_to_table(r.reloptions) as m
      union all
      select false, t.* from pg_options_to_table(toast.reloptions) as t
    ) as o
    where o.option_name = 'autovacuum_enabled'
  ) as off
  where off.is_main or off.is_toast
$$;

comment on function steward_internal.check_autovacuum_disabled() is $doc$
Finds autovacuum switched off, for the server or for single tables.

Without autovacuum, dead rows pile up, the planner works with old statistics, and the table is only
touched again when its transaction IDs are about to run out, by a VACUUM that cannot be put off.
Autovacuum needs track_counts as well. A table may have had it switched off for a bulk load and never
switched on again; a TOAST table without an option of its own follows its table.

Off for the server is critical, off for a table a warning: the latter can be right where a job
vacuums the table itself.

@title Autovacuum is off
@category vacuum
@mode static
@remedy Take the option away, unless a job of yours vacuums and analyzes the table.
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk ALTER TABLE ... RESET waits for a running VACUUM and blocks neither reads nor writes.
@doc https://www.postgresql.org/docs/current/runtime-config-autovacuum.html
@access steward_reader
@example select * from steward_internal.check_autovacuum_disabled();
$doc$;

revoke all on function steward_internal.check_autovacuum_disabled() from public;
-- end
-- begin sql/health/checks/autovacuum_workers_busy.sql 2499b295fb584b926d3b7f46d84695c062ffa151527591d19a37ad7b82e780c7
create or replace function steward_internal.check_autovacuum_workers_busy()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select r.*
  from (
    select
      (select count(*)::integer from pg_stat_activity as a where a.backend_type = 'autovacuum worker')
        as busy,
      least(
        current_setting('autovacuum_max_workers')::integer,
        current_setting('autovacuum_worker_slots', true)::integer
      ) as available
  ) as workers
  cross join lateral steward_internal.autovacuum_worker_rows(
    workers.busy,
    workers.available,
    case
      -- It costs a look at every table, and nobody waits while a worker is free.
      when workers.busy >= workers.available
        then (
          select count(*)::integer
          from steward_internal.autovacuum_triggers() as t
          where (
              t.dead_rows > t.dead_trigger
              or t.inserted_rows > t.insert_trigger
              or t.modified_rows > t.analyze_trigger
            )
            and not exists (
              select
              from pg_stat_progress_vacuum as p
              where p.relid = t.relid
                and p.datname = current_database()
            )
        )
    end
  ) as r
$$;

comment on function steward_internal.check_autovacuum_workers_busy() is $doc$
Finds that all autovacuum workers are at work while tables wait for one.

The cost limit is shared by the workers, so more of them alone make nothing faster. All of them at work
is an information, because it happens; with tables of this database past their trigger it is a
warning. What waits in other databases cannot be seen from here.

@title Autovacuum workers are all busy
@category vacuum
@scope cluster
@unit percent
@runs_on primary
@requires_role pg_read_all_stats
@remedy Let each worker do more (raise autovacuum_vacuum_cost_limit or lower autovacuum_vacuum_cost_delay) before you raise autovacuum_max_workers.
@doc https://www.postgresql.org/docs/current/runtime-config-autovacuum.html
@access steward_reader
@example select * from steward_internal.check_autovacuum_workers_busy();
$doc$;

revoke all on function steward_internal.check_autovacuum_workers_busy() from public;
-- end
-- begin sql/health/checks/blocked_sessions.sql 0d327e5fd9b7d2a9908e7b55d3d77c97bf110ccbed22dc2bf1471b818d58c57e
create or replace function steward_internal.check_blocked_sessions()
returns setof steward_internal.check_row
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with waits as materialized (
    select
      b.blocked_pid,
      coalesce(b.root_blocker_pid, b.blocking_pids[1]) as root_pid,
      extract(epoch from b.blocked_for) as seconds,
      b.lock_mode,
      b.relation,
      b.blocking_pids
    from steward.get_blocking_locks() as b
  ),
  queues as (
    select distinct on (w.root_pid)
      w.*,
      count(*) over queue as waiting_count,
      array_agg(w.blocked_pid) over queue as waiting_pids,
      -- Whoever else blocks the longest waiter and does not wait holds its lock as well.
      (
        select string_agg('pid ' || h.pid, ', ' order by h.pid)
        from (select distinct unnest(w.blocking_pids)) as h (pid)
        where h.pid <> w.root_pid
          and h.pid not in (select o.blocked_pid from waits as o)
      ) as further_holders
    from waits as w
    window queue as (
      partition by w.root_pid
      order by w.seconds desc nulls last, w.blocked_pid
      rows between unbounded preceding and unbounded following
    )
    order by w.root_pid, w.seconds desc nulls last, w.blocked_pid
  )
  select
    'session',
    null,
    format('pid %s', q.root_pid),
    round(q.seconds, 1),
    concat_ws(
      ' ',
      case q.waiting_count
        when 1 then '1 session waits'
        else format('%s sessions wait', q.waiting_count)
      end,
      format(
        'for %s, directly or behind others.',
        case
          when q.root_pid = 0 then coalesce(prepared.names, 'a prepared transaction')
          else coalesce(root.description, format('session pid %s', q.root_pid))
        end
      ),
      format(
        'The longest, %s, has waited %s for %s on %s.',
        coalesce(waiter.description, format('session pid %s', q.blocked_pid)),
        coalesce(steward_internal.format_value(q.seconds, 'seconds'), 'an unknown time'),
        q.lock_mode,
        coalesce(
          q.relation,
          case awaited.locktype
            when 'transactionid' then 'a row that another transaction has changed'
            when 'virtualxid' then 'the end of another transaction'
            when 'relation' then 'a relation of another database'
            when 'advisory' then 'an advisory lock'
            else format('a lock of type %s', coalesce(awaited.locktype, 'unknown'))
          end
        )
      ),
      'That lock is also held by ' || q.further_holders || '.',
      case
        when q.root_pid in (select w.blocked_pid from waits as w) then
          'These sessions wait for each other; after deadlock_timeout one of them is cancelled.'
      end,
      case
        when q.root_pid = 0 then null
        when root.state is null then
          format('What pid %s does is not visible to role %I.', q.root_pid, current_user)
        else
          format(
            'Pid %1$s has been %2$s since %3$s; query: %4$s',
            q.root_pid, root.state, date_trunc('second', root.state_change),
            coalesce(root.query, 'none')
          )
      end
    ),
    case
      when q.root_pid = 0 then
        coalesce(
          prepared.statements,
          'Find it with: select gid, database from pg_prepared_xacts; and commit or roll it back.'
        )
      when root.state = 'active' then
        format(
          'Cancel its query: select pg_cancel_backend(%1$s); %2$s '
            'select pg_terminate_backend(%1$s);',
          q.root_pid, 'or, if that does not help, end the session:'
        )
      else
        format(
          'Let its application commit, or end the session: select pg_terminate_backend(%s);',
          q.root_pid
        )
    end,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object(
      'root', coalesce(root.evidence, jsonb_build_object('pid', q.root_pid)),
      'longest_waiter', coalesce(waiter.evidence, jsonb_build_object('pid', q.blocked_pid)),
      'lock_mode', q.lock_mode,
      'relation', q.relation,
      'waiting_pids', q.waiting_pids
    )
  from queues as q
  left join steward_internal.described_sessions() as root on root.pid = q.root_pid
  left join steward_internal.described_sessions() as waiter on waiter.pid = q.blocked_pid
  left join lateral (
    select l.locktype
    from pg_locks as l
    where l.pid = q.blocked_pid
      and not l.granted
    limit 1
  ) as awaited on true
  left join lateral (
    select
      string_agg(
        format('prepared transaction %L (role %I, database %I, prepared %s)', h.gid, h.owner,
          h.database, date_trunc('second', h.prepared)),
        ', ' order by h.gid
      ) as names,
      string_agg(
        format('In database %I, if nobody is going to commit it: rollback prepared %L;',
          h.database, h.gid),
        ' ' order by h.gid
      ) as statements
    from (
      select distinct x.gid, x.owner, x.database, x.prepared
      from pg_locks as l
      inner join pg_locks as held
        on held.pid is null
        and (
          held.locktype, held.database, held.relation, held.page, held.tuple, held.virtualxid,
          held.transactionid::text, held.classid, held.objid, held.objsubid
        ) is not distinct from (
          l.locktype, l.database, l.relation, l.page, l.tuple, l.virtualxid,
          l.transactionid::text, l.classid, l.objid, l.objsubid
        )
      inner join pg_locks as own
        on own.pid is null
        and own.locktype = 'transactionid'
        and own.virtualtransaction = held.virtualtransaction
      inner join pg_prepared_xacts as x on x.transaction = own.transactionid
      where q.root_pid = 0
        and l.pid = any (q.waiting_pids)
        and not l.granted
    ) as h
  ) as prepared on true
$$;

comment on function steward_internal.check_blocked_sessions() is $doc$
Finds sessions that others wait for, with the longest wait in each queue.

One row for each session at the root of a queue: it is the one to look at, whoever stands between.
Who waits for whom is what pg_blocking_pids() says, and the time is that of pg_locks.waitstart. A
session that waits for several others is counted behind one of them, and the row names the rest; pid
0 stands for prepared transactions. A wait of a second is normal life; 30 seconds is what users
notice and a fourth of the 2 minutes at which check_postgres is critical, 5 minutes is where most
peers are. Without pg_read_all_stats waits are found, but not what the sessions of other roles do.

@title Sessions wait for a lock
@category locks
@scope cluster
@unit seconds
@warning 30
@critical 300
@remedy End the transaction of the session at the root of the queue.
@doc https://www.postgresql.org/docs/current/explicit-locking.html
@access steward_reader
@example select * from steward_internal.check_blocked_sessions();
$doc$;

revoke all on function steward_internal.check_blocked_sessions() from public;
-- end
-- begin sql/health/checks/cache_hit_ratio.sql ee7b0ea3d94b2d67c4b416e66a5193e61e027483a1b9650547e7e6f6fb1c609a
create or replace function steward_internal.check_cache_hit_ratio()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    null,
    null,
    null,
    case when s.is_enough then round(100.0 * s.hit_count / (s.hit_count + s.read_count), 2) end,
    case
      when s.is_enough then
        format(
          '%s of %s blocks that this database asked for since %s were in shared_buffers.',
          s.hit_count, s.hit_count + s.read_count,
          coalesce(date_trunc('second', s.since)::text, 'an unknown time')
        )
      else
        format(
          'Only %s blocks were asked for since %s: too few blocks read to judge.',
          s.hit_count + s.read_count,
          coalesce(date_trunc('second', s.since)::text, 'an unknown time')
        )
    end,
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('blocks_hit', s.hit_count, 'blocks_read', s.read_count)
  from (
    select
      d.blks_hit as hit_count,
      d.blks_read as read_count,
      d.blks_hit + d.blks_read >= 100000 as is_enough,
      steward_internal.statistics_since() as since
    from pg_stat_database as d
    where d.datname = current_database()
  ) as s
$$;

comment on function steward_internal.check_cache_hit_ratio() is $doc$
Measures the share of blocks that this database found in shared_buffers.

It is context for other findings and no alarm, therefore never critical unless configured so: blocks
that the operating system had cached count as read although that is fast, and the figure is an
average since the statistics began, in which a bad hour disappears. Below 100,000 blocks (780 MB)
nothing is said, because a new database starts at 93 %. Catalogs are included. PgHero wants 99 %,
pgdoctor warns at 95 and fails at 90; 90 is the value below which memory is worth a look.

@title Few blocks are found in shared_buffers
@category cache
@unit percent
@direction below
@warning 90
@confidence estimate
@remedy Look for large sequential scans in pg_stat_user_tables first; then consider more shared_buffers (a restart).
@doc https://www.postgresql.org/docs/current/runtime-config-resource.html#GUC-SHARED-BUFFERS
@access steward_reader
@example select * from steward_internal.check_cache_hit_ratio();
$doc$;

revoke all on function steward_internal.check_cache_hit_ratio() from public;
-- end
-- begin sql/health/checks/char_columns.sql f381c67b626018c2cbc080211d53424c03f13224cc9393fe5cd132d69aa16815
create or replace function steward_internal.check_char_columns()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select r.* from steward_internal.column_type_rows('{character}', 'text') as r
$$;

comment on function steward_internal.check_char_columns() is $doc$
Finds columns of type character(n), which are padded with blanks.

The blanks take space and make no index smaller; comparisons ignore them but LIKE and regular
expressions do not. A shorter value is accepted, so the type does not even ensure the length: a CHECK
constraint does. PostgreSQL's wiki lists the type under "Don't Do This". The one-byte type "char" of
the system catalogs is another type and is not reported.

@title Column of type character(n)
@category schema
@mode static
@severity info
@remedy Use text; add a CHECK constraint if the length is a rule.
@fix_lock ACCESS EXCLUSIVE
@fix_risk ALTER COLUMN TYPE rewrites the table and its indexes, and nobody can read or write the table meanwhile. Trailing blanks are removed, and count from then on; the length is not limited any more.
@doc https://www.postgresql.org/docs/current/datatype-character.html
@access steward_reader
@example select * from steward_internal.check_char_columns();
$doc$;

revoke all on function steward_internal.check_char_columns() from public;
-- end
-- begin sql/health/checks/checksum_failures.sql abffe7c2298f664dff7862fa915bb76b4a36efc46ceb5e3eb363d14751bac80c
create or replace function steward_internal.check_checksum_failures()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    'database',
    null,
    coalesce(d.datname::text, 'shared catalogs'),
    d.checksum_failures::numeric,
    format('%s pages of %s have failed their checksum, the last one on %s.',
      d.checksum_failures,
      coalesce('database ' || quote_ident(d.datname), 'the catalogs that all databases share'),
      to_char(d.checksum_last_failure at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"')),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('last_failure', d.checksum_last_failure)
  from pg_stat_database as d
  where d.checksum_failures > 0
  union all
  select s.*
  from steward_internal.skipped_row(
    'server',
    'Data checksums are switched off, so damaged pages are not noticed.',
    'Stop the server and run pg_checksums --enable on its data directory.'
  ) as s
  where not current_setting('data_checksums')::boolean
$$;

comment on function steward_internal.check_checksum_failures() is $doc$
Finds databases in which pages failed their checksum.

The page was changed or lost by something other than PostgreSQL: a disk, a controller, a file system, the
memory. The server refuses to show it, and everything else on the same storage is in doubt. The count
includes repeated reads of one page and is kept until the statistics are reset or a crash loses them;
without checksums there is no count, which is not the same as none.

@title Pages fail their checksum
@category integrity
@scope cluster
@severity critical
@unit pages
@remedy Take a copy of the data directory first. Find the page in the server log, check the storage, and restore from a backup or fail over; pg_amcheck tells what else is damaged.
@doc https://www.postgresql.org/docs/current/checksums.html
@access steward_reader
@example select * from steward_internal.check_checksum_failures();
$doc$;

revoke all on function steward_internal.check_checksum_failures() from public;
-- end
-- begin sql/health/checks/collation_version_mismatch.sql 8a61f0136bb348977c2b722eafc2183b77bbdd19bd7b9379131c24bce95992c7
create or replace function steward_internal.check_collation_version_mismatch()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with sorted as materialized (
    select distinct x.indexrelid, k.collation_id
    from steward_internal.user_indexes as x
    inner join pg_index as i on i.indexrelid = x.indexrelid
    cross join lateral unnest(i.indcollation::oid[]) as k (collation_id)
    where k.collation_id <> 0
  ),
  counted as materialized (
    select s.collation_id, count(*) as index_count
    from sorted as s
    group by s.collation_id
  )
  select
    'database',
    null,
    d.datname::text,
    null::numeric,
    format('Database %I was created or last refreshed with version %s of its collation, and the server now '
        'has version %s; %s indexes are sorted by it.',
      d.datname, d.datcollversion, actual.version, coalesce(c.index_count, 0)),
    null,
    null,
    null,
    array[
      format('reindex (concurrently) database %I;', d.datname),
      format('alter database %I refresh collation version;', d.datname)
    ],
    null::text[],
    jsonb_build_object(
      'recorded', d.datcollversion, 'actual', actual.version, 'indexes', coalesce(c.index_count, 0)
    )
  from pg_database as d
  cross join lateral (select pg_database_collation_actual_version(d.oid) as version) as actual
  left join counted as c on c.collation_id = 'pg_catalog."default"'::regcollation
  where d.datname = current_database()
    and d.datcollversion <> actual.version
  union all
  select
    'collation',
    n.nspname::text,
    co.collname::text,
    null,
    format('Collation %I.%I was created or last refreshed with version %s, and the server now has version %s; '
        '%s indexes are sorted by it.',
      n.nspname, co.collname, co.collversion, actual.version, c.index_count),
    null,
    null,
    null,
    (
      select array_agg(format('reindex index concurrently %s;', x.qualified_name) order by x.qualified_name)
      from sorted as s
      inner join steward_internal.user_indexes as x on x.indexrelid = s.indexrelid
      where s.collation_id = co.oid
    )
    || format('alter collation %I.%I refresh version;', n.nspname, co.collname),
    null,
    jsonb_build_object(
      'recorded', co.collversion, 'actual', actual.version, 'indexes', c.index_count
    )
  from counted as c
  inner join pg_collation as co on co.oid = c.collation_id
  inner join pg_namespace as n on n.oid = co.collnamespace
  cross join lateral (
    select
      case
        when co.collversion is not null then pg_collation_actual_version(co.oid)
      end as version
  ) as actual
  where co.collversion <> actual.version
$$;

comment on function steward_internal.check_collation_version_mismatch() is $doc$
Finds collations whose library sorts by another version than the indexes.

An update of the operating system (glibc or ICU) can change the order of strings. An index that was sorted
by the old order is corrupted by that: searches miss rows and unique indexes accept duplicates, silently.
PostgreSQL only warns when a session starts. Compared are the recorded version and that of the library,
for the database and for the collations that indexes use. Collations without a version (C, C.UTF-8) never
change. Only a rebuild of the indexes puts it right; REFRESH just ends the warning, so it comes last.

Range partitions, materialized views and CHECK constraints can depend on the order, too, and are not listed.

@title Collation has changed under the indexes
@category integrity
@severity warning
@remedy Rebuild the indexes that are sorted by it, then refresh the version.
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk REINDEX CONCURRENTLY reads each table twice and blocks no writes; a unique index that has accepted duplicates cannot be rebuilt before they are gone.
@doc https://www.postgresql.org/docs/current/sql-altercollation.html
@access steward_reader
@example select * from steward_internal.check_collation_version_mismatch();
$doc$;

revoke all on function steward_internal.check_collation_version_mismatch() from public;
-- end
-- begin sql/health/checks/column_alignment_padding.sql f13ce5992f574768494a228a591cac5430243db893120ca9430add4863b063aa
create or replace function steward_internal.check_column_alignment_padding()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with candidates as materialized (
    select
      r.relid,
      r.schema_name,
      r.relation_name,
      r.qualified_name,
      r.reltuples::numeric as row_count,
      r.estimated_bytes
    from steward_internal.user_tables as r
    where r.relkind = 'r'
      -- No column can be preceded by more than seven bytes of padding.
      and r.reltuples::float8 * 7 * r.column_numbers >= 100000000
  ),
  layouts as (
    select
      a.attrelid,
      array_agg(a.attlen::integer order by a.attnum) as lengths,
      array_agg(b.alignment order by a.attnum) as alignments,
      array_agg(a.attlen::integer order by b.rank, a.attnum) as packed_lengths,
      array_agg(b.alignment order by b.rank, a.attnum) as packed_alignments,
      jsonb_agg(a.attname order by b.rank, a.attnum) as packed_names
    from candidates as k
    inner join pg_attribute as a on a.attrelid = k.relid
    cross join lateral (
      select case a.attalign when 'd' then 8 when 'i' then 4 when 's' then 2 else 1 end as alignment
    ) as al
    cross join lateral (
      select
        al.alignment,
        -- Columns of variable length last; before them those that keep the next one aligned.
        case when a.attlen < 0 then 100 else 10 * (8 - al.alignment) + sign(a.attlen % al.alignment)::integer end
          as rank
    ) as b
    where a.attnum > 0
      and not a.attisdropped
    group by a.attrelid
  ),
  judged as (
    select
      k.*,
      l.packed_names,
      s.bytes_per_row,
      s.bytes_per_row * k.row_count as saved_bytes
    from candidates as k
    inner join layouts as l on l.attrelid = k.relid
    cross join lateral (
      select
        steward_internal.alignment_padding(l.lengths, l.alignments)
          - steward_internal.alignment_padding(l.packed_lengths, l.packed_alignments) as bytes_per_row
    ) as s
  )
  select
    'table',
    j.schema_name::text,
    j.relation_name::text,
    j.saved_bytes,
    format(
      'Another order of its columns would save about %s bytes in each of the %s rows of table %s, %s in all.',
      j.bytes_per_row,
      to_char(j.row_count, 'FM999,999,999,999,990'),
      j.qualified_name,
      pg_size_pretty(j.saved_bytes)
    ),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('bytes_per_row', j.bytes_per_row, 'column_order', j.packed_names)
  from judged as j
  where j.saved_bytes >= 100000000
    and j.saved_bytes >= 0.05 * j.estimated_bytes
$$;

comment on function steward_internal.check_column_alignment_padding() is $doc$
Finds large tables that the order of their columns makes larger.

Each value begins at a multiple of its alignment, so a bigint after a boolean is preceded by seven
bytes of nothing. Reported is what the order widest first, variable lengths last, would save, from
100 MB and 5 % of the table on. It is an estimate: rows are taken to have no null, and what follows a
value of variable length is taken to be aligned. Both floors are this project's own; only a new table
can change the order, which is worth it when it is rewritten anyway. Partitioned tables are left out.

@title Order of columns wastes space
@category schema
@severity info
@unit bytes
@confidence estimate
@remedy When the table is rewritten anyway, create it anew with the columns in the order that the evidence gives.
@doc https://www.postgresql.org/docs/current/storage-page-layout.html
@access steward_reader
@example select * from steward_internal.check_column_alignment_padding();
$doc$;

revoke all on function steward_internal.check_column_alignment_padding() from public;
-- end
-- begin sql/health/checks/confusable_names.sql 70d2efe323a7c66499a7ba2a85ec4791281f36d8f1ec965a68be893c21676f55
create or replace function steward_internal.check_confusable_names()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with quoted as materialized (
    select n.relid, n.attnum
    from steward_internal.catalog_names as n
    where n.needs_quotes
  ),
  relations as (
    select
      'table' as object_type,
      r.schema_name::text as schema_name,
      min(r.relation_name::text collate "C") as object_name,
      format('Relations of schema %I', r.schema_name) as place,
      array_agg(quote_ident(r.relation_name) order by r.relation_name::text collate "C") as names
    from steward_internal.user_relations as r
    where r.relkind in ('r', 'p', 'v', 'm', 'f')
      and not r.is_partition
      and exists (select from quoted as q where q.attnum = 0)
    group by r.schema_name, translate(lower(r.relation_name::text collate "C"), ' -', '__')
    having count(*) > 1
  ),
  columns as (
    select
      'column',
      c.schema_name::text,
      format('%s.%s', c.relation_name, min(c.column_name::text collate "C")),
      format('Columns of table %s', c.qualified_name),
      array_agg(quote_ident(c.column_name) order by c.column_name::text collate "C")
    from (select distinct q.relid from quoted as q where q.attnum > 0) as t
    inner join steward_internal.user_columns as c on c.relid = t.relid
    group by
      c.relid, c.schema_name, c.relation_name, c.qualified_name,
      translate(lower(c.column_name::text collate "C"), ' -', '__')
    having count(*) > 1
  )
  select
    p.object_type,
    p.schema_name,
    p.object_name,
    null::numeric,
    format('%s differ only in case, blanks or hyphens: %s.', p.place, steward_internal.name_list(p.names)),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('names', to_jsonb(p.names))
  from (select * from relations union all select * from columns) as p
$$;

comment on function steward_internal.check_confusable_names() is $doc$
Finds tables and columns whose names differ only in case, blanks or hyphens.

"Orders" beside orders, "user id" beside user_id: whoever forgets the quotes gets the other one, and no
error. Mostly one of them came from a tool that quotes and one from a person who does not. Compared
are names in lower case (of ASCII) with blanks and hyphens read as underscores; views and foreign
tables count as tables, columns are compared within tables only.

@title Names are easily confused
@category schema
@mode static
@severity info
@remedy Find out which one the applications use, move the data there, and drop or rename the other.
@doc https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS
@access steward_reader
@example select * from steward_internal.check_confusable_names();
$doc$;

revoke all on function steward_internal.check_confusable_names() from public;
-- end
-- begin sql/health/checks/connection_saturation.sql 62ae8d361be8563be2c3ba11954aec8038dcba1dd2d0ba3fe679c4ff3b17c606
create or replace function steward_internal.check_connection_saturation()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
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
-- begin sql/health/checks/corrupted_indexes.sql 427c033d59312f667d752462894d634be5a5a76a413555f82ab33dfd71b039f4
create or replace function steward_internal.check_corrupted_indexes()
returns setof steward_internal.check_row
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_schema name := steward_internal.extension_schema('amcheck');
  v_index record;
  v_state text;
  v_message text;
  v_unread_count integer := 0;
  v_unread_index text;
begin
  if not (
    has_schema_privilege(v_schema, 'usage')
      and has_function_privilege(format('%I.bt_index_check(regclass)', v_schema), 'execute')
  ) then
    return next steward_internal.skipped_row(
      'privilege',
      format('Role %I may not verify indexes.', current_user),
      format('grant usage on schema %1$I to %2$I; grant execute on function %1$I.bt_index_check(regclass) to %2$I;',
        v_schema, current_user)
    );
    return;
  end if;

  -- In any other order the last ones would never get their turn.
  for v_index in
    select b.* from steward_internal.btree_candidates(0) as b
    order by random()
  loop
    if v_index.estimated_bytes > 1073741824 or steward_internal.time_is_up() then
      v_unread_count := v_unread_count + 1;
      v_unread_index := coalesce(v_unread_index, v_index.qualified_name);
      continue;
    end if;
    begin
      if v_index.is_locked then
        raise lock_not_available;
      end if;
      execute format('select from %I.bt_index_check($1)', v_schema) using v_index.indexrelid::regclass;
    exception
      when lock_not_available then
        return next steward_internal.skipped_row(
          'lock',
          format('Index %s was not verified: another session holds or awaits an exclusive lock.',
            v_index.qualified_name),
          'See who holds the lock with get_blocking_locks(), and run the check again.',
          'index', v_index.schema_name::text, v_index.index_name::text
        );
      when undefined_table then
        continue;
      when index_corrupted or data_corrupted then
        get stacked diagnostics v_state = returned_sqlstate, v_message = message_text;
        return next row(
          'index', v_index.schema_name, v_index.index_name, null,
          format('Index %s on %s is damaged: %s.', v_index.qualified_name, v_index.table_qualified_name, v_message),
          null, null, null,
          array[format('reindex index concurrently %s;', v_index.qualified_name)],
          null::text[],
          jsonb_build_object('table', v_index.table_qualified_name, 'sqlstate', v_state, 'message', v_message)
        )::steward_internal.check_row;
    end;
  end loop;

  if v_unread_count > 0 then
    return next steward_internal.skipped_row(
      'time',
      format('%s indexes were not verified, for lack of time or because they are larger than 1 GB; one is %s.',
        v_unread_count, v_unread_index),
      format('select %I.bt_index_check(%L);', v_schema, v_unread_index)
    );
  end if;
end
$$;

comment on function steward_internal.check_corrupted_indexes() is $doc$
Verifies the order of the entries of btree indexes with amcheck.

A damaged index misses rows and lets duplicates in without any error; the usual causes are a collation that
has changed, a bug of an operator class, and storage. bt_index_check() reads the whole index and locks it
like a SELECT, so the check is off by default and best run apart from the others. It goes through the
indexes in random order until the time budget (`health.time_budget`) is used up and leaves out those above
1 GB: what is not verified today is tomorrow. Not verified are the table itself, other access methods, and
whether each row has its entry (`heapallindexed`); pg_amcheck does all of it.

@title Index is damaged
@category integrity
@severity critical
@enabled false
@requires_extension amcheck
@remedy Find the cause (collations, storage), then rebuild the index; look for duplicates if it is unique.
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk REINDEX CONCURRENTLY reads the table twice and blocks no writes; it fails if a unique index has let duplicates in.
@doc https://www.postgresql.org/docs/current/amcheck.html
@access steward_reader
@example select check_id, is_enabled from steward.health_checks where check_id = 'corrupted_indexes';
$doc$;

revoke all on function steward_internal.check_corrupted_indexes() from public;
-- end
-- begin sql/health/checks/cross_schema_foreign_keys.sql 01ddd4115730fe027f12fe1668ff5d5e855badae8056e2b98cfa53841c57adc9
create or replace function steward_internal.check_cross_schema_foreign_keys()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'constraint',
    f.schema_name::text,
    f.constraint_name::text,
    null::numeric,
    format('Foreign key %I of %s references %s in another schema.', f.constraint_name, f.table_name,
      f.target_name),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('table', f.table_name, 'references', f.target_name)
  from steward_internal.user_foreign_keys() as f
  where f.schema_name <> f.target_schema
$$;

comment on function steward_internal.check_cross_schema_foreign_keys() is $doc$
Finds foreign keys that lead from one schema into another.

Schemas that reference each other can neither be dumped, restored nor dropped alone. Whether that
matters is a matter of policy, so the check is off until it is configured on.

@title Foreign key into another schema
@category schema
@mode static
@severity info
@enabled false
@remedy Keep tables that reference each other in one schema, or accept that both schemas belong together.
@doc https://www.postgresql.org/docs/current/ddl-schemas.html
@access steward_reader
@example select * from steward_internal.check_cross_schema_foreign_keys();
$doc$;

revoke all on function steward_internal.check_cross_schema_foreign_keys() from public;
-- end
-- begin sql/health/checks/dangerous_role_memberships.sql 69b01dfd85124a22d146ce3dd711c589280852324fcf184140552f9a1e22236c
create or replace function steward_internal.check_dangerous_role_memberships()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with recursive powers (name, severity, consequence) as (
    values
      ('pg_execute_server_program', 'warning', 'run programs on the server, as the user that PostgreSQL runs as'),
      ('pg_write_server_files', 'warning', 'write files on the server, and so become a superuser'),
      ('pg_read_server_files', 'warning', 'read every file that PostgreSQL can read'),
      ('pg_write_all_data', 'info', 'write every table'),
      ('pg_read_all_data', null, 'read every table')
  ),
  reach (power, member, path) as (
    select m.roleid, m.member, array[m.roleid]
    from powers as p
    inner join pg_roles as r on r.rolname = p.name
    inner join pg_auth_members as m on m.roleid = r.oid
    union all
    select w.power, m.member, w.path || m.roleid
    from reach as w
    inner join pg_auth_members as m on m.roleid = w.member
  ),
  shortest as (
    select distinct on (w.power, w.member) w.power, w.member, w.path
    from reach as w
    order by w.power, w.member, cardinality(w.path), w.path
  ),
  grants as (
    select
      m.roleid,
      m.member,
      array_agg(
        format('revoke %I from %I granted by %I;', granted.rolname, member.rolname, grantor.rolname)
        order by grantor.rolname
      ) as fix_sql,
      array_agg(
        concat(
          format('grant %I to %I', granted.rolname, member.rolname),
          case
            when f.fields ? 'set_option' then
              format(' with admin %s, inherit %s, set %s', f.fields ->> 'admin_option', f.fields ->> 'inherit_option',
                f.fields ->> 'set_option')
            when m.admin_option then ' with admin option'
          end,
          format(' granted by %I;', grantor.rolname)
        )
        order by grantor.rolname
      ) as undo_sql
    from pg_auth_members as m
    inner join pg_roles as granted on granted.oid = m.roleid
    inner join pg_roles as member on member.oid = m.member
    inner join pg_roles as grantor on grantor.oid = m.grantor
    cross join lateral (select to_jsonb(m) as fields) as f
    where granted.rolname in (select p.name from powers as p)
    group by m.roleid, m.member
  )
  select
    'role',
    null,
    format('%s in %s', r.rolname, p.name),
    null::numeric,
    format('%s %I can %s: it is a member of %s%s.',
      case when a.role_oid is null then 'Role' else 'Application role' end,
      r.rolname, p.consequence, p.name,
      (
        select ' through ' || string_agg(quote_ident(pg_get_userbyid(g.oid)), ', ' order by g.position desc)
        from unnest(s.path) with ordinality as g (oid, position)
        where g.position > 1
      )),
    null,
    case
      when a.role_oid is not null then 'warning'
      else p.severity
    end,
    null,
    g.fix_sql,
    g.undo_sql,
    jsonb_build_object(
      'member_of', p.name,
      'through', array(select pg_get_userbyid(x.oid) from unnest(s.path[2:]) as x (oid))
    )
  from shortest as s
  inner join pg_roles as granted on granted.oid = s.power
  inner join powers as p on p.name = granted.rolname
  inner join pg_roles as r on r.oid = s.member
  left join steward_internal.application_roles() as a on a.role_oid = r.oid
  left join grants as g on g.roleid = s.power and g.member = s.member
  where (r.rolcanlogin or a.role_oid is not null)
    and not r.rolsuper
    and (p.severity is not null or a.role_oid is not null)
$$;

comment on function steward_internal.check_dangerous_role_memberships() is $doc$
Finds roles that are close to a superuser by membership in a predefined role.

pg_execute_server_program, pg_write_server_files and pg_read_server_files reach the machine of the
server: a warning for each role that can log in. pg_write_all_data is an info, and pg_read_all_data,
which backups and reports use, is not reported; for an application role (setting
`health.application_roles`) both are a warning.

@title Role reaches beyond the database
@category security
@scope cluster
@mode static
@severity warning
@remedy Revoke the membership and grant what the role really needs.
@fix_lock none
@fix_risk COPY with files or programs, or access to tables without a grant, fails for the role afterwards.
@doc https://www.postgresql.org/docs/current/predefined-roles.html
@access steward_reader
@example select * from steward_internal.check_dangerous_role_memberships();
$doc$;

revoke all on function steward_internal.check_dangerous_role_memberships() from public;
-- end
-- begin sql/health/checks/ddl_lock_queue.sql 4e67c5e6f45a4e633429136edc35e6f04d351056492aafcb733c6239f2a2178d
create or replace function steward_internal.check_ddl_lock_queue()
returns setof steward_internal.check_row
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    'session',
    null,
    format('pid %s', r.pid),
    round(r.seconds, 1),
    format(
      '%1$s has waited %2$s for AccessExclusiveLock on %3$s, which %4$s. %5$s Its query: %6$s',
      'S' || substr(coalesce(who.description, format('session pid %s', r.pid)), 2),
      steward_internal.format_value(r.seconds, 'seconds'),
      r.relation_name,
      coalesce('is in use by ' || held.holders, 'nobody else uses any more'),
      case cardinality(queue.pids)
        when 0 then 'Nobody waits behind it yet, but every new query of the relation will.'
        when 1 then '1 session waits behind it.'
        else format('%s sessions wait behind it.', cardinality(queue.pids))
      end,
      coalesce(who.query, 'not visible')
    ),
    format(
      'Cancel it and repeat it with a short lock_timeout: select pg_cancel_backend(%s);%s',
      r.pid, ' Or end what it waits for: ' || held.statements
    ),
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object(
      'session', coalesce(who.evidence, jsonb_build_object('pid', r.pid)),
      'relation', r.relation_name,
      'holding_pids', held.pids,
      'waiting_pids', queue.pids
    )
  from (
    select
      l.pid,
      l.database,
      l.relation,
      -- waitstart is still null in the first moment of a wait.
      coalesce(extract(epoch from clock_timestamp() - l.waitstart), 0) as seconds,
      case
        when c.oid is not null then format('%I.%I', n.nspname, c.relname)
        else concat_ws(' ', 'relation', l.relation, 'of database', quote_ident(d.datname))
      end as relation_name
    from pg_locks as l
    left join pg_database as d on d.oid = l.database
    -- Shared catalogs belong to no database.
    left join pg_class as c
      on c.oid = l.relation and coalesce(d.datname, current_database()) = current_database()
    left join pg_namespace as n on n.oid = c.relnamespace
    where not l.granted
      and l.locktype = 'relation'
      and l.mode = 'AccessExclusiveLock'
  ) as r
  left join steward_internal.described_sessions() as who on who.pid = r.pid
  cross join lateral (
    select
      array_agg(h.pid order by h.pid) as pids,
      string_agg(
        case h.pid when 0 then 'a prepared transaction' else format('pid %s', h.pid) end,
        ', ' order by h.pid
      ) as holders,
      string_agg(format('select pg_terminate_backend(%s);', h.pid), ' ' order by h.pid)
        filter (where h.pid <> 0) as statements
    from (
      select distinct coalesce(l.pid, 0) as pid
      from pg_locks as l
      where l.granted
        and l.locktype = 'relation'
        and l.database = r.database
        and l.relation = r.relation
        and l.pid is distinct from r.pid
    ) as h
  ) as held
  cross join lateral (
    select coalesce(array_agg(l.pid order by l.pid), '{}') as pids
    from pg_locks as l
    where not l.granted
      and l.locktype = 'relation'
      and l.database = r.database
      and l.relation = r.relation
      and r.pid = any (pg_blocking_pids(l.pid))
  ) as queue
$$;

comment on function steward_internal.check_ddl_lock_queue() is $doc$
Finds schema changes that wait for a table and make everybody else wait.

ALTER TABLE, TRUNCATE and their like ask for AccessExclusiveLock. While one waits for a running
transaction, every later query of the table, even a SELECT, queues behind it: the commonest outage
of a migration. One that nobody queues behind yet is reported too, because the next query will. The
waits of weaker locks and what stands behind are the business of blocked_sessions. No peer has this
check; 10 seconds is what a web request tolerates, 60 what it certainly does not.

@title A schema change blocks a table
@category locks
@scope cluster
@unit seconds
@warning 10
@critical 60
@remedy Cancel the schema change and repeat it with a short lock_timeout.
@doc https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-LOCK-TIMEOUT
@access steward_reader
@example select * from steward_internal.check_ddl_lock_queue();
$doc$;

revoke all on function steward_internal.check_ddl_lock_queue() from public;
-- end
-- begin sql/health/checks/dead_rows.sql 1f769096cbf019f35c3021a0f7b4e540abd462ac6d54440d48c601497aa589c3
create or replace function steward_internal.check_dead_rows()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with counted as materialized (
    select
      r.relid,
      r.relkind,
      r.schema_name,
      r.relation_name,
      pg_stat_get_dead_tuples(r.relid) as dead,
      pg_stat_get_live_tuples(r.relid) as live
    from steward_internal.user_relations as r
    where r.relkind in ('r', 'm')
  )
  select
    kind.name,
    c.schema_name::text,
    c.relation_name::text,
    share.percent,
    format('About %s of the %s rows of %s %I.%I are dead (%s %%).',
      to_char(c.dead, 'FM999,999,999,999,990'),
      to_char(c.dead + c.live, 'FM999,999,999,999,990'),
      kind.name,
      c.schema_name,
      c.relation_name,
      share.percent),
    null,
    null,
    null,
    array[format('vacuum (analyze) %I.%I;', c.schema_name, c.relation_name)],
    null::text[],
    jsonb_build_object(
      'dead_rows', c.dead,
      'live_rows', c.live,
      'last_vacuum',
      greatest(pg_stat_get_last_vacuum_time(c.relid), pg_stat_get_last_autovacuum_time(c.relid))
    )
  from counted as c
  cross join lateral (
    select
      round(100.0 * c.dead / (c.dead + c.live), 1) as percent
  ) as share
  cross join lateral (
    select case c.relkind when 'm' then 'materialized view' else 'table' end as name
  ) as kind
  where c.dead >= 10000
    and not exists (
      select
      from pg_stat_progress_vacuum as p
      where p.relid = c.relid
        and p.datname = current_database()
    )
$$;

comment on function steward_internal.check_dead_rows() is $doc$
Finds tables of whose rows many are dead.

Every scan reads the dead rows and finds out that nobody can see them. tables_overdue_for_vacuum asks
whether autovacuum is late by its own rules; this asks whether the rules are good enough: a raised
scale factor, or an old transaction that lets VACUUM remove nothing, leaves dead rows although nothing
is overdue. The thresholds are those of pgdoctor; below 10,000 dead rows nothing is reported.

Tables on which VACUUM is running are left out (a role without pg_read_all_stats cannot see that of
other roles). Standbys do not count dead rows. The counters are estimates and begin again after a crash.

@title Table has many dead rows
@category vacuum
@unit percent
@warning 20
@critical 40
@confidence estimate
@runs_on primary
@remedy Vacuum the table. If the rows stay, end the transaction, prepared transaction or slot that can still see them; if they come back, lower autovacuum_vacuum_scale_factor of the table.
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk VACUUM reads the pages that have changed and all indexes; it blocks neither reads nor writes.
@doc https://www.postgresql.org/docs/current/routine-vacuuming.html#VACUUM-FOR-SPACE-RECOVERY
@access steward_reader
@example select * from steward_internal.check_dead_rows();
$doc$;

revoke all on function steward_internal.check_dead_rows() from public;
-- end
-- begin sql/health/checks/default_partition_rows.sql 5f37ae28dec5e62327a2a9afe6ea5053c7e61c7b867bb1f4fe4e44ac28ea2a2c
create or replace function steward_internal.check_default_partition_rows()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'table',
    r.schema_name::text,
    r.relation_name::text,
    held.row_count::numeric,
    format('About %s rows of %s are in its default partition %s.',
      to_char(held.row_count, 'FM999,999,999,999,990'), parent.qualified_name, r.qualified_name),
    null,
    case pt.partstrat when 'l' then 'info' else 'warning' end,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('parent', parent.qualified_name)
  from pg_partitioned_table as pt
  inner join steward_internal.user_relations as parent on parent.relid = pt.partrelid
  inner join steward_internal.user_relations as r on r.relid = pt.partdefid
  cross join lateral (
    select greatest(r.reltuples::bigint, pg_stat_get_live_tuples(r.relid)) as row_count
  ) as held
  where held.row_count > 0
$$;

comment on function steward_internal.check_default_partition_rows() is $doc$
Finds default partitions that hold rows.

Each of these rows belongs to a partition that nobody has made. Making it now fails until its rows
have been moved out, and attaching any other partition reads the whole default partition under a
strong lock, unless a CHECK constraint spares it. Partitioning by list often has a default partition on
purpose: an information. The number of rows is an estimate of the statistics; a default partition that
is partitioned itself is not looked into.

@title Rows in a default partition
@category capacity
@unit rows
@confidence estimate
@remedy Detach the default partition, create the partitions that are missing, and insert its rows again.
@doc https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-PARTITION
@access steward_reader
@example select * from steward_internal.check_default_partition_rows();
$doc$;

revoke all on function steward_internal.check_default_partition_rows() from public;
-- end
-- begin sql/health/checks/default_privileges_to_public.sql a2c3e49ec65f3970deb283c45434b7f20d5b1ad6fb53eef5e1af9efdff9c0f41
create or replace function steward_internal.check_default_privileges_to_public()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'default privileges',
    n.nspname::text,
    format('%s of %s', k.kind, pg_get_userbyid(d.defaclrole)),
    null::numeric,
    format('Every role gets %s on the %s that %I creates%s from now on.', upper(g.privileges), k.kind,
      pg_get_userbyid(d.defaclrole), coalesce(' in schema ' || quote_ident(n.nspname), '')),
    null,
    case when d.defaclobjtype = 'n' or g.privileges in ('select', 'usage') then 'info' end,
    null,
    array[
      concat(target.prefix, format(' revoke %s on %s from public;', g.privileges, k.kind))
    ],
    array[
      concat(target.prefix, format(' grant %s on %s to public;', g.privileges, k.kind))
    ],
    jsonb_build_object('role', pg_get_userbyid(d.defaclrole), 'privileges', g.privileges)
  from pg_default_acl as d
  left join pg_namespace as n on n.oid = d.defaclnamespace
  inner join (values ('r', 'tables'), ('S', 'sequences'), ('n', 'schemas')) as k (type, kind)
    on k.type = d.defaclobjtype::text
  cross join lateral (
    select string_agg(lower(a.privilege_type), ', ' order by a.privilege_type) as privileges
    from aclexplode(d.defaclacl) as a
    where a.grantee = 0
  ) as g
  cross join lateral (
    select format('alter default privileges for role %I%s', pg_get_userbyid(d.defaclrole),
      coalesce(' in schema ' || quote_ident(n.nspname), '')) as prefix
  ) as target
  where g.privileges is not null
$$;

comment on function steward_internal.check_default_privileges_to_public() is $doc$
Finds default privileges that open future tables to every role.

Tables, sequences and schemas are looked at; nobody sees the grant when one is created. Writing is a
warning, reading alone an info. Those on functions and types are left out: PUBLIC has EXECUTE and USAGE
on these from the start.

@title Future objects are open to every role
@category security
@mode static
@severity warning
@remedy Revoke the default privilege, then look at what was created since it was granted.
@fix_lock none
@fix_risk Objects that exist keep their grants; those created later need grants of their own.
@doc https://www.postgresql.org/docs/current/sql-alterdefaultprivileges.html
@access steward_reader
@example select * from steward_internal.check_default_privileges_to_public();
$doc$;

revoke all on function steward_internal.check_default_privileges_to_public() from public;
-- end
-- begin sql/health/checks/disabled_event_triggers.sql 4ae52f67067f0d7ab7b5a43fc541c9c51b8289a3bcd81c3044e4f935613e0ba6
create or replace function steward_internal.check_disabled_event_triggers()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'event trigger',
    null,
    e.evtname::text,
    null::numeric,
    format('Event trigger %I (on %s) is disabled.', e.evtname, e.evtevent),
    null,
    null,
    null,
    array[format('alter event trigger %I enable;', e.evtname)],
    array[format('alter event trigger %I disable;', e.evtname)],
    jsonb_build_object('event', e.evtevent)
  from pg_event_trigger as e
  where e.evtenabled = 'D'
    and not exists (
      select
      from pg_depend as d
      where d.classid = 'pg_event_trigger'::regclass
        and d.objid = e.oid
        and d.deptype = 'e'
    )
$$;

comment on function steward_internal.check_disabled_event_triggers() is $doc$
Finds event triggers that are disabled.

Event triggers guard the schema or keep records of changes; a disabled one does neither. Those that
extensions own and those that fire only on replicas are left out.

@title Event trigger is disabled
@category schema
@mode static
@severity info
@remedy Enable it, or drop it if nobody needs it.
@fix_lock none
@fix_risk From then on it runs with every command of its event, and a mistake in it can forbid them all; only its owner, a superuser before PostgreSQL 18, can enable it.
@doc https://www.postgresql.org/docs/current/event-triggers.html
@access steward_reader
@example select * from steward_internal.check_disabled_event_triggers();
$doc$;

revoke all on function steward_internal.check_disabled_event_triggers() from public;
-- end
-- begin sql/health/checks/disabled_triggers.sql 471146f31df04819ecd13edc54d3293c9e38d7bf03f0e5fd0e59f97031a3fb7f
create or replace function steward_internal.check_disabled_triggers()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with disabled as materialized (
    select
      tg.oid,
      tg.tgname,
      tg.tgconstraint,
      tg.tgisinternal,
      r.schema_name,
      r.relation_name,
      r.qualified_name
    from pg_trigger as tg
    inner join steward_internal.user_relations as r on r.relid = tg.tgrelid
    where tg.tgenabled = 'D'
      and not exists (
        select
        from pg_trigger as parent
        where parent.oid = tg.tgparentid
          and parent.tgenabled = 'D'
      )
  )
  select
    'trigger',
    d.schema_name::text,
    format('%s.%s', d.relation_name, d.tgname),
    null::numeric,
    format('Trigger %I of %s is disabled.', d.tgname, d.qualified_name),
    null,
    null,
    null,
    array[format('alter table %s enable trigger %I;', d.qualified_name, d.tgname)],
    array[format('alter table %s disable trigger %I;', d.qualified_name, d.tgname)],
    jsonb_build_object('table', d.qualified_name)
  from disabled as d
  where not d.tgisinternal
  union all
  select
    'constraint',
    r.schema_name::text,
    con.conname::text,
    null,
    format('Constraint %I of %s is not checked: %s of its triggers are disabled.', con.conname, r.qualified_name,
      count(*)),
    'Enable its triggers, which needs a superuser, and look for rows that break the constraint.',
    'critical',
    null,
    array_agg(format('alter table %s enable trigger %I;', d.qualified_name, d.tgname) order by d.oid),
    array_agg(format('alter table %s disable trigger %I;', d.qualified_name, d.tgname) order by d.oid),
    jsonb_build_object('table', r.qualified_name)
  from disabled as d
  inner join pg_constraint as con on con.oid = d.tgconstraint
  inner join steward_internal.user_relations as r on r.relid = con.conrelid
  where d.tgisinternal
  group by con.oid, con.conname, r.schema_name, r.qualified_name
$$;

comment on function steward_internal.check_disabled_triggers() is $doc$
Finds triggers that somebody has disabled.

ALTER TABLE ... DISABLE TRIGGER is for a bulk load, and forgotten easily. With ALL it also disables
the triggers of foreign keys and deferrable constraints: the catalog then still calls the constraint
valid and nothing checks it, which is critical (check_postgres calls every disabled trigger so).
Enabling does not check the rows that came in between. Triggers that fire only on replicas are left
out; a trigger of a partitioned table is reported once unless only a partition disables it.

@title Trigger is disabled
@category schema
@mode static
@severity warning
@remedy Enable it, or drop it if nobody needs it.
@fix_lock SHARE ROW EXCLUSIVE
@fix_risk ENABLE TRIGGER takes milliseconds, but waits for writers of the table. Rows written meanwhile are not looked at.
@doc https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-DISABLE-ENABLE-TRIGGER
@access steward_reader
@example select * from steward_internal.check_disabled_triggers();
$doc$;

revoke all on function steward_internal.check_disabled_triggers() from public;
-- end
-- begin sql/health/checks/duplicate_foreign_keys.sql 1a835d9d6d13d0d26c0d1e01df323cd244b4ed8cda060ac6b0c23a273a5bd971
create or replace function steward_internal.check_duplicate_foreign_keys()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with ranked as (
    select
      f.*,
      first_value(f.constraint_oid) over preference as survivor_oid,
      first_value(f.constraint_name) over preference as survivor_name,
      first_value(f.behaviour) over preference as survivor_behaviour
    from steward_internal.user_foreign_keys() as f
    -- A key to itself is the matter of self_referencing_row_keys.
    where f.relid <> f.target_relid
      or f.attnums <> f.target_attnums
    window preference as (
      partition by f.relid, f.target_relid, f.key_pairs
      order by f.is_validated desc, f.constraint_oid
    )
  )
  select
    'constraint',
    d.schema_name::text,
    d.constraint_name::text,
    null::numeric,
    format('Foreign key %I of %s has the same columns and references as %I%s.', d.constraint_name,
      d.table_name, d.survivor_name,
      case when d.behaviour <> d.survivor_behaviour then ', and other rules' else '' end),
    case
      when d.behaviour <> d.survivor_behaviour
        then 'The two disagree on actions, match type or deferral: decide which rules are meant, and drop the other key.'
    end,
    case when d.behaviour <> d.survivor_behaviour then 'warning' else 'info' end,
    null,
    case
      when d.behaviour = d.survivor_behaviour
        then array[format('alter table %s drop constraint %I;', d.table_name, d.constraint_name)]
    end,
    case
      when d.behaviour = d.survivor_behaviour
        then array[
          format('alter table %s add constraint %I %s;', d.table_name, d.constraint_name,
            pg_get_constraintdef(d.constraint_oid))
        ]
    end,
    jsonb_build_object('table', d.table_name, 'same_as', d.survivor_name)
  from ranked as d
  where d.constraint_oid <> d.survivor_oid
$$;

comment on function steward_internal.check_duplicate_foreign_keys() is $doc$
Finds foreign keys that repeat another one of their table.

Both are checked at every write of either table, for nothing. The columns may be listed in any order.
The key that is valid and oldest stays. Where the two differ in ON DELETE, ON UPDATE, MATCH or
deferral it is a warning: the stricter rule wins at run time, and readers of the schema see the other.

@title Duplicate foreign key
@category schema
@mode static
@remedy Drop it; the other key does all that it does.
@fix_lock ACCESS EXCLUSIVE
@fix_risk DROP CONSTRAINT takes milliseconds, but waits for every transaction on both tables; adding the key again reads both.
@doc https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK
@access steward_reader
@example select * from steward_internal.check_duplicate_foreign_keys();
$doc$;

revoke all on function steward_internal.check_duplicate_foreign_keys() from public;
-- end
-- begin sql/health/checks/duplicate_indexes.sql beafd9c699463023f8e72ca4abe52b592e64b09c01123e93d1f139e47b619552
create or replace function steward_internal.check_duplicate_indexes()
returns setof steward_internal.check_row
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with ranked as (
    select
      x.*,
      first_value(x.index_oid) over preference as survivor_oid,
      first_value(x.qualified_name) over preference as survivor_name,
      first_value(x.uniqueness) over preference as survivor_uniqueness,
      count(*) over (partition by x.definition) as same_count
    from steward_internal.comparable_indexes() as x
    window preference as (
      partition by x.definition
      order by x.is_needed desc, x.is_unique desc, x.is_clustered desc, x.index_oid
    )
  ),
  duplicates as materialized (
    select d.*
    from ranked as d
    where d.same_count > 1
      and d.index_oid <> d.survivor_oid
      -- A unique index also says something that its plain twin does not.
      and (not d.is_unique or d.uniqueness = d.survivor_uniqueness)
  ),
  rebuilds as materialized (
    select s.index_oid, s.statements
    from (select array_agg(d.index_oid) as index_oids from duplicates as d where not d.is_needed) as found
    cross join lateral steward_internal.index_rebuild_statements(found.index_oids) as s
  )
  select
    'index',
    d.schema_name::text,
    d.index_name::text,
    d.estimated_bytes::numeric,
    format('Index %s (about %s) is the same as %s on %s.', d.qualified_name,
      pg_size_pretty(d.estimated_bytes), d.survivor_name, d.table_name),
    case
      when d.is_needed
        then 'Both indexes have a duty (constraint or replica identity): decide which constraint can go, and drop that with ALTER TABLE.'
      when b.index_oid is null
        then 'Another session has locked it: run the check again to learn how to drop it and bring it back.'
    end,
    null,
    null,
    case when b.index_oid is not null then array[d.drop_statement] end,
    b.statements,
    jsonb_build_object('table', d.table_name, 'same_as', d.survivor_name)
  from duplicates as d
  left join rebuilds as b on b.index_oid = d.index_oid
$$;

comment on function steward_internal.check_duplicate_indexes() is $doc$
Finds indexes that equal another index of their table.

Equal means: access method, columns in order, operator classes, collations, sort options, expressions,
predicate, included columns and NULLS NOT DISTINCT. The index that a constraint, the replica identity or
uniqueness needs survives; the others cost writes and space and give nothing. Indexes of partitions
that belong to an index of the parent are left out, since they cannot be dropped alone.

@title Duplicate index
@category indexes
@mode static
@severity warning
@unit bytes
@confidence estimate
@remedy Drop it; the other index does all that it does.
@fix_lock SHARE UPDATE EXCLUSIVE; ACCESS EXCLUSIVE if the table is partitioned
@fix_risk DROP INDEX CONCURRENTLY blocks no reads or writes, and waits for running transactions.
@doc https://www.postgresql.org/docs/current/indexes-multicolumn.html
@access steward_reader
@example select * from steward_internal.check_duplicate_indexes();
$doc$;

revoke all on function steward_internal.check_duplicate_indexes() from public;
-- end
-- begin sql/health/checks/durability_settings.sql 6cf79657ccdc93bffd4acc327260e16867db6b0bb7fdfda4ebd7fb9f8cdbd1e8
create or replace function steward_internal.check_durability_settings()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with risks (name, risky_value, safe_value, severity, consequence) as (
    values
      ('fsync', 'off', 'on', 'critical',
        'If the machine crashes, the whole cluster can be lost.'),
      ('full_page_writes', 'off', 'on', 'critical',
        'If the machine crashes, half-written pages can stay behind that nothing repairs.'),
      ('synchronous_commit', 'off', 'on', 'warning',
        'After a crash the last transactions can be missing although their commit was confirmed.'),
      ('zero_damaged_pages', 'on', 'off', 'critical',
        'Every damaged page that is read is emptied, and its rows are lost.'),
      ('ignore_checksum_failure', 'on', 'off', 'critical',
        'Damaged pages are used as if they were good.'),
      ('data_checksums', 'off', 'on', 'info',
        'Damage by disks and file systems stays unnoticed until queries fail or return nonsense.')
  ),
  shown as (
    select
      s.name,
      s.setting,
      s.context,
      s.source,
      s.source in (
        'global', 'database', 'user', 'database user', 'client', 'interactive', 'session'
      ) as is_overridden
    from pg_settings as s
    inner join risks as r on r.name = s.name
  ),
  configured as (
    select
      s.name,
      s.setting as value,
      s.name as object_name,
      'the whole server' as scope,
      case
        when s.context = 'internal'
          then 'Stop the server and run pg_checksums --enable on its data directory.'
      end as action,
      case
        when s.context <> 'internal' then
          array[
            format('alter system set %s = %s;', s.name, r.safe_value),
            'select pg_reload_conf();'
          ]
      end as fix_sql,
      case
        when s.context <> 'internal'
          then array[
            steward_internal.alter_system_undo(s.name, s.setting), 'select pg_reload_conf();'
          ]
      end as undo_sql
    from shown as s
    inner join risks as r on r.name = s.name
    where not s.is_overridden
    union all
    select
      c.name,
      -- These values are stored as they were typed.
      case
        when lower(c.value) in ('off', 'of', 'false', 'fals', 'fal', 'fa', 'f', 'no', 'n', '0')
          then 'off'
        when lower(c.value) in ('on', 'true', 'tru', 'tr', 't', 'yes', 'ye', 'y', '1') then 'on'
        else c.value
      end,
      format('%s (%s)', c.name, o.scope),
      o.scope,
      null,
      array[format('alter %s reset %s;', o.target, c.name)],
      array[format('alter %s set %s = %L;', o.target, c.name, c.value)]
    from pg_db_role_setting as g
    left join pg_roles as u on u.oid = g.setrole
    left join pg_database as d on d.oid = g.setdatabase
    cross join lateral (
      select
        coalesce(
          nullif(
            concat_ws(
              ' in ', 'role ' || quote_ident(u.rolname), 'database ' || quote_ident(d.datname)
            ),
            ''
          ),
          'all roles'
        ) as scope,
        coalesce(
          nullif(
            concat_ws(
              ' in ', 'role ' || quote_ident(u.rolname), 'database ' || quote_ident(d.datname)
            ),
            ''
          ),
          'role all'
        ) as target
    ) as o
    cross join lateral unnest(g.setconfig) as e (entry)
    cross join lateral (
      select
        split_part(e.entry, '=', 1) as name,
        substr(e.entry, strpos(e.entry, '=') + 1) as value
    ) as c
  )
  select
    'setting',
    null,
    c.object_name,
    null::numeric,
    format('Setting %s is %s for %s. %s', c.name, c.value, c.scope, r.consequence),
    c.action,
    r.severity,
    null,
    c.fix_sql,
    c.undo_sql,
    jsonb_build_object('setting', c.name, 'value', c.value, 'scope', c.scope)
  from configured as c
  inner join risks as r on r.name = c.name and r.risky_value = c.value
  union all
  select (hidden.row).*
  from (
    select steward_internal.skipped_row(
      'server',
      format(
        'The value of %s for the whole server cannot be seen: this session has its own (%s: %s).',
        s.name, s.source, s.setting
      ),
      'Run the check in a session whose role and database do not set it.',
      'setting', null, s.name
    ) as row
    from shown as s
    where s.is_overridden
  ) as hidden
$$;

comment on function steward_internal.check_durability_settings() is $doc$
Finds settings with which a crash loses or damages data.

fsync and full_page_writes off risk the whole cluster; zero_damaged_pages and
ignore_checksum_failure are tools to rescue data and belong in no running system: each is critical.
synchronous_commit off loses at most the last moment, and may be meant so: a warning. Without data
checksums damage stays hidden: an info. What roles and databases set for themselves counts as well,
one row each; what a function or a session sets does not. On a file system that never writes half a
page, such as ZFS, full_page_writes may be off: switch the check off there.

@title Setting risks data
@category configuration
@scope cluster
@severity critical
@remedy Set it back, unless losing data is acceptable here.
@fix_lock none
@fix_risk Commits wait for the disk again and writes cost more; ALTER SYSTEM needs a superuser.
@doc https://www.postgresql.org/docs/current/runtime-config-wal.html#RUNTIME-CONFIG-WAL-SETTINGS
@access steward_reader
@example select * from steward_internal.check_durability_settings();
$doc$;

revoke all on function steward_internal.check_durability_settings() from public;
-- end
-- begin sql/health/checks/expired_roles.sql e90759ee28dd5550c59731371dd966b1b050a9f5ff2c2e30ea040acb68797bd0
create or replace function steward_internal.check_expired_roles()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'role',
    null,
    r.rolname::text,
    null::numeric,
    format('The password of role %I expired on %s.', r.rolname,
      to_char(r.rolvaliduntil at time zone 'UTC', 'YYYY-MM-DD')),
    null,
    null,
    null,
    array[format('alter role %I nologin;', r.rolname)],
    array[format('alter role %I login;', r.rolname)],
    jsonb_build_object('valid_until', r.rolvaliduntil)
  from pg_roles as r
  where r.rolcanlogin
    and r.rolvaliduntil < now()
$$;

comment on function steward_internal.check_expired_roles() is $doc$
Lists the roles whose password is no longer valid.

Somebody meant their access to end. But VALID UNTIL concerns passwords alone: with another method
(peer, cert, ldap, trust) the role still logs in, and sessions that are open go on.

@title Role with an expired password can log in
@category security
@scope cluster
@severity info
@remedy Forbid the login or drop the role, or set a new password and date if it is needed.
@fix_lock none
@fix_risk The role cannot log in by any method afterwards.
@doc https://www.postgresql.org/docs/current/sql-createrole.html
@access steward_reader
@example select * from steward_internal.check_expired_roles();
$doc$;

revoke all on function steward_internal.check_expired_roles() from public;
-- end
-- begin sql/health/checks/exposed_foreign_tables.sql c0ca2bda2ebc3c0e94d7a5572ffb283a7bf3bf3a0bc743cb761e51e7c6c021c4
create or replace function steward_internal.check_exposed_foreign_tables()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'foreign table',
    e.schema_name::text,
    e.relation_name::text,
    null::numeric,
    format('Foreign table %s cannot have row level security, and %s can reach all of its rows on server %I.',
      e.qualified_name, array_to_string(e.grantees, ', '), fs.srvname),
    null,
    null,
    null,
    s.fix_sql,
    s.undo_sql,
    jsonb_build_object('server', fs.srvname, 'granted_to', e.grantees)
  from steward_internal.exposed_relations() as e
  inner join pg_foreign_table as f on f.ftrelid = e.relid
  inner join pg_foreign_server as fs on fs.oid = f.ftserver
  cross join lateral steward_internal.revoke_statements(
    'table ' || e.qualified_name, e.acl, e.owner_oid, '{SELECT,INSERT,UPDATE,DELETE}'
  ) as s
  where not e.is_partition
  union all
  select r.*
  from steward_internal.application_roles_row() as r
$$;

comment on function steward_internal.check_exposed_foreign_tables() is $doc$
Finds foreign tables that application roles can reach.

Policies do not exist for foreign tables, and what the user mapping may do on the other server, everybody
may do who reaches the table: PUBLIC or an application role, see rls_disabled.

@title Foreign table is open to applications
@category security
@mode static
@severity warning
@remedy Revoke the grant, and let the roles read a view with the condition that a policy would have.
@fix_lock none
@fix_risk Queries of these roles on the foreign table fail afterwards.
@doc https://www.postgresql.org/docs/current/ddl-foreign-data.html
@access steward_reader
@example select * from steward_internal.check_exposed_foreign_tables();
$doc$;

revoke all on function steward_internal.check_exposed_foreign_tables() from public;
-- end
-- begin sql/health/checks/exposed_materialized_views.sql e8485df3cb76f5647f6b6b5988006a3b3bfe0315457d5225cb78cb1174a5f28b
create or replace function steward_internal.check_exposed_materialized_views()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'materialized view',
    e.schema_name::text,
    e.relation_name::text,
    null::numeric,
    format('Materialized view %s holds rows of %s, whose row level security it does not keep, and %s can read it.',
      e.qualified_name, array_to_string(v.guarded_tables, ', '), array_to_string(e.readers, ', ')),
    null,
    null,
    null,
    s.fix_sql,
    s.undo_sql,
    jsonb_build_object('owner', v.owner_name, 'granted_to', e.readers, 'tables', v.guarded_tables)
  from steward_internal.views_past_row_security() as v
  inner join steward_internal.exposed_relations() as e on e.relid = v.relid
  cross join lateral steward_internal.revoke_statements(
    'table ' || e.qualified_name, e.acl, e.owner_oid, '{SELECT}'
  ) as s
  where e.relkind = 'm'
    and e.readers <> '{}'
  union all
  select r.*
  from steward_internal.application_roles_row() as r
$$;

comment on function steward_internal.check_exposed_materialized_views() is $doc$
Finds materialized views that show what policies hide.

A materialized view holds what its owner read and cannot have row level security. Reported are those
over tables with row level security that does not bind the owner, if PUBLIC or an application role
(see rls_disabled) can read them; over other tables they show nothing that is hidden elsewhere.

@title Materialized view bypasses row level security
@category security
@mode static
@severity warning
@remedy Revoke the grant, and let the roles read a view with the condition of the policy instead.
@fix_lock none
@fix_risk Queries of these roles on the materialized view fail afterwards.
@doc https://www.postgresql.org/docs/current/rules-materializedviews.html
@access steward_reader
@example select * from steward_internal.check_exposed_materialized_views();
$doc$;

revoke all on function steward_internal.check_exposed_materialized_views() from public;
-- end
-- begin sql/health/checks/exposed_sensitive_columns.sql 2b39882d99118c25165f8bea78ac121fdae9ff5dd340a3f8d42bd169eadb831b
create or replace function steward_internal.check_exposed_sensitive_columns()
returns setof steward_internal.check_row
language sql
stable
parallel safe
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
-- end
-- begin sql/health/checks/expression_indexes_without_statistics.sql 753abde9405d87b78288f04611130cee461558591051787f22dc7144a5c1fa1d
create or replace function steward_internal.check_expression_indexes_without_statistics()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with candidates as materialized (
    select
      x.*,
      has_table_privilege(x.indexrelid, 'select')
        and not row_security_active(x.indrelid) as is_visible
    from steward_internal.user_indexes as x
    where x.indexprs is not null
      and x.relkind = 'i'
      and not x.indisunique
      and x.table_rows >= 10000
  )
  select
    'index',
    x.schema_name::text,
    x.index_name::text,
    null::numeric,
    format('Table %s (about %s rows) has not been analyzed since index %s was created, so nothing is known '
        'about the values of its expression.',
      x.table_qualified_name, to_char(x.table_rows, 'FM999,999,999,999,990'), x.qualified_name),
    null,
    null,
    null,
    array[format('analyze %s;', x.table_qualified_name)],
    null::text[],
    jsonb_build_object('table', x.table_qualified_name, 'estimated_rows', x.table_rows::bigint)
  from candidates as x
  where x.is_visible
    and not exists (
      select
      from pg_stats as s
      where s.schemaname = x.schema_name
        and s.tablename = x.index_name
      -- Keeps the planner from reading the statistics of all columns.
      limit 1
    )
    and exists (
      select
      from pg_attribute as a
      where a.attrelid = x.indexrelid
        and x.indkey[a.attnum - 1] = 0
        -- 0 forbids statistics; the default is null since PostgreSQL 17, -1 before.
        and coalesce(a.attstattarget, -1) <> 0
    )
  union all
  select h.*
  from steward_internal.hidden_statistics_rows(
    array(select c.indrelid from candidates as c where not c.is_visible)
  ) as h
$$;

comment on function steward_internal.check_expression_indexes_without_statistics() is $doc$
Finds indexes on expressions about whose values the planner knows nothing.

ANALYZE collects statistics of the expression, CREATE INDEX does not, and autovacuum comes only when a
tenth of the table has changed. Until then every comparison counts as 0.5 % of the table, a plan made
for that can be wrong by orders of magnitude, and the new index seems to be useless. From 10,000 rows
on. Unique indexes tell the planner enough; those of partitioned tables are left out.

@title Expression index without statistics
@category indexes
@severity warning
@remedy Analyze the table after creating an index on an expression.
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk ANALYZE reads a sample of the table; it blocks neither reads nor writes.
@doc https://www.postgresql.org/docs/current/sql-createindex.html
@access steward_reader
@example select * from steward_internal.check_expression_indexes_without_statistics();
$doc$;

revoke all on function steward_internal.check_expression_indexes_without_statistics() from public;
-- end
-- begin sql/health/checks/extensions_in_public.sql 67cd064890d540df6585f73d47f398bccdb51e24c32ce83ee15a244ecbca09bd
create or replace function steward_internal.check_extensions_in_public()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'extension',
    n.nspname::text,
    e.extname::text,
    null::numeric,
    format('Extension %I keeps its objects in schema public.', e.extname),
    case when not e.extrelocatable then 'It cannot be moved: drop it and create it again with the schema.' end,
    null,
    null,
    case
      when e.extrelocatable then
        array['create schema if not exists extensions;', format('alter extension %I set schema extensions;', e.extname)]
    end,
    case when e.extrelocatable then array[format('alter extension %I set schema public;', e.extname)] end,
    jsonb_build_object('version', e.extversion, 'relocatable', e.extrelocatable)
  from pg_extension as e
  inner join pg_namespace as n on n.oid = e.extnamespace
  where n.nspname = 'public'
$$;

comment on function steward_internal.check_extensions_in_public() is $doc$
Lists the extensions whose objects lie among those of the application.

Their functions and views then stand beside one's own, may clash with them, and are offered by tools
that publish schema public as an API. A matter of taste, and off by default.

@title Extension in schema public
@category security
@mode static
@severity info
@enabled false
@remedy Move it into a schema of its own, and put that on the search_path of those who use it.
@fix_lock none
@fix_risk Whatever uses the extension without its schema, such as functions with a pinned search_path, has to learn it.
@doc https://www.postgresql.org/docs/current/sql-alterextension.html
@access steward_reader
@example select * from steward_internal.check_extensions_in_public();
$doc$;

revoke all on function steward_internal.check_extensions_in_public() from public;
-- end
-- begin sql/health/checks/failed_cron_jobs.sql ffb5554117515ca346415548f0c138dd15818ae80796c8785af55801ef180900
create or replace function steward_internal.check_failed_cron_jobs()
returns setof steward_internal.check_row
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_job record;
  v_failures integer;
begin
  return query select r.* from steward_internal.cron_obstacle() as r;
  for v_job in
    select j.job_id, j.job_name, r.status, r.message, r.started_at, r.finished_at
    from steward_internal.cron_jobs() as j
    inner join steward_internal.cron_last_runs() as r on r.job_id = j.job_id
    where r.status = 'failed'
    order by j.job_id
  loop
    execute format(
      'select count(*) from (
        select d.status from %I.job_run_details as d where d.jobid = $1 order by d.runid desc limit 3
      ) as last where last.status = $2',
      'cron'
    )
    into v_failures
    using v_job.job_id, 'failed';
    return next row(
      'job',
      null,
      coalesce(v_job.job_name, v_job.job_id::text),
      null,
      format('The last run of job %s failed%s: %s', coalesce(v_job.job_name, v_job.job_id::text),
        coalesce(' at ' || to_char(coalesce(v_job.finished_at, v_job.started_at), 'YYYY-MM-DD HH24:MI'), ''),
        left(btrim(coalesce(v_job.message, 'no message')), 300)),
      null,
      case when v_failures >= 3 then 'critical' end,
      null,
      null,
      null,
      jsonb_build_object('job_id', v_job.job_id, 'failures_in_last_three_runs', v_failures)
    )::steward_internal.check_row;
  end loop;
end
$$;

comment on function steward_internal.check_failed_cron_jobs() is $doc$
Finds pg_cron jobs of this database whose last run failed.

Three failures in a row are critical: nobody can call that a hiccup. pg_cron's row level security shows
a role only its own jobs. The last runs are found by runid, because the history has no other index.

@title Scheduled job failed
@category schedule
@severity warning
@remedy See the runs of the job in cron.job_run_details; the message is the error of its command.
@doc https://www.postgresql.org/docs/current/bgworker.html
@access steward_reader
@example select * from steward_internal.check_failed_cron_jobs();
$doc$;

revoke all on function steward_internal.check_failed_cron_jobs() from public;
-- end
-- begin sql/health/checks/foreign_key_type_mismatch.sql 574be6e97235465e3fea914ac41accba501fb45d4adbd36498efab45f706978e
create or replace function steward_internal.check_foreign_key_type_mismatch()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with pairs as (
    select
      f.*,
      k.position,
      k.attnum,
      k.target_attnum,
      own.oid as own_type,
      other.oid as target_type,
      array_position(array['smallint', 'integer', 'bigint']::regtype[]::oid[], own.oid) as own_width,
      array_position(array['smallint', 'integer', 'bigint']::regtype[]::oid[], other.oid) as target_width,
      a.attname,
      ta.attname as target_column,
      format_type(a.atttypid, a.atttypmod) as own_name,
      format_type(ta.atttypid, ta.atttypmod) as target_type_name,
      a.attinhcount = 0
        and not exists (
          select
          from pg_partitioned_table as pt
          where pt.partrelid = f.relid
            and k.attnum = any (pt.partattrs::smallint[])
        ) as can_change_type
    from steward_internal.user_foreign_keys() as f
    cross join lateral unnest(f.attnums, f.target_attnums) with ordinality
      as k (attnum, target_attnum, position)
    inner join pg_attribute as a on a.attrelid = f.relid and a.attnum = k.attnum
    inner join pg_attribute as ta on ta.attrelid = f.target_relid and ta.attnum = k.target_attnum
    inner join pg_type as at on at.oid = a.atttypid
    inner join pg_type as tt on tt.oid = ta.atttypid
    inner join pg_type as own on own.oid = coalesce(nullif(at.typbasetype, 0::oid), at.oid)
    inner join pg_type as other on other.oid = coalesce(nullif(tt.typbasetype, 0::oid), tt.oid)
    where a.atttypid <> ta.atttypid
      and own.oid <> other.oid
      -- These two compare as one type, and one index serves both.
      and not (
        own.oid in ('text'::regtype, 'character varying'::regtype)
        and other.oid in ('text'::regtype, 'character varying'::regtype)
      )
  )
  select
    'constraint',
    p.schema_name::text,
    p.constraint_name::text,
    null::numeric,
    format('Foreign key %I of %s compares columns of different types: %s.', p.constraint_name, p.table_name,
      string_agg(
        format('%I is %s, %s.%I is %s', p.attname, p.own_name, p.target_name, p.target_column, p.target_type_name),
        '; ' order by p.position
      )),
    case
      when bool_or(p.own_width > p.target_width)
        then 'The referencing column is the wider one: change the referenced column, and everything that '
          'references it, to the same type.'
    end,
    case when bool_and(p.own_width > p.target_width) then 'info' end,
    null,
    case
      when bool_and(p.can_change_type and coalesce(p.own_width <= p.target_width, true)) then
        array_agg(
          format('alter table %s alter column %I type %s;', p.table_name, p.attname, p.target_type_name)
          order by p.position
        )
    end,
    case
      when bool_and(p.can_change_type and coalesce(p.own_width <= p.target_width, true)) then
        array_agg(
          format('alter table %s alter column %I type %s;', p.table_name, p.attname, p.own_name)
          order by p.position
        )
    end,
    jsonb_build_object('table', p.table_name, 'references', p.target_name)
  from pairs as p
  group by p.constraint_oid, p.schema_name, p.constraint_name, p.table_name, p.target_name
$$;

comment on function steward_internal.check_foreign_key_type_mismatch() is $doc$
Finds foreign keys whose columns differ in type from those that they reference.

An integer column that references a bigint key takes no value beyond 2^31, and one that references a
numeric key cannot use its own index when the parent is deleted, because the comparison casts it. A wider integer is harmless for now and an information. text and character varying count
as one type, and so do a domain and its base type; lengths are not compared. Partitions appear once,
at their parent. index-health, pgdoctor and SchemaCrawler look for the same.

@title Foreign key between different types
@category schema
@mode static
@severity warning
@remedy Give the referencing column the type of the referenced one.
@fix_lock ACCESS EXCLUSIVE
@fix_risk ALTER COLUMN TYPE rewrites the table and its indexes unless the types are stored alike, and checks the key again; views on the column have to be dropped before.
@doc https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK
@access steward_reader
@example select * from steward_internal.check_foreign_key_type_mismatch();
$doc$;

revoke all on function steward_internal.check_foreign_key_type_mismatch() from public;
-- end
-- begin sql/health/checks/foreign_keys_without_index.sql 3f5ec55d17509e4ac223173020bda03a8384dffb1e2ff95ae8ea42ff401e876f
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
    case
      when r.relkind = 'p'
        then 'On a busy table build the index on each partition with CONCURRENTLY first: the statement uses those.'
    end,
    null,
    null,
    array[
      format('create index %s%I on %s (%s);', build.keyword, proposed.name, r.qualified_name,
        fk.column_list)
    ],
    array[format('drop index %s%I.%I;', build.keyword, r.schema_name, proposed.name)],
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
  cross join lateral (
    select case when r.relkind = 'p' then '' else 'concurrently ' end as keyword
  ) as build
  cross join lateral (
    select case
      when octet_length(described.name) > 63
        or exists (
          select
          from pg_class as taken
          where taken.relname = described.name
            and taken.relnamespace = con.connamespace
        )
        then format('%s_%s_idx', left(r.relation_name, 12), left(md5(described.name), 8))
      else described.name
    end as name
    from (select concat_ws('_', r.relation_name, array_to_string(fk.column_names, '_'), 'idx') as name)
      as described
  ) as proposed
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
@fix_lock SHARE UPDATE EXCLUSIVE; SHARE if the table is partitioned
@fix_risk CREATE INDEX CONCURRENTLY reads the table twice and blocks no writes.
@doc https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK
@access steward_reader
@example select * from steward_internal.check_foreign_keys_without_index();
$doc$;

revoke all on function steward_internal.check_foreign_keys_without_index() from public;
-- end
-- begin sql/health/checks/hba_file_errors.sql 6927523171aacc06f392e306657960da67708c7c85a7803aae159a7adc25ed9f
create or replace function steward_internal.check_hba_file_errors()
returns setof steward_internal.check_row
language plpgsql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
begin
  if not has_table_privilege('pg_hba_file_rules', 'select')
    or not has_function_privilege('pg_hba_file_rules()', 'execute')
    or not has_table_privilege('pg_ident_file_mappings', 'select')
    or not has_function_privilege('pg_ident_file_mappings()', 'execute')
  then
    return query select r.*
    from steward_internal.skipped_row(
      'superuser', 'The rules of pg_hba.conf and pg_ident.conf are hidden from this role.',
      format(
        'grant select on pg_hba_file_rules, pg_ident_file_mappings to %1$I; '
          || 'grant execute on function pg_hba_file_rules(), pg_ident_file_mappings() to %1$I;',
        current_user
      )
    ) as r;
    return;
  end if;

  return query
  select
    'setting', null::text, format('%s line %s', e.kind, e.line_number), null::numeric,
    format('Line %s%s %s: %s.', e.line_number, ' of ' || e.file_name,
      case when e.severity = 'info' then 'has no effect' else 'cannot be read' end, e.error),
    null::text, e.severity, null::text, null::text[], null::text[],
    jsonb_build_object('file', e.file_name, 'line', e.line_number)
  from (
    -- A rule that PostgreSQL understood, but that cannot match, is shown with its parts.
    select 'pg_hba.conf', case when h.type is null then 'critical' else 'info' end, h.line_number, h.error,
      coalesce(to_jsonb(h) ->> 'file_name', current_setting('hba_file', true))
    from pg_hba_file_rules as h
    where h.error is not null
    union all
    select 'pg_ident.conf', 'warning', i.line_number, i.error,
      coalesce(to_jsonb(i) ->> 'file_name', current_setting('ident_file', true))
    from pg_ident_file_mappings as i
    where i.error is not null
  ) as e (kind, severity, line_number, error, file_name);
end
$$;

comment on function steward_internal.check_hba_file_errors() is $doc$
Finds lines of pg_hba.conf and pg_ident.conf that PostgreSQL cannot read.

With such a line a reload keeps the old rules and says so only in the log, so a change did not happen;
with one in pg_hba.conf the next restart fails: critical. A bad pg_ident.conf is a warning, since the
server starts without its maps. A hostssl rule of a server without TLS matches nobody: an info.

@title Authentication file has an error
@category security
@scope cluster
@severity critical
@remedy Correct the line, reload, and look at pg_hba_file_rules or pg_ident_file_mappings again.
@doc https://www.postgresql.org/docs/current/view-pg-hba-file-rules.html
@access steward_reader
@example select * from steward_internal.check_hba_file_errors();
$doc$;

revoke all on function steward_internal.check_hba_file_errors() from public;
-- end
-- begin sql/health/checks/idle_in_transaction.sql b2e01cb148405c5588d5a2ac954b86656ca147d34556bfd9f39f2afafb438c03
create or replace function steward_internal.check_idle_in_transaction()
returns setof steward_internal.check_row
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    'session',
    null,
    format('pid %s', s.pid),
    round(age.seconds, 1),
    format(
      'S%s has been %s for %s, since %s%s. Last query: %s',
      substr(s.description, 2), s.state, steward_internal.format_value(age.seconds, 'seconds'),
      date_trunc('second', s.state_change),
      -- An aborted transaction has no start any more.
      '; its transaction began at ' || date_trunc('second', s.transaction_start),
      coalesce(s.query, 'none')
    ),
    format(
      'Let its application commit or roll back, or end it: select pg_terminate_backend(%s);', s.pid
    ),
    null,
    null,
    null::text[],
    null::text[],
    s.evidence || jsonb_build_object(
      'state_change', s.state_change, 'transaction_start', s.transaction_start
    )
  from steward_internal.described_sessions() as s
  cross join lateral (
    select extract(epoch from clock_timestamp() - s.state_change) as seconds
  ) as age
  where s.backend_type = 'client backend'
    and s.state in ('idle in transaction', 'idle in transaction (aborted)')
$$;

comment on function steward_internal.check_idle_in_transaction() is $doc$
Finds sessions whose open transaction waits for its application.

Such a transaction keeps its locks and, if it has a snapshot, keeps VACUUM from removing rows that
were deleted since it began. What counts is how long it has been idle, not how old the transaction
is: a batch job that works is no forgotten session. Aborted transactions are included. Not seen are
sessions that run with track_activities off. The thresholds are those of check_postgres and
pgmonitor; pgFirstAid and the pgEdge rules start at 5 minutes as well.

@title Session is idle in a transaction
@category transactions
@scope cluster
@unit seconds
@warning 300
@critical 900
@requires_role pg_read_all_stats
@remedy End the transaction; idle_in_transaction_session_timeout does so by itself.
@doc https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-IDLE-IN-TRANSACTION-SESSION-TIMEOUT
@access steward_reader
@example select * from steward_internal.check_idle_in_transaction();
$doc$;

revoke all on function steward_internal.check_idle_in_transaction() from public;
-- end
-- begin sql/health/checks/inactive_replication_slots.sql c9d3632cd2e197c7ea42d949e385fed1131b35bd4f6e8a69512f1f81473e8c20
create or replace function steward_internal.check_inactive_replication_slots()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select r.*
  from pg_replication_slots as s
  cross join lateral steward_internal.inactive_slot_rows(
    to_jsonb(s), pg_is_in_recovery(), statement_timestamp()
  ) as r
$$;

comment on function steward_internal.check_inactive_replication_slots() is $doc$
Finds replication slots that nobody is reading from.

A forgotten slot keeps WAL until the disk is full and dead rows until the tables are bloated. An
invalidated slot keeps nothing any more, but its consumer has lost its place, which is critical.
Temporary slots go away with their session and are left out; so are, on a standby, the copies that
it synchronizes from its primary.

PostgreSQL 17 and later tell since when a slot is inactive. An hour is more than a consumer needs to
restart (check_postgres and pgmonitor give it minutes, pgFirstAid none), a day is more than most
disks can wait. Before 17 it cannot be known, so every inactive slot is a warning: run the check
again before you believe it.

@title Replication slot is not being read
@category replication
@scope cluster
@unit seconds
@warning 3600
@critical 86400
@remedy Bring its consumer back; if there is none any more, drop the slot.
@fix_lock none
@fix_risk A consumer that still exists has to be set up anew once its slot is gone.
@doc https://www.postgresql.org/docs/current/view-pg-replication-slots.html
@access steward_reader
@example select * from steward_internal.check_inactive_replication_slots();
$doc$;

revoke all on function steward_internal.check_inactive_replication_slots() from public;
-- end
-- begin sql/health/checks/inconsistent_column_types.sql 2258eb197473cd2cb0a02ad702ef8a210869aa68de8ecb4abfabe69e6f2e437d
create or replace function steward_internal.check_inconsistent_column_types()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with variants as materialized (
    select
      c.column_name,
      t.oid as type_oid,
      count(*) as table_count
    from steward_internal.user_columns as c
    cross join lateral (
      select case when c.type_oid = 'varchar'::regtype then 'text'::regtype::oid else c.type_oid end as oid
    ) as t
    group by c.column_name, t.oid
  ),
  names as materialized (
    select v.column_name
    from variants as v
    group by v.column_name
    having count(*) > 1
      and (
        right(v.column_name::text, 3) = '_id'
        or max(v.table_count) >= 0.75 * sum(v.table_count)
      )
  ),
  described as (
    select
      v.column_name,
      format_type(v.type_oid, null) as type_name,
      v.table_count,
      (
        select array_agg(u.qualified_name order by u.qualified_name)
        from (
          select c.qualified_name
          from steward_internal.user_columns as c
          where c.column_name = v.column_name
            and (c.type_oid = v.type_oid or v.type_oid = 'text'::regtype and c.type_oid = 'varchar'::regtype)
          order by c.schema_name, c.relation_name
          limit 5
        ) as u
      ) as tables
    from names as n
    inner join variants as v on v.column_name = n.column_name
  )
  select
    'column',
    null,
    d.column_name::text,
    null::numeric,
    format(
      'Columns with the name %I have different types: %s.',
      d.column_name,
      string_agg(
        format(
          '%s in %s%s', d.type_name, array_to_string(d.tables, ', '),
          case when d.table_count > 5 then format(' and %s more tables', d.table_count - 5) else '' end
        ),
        '; ' order by d.table_count desc, d.type_name
      )
    ),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('types', jsonb_object_agg(d.type_name, d.table_count))
  from described as d
  group by d.column_name
$$;

comment on function steward_internal.check_inconsistent_column_types() is $doc$
Finds column names that mean different types in different tables.

user_id as integer here and bigint there ends in failed joins, in casts that no index serves, and in
overflow. Reported are names that end in _id with any two types, and other names if three of four
tables agree on one; otherwise the same word simply means two things. text and character varying count
as one type, and lengths do not matter. The rule is this project's own: peers compare all names, which
reports every second column called status.

@title Column name with different types
@category schema
@mode static
@severity info
@confidence estimate
@remedy Give the columns one type if they mean the same thing, or different names if they do not.
@doc https://www.postgresql.org/docs/current/ddl-basics.html
@access steward_reader
@example select * from steward_internal.check_inconsistent_column_types();
$doc$;

revoke all on function steward_internal.check_inconsistent_column_types() from public;
-- end
-- begin sql/health/checks/index_bloat.sql 322ea5ba66bb01013a6ee17c4325cdb3f0c1863639b90f476b3e8465de6e8299
create or replace function steward_internal.check_index_bloat()
returns setof steward_internal.check_row
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_schema name := steward_internal.extension_schema('pgstattuple');
  v_index record;
  v_bytes bigint;
  v_internal_pages bigint;
  v_leaf_pages bigint;
  v_empty_pages bigint;
  v_density numeric;
  v_fragmentation numeric;
  v_unread_count integer := 0;
  v_unread_index text;
  v_bytes_left bigint := 1073741824;
  v_percent numeric;
begin
  if not (
    has_schema_privilege(v_schema, 'usage')
      and has_function_privilege(format('%I.pgstatindex(regclass)', v_schema), 'execute')
  ) then
    return next steward_internal.skipped_row(
      'privilege',
      format('Role %I may not look into indexes.', current_user),
      format('grant pg_stat_scan_tables to %I;', current_user)
    );
    return;
  end if;

  for v_index in
    select b.* from steward_internal.btree_candidates(10485760) as b
    order by b.estimated_bytes desc, b.indexrelid
  loop
    if v_index.estimated_bytes > v_bytes_left or steward_internal.time_is_up() then
      v_unread_count := v_unread_count + 1;
      v_unread_index := coalesce(v_unread_index, v_index.qualified_name);
      continue;
    end if;
    begin
      if v_index.is_locked then
        raise lock_not_available;
      end if;
      execute format(
        'select s.index_size, s.internal_pages, s.leaf_pages, s.empty_pages + s.deleted_pages,
          s.avg_leaf_density, s.leaf_fragmentation
        from %I.pgstatindex($1) as s',
        v_schema
      )
      into v_bytes, v_internal_pages, v_leaf_pages, v_empty_pages, v_density, v_fragmentation
      using v_index.indexrelid::regclass;
    exception
      when lock_not_available then
        return next steward_internal.skipped_row(
          'lock',
          format('Index %s was not measured: another session holds or awaits an exclusive lock.',
            v_index.qualified_name),
          'See who holds the lock with get_blocking_locks(), and run the check again.',
          'index', v_index.schema_name::text, v_index.index_name::text
        );
        continue;
      when undefined_table then
        continue;
    end;
    v_bytes_left := v_bytes_left - v_bytes;
    continue when v_leaf_pages = 0;

    v_percent := round(
      100 - 100.0
        * (1 + v_internal_pages + v_leaf_pages * v_density / v_index.fillfactor)
        * current_setting('block_size')::integer / v_bytes,
      1
    );
    return next row(
      'index', v_index.schema_name, v_index.index_name, greatest(v_percent, 0),
      format('Index %s on %s (%s) would be about %s %% smaller after a rebuild: its leaf pages are %s %% full, '
          'and %s pages are empty.',
        v_index.qualified_name, v_index.table_qualified_name, pg_size_pretty(v_bytes),
        greatest(v_percent, 0), round(v_density),
        v_empty_pages),
      null, null, null,
      array[format('reindex index concurrently %s;', v_index.qualified_name)],
      null::text[],
      jsonb_build_object(
        'table', v_index.table_qualified_name, 'index_bytes', v_bytes,
        'leaf_density', v_density, 'leaf_fragmentation', v_fragmentation,
        'empty_pages', v_empty_pages
      )
    )::steward_internal.check_row;
  end loop;

  if v_unread_count > 0 then
    return next steward_internal.skipped_row(
      'time',
      format('%s indexes were not measured, because no more than 1 GB is read; the largest is %s.',
        v_unread_count, v_unread_index),
      format('select * from %I.pgstatindex(%L);', v_schema, v_unread_index)
    );
  end if;
end
$$;

comment on function steward_internal.check_index_bloat() is $doc$
Measures which btree indexes are mostly empty space.

A page of a btree is reused only for keys that belong there or when it has become empty, so deletes all
over the keys leave it half full for ever. It is measured with pgstatindex(); estimates from pg_stats are
wrong by more than the size of the index since btrees store equal keys once (PostgreSQL 13). Compared is
the size that the index would have with all leaf pages filled to its fillfactor; entries of dead rows that
VACUUM has not removed count as full.

pgstatindex() reads the whole index, so indexes below 10 MB are left out, no more than 1 GB is read (the
largest index that fits comes first), and what was not read is said. An index with keys in random order is
about 70 % full at its best, a bloat of 20 to 25 %; 50 and 70 % are the thresholds of pgdoctor.

@title Index is bloated
@category storage
@unit percent
@warning 50
@critical 70
@requires_extension pgstattuple
@remedy Rebuild the index. If it comes back, see whether VACUUM comes often enough.
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk REINDEX CONCURRENTLY reads the table twice, needs space for a second index and blocks no writes.
@doc https://www.postgresql.org/docs/current/routine-reindex.html
@access steward_reader
@example select * from steward_internal.check_index_bloat();
$doc$;

revoke all on function steward_internal.check_index_bloat() from public;
-- end
-- begin sql/health/checks/inherited_tables.sql c7f9e1f695585cba7a840062f081447f517aab90d946ca7de4444ca542438b75
create or replace function steward_internal.check_inherited_tables()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'table',
    r.schema_name::text,
    r.relation_name::text,
    null::numeric,
    format(
      'Table %s has %s by inheritance: %s.',
      r.qualified_name,
      case when i.child_count > 1 then format('%s child tables', i.child_count) else 'a child table' end,
      steward_internal.name_list(i.names)
    ),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('children', to_jsonb(i.names))
  from (
    select
      h.inhparent,
      count(*) as child_count,
      array_agg(child.qualified_name order by child.qualified_name) as names
    from pg_inherits as h
    inner join steward_internal.user_relations as child on child.relid = h.inhrelid
    where not child.is_partition
    group by h.inhparent
  ) as i
  inner join steward_internal.user_relations as r on r.relid = i.inhparent
$$;

comment on function steward_internal.check_inherited_tables() is $doc$
Finds tables with children by inheritance that are no partitions.

A unique index, a primary key and a foreign key hold for each table alone, not for the family, so
duplicates and dangling references get in. The parent of old-style partitioning needs triggers or rules
and checks its constraints one by one. PostgreSQL's wiki lists inheritance under "Don't Do This".
Partitions are not reported.

@title Table has children by inheritance
@category schema
@mode static
@severity info
@remedy Use declarative partitioning for parts of one table; for kinds of one thing use tables with a foreign key to the common one.
@doc https://www.postgresql.org/docs/current/ddl-inherit.html#DDL-INHERIT-CAVEATS
@access steward_reader
@example select * from steward_internal.check_inherited_tables();
$doc$;

revoke all on function steward_internal.check_inherited_tables() from public;
-- end
-- begin sql/health/checks/insecure_hba_rules.sql 9824fb6804cd080f35739d2898f791ff648903c099e5fc0741a54a72def4c8ee
create or replace function steward_internal.check_insecure_hba_rules()
returns setof steward_internal.check_row
language plpgsql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
begin
  if not has_table_privilege('pg_hba_file_rules', 'select')
    or not has_function_privilege('pg_hba_file_rules()', 'execute')
  then
    return query select r.*
    from steward_internal.skipped_row(
      'superuser', 'The rules of pg_hba.conf are hidden from this role.',
      format(
        'grant select on pg_hba_file_rules to %1$I; grant execute on function pg_hba_file_rules() to %1$I;',
        current_user
      )
    ) as r;
    return;
  end if;

  return query
  with rules as (
    select
      h.line_number,
      concat_ws(
        ' ', h.type, array_to_string(h.database, ','), array_to_string(h.user_name, ','), h.address, h.netmask,
        h.auth_method
      ) as rule,
      coalesce(to_jsonb(h) ->> 'file_name', current_setting('hba_file', true)) as file_name,
      k.severity,
      k.risk
    from pg_hba_file_rules as h
    cross join lateral steward_internal.hba_rule_risk(h.type, h.address, h.auth_method) as k
    where h.error is null
  )
  select
    'setting', null::text, format('pg_hba.conf %s', r.rule), null::numeric,
    format('The rule "%s" in line %s%s %s.', r.rule, r.line_number, ' of ' || r.file_name, r.risk), null::text,
    r.severity, null::text, null::text[], null::text[],
    jsonb_build_object('file', r.file_name, 'line', r.line_number)
  from (
    -- The first of equal rules decides.
    select distinct on (s.rule) s.* from rules as s order by s.rule, s.file_name, s.line_number
  ) as r;
end
$$;

comment on function steward_internal.check_insecure_hba_rules() is $doc$
Finds rules of pg_hba.conf that let people in who cannot prove who they are.

trust for other machines is critical; for this machine, as in a container, it is an info. Clear-text
passwords without TLS and ident are a warning, md5 an info, since SCRAM passwords work with it as well.
Read is the file, which may have been changed since it was last loaded. What a rule covers (all
databases, all addresses) is not judged where its method is strong.

@title Rule of pg_hba.conf is too weak
@category security
@scope cluster
@severity warning
@remedy Change the method to scram-sha-256 and the type to hostssl, then select pg_reload_conf().
@doc https://www.postgresql.org/docs/current/auth-pg-hba-conf.html
@access steward_reader
@example select * from steward_internal.check_insecure_hba_rules();
$doc$;

revoke all on function steward_internal.check_insecure_hba_rules() from public;
-- end
-- begin sql/health/checks/int4_key_exhaustion.sql f5cd3223d81c5ea55cd6fb4b72984809035c2b02e7d49fdf26070a31d2efee1c
create or replace function steward_internal.check_int4_key_exhaustion()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with feeders as (
    select d.refobjid as relid, d.refobjsubid as attnum, d.objid as sequence_id, d.deptype
    from pg_depend as d
    where d.classid = 'pg_class'::regclass
      and d.refclassid = 'pg_class'::regclass
      and d.refobjsubid > 0
      and d.deptype in ('a', 'i')
    union
    select def.adrelid, def.adnum, d.refobjid, d.deptype
    from pg_attrdef as def
    inner join pg_depend as d on d.classid = 'pg_attrdef'::regclass and d.objid = def.oid
    where d.refclassid = 'pg_class'::regclass
  ),
  sequences as materialized (
    select
      f.relid,
      f.attnum,
      max(r.reach) as reach,
      (array_agg(sign(s.increment_by) order by r.reach desc nulls last))[1]::numeric as direction,
      (array_agg(s.qualified_name order by r.reach desc nulls last))[1] as qualified_name,
      max(s.max_value) filter (where s.is_cycled) as cycled_at,
      -- Changing an identity column changes its sequence as well.
      array_agg(distinct format('alter sequence %s as bigint;', s.qualified_name))
        filter (where f.deptype <> 'i' and s.data_type <> 'bigint'::regtype) as widening,
      array_agg(
        distinct format('alter sequence %s as %s;', s.qualified_name, format_type(s.data_type, null))
      ) filter (where f.deptype <> 'i' and s.data_type <> 'bigint'::regtype) as narrowing
    from steward_internal.sequence_values() as s
    inner join feeders as f on f.sequence_id = s.relid
    -- In the direction of the increment; the range below zero is gained, not used up.
    cross join lateral (select s.last_value::numeric * sign(s.increment_by)::numeric as reach) as r
    group by f.relid, f.attnum
  ),
  columns as materialized (
    select
      k.*,
      s.reach,
      s.direction,
      case when s.reach is not null then s.qualified_name end as sequence_name,
      own.widening,
      own.narrowing,
      a.attinhcount = 0 and pt.partrelid is null as can_change_type
    from steward_internal.narrow_key_columns() as k
    inner join pg_attribute as a on a.attrelid = k.relid and a.attnum = k.attnum
    left join pg_partitioned_table as pt
      on pt.partrelid = k.relid and k.attnum = any (pt.partattrs::smallint[])
    left join sequences as s on s.relid = k.source_relid and s.attnum = k.source_attnum
    left join sequences as own on own.relid = k.relid and own.attnum = k.attnum
    where s.cycled_at is null
      or s.cycled_at > k.limit_value
  ),
  maxima as materialized (
    select m.*
    from (
      select array_agg(k.source_relid) as relids, array_agg(k.source_attnum) as attnums
      from (
        select distinct c.source_relid, c.source_attnum
        from columns as c
        where c.reach is null
      ) as k
    ) as wanted
    cross join lateral steward_internal.column_maxima(wanted.relids, wanted.attnums) as m
  ),
  measured as materialized (
    select
      k.*,
      coalesce(k.reach * k.direction, m.maximum) as reached,
      coalesce(k.reach, m.maximum) as used,
      m.withheld
    from columns as k
    left join maxima as m on m.relation_id = k.source_relid and m.attnum = k.source_attnum
  ),
  unread as (
    select
      m.withheld,
      count(distinct m.source_relid) as table_count,
      (array_agg(distinct m.source_table order by m.source_table))[1:3] as first_names
    from measured as m
    where m.withheld in ('privilege', 'row security', 'time')
    group by m.withheld
  )
  select
    'column',
    m.schema_name::text,
    format('%s.%s', m.table_name, m.column_name),
    round(100 * m.used / m.limit_value, 1),
    format(
      case
        when m.source_relid = m.relid
          then 'Column %1$s.%2$I (%3$s) has reached %5$s of %6$s: %7$s values are left.'
        else 'Column %1$s.%2$I (%3$s) references %4$s, which has reached %5$s of the %6$s that fit: '
          '%7$s values are left.'
      end,
      m.qualified_name, m.column_name, m.data_type, m.source_column,
      to_char(m.reached, 'FM9,999,999,999,999,999,990'),
      to_char(m.limit_value, 'FM9,999,999,990'),
      to_char(greatest(m.limit_value - m.used, 0), 'FM9,999,999,990')
    ),
    case
      when not m.can_change_type
        then 'The type of an inherited column or of a partition key cannot be changed in place: change it in '
          'the table that it comes from, or move the rows to a new table.'
    end,
    null,
    null,
    case
      when m.can_change_type then
        array[
          format('alter table %s alter column %I type bigint;', m.qualified_name, m.column_name)
        ] || m.widening
    end,
    case
      when m.can_change_type then
        array[
          format(
            'alter table %s alter column %I type %s;', m.qualified_name, m.column_name, m.data_type
          )
        ] || m.narrowing
    end,
    jsonb_build_object(
      'reached', m.reached,
      'left', greatest(m.limit_value - m.used, 0),
      'sequence', m.sequence_name,
      'referenced_by', m.referenced_by
    )
  from measured as m
  where m.reached is not null
  union all
  select r.*
  from unread as u
  cross join lateral steward_internal.skipped_row(
    case u.withheld when 'time' then 'time' else 'privilege' end,
    format(
      case u.withheld
        when 'privilege' then 'Role %1$I may read neither the sequence nor the key of %2$s tables: %3$s%4$s.'
        when 'row security' then 'Row security may hide keys of %2$s tables from role %1$I: %3$s%4$s.'
        else 'The time budget was used up before the keys of %2$s tables were read: %3$s%4$s.'
      end,
      current_user, u.table_count, array_to_string(u.first_names, ', '),
      case when u.table_count > 3 then format(' and %s more', u.table_count - 3) else '' end
    ),
    case
      when u.withheld = 'time' then
        format('select * from steward.health_findings(checks => %L);', array['int4_key_exhaustion'])
      when u.withheld = 'row security' then
        format('Run the check as the owner of the tables, or: alter role %I bypassrls;', current_user)
      when u.table_count > 3 then format('grant pg_read_all_data to %I;', current_user)
      else format('grant select on %s to %I;', array_to_string(u.first_names, ', '), current_user)
    end
  ) as r
  union all
  select r.*
  from measured as m
  cross join lateral steward_internal.skipped_row(
    m.withheld,
    format(
      case m.withheld
        when 'lock' then 'The largest value of %s was not read: another session has locked the table.'
        else 'The largest value of %s was not read: the table is unlogged, and this is a standby.'
      end,
      m.source_column
    ),
    case m.withheld
      when 'lock' then 'See who holds the lock with get_blocking_locks(), and run the check again.'
      else 'Run the health check on the primary as well.'
    end,
    'column',
    m.schema_name::text,
    format('%s.%s', m.table_name, m.column_name)
  ) as r
  where m.withheld in ('lock', 'server')
$$;

comment on function steward_internal.check_int4_key_exhaustion() is $doc$
Finds smallint and integer keys that have used up most of their numbers.

When the numbers of a key are used up, every INSERT fails. What counts is the type of the column: a
bigint sequence does not help an integer column, and the share of that sequence looks like nothing.
Measured are the leading columns of primary keys and unique indexes, and columns that reference a
bigint key (foreign keys of one column): by the last value of the sequence that feeds them, else by
the largest value, which the index finds at once. Partial indexes cannot do that and are left out, so
are keys that a sequence with CYCLE feeds, and partitions appear once, at their parent. A table that
another session has locked, or that row security hides in part, is skipped and said so.

The first threshold is that of pgdoctor: changing a large key takes weeks of preparation. pghero
tells at 90 %, too late for that; hence 80 % as critical.

@title Key column is running out of numbers
@category capacity
@unit percent
@warning 50
@critical 80
@remedy Plan the change to bigint, of every column that references this one too. ALTER COLUMN TYPE rewrites the table and blocks it meanwhile; for a large table add a bigint column, keep it filled with a trigger, copy the old rows in batches, and swap the names.
@fix_lock ACCESS EXCLUSIVE
@fix_risk ALTER TABLE ... TYPE rewrites the table and all its indexes under an ACCESS EXCLUSIVE lock. Applications must cope with values beyond 2^31.
@doc https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-INT
@access steward_reader
@example select * from steward_internal.check_int4_key_exhaustion();
$doc$;

revoke all on function steward_internal.check_int4_key_exhaustion() from public;
-- end
-- begin sql/health/checks/invalid_indexes.sql 9a6728fb3a55d64ea868ff623702b91d1033edc58e287244caff9ccf90774aee
create or replace function steward_internal.check_invalid_indexes()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
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
    null::text[],
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
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk REINDEX CONCURRENTLY reads the table twice and blocks no writes; DROP INDEX CONCURRENTLY waits for running transactions.
@doc https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
@access steward_reader
@example select * from steward_internal.check_invalid_indexes();
$doc$;

revoke all on function steward_internal.check_invalid_indexes() from public;
-- end
-- begin sql/health/checks/json_columns.sql 27e4ebf3043b95bfe732bd6a8df4efaa8aa39a4e8fc325ac95361d6e188a1d2e
create or replace function steward_internal.check_json_columns()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select r.* from steward_internal.column_type_rows('{json}', 'jsonb') as r
$$;

comment on function steward_internal.check_json_columns() is $doc$
Finds columns of type json, which keeps the text as it was typed.

Every access parses the text again, there is no equality operator (DISTINCT, GROUP BY and UNION fail),
and no index can search inside. PostgreSQL's manual recommends jsonb for most applications. Not
reported are columns of domains; keep json where the very text matters, such as a signed message.

@title Column of type json
@category schema
@mode static
@severity info
@remedy Use jsonb, unless white space, duplicate keys or the order of keys matter.
@fix_lock ACCESS EXCLUSIVE
@fix_risk ALTER COLUMN TYPE rewrites the table and its indexes, and nobody can read or write the table meanwhile. White space, the order of keys and duplicate keys are lost for good; text with \u0000 is refused.
@doc https://www.postgresql.org/docs/current/datatype-json.html
@access steward_reader
@example select * from steward_internal.check_json_columns();
$doc$;

revoke all on function steward_internal.check_json_columns() from public;
-- end
-- begin sql/health/checks/large_object_columns.sql 859be8b7a25f2e7d2d1e4506bd0a2de9f1138ffbd4fb5e9779d89daa6aaf32cd
create or replace function steward_internal.check_large_object_columns()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'column',
    c.schema_name::text,
    format('%s.%s', c.relation_name, c.column_name),
    null::numeric,
    format('Column %s.%I refers to large objects, and no trigger removes them.', c.qualified_name, c.column_name),
    null,
    null,
    null,
    array[
      format(
        'create trigger %I before update or delete on %s for each row execute function %I.lo_manage(%s);',
        trigger.name, c.qualified_name, n.nspname,
        -- A trigger passes its arguments as text, so the name is a literal.
        quote_literal(c.column_name)
      )
    ],
    array[format('drop trigger %I on %s;', trigger.name, c.qualified_name)],
    jsonb_build_object('column', c.column_name)
  from pg_extension as e
  inner join pg_namespace as n on n.oid = e.extnamespace
  inner join pg_type as t on t.typnamespace = e.extnamespace and t.typname = 'lo'
  inner join steward_internal.user_columns as c on c.type_oid = t.oid
  cross join lateral (select 'remove_' || c.column_name as name) as trigger
  where e.extname = 'lo'
    and not exists (
      select
      from pg_trigger as g
      inner join pg_proc as p on p.oid = g.tgfoid
      where g.tgrelid = c.relid
        and g.tgenabled <> 'D'
        and p.pronamespace = e.extnamespace
        and p.proname = 'lo_manage'
        -- Each argument ends with a zero byte.
        and g.tgargs = convert_to(c.column_name, current_setting('server_encoding')) || '\x00'::bytea
    )
$$;

comment on function steward_internal.check_large_object_columns() is $doc$
Finds columns of type lo whose large objects nobody removes.

A row with a reference to a large object is just a row: without the trigger lo_manage() of the
extension lo, UPDATE and DELETE leave the object behind, where it takes space and is dumped for ever.
Only columns of the type lo of that extension are reported, one row for each: whether an oid refers
to a large object cannot be seen from the schema. TRUNCATE and DROP TABLE fire no such trigger.

@title Large objects are left behind
@category schema
@mode static
@severity warning
@remedy Create the trigger, and remove what has been left behind with vacuumlo. New data is better kept in a bytea column.
@fix_lock SHARE ROW EXCLUSIVE
@fix_risk From then on UPDATE and DELETE remove the large object that the old row refers to; wrong if other rows refer to it too.
@doc https://www.postgresql.org/docs/current/lo.html
@access steward_reader
@example select * from steward_internal.check_large_object_columns();
$doc$;

revoke all on function steward_internal.check_large_object_columns() from public;
-- end
-- begin sql/health/checks/large_unpartitioned_tables.sql 4af0c68aeeec74850f26ed53f439cba24bb16fccbffda17856a87f5915989ee7
create or replace function steward_internal.check_large_unpartitioned_tables()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'table',
    r.schema_name::text,
    r.relation_name::text,
    r.reltuples::numeric,
    format(
      'Table %s has about %s rows in %s and is not partitioned.',
      r.qualified_name,
      to_char(r.reltuples::numeric, 'FM999,999,999,999,990'),
      pg_size_pretty(r.estimated_bytes)
    ),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('estimated_rows', r.reltuples::bigint, 'estimated_bytes', r.estimated_bytes)
  from steward_internal.user_tables as r
  where r.relkind = 'r'
    and r.reltuples >= 1000000
$$;

comment on function steward_internal.check_large_unpartitioned_tables() is $doc$
Finds tables with very many rows that are not partitioned.

One VACUUM, one index build and one deletion of old rows work on all of it; with partitions old rows go
by DROP TABLE, and maintenance comes in pieces. The threshold is that at which pgdoctor warns; a table
that is read by its key alone can do without partitions, so a higher one is in order there. The number
of rows is that of the last VACUUM or ANALYZE. Tables below one million rows are never reported.

@title Large table is not partitioned
@category schema
@unit rows
@warning 50000000
@confidence estimate
@remedy Partition the table by the column by which old rows are deleted, before it grows further; raise the threshold if it only ever is read by its key.
@doc https://www.postgresql.org/docs/current/ddl-partitioning.html
@access steward_reader
@example select * from steward_internal.check_large_unpartitioned_tables();
$doc$;

revoke all on function steward_internal.check_large_unpartitioned_tables() from public;
-- end
-- begin sql/health/checks/length_limited_columns.sql 525bd8d8b7cc983b37f625e6019fb9f487ae543d74a0ee8761cf13eff68278c0
create or replace function steward_internal.check_length_limited_columns()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select r.* from steward_internal.column_type_rows('{character varying}', 'text', only_with_length => true) as r
$$;

comment on function steward_internal.check_length_limited_columns() is $doc$
Finds columns of type character varying(n).

The limit saves neither space nor time; it is an error in production on the day when somebody has a
longer name, and views on the column stand in the way of a change. PostgreSQL's wiki lists it under
"Don't Do This" unless the limit is a rule. Off by default: many schemas have it on purpose, and many
frameworks everywhere. character varying without a length is not reported.

@title Column of type character varying(n)
@category schema
@mode static
@severity info
@enabled false
@remedy Use text; where the length is a rule, add a CHECK constraint, which can be changed without touching views.
@fix_lock ACCESS EXCLUSIVE
@fix_risk The table is not rewritten, so the lock is short; values longer than the limit are accepted from then on.
@doc https://www.postgresql.org/docs/current/datatype-character.html
@access steward_reader
@example select * from steward_internal.check_length_limited_columns();
$doc$;

revoke all on function steward_internal.check_length_limited_columns() from public;
-- end
-- begin sql/health/checks/long_queries.sql b77b12fdc324f94c3828348339db77e303853c4f7e7ccf76b1f6c31da006a1c0
create or replace function steward_internal.check_long_queries()
returns setof steward_internal.check_row
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    'session',
    null,
    format('pid %s', s.pid),
    round(age.seconds, 1),
    format(
      'S%s has been running one query for %s, since %s: %s',
      substr(s.description, 2), steward_internal.format_value(age.seconds, 'seconds'),
      date_trunc('second', s.query_start), coalesce(s.query, 'none')
    ),
    format('If nobody needs its result, cancel it: select pg_cancel_backend(%s);', s.pid),
    null,
    null,
    null::text[],
    null::text[],
    s.evidence || jsonb_build_object('query_start', s.query_start)
  from steward_internal.described_sessions() as s
  cross join lateral (
    select extract(epoch from clock_timestamp() - s.query_start) as seconds
  ) as age
  where s.backend_type = 'client backend'
    and s.state = 'active'
    and s.application_name not in ('pg_dump', 'pg_restore', 'pg_basebackup')
    and s.pid <> pg_backend_pid()
$$;

comment on function steward_internal.check_long_queries() is $doc$
Finds queries that have been running for long.

Left out are pg_dump, pg_restore and pg_basebackup, known by their application_name, whose queries
take as long as the data is large, and the session that asks; background processes are no clients.
A report that takes its time may be right: raise the thresholds where that is usual. The warning is
the 5 minutes of pgFirstAid, check_postgres (critical) and the pgEdge rules; peers differ on the
critical value from 5 minutes to the 24 hours of pgmonitor, an hour is certainly no web request.

@title Query runs for long
@category queries
@scope cluster
@unit seconds
@warning 300
@critical 3600
@requires_role pg_read_all_stats
@remedy Cancel the query if nobody needs its result; statement_timeout limits it for a role.
@doc https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-STATEMENT-TIMEOUT
@access steward_reader
@example select * from steward_internal.check_long_queries();
$doc$;

revoke all on function steward_internal.check_long_queries() from public;
-- end
-- begin sql/health/checks/long_transactions.sql 1dad676f5e6c7695dcb3c9ab26e51fc7c3af1b65a148217ddda19c7107c5f6d9
create or replace function steward_internal.check_long_transactions()
returns setof steward_internal.check_row
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    'session',
    null,
    format('pid %s', s.pid),
    round(age.seconds, 1),
    format(
      'S%s has had a transaction open for %s, since %s; it is %s since %s. %s: %s',
      substr(s.description, 2), steward_internal.format_value(age.seconds, 'seconds'),
      date_trunc('second', s.transaction_start), s.state, date_trunc('second', s.state_change),
      case s.state when 'active' then 'Query' else 'Last query' end, coalesce(s.query, 'none')
    ),
    case s.state
      when 'active' then
        format(
          'If nobody needs its result, cancel its query: select pg_cancel_backend(%s);', s.pid
        )
      else
        format(
          'Let its application commit or roll back, or end it: select pg_terminate_backend(%s);',
          s.pid
        )
    end,
    null,
    null,
    null::text[],
    null::text[],
    s.evidence || jsonb_build_object(
      'state_change', s.state_change, 'transaction_start', s.transaction_start
    )
  from steward_internal.described_sessions() as s
  cross join lateral (
    select extract(epoch from clock_timestamp() - s.transaction_start) as seconds
  ) as age
  where s.backend_type = 'client backend'
    and s.transaction_start is not null
    and s.pid <> pg_backend_pid()
$$;

comment on function steward_internal.check_long_transactions() is $doc$
Finds sessions whose transaction has been open for long, whatever they do in it.

While one is open, VACUUM cannot remove rows that were deleted since it began, in any table of the
database; tables grow and queries slow down. Only client sessions count: walsenders, autovacuum and
parallel workers are left out, and so is the session that asks. pg_dump is not exempt, as its
transaction does the same harm. A session that is idle in its transaction may be reported by
idle_in_transaction too; one whose transaction is aborted is its business alone, as it holds nothing
back any more. The warning stands between the 10 minutes of the pgEdge rules and the hour
that a nightly report may take; the critical value is that hour.

@title Transaction is open for long
@category transactions
@scope cluster
@unit seconds
@warning 900
@critical 3600
@requires_role pg_read_all_stats
@remedy Commit more often, or end the session.
@doc https://www.postgresql.org/docs/current/routine-vacuuming.html#VACUUM-FOR-SPACE-RECOVERY
@access steward_reader
@example select * from steward_internal.check_long_transactions();
$doc$;

revoke all on function steward_internal.check_long_transactions() from public;
-- end
-- begin sql/health/checks/low_all_visible_share.sql 3a1d0da11a5d2a376246a2c10b1d1aa79419949a9236564e037adc62dd7e39de
create or replace function steward_internal.check_low_all_visible_share()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    case r.relkind when 'm' then 'materialized view' else 'table' end,
    r.schema_name::text,
    r.relation_name::text,
    share.percent,
    format('%s %% of the pages of %s (about %s) are known to hold only rows that everybody can see.',
      share.percent, r.qualified_name, pg_size_pretty(r.estimated_bytes)),
    null,
    null,
    null,
    array[format('vacuum %s;', r.qualified_name)],
    null::text[],
    jsonb_build_object(
      'table_bytes', r.estimated_bytes, 'pages', r.relpages, 'all_visible_pages', r.relallvisible
    )
  from steward_internal.user_relations as r
  inner join pg_class as c on c.oid = r.relid
  cross join lateral (select round(100.0 * r.relallvisible / r.relpages, 1) as percent) as share
  where r.relkind in ('r', 'm')
    and c.relhasindex
    and r.estimated_bytes >= 1073741824
    and r.relallvisible < r.relpages / 2
$$;

comment on function steward_internal.check_low_all_visible_share() is $doc$
Finds large tables of which few pages are marked all-visible.

An index-only scan looks into the table for every row on a page without the mark, and VACUUM has to read
the page again. VACUUM sets the marks and every write to a page takes its mark away: below half, either
VACUUM comes too seldom or cannot mark pages because of an old transaction, or rows all over the table
change all the time, which no VACUUM changes. The share is that of the last VACUUM or ANALYZE. From
1 GB on, tables with indexes only.

@title Few pages are all-visible
@category vacuum
@severity info
@unit percent
@direction below
@confidence estimate
@remedy Vacuum the table; if it falls again, vacuum it more often (autovacuum_vacuum_insert_scale_factor for tables that are only inserted into).
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk VACUUM reads the pages that have changed and all indexes; it blocks neither reads nor writes.
@doc https://www.postgresql.org/docs/current/routine-vacuuming.html#VACUUM-FOR-VISIBILITY-MAP
@access steward_reader
@example select * from steward_internal.check_low_all_visible_share();
$doc$;

revoke all on function steward_internal.check_low_all_visible_share() from public;
-- end
-- begin sql/health/checks/low_cardinality_indexes.sql 0f8f00ef424a8703ab322ccb82496f103fd89210a19949e07f3e1c157cbcc455
create or replace function steward_internal.check_low_cardinality_indexes()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with examined as materialized (
    select s.* from steward_internal.leading_column_statistics(10485760) as s
  )
  select
    'index',
    x.schema_name::text,
    x.index_name::text,
    e.distinct_count,
    format('Column %I of %s has %s, the rarest in about %s %% of the rows: reading the table is '
        'cheaper than index %s (about %s).',
      e.column_name,
      x.table_qualified_name,
      case
        when e.distinct_count = 1 then 'one value'
        else format('%s values', e.distinct_count)
      end || case when e.null_share > 0 then ' and NULL' else '' end,
      round(100 * e.rarest_share, 1),
      x.qualified_name,
      pg_size_pretty(x.estimated_bytes)),
    null,
    null,
    null,
    array[format('drop index concurrently %s;', x.qualified_name)],
    case when undo.statement is not null then array[undo.statement] end,
    jsonb_build_object(
      'table', x.table_qualified_name,
      'column', e.column_name,
      'index_bytes', x.estimated_bytes,
      'scans', coalesce(pg_stat_get_numscans(e.indexrelid), 0)
    )
  from examined as e
  inner join steward_internal.user_indexes as x on x.indexrelid = e.indexrelid
  cross join lateral (
    select steward_internal.index_statement(x.indexrelid, x.index_name, null) as statement
  ) as undo
  where e.distinct_count <= 3
    and e.rarest_share >= 0.05
    and abs(e.correlation) < 0.9
    and cardinality(x.indkey::smallint[]) = 1
    and e.indexrelid not in (select f.indexrelid from steward_internal.foreign_key_indexes as f)
  union all
  select h.*
  from steward_internal.hidden_statistics_rows(
    array(select e.indrelid from examined as e where not e.is_visible)
  ) as h
$$;

comment on function steward_internal.check_low_cardinality_indexes() is $doc$
Finds large indexes on a column of two or three values, none of which is rare.

Booleans and states are the usual case. A value in every twentieth row is on nearly every page, so the
planner reads the table instead; the index only costs writes. If ANALYZE has found a value (or NULL)
in less than 5 % of the rows, the index serves at least that one and nothing is reported, nor if the
rows lie in the order of the column (correlation of 0.9 and more), because then its pages are few.

From 10 MB on. Left out are indexes of several columns, unique and partial ones, those that a
constraint, a foreign key, the replica identity or CLUSTER rests on, and those of partitioned tables.
Look at `scans` in the evidence: counts and EXISTS can still be using the index.

@title Index on a column of few values
@category indexes
@severity info
@unit values
@confidence estimate
@remedy Drop the index, or make it a partial index for the rows that queries look for.
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk DROP INDEX CONCURRENTLY blocks no reads or writes; queries that only count or look for any row of a value can become slower.
@doc https://www.postgresql.org/docs/current/indexes-partial.html
@access steward_reader
@example select * from steward_internal.check_low_cardinality_indexes();
$doc$;

revoke all on function steward_internal.check_low_cardinality_indexes() from public;
-- end
-- begin sql/health/checks/low_hot_update_ratio.sql 0685925cb928920ab2e7d0f1044ac342bb1da1b3dac3c4c1cb838b801cb16e88
create or replace function steward_internal.check_low_hot_update_ratio()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with tables as materialized (
    select
      case when r.is_partition then pg_partition_root(r.relid) else r.relid end as relid,
      sum(h.n_tup_upd) as updates,
      sum(h.n_tup_hot_upd) as hot_updates,
      sum(h.n_tup_newpage_upd) as moved_updates,
      max(h.changed_since) as changed_since
    from steward_internal.table_changes('1 day') as h
    inner join steward_internal.user_relations as r on r.relid = h.relid
    inner join pg_class as c on c.oid = h.relid
    where h.n_tup_upd > 0
      and c.relhasindex
    group by 1
    having sum(h.n_tup_upd) >= 10000
      and sum(h.n_tup_hot_upd) < 0.5 * sum(h.n_tup_upd)
  )
  select
    'table',
    r.schema_name::text,
    r.relation_name::text,
    share.hot_percent,
    format('%s %% of the %s updates of %s since %s were HOT%s.',
      share.hot_percent,
      to_char(t.updates, 'FM999,999,999,999,990'),
      r.qualified_name,
      to_char(t.changed_since at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'),
      ', and ' || share.moved_percent || ' % found no room on the page of the old row'),
    case
      when share.moved_percent >= 20
        then format(
          'Leave room on each page, for new rows from now on: alter table %s set (fillfactor = 85); a partitioned '
            'table passes it on to nobody, so alter its partitions.',
          r.qualified_name
        )
    end,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object(
      'updates', t.updates, 'hot_updates', t.hot_updates, 'moved_updates', t.moved_updates,
      'reloptions', r.reloptions
    )
  from tables as t
  inner join steward_internal.user_relations as r on r.relid = t.relid
  cross join lateral (
    select
      round(100.0 * t.hot_updates / t.updates, 1) as hot_percent,
      round(100.0 * t.moved_updates / t.updates, 1) as moved_percent
  ) as share
  union all
  select m.* from steward_internal.missing_history_rows('1 day', '0') as m
$$;

comment on function steward_internal.check_low_hot_update_ratio() is $doc$
Finds tables whose updates write to every index.

An update is heap-only (HOT) if it changes no indexed column and finds room on the same page; then no index
is written, and the old row can go without VACUUM. Below half of 10,000 updates since the snapshot a day ago
(pgdoctor has the half, ruby-pg-extras the 10,000) something can be gained: where 20 % of the updates and
more left their page (ruby-pg-extras; counted since PostgreSQL 16) room is missing, otherwise an index on a
column that changes all the time is the usual reason. Since PostgreSQL 16 columns that only BRIN indexes
contain are no obstacle. Partitions are added up under their root.

@title Few updates are HOT
@category vacuum
@severity info
@unit percent
@direction below
@remedy See whether an index on a column that changes often is needed; otherwise leave room with a lower fillfactor.
@doc https://www.postgresql.org/docs/current/storage-hot.html
@access steward_reader
@example select * from steward_internal.check_low_hot_update_ratio();
$doc$;

revoke all on function steward_internal.check_low_hot_update_ratio() from public;
-- end
-- begin sql/health/checks/many_indexes.sql ea503eee7537063a440f58b1c051f76c4bc3826f0440b7751d38f7eaa6f749c9
create or replace function steward_internal.check_many_indexes()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with counted as materialized (
    select
      x.indrelid,
      count(*) as index_count,
      sum(x.estimated_bytes) as index_bytes
    from steward_internal.user_indexes as x
    group by x.indrelid
    having count(*) >= 16
  )
  select
    case r.relkind when 'm' then 'materialized view' else 'table' end,
    r.schema_name::text,
    r.relation_name::text,
    c.index_count::numeric,
    format('%s has %s indexes: each insert, and each update that is not HOT, writes to all of them.',
      r.qualified_name, c.index_count),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('table_bytes', r.estimated_bytes, 'index_bytes', c.index_bytes)
  from counted as c
  inner join steward_internal.user_relations as r on r.relid = c.indrelid
$$;

comment on function steward_internal.check_many_indexes() is $doc$
Finds tables with 16 indexes and more.

Each one is written by every insert and leaves fewer updates that can be HOT. Planning a query locks
the table and all of its indexes, and before PostgreSQL 18 a session has 16 cheap locks (the
fast path): from 16 indexes on, each query on the table takes part in the contention for the shared
lock table. Invalid indexes are left out, and the indexes of partitions are counted once, at their
parent.

@title Table has many indexes
@category indexes
@mode static
@severity info
@unit indexes
@remedy Look for those that are unused, redundant or duplicates; one index of two columns often replaces two.
@doc https://www.postgresql.org/docs/current/indexes-intro.html
@access steward_reader
@example select * from steward_internal.check_many_indexes();
$doc$;

revoke all on function steward_internal.check_many_indexes() from public;
-- end
-- begin sql/health/checks/many_superusers.sql a25ca669e61ce8475b215ad8a7d695e5a430a000a95f60b43c63d8e13e83601a
create or replace function steward_internal.check_many_superusers()
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
    count(*)::numeric,
    format('%s roles that can log in are superusers%s.', count(*),
      coalesce(': ' || string_agg(quote_ident(r.rolname), ', ' order by r.rolname), '')),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('superusers', coalesce(array_agg(r.rolname order by r.rolname), '{}'))
  from pg_roles as r
  where r.rolsuper
    and r.rolcanlogin
  union all
  select
    'role',
    null,
    r.rolname::text,
    null,
    format('Role %I can log in and is a superuser.', r.rolname),
    'Give the role what it needs: grants, pg_monitor, pg_signal_backend, pg_maintain; keep superusers for emergencies.',
    'info',
    null,
    array[format('alter role %I nosuperuser;', r.rolname)],
    array[format('alter role %I superuser;', r.rolname)],
    null::jsonb
  from pg_roles as r
  where r.rolsuper
    and r.rolcanlogin
    -- The role that initdb made cannot be anything else.
    and r.oid <> 10
$$;

comment on function steward_internal.check_many_superusers() is $doc$
Counts the superusers, and lists those that were made in addition to the first.

Nothing binds a superuser: no privilege, no policy, no file system. From 10 that can log in it is a
warning, as pgwatch counts; each one besides the role of initdb is an info.

@title Role is a superuser
@category security
@scope cluster
@mode static
@unit roles
@warning 10
@remedy Keep superusers for emergencies, and give people and tools roles with the privileges that they need.
@fix_lock none
@fix_risk What the role does as a superuser fails afterwards; make sure that another superuser can log in.
@doc https://www.postgresql.org/docs/current/role-attributes.html
@access steward_reader
@example select * from steward_internal.check_many_superusers();
$doc$;

revoke all on function steward_internal.check_many_superusers() from public;
-- end
-- begin sql/health/checks/md5_passwords.sql 97ee82dee7931afb4b4f47ff9a21c60911f1fe84947bb034d7d65b0d6f230798
create or replace function steward_internal.check_md5_passwords()
returns setof steward_internal.check_row
language plpgsql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
begin
  if not has_column_privilege('pg_authid', 'rolpassword', 'select') then
    return query select r.*
    from steward_internal.skipped_row(
      'superuser', 'How passwords are stored only a superuser sees.',
      'Run this check once as a superuser; do not grant select on pg_authid to anybody for it.'
    ) as r;
    return;
  end if;

  return query select
    'role', null::text, a.rolname::text, null::numeric,
    format('The password of role %I is stored as an MD5 hash.', a.rolname), null::text, null::text, null::text,
    null::text[], null::text[], null::jsonb
  from pg_authid as a
  where a.rolcanlogin
    and a.rolpassword like 'md5%';
end
$$;

comment on function steward_internal.check_md5_passwords() is $doc$
Finds passwords that are stored as MD5 hashes.

Who has such a hash logs in with it, and a dictionary opens it. PostgreSQL 18 deprecates them and a later
release will refuse them. Only a superuser can look; the hashes themselves are not shown. How new passwords
are stored is a matter of the setting password_encryption.

@title Password is stored as MD5
@category security
@scope cluster
@mode static
@severity warning
@remedy Set the password anew with \password while password_encryption is scram-sha-256.
@doc https://www.postgresql.org/docs/current/auth-password.html
@access steward_reader
@example select * from steward_internal.check_md5_passwords();
$doc$;

revoke all on function steward_internal.check_md5_passwords() from public;
-- end
-- begin sql/health/checks/missed_cron_jobs.sql 867908e1efbb262510a4a08d13e542413e8613a06888f308d019d9f8acb39277
create or replace function steward_internal.check_missed_cron_jobs()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'job',
    null,
    p.job_name,
    null::numeric,
    format('%s: %s', p.job_name, p.problem),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('cron', p.cron)
  from steward_internal.missed_jobs() as p
  union all
  select r.* from steward_internal.cron_obstacle() as r
$$;

comment on function steward_internal.check_missed_cron_jobs() is $doc$
Finds scheduled jobs that were due and did not run.

pg_cron does not catch up: what was due while its launcher was down, out of slots or the server
restarted leaves no row behind, so a history without failures proves nothing. A job counts as missed
when its last due time is over two minutes old and no run began since. Jobs that never ran and are not
in the table schedules are left out, because pg_cron does not say when a job was made; so are
expressions that only newer releases of pg_cron can read. Without pg_cron the worker is judged by the same rule.

@title Scheduled job did not run
@category schedule
@severity warning
@remedy See schedule_status; without pg_cron start pgsteward worker, with it look for its launcher in pg_stat_activity and for free background workers.
@doc https://www.postgresql.org/docs/current/runtime-config-resource.html#GUC-MAX-WORKER-PROCESSES
@access steward_reader
@example select * from steward_internal.check_missed_cron_jobs();
$doc$;

revoke all on function steward_internal.check_missed_cron_jobs() from public;
-- end
-- begin sql/health/checks/missing_foreign_keys.sql e4cc8295b73e2e8f5917c7072efab4ba55743ea91a9f14baa3ca3aaadd5f3593
create or replace function steward_internal.check_missing_foreign_keys()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with tables as materialized (
    select r.*
    from steward_internal.user_relations as r
    where r.relkind in ('r', 'p')
      and not r.is_partition
  ),
  targets as materialized (
    select t.schema_name, t.relation_name, t.qualified_name, a.atttypid, a.attname
    from tables as t
    inner join pg_constraint as con on con.conrelid = t.relid and con.contype = 'p'
    inner join pg_attribute as a on a.attrelid = t.relid and a.attnum = con.conkey[1]
    where cardinality(con.conkey) = 1
  ),
  candidates as materialized (
    select
      t.relid,
      t.relkind,
      t.schema_name,
      t.relation_name,
      t.qualified_name,
      a.attname,
      a.attnum,
      a.atttypid,
      left(a.attname, -3) as stem
    from tables as t
    inner join pg_attribute as a on a.attrelid = t.relid
    where a.attnum > 0
      and not a.attisdropped
      and a.attname ~ '._id$'
      and not exists (
        select
        from pg_constraint as con
        where con.conrelid = t.relid
          and con.contype = 'f'
          and a.attnum = any (con.conkey)
      )
      -- A type beside the id says that it references now this table, now that.
      and not exists (
        select
        from pg_attribute as other
        where other.attrelid = t.relid
          and other.attname = left(a.attname, -3) || '_type'
      )
  ),
  matches as (
    select distinct on (c.relid, c.attnum)
      c.*,
      t.qualified_name as target_name,
      t.attname as target_column,
      format('%s_%s_fkey', left(c.attname, 12), left(md5(c.relation_name || '.' || c.attname), 8))
        as proposed_name
    from candidates as c
    cross join lateral (
      values
        (1, c.stem), (2, c.stem || 's'), (3, c.stem || 'es'), (4, regexp_replace(c.stem, 'y$', 'ies'))
    ) as spelling (preference, name)
    inner join targets as t
      on t.schema_name = c.schema_name
      and t.relation_name = spelling.name
      and t.atttypid = c.atttypid
    where c.relation_name <> t.relation_name
    order by c.relid, c.attnum, spelling.preference
  )
  select
    'column',
    m.schema_name::text,
    format('%s.%s', m.relation_name, m.attname),
    null::numeric,
    format('Column %s.%I looks like a reference to %s (%I), and no foreign key says so.', m.qualified_name,
      m.attname, m.target_name, m.target_column),
    null,
    null,
    null,
    array[
      format('alter table %s add constraint %I foreign key (%I) references %s (%I)%s;', m.qualified_name,
        m.proposed_name, m.attname, m.target_name, m.target_column,
        -- Before PostgreSQL 18 the key of a partitioned table is checked at once or not at all.
        case when m.relkind = 'r' then ' not valid' end)
    ] || case
      when m.relkind = 'r'
        then array[format('alter table %s validate constraint %I;', m.qualified_name, m.proposed_name)]
    end,
    array[format('alter table %s drop constraint %I;', m.qualified_name, m.proposed_name)],
    jsonb_build_object('references', m.target_name)
  from matches as m
$$;

comment on function steward_internal.check_missing_foreign_keys() is $doc$
Finds columns that look like references to a table, without a foreign key.

A column x_id of the same type as the single-column primary key of a table x, xs, xes or xies in the
same schema is taken for one. Columns of any foreign key are left out, and so are those with a column
x_type beside them, which reference now one table, now another. This guesses by names, as pgdoctor and
pgextras do, and a copy of foreign data is meant to have no key: the check is off until it is
configured on.

@title Foreign key may be missing
@category schema
@mode static
@severity info
@confidence estimate
@enabled false
@remedy Add the foreign key, if the column is a reference.
@fix_lock SHARE ROW EXCLUSIVE
@fix_risk The first statement takes milliseconds, but waits for writers of both tables; the second reads both without blocking anybody, and fails if a reference points nowhere (a partitioned table takes one statement, which blocks writers while it reads). Later deletes of parents need an index on the column.
@doc https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK
@access steward_reader
@example select * from steward_internal.check_missing_foreign_keys();
$doc$;

revoke all on function steward_internal.check_missing_foreign_keys() from public;
-- end
-- begin sql/health/checks/mixed_case_names.sql b8654185c56140bf41edcba5aa26315118a0f5ce382e57b7c13e8a28060c998e
create or replace function steward_internal.check_mixed_case_names()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select r.*
  from (
    select array_agg(n.relid) as relids, array_agg(n.attnum) as attnums
    from steward_internal.catalog_names as n
    where n.needs_quotes
  ) as wanted
  cross join lateral steward_internal.name_rows(wanted.relids, wanted.attnums, 'has names that need double quotes') as r
$$;

comment on function steward_internal.check_mixed_case_names() is $doc$
Finds names that have to be written in double quotes, such as "userId".

The server folds what is not quoted to lower case, so such a name must be quoted in every query, script
and tool for ever, and forgetting it is an error that says the column does not exist. Letters beyond
ASCII need no quotes and are not reported, names of indexes, constraints and sequences neither. One row
for each table or view, with its columns; columns of views are left out.

@title Name needs double quotes
@category schema
@mode static
@severity info
@remedy Use lower case, digits and underscores, for new names at least: a rename breaks every query that uses the old one.
@doc https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS
@access steward_reader
@example select * from steward_internal.check_mixed_case_names();
$doc$;

revoke all on function steward_internal.check_mixed_case_names() from public;
-- end
-- begin sql/health/checks/mixed_table_owners.sql 6eadd3090c1211a42aea2184880c38aa16cef393ebf2a0cfd37f05b62562430c
create or replace function steward_internal.check_mixed_table_owners()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'schema',
    null,
    s.schema_name::text,
    null::numeric,
    format(
      'Tables of schema %I belong to %s roles: %s.',
      s.schema_name,
      count(*),
      steward_internal.name_list(
        array_agg(format('%I (%s)', s.owner_name, s.table_count) order by s.table_count desc, s.owner_name)
      )
    ),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('owners', jsonb_object_agg(s.owner_name, s.table_count))
  from (
    select r.schema_name, pg_get_userbyid(r.relowner)::text as owner_name, count(*) as table_count
    from steward_internal.user_relations as r
    where r.relkind in ('r', 'p')
    group by r.schema_name, r.relowner
  ) as s
  group by s.schema_name
  having count(*) > 1
$$;

comment on function steward_internal.check_mixed_table_owners() is $doc$
Finds schemas whose tables belong to several roles.

Only the owner can alter a table, so a migration that runs as one of them fails half-way, and default
privileges reach only what their own role creates. Mostly somebody created a table by hand as himself.
Which role is the right one is not for a check to say.

@title Tables of one schema have several owners
@category schema
@mode static
@severity info
@remedy Give the tables to the role that runs the migrations: alter table ... owner to ...;
@doc https://www.postgresql.org/docs/current/ddl-priv.html
@access steward_reader
@example select * from steward_internal.check_mixed_table_owners();
$doc$;

revoke all on function steward_internal.check_mixed_table_owners() from public;
-- end
-- begin sql/health/checks/money_columns.sql 1cad678f1f857a758a7c8d042abd1408fc851d5ef47e85160dccf274f3c4359b
create or replace function steward_internal.check_money_columns()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select r.* from steward_internal.column_type_rows('{money}', 'numeric') as r
$$;

comment on function steward_internal.check_money_columns() is $doc$
Finds columns of type money, whose meaning depends on a setting.

The currency is that of lc_monetary of whoever reads: a dump that is restored under another locale
changes what the amounts mean. There are no fractions of the smallest unit, and division truncates.
PostgreSQL's wiki lists the type under "Don't Do This".

@title Column of type money
@category schema
@mode static
@severity info
@remedy Use numeric, and a column for the currency if there can be several.
@fix_lock ACCESS EXCLUSIVE
@fix_risk ALTER COLUMN TYPE rewrites the table and its indexes, and nobody can read or write the table meanwhile. Applications get 12.30 instead of $12.30.
@doc https://www.postgresql.org/docs/current/datatype-money.html
@access steward_reader
@example select * from steward_internal.check_money_columns();
$doc$;

revoke all on function steward_internal.check_money_columns() from public;
-- end
-- begin sql/health/checks/multiple_permissive_policies.sql 6ab431371df09716644a6524736dced381c4f624d4e12097b25b92e775d567f3
create or replace function steward_internal.check_multiple_permissive_policies()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with policies as (
    select
      u.relid,
      u.schema_name,
      u.relation_name,
      u.qualified_name,
      u.policy_name,
      u.role_oids,
      c.command
    from steward_internal.user_policies() as u
    cross join lateral unnest(
      case u.command when 'ALL' then array['SELECT', 'INSERT', 'UPDATE', 'DELETE'] else array[u.command] end
    ) as c (command)
    where u.is_permissive
      and u.has_row_security
  ),
  pairs as (
    select a.relid, a.schema_name, a.relation_name, a.qualified_name, a.command, a.policy_name, b.policy_name as other
    from policies as a
    inner join policies as b
      on b.relid = a.relid
      and b.command = a.command
      and b.policy_name > a.policy_name
      and (a.role_oids && b.role_oids or 0 = any (a.role_oids) or 0 = any (b.role_oids))
  ),
  tables as (
    select
      o.relid,
      o.schema_name,
      o.relation_name,
      o.qualified_name,
      array_agg(distinct o.command) as commands,
      array_agg(distinct p.policy_name) as policies
    from pairs as o
    cross join lateral (values (o.policy_name), (o.other)) as p (policy_name)
    group by o.relid, o.schema_name, o.relation_name, o.qualified_name
  )
  select
    'table',
    t.schema_name::text,
    t.relation_name::text,
    null::numeric,
    format('Table %s has several permissive policies for the same role and %s (%s): one that fits is enough.',
      t.qualified_name, array_to_string(t.commands, ', '),
      (select string_agg(quote_ident(p.name), ', ' order by p.name) from unnest(t.policies) as p (name))),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('commands', t.commands, 'policies', t.policies)
  from tables as t
$$;

comment on function steward_internal.check_multiple_permissive_policies() is $doc$
Finds tables with several permissive policies for one role and command.

They are combined with OR, so the loosest decides, and who tightens one of them changes nothing. It is a
matter of taste, and off by default: where each condition has its index two policies cost as much as one
(measured on PostgreSQL 15), and a policy for everybody beside one for owners is an ordinary design.
Roles that inherit from one another are not compared.

@title Several permissive policies for one command
@category security
@mode static
@severity info
@enabled false
@remedy Join them into one policy for each role and command, or make the one that must hold in any case RESTRICTIVE.
@doc https://www.postgresql.org/docs/current/sql-createpolicy.html
@access steward_reader
@example select * from steward_internal.check_multiple_permissive_policies();
$doc$;

revoke all on function steward_internal.check_multiple_permissive_policies() from public;
-- end
-- begin sql/health/checks/multixact_age.sql 287be2635f5473efc82169e5576416eed6d3dc44479f863a569d72ee13930285
create or replace function steward_internal.check_multixact_age()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select r.* from steward_internal.freeze_age_rows('multixacts') as r
$$;

comment on function steward_internal.check_multixact_age() is $doc$
Measures the multixact ID age of every database against the wraparound limit.

A row that several transactions lock at once (foreign keys do that) carries a multixact ID. They run
out as transaction IDs do, 3 million before 2^31, and most monitoring overlooks them. VACUUM resets
the age; autovacuum forces it from autovacuum_multixact_freeze_max_age on (400 million by default),
and from vacuum_multixact_failsafe_age on (1.6 billion) it drops everything else to hurry. The space
for the members of multixacts is limited too and is not measured here: no function of PostgreSQL 15
to 18 tells it.

The thresholds are the same as for transaction IDs: 500 million is beyond the default at which
autovacuum must have acted, 1 billion nearly half of the limit.

@title Multixact IDs are running out
@category vacuum
@scope cluster
@unit multixacts
@warning 500000000
@critical 1000000000
@remedy End what holds old rows back (long or prepared transactions), then freeze the oldest table.
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk VACUUM (FREEZE) reads the whole table and writes WAL for every page that it changes; it blocks neither reads nor writes.
@doc https://www.postgresql.org/docs/current/routine-vacuuming.html#VACUUM-FOR-MULTIXACT-WRAPAROUND
@access steward_reader
@example select * from steward_internal.check_multixact_age();
$doc$;

revoke all on function steward_internal.check_multixact_age() from public;
-- end
-- begin sql/health/checks/mutable_function_search_path.sql 08c91b3f6a8d13546c2f310c54a79e87edf50f2176a1348b632881dc8415c939
create or replace function steward_internal.check_mutable_function_search_path()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'function',
    u.schema_name::text,
    format('%s(%s)', u.routine_name, oidvectortypes(u.argument_types)),
    null::numeric,
    format('%s finds its objects by the search_path of whoever calls it.', u.routine::regprocedure),
    null,
    null,
    null,
    array[format('alter routine %s set search_path = %I, pg_temp;', u.routine::regprocedure, u.schema_name)],
    array[format('alter routine %s reset search_path;', u.routine::regprocedure)],
    jsonb_build_object('owner', u.owner_name, 'language', l.lanname)
  from steward_internal.user_routines() as u
  inner join pg_language as l on l.oid = u.language_oid
  where not u.is_definer
    and u.kind in ('f', 'p')
    and l.lanname not in ('c', 'internal', 'sql')
    and not exists (
      select
      from unnest(u.config) as c (setting)
      where c.setting like 'search\_path=%'
    )
$$;

comment on function steward_internal.check_mutable_function_search_path() is $doc$
Finds procedural functions that depend on the search_path of their caller.

They run with the rights of the caller, so nobody gains any; but in an index, a constraint, a trigger or
a restore they may find other objects than were meant, or none. A matter of taste, and off by default.
SQL functions are left out, since a pinned path forbids the planner to inline them; for SECURITY DEFINER
functions see security_definer_search_path.

@title Function without a pinned search_path
@category security
@mode static
@severity info
@enabled false
@remedy Pin the search_path to the schemas that the body needs, or qualify every name in the body.
@fix_lock none
@fix_risk The body must find everything that it uses in the schema of the function; add the schemas that are missing.
@doc https://www.postgresql.org/docs/current/sql-createfunction.html
@access steward_reader
@example select * from steward_internal.check_mutable_function_search_path();
$doc$;

revoke all on function steward_internal.check_mutable_function_search_path() from public;
-- end
-- begin sql/health/checks/nested_views.sql 3668c1ebfd266555d429930256f5eb5cb33a0e51e4f75acb35d53096870727d9
create or replace function steward_internal.check_nested_views()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with recursive edges as materialized (
    select distinct w.ev_class as view_oid, d.refobjid as source_oid
    from pg_depend as d
    inner join pg_rewrite as w on w.oid = d.objid
    inner join pg_class as v on v.oid = w.ev_class
    inner join pg_class as source on source.oid = d.refobjid
    where d.classid = 'pg_rewrite'::regclass
      and d.refclassid = 'pg_class'::regclass
      and d.deptype = 'n'
      and v.relkind in ('v', 'm')
      and source.relkind in ('v', 'm')
      and v.oid <> source.oid
      -- The server's own views count as tables.
      and source.oid >= 16384
  ),
  chains as (
    select e.source_oid as view_oid, 1 as depth
    from edges as e
    union
    select e.view_oid, c.depth + 1
    from chains as c
    inner join edges as e on e.source_oid = c.view_oid
    where c.depth < 50
  ),
  deep as materialized (
    select c.view_oid, max(c.depth) as depth
    from chains as c
    group by c.view_oid
    having max(c.depth) > 3
  )
  select
    case r.relkind when 'm' then 'materialized view' else 'view' end,
    r.schema_name::text,
    r.relation_name::text,
    d.depth::numeric,
    format('%s %s reads views that read views, %s deep.',
      case r.relkind when 'm' then 'Materialized view' else 'View' end, r.qualified_name, d.depth),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('reads', (
      select array_agg(s.qualified_name order by s.qualified_name)
      from edges as e
      inner join steward_internal.user_relations as s on s.relid = e.source_oid
      where e.view_oid = d.view_oid
    ))
  from deep as d
  inner join steward_internal.user_relations as r on r.relid = d.view_oid
  where not exists (
    select
    from edges as e
    where e.source_oid = d.view_oid
  )
$$;

comment on function steward_internal.check_nested_views() is $doc$
Finds views that are built upon views more than three deep.

A query of the topmost view joins everything below it, needed or not; estimates get worse at every
level, and a change at the bottom means to build all views again. Only the topmost view of a pile is
reported. Views of the server count as tables. pgwatch draws the line at the same depth.

@title Views are nested deeply
@category schema
@mode static
@severity info
@unit levels
@remedy Write the views that are queried from the tables, or make a level in between a materialized view.
@doc https://www.postgresql.org/docs/current/rules-views.html
@access steward_reader
@example select * from steward_internal.check_nested_views();
$doc$;

revoke all on function steward_internal.check_nested_views() from public;
-- end
-- begin sql/health/checks/null_heavy_indexes.sql 2d29df168ce29dfc0974a9d385c0145a9b92badb5ada97bc07ad50bc6fa74a72
create or replace function steward_internal.check_null_heavy_indexes()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with examined as materialized (
    select s.* from steward_internal.leading_column_statistics(10485760) as s
  )
  select
    'index',
    x.schema_name::text,
    x.index_name::text,
    percent.of_rows,
    format('About %s %% of the rows of %s have no %s, and index %s (about %s) holds every one of them.',
      percent.of_rows, x.table_qualified_name, quote_ident(e.column_name), x.qualified_name,
      pg_size_pretty(x.estimated_bytes)),
    null,
    null,
    null,
    fix.statements,
    steward_internal.index_replacement(e.indexrelid, null),
    jsonb_build_object(
      'table', x.table_qualified_name, 'column', e.column_name, 'index_bytes', x.estimated_bytes
    )
  from examined as e
  inner join steward_internal.user_indexes as x on x.indexrelid = e.indexrelid
  cross join lateral (select round(100 * e.null_share, 1) as of_rows) as percent
  cross join lateral (
    select steward_internal.index_replacement(
      e.indexrelid, format('%I is not null', e.column_name)
    ) as statements
  ) as fix
  where e.null_share >= 0.5
  union all
  select h.*
  from steward_internal.hidden_statistics_rows(
    array(select e.indrelid from examined as e where not e.is_visible)
  ) as h
$$;

comment on function steward_internal.check_null_heavy_indexes() is $doc$
Finds large indexes whose first column is NULL in most rows.

Hardly any query looks for the rows without a value, but each of them is an entry that is written,
kept in memory and vacuumed. An index WHERE column IS NOT NULL answers all comparisons with the
column and is a fraction of the size. From 50 % on, as ruby-pg-extras and pgwatch have it, and from
10 MB on (pghero, ruby-pg-extras).

Left out are unique and partial indexes, those that a constraint, the replica identity or CLUSTER
rests on, and those of partitioned tables. The share is the one that ANALYZE last estimated.

@title Index is mostly NULLs
@category indexes
@severity info
@unit percent
@confidence estimate
@remedy If no query looks for IS NULL or sorts all rows by the column, replace the index by one WHERE column IS NOT NULL.
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk CREATE INDEX CONCURRENTLY reads the table twice and blocks no writes; a query that looks for IS NULL cannot use the new index.
@doc https://www.postgresql.org/docs/current/indexes-partial.html
@access steward_reader
@example select * from steward_internal.check_null_heavy_indexes();
$doc$;

revoke all on function steward_internal.check_null_heavy_indexes() from public;
-- end
-- begin sql/health/checks/nullable_multicolumn_foreign_keys.sql 8387b53934eb37db1ae38c46c465872e636410e37598c43a213ba0149a6ba71d
create or replace function steward_internal.check_nullable_multicolumn_foreign_keys()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'constraint',
    f.schema_name::text,
    f.constraint_name::text,
    null::numeric,
    format('Foreign key %I of %s is not checked for rows in which only some of (%s) are null.',
      f.constraint_name, f.table_name, columns.list),
    null,
    null,
    null,
    array[
      format('alter table %s add constraint %I check (num_nulls(%s) in (0, %s)) not valid;', f.table_name,
        proposed.name, columns.list, cardinality(nullable.attnums)),
      format('alter table %s validate constraint %I;', f.table_name, proposed.name)
    ],
    array[format('alter table %s drop constraint %I;', f.table_name, proposed.name)],
    jsonb_build_object('table', f.table_name, 'references', f.target_name)
  from steward_internal.user_foreign_keys() as f
  cross join lateral (
    select array_agg(a.attnum order by array_position(f.attnums, a.attnum)) as attnums
    from pg_attribute as a
    where a.attrelid = f.relid
      and a.attnum = any (f.attnums)
      and not a.attnotnull
  ) as nullable
  cross join lateral (
    select steward_internal.column_list(f.relid, nullable.attnums) as list
  ) as columns
  cross join lateral (
    select format('%s_%s_check', left(f.constraint_name, 12), left(md5(f.constraint_name), 8)) as name
  ) as proposed
  where cardinality(f.attnums) > 1
    and f.match_type = 's'
    and cardinality(nullable.attnums) > 1
    and not exists (
      select
      from pg_constraint as con
      where con.conrelid = f.relid
        and con.contype = 'c'
        and con.conkey @> nullable.attnums
    )
$$;

comment on function steward_internal.check_nullable_multicolumn_foreign_keys() is $doc$
Finds foreign keys of several columns that a half-null row escapes.

With MATCH SIMPLE, the default, a row with a null in any column of the key is not checked, although
its other columns may point nowhere. Reported are keys with two or more nullable columns. With one,
such as an optional reference inside a tenant, null means no reference and nothing is half. Keys
with MATCH FULL are left out, and so are those whose nullable columns a CHECK constraint speaks of.

@title Foreign key that half-null rows escape
@category schema
@mode static
@severity info
@remedy Make the columns null together or not at all, with a CHECK constraint or MATCH FULL, or declare them NOT NULL.
@fix_lock ACCESS EXCLUSIVE
@fix_risk The first statement takes milliseconds, but waits for every transaction on the table; the second reads the table without blocking anybody, and fails if there are half-null rows.
@doc https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-PARMS-REFERENCES
@access steward_reader
@example select * from steward_internal.check_nullable_multicolumn_foreign_keys();
$doc$;

revoke all on function steward_internal.check_nullable_multicolumn_foreign_keys() from public;
-- end
-- begin sql/health/checks/numbered_tables.sql 33e193903075aa26816e17bbd3716ae8dd5817a0e47153bc4b5e68bbb1bc5e1c
create or replace function steward_internal.check_numbered_tables()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with numbered as (
    select
      r.schema_name,
      s.stem,
      count(*) as table_count,
      array_agg(r.relid order by length(r.relation_name), r.relation_name) as relids,
      array_agg(r.relation_name::text order by length(r.relation_name), r.relation_name) as names
    from steward_internal.user_tables as r
    cross join lateral (
      select substring(r.relation_name::text collate "C" from '^(.*[^0-9_])[0-9_]*[0-9]$') as stem
    ) as s
    where r.relkind = 'r'
      and s.stem is not null
      and not exists (select from pg_inherits as h where h.inhrelid = r.relid)
    group by r.schema_name, s.stem, r.column_numbers
    having count(*) >= 3
  )
  select
    'table',
    n.schema_name::text,
    n.names[1],
    null::numeric,
    format(
      '%s tables of schema %I have the same columns and are numbered: %s to %s.',
      n.table_count, n.schema_name, quote_ident(n.names[1]), quote_ident(n.names[n.table_count])
    ),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('stem', n.stem, 'tables', n.table_count)
  from numbered as n
  where (
    select count(distinct k.columns) = 1
    from unnest(array[n.relids[1], n.relids[(n.table_count + 1) / 2], n.relids[n.table_count]]) as t (relid)
    cross join lateral (
      select array_agg(a.attname::text order by a.attname) as columns
      from pg_attribute as a
      where a.attrelid = t.relid
        and a.attnum > 0
        and not a.attisdropped
    ) as k
  )
$$;

comment on function steward_internal.check_numbered_tables() is $doc$
Finds tables of one kind that are numbered by hand, as log_2023 and log_2024.

What is one table was cut into many by hand: every query has to know which ones to read, no constraint
spans them, and the next one has to be made in time. Reported are three or more tables of one schema
with the same name up to the number at its end and the same number of columns, if the first, the middle
and the last have columns of the same names. Partitions and children by inheritance are left out.

@title Tables are numbered by hand
@category schema
@mode static
@severity info
@remedy Make them partitions of one partitioned table: create it, then alter table ... attach partition for each.
@doc https://www.postgresql.org/docs/current/ddl-partitioning.html
@access steward_reader
@example select * from steward_internal.check_numbered_tables();
$doc$;

revoke all on function steward_internal.check_numbered_tables() from public;
-- end
-- begin sql/health/checks/outdated_extensions.sql ddd13fe47ee9729b38afcaa31682f9e5fbff4660e9bc68ac880b6aea057dd20a
create or replace function steward_internal.check_outdated_extensions()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'extension',
    null,
    e.extname::text,
    null::numeric,
    format('Extension %I is at version %s, and the server has %s.', e.extname, e.extversion, a.default_version),
    null,
    null,
    null,
    array[format('alter extension %I update;', e.extname)],
    null::text[],
    jsonb_build_object('installed', e.extversion, 'available', a.default_version)
  from pg_extension as e
  inner join pg_available_extensions as a on a.name = e.extname
  where e.extversion <> a.default_version
$$;

comment on function steward_internal.check_outdated_extensions() is $doc$
Finds extensions whose objects are older than the installed library.

pg_upgrade and package updates leave the SQL objects of an extension as they were: columns of the new
version are missing (pg_stat_statements shows old timings that way) and fixes of security holes in its
functions do not arrive.

@title Extension is not updated
@category configuration
@mode static
@severity info
@remedy Update the extension after reading its release notes.
@fix_lock ACCESS EXCLUSIVE on what the update script alters
@fix_risk ALTER EXTENSION ... UPDATE may replace functions and views that others depend on; it is one transaction.
@doc https://www.postgresql.org/docs/current/sql-alterextension.html
@access steward_reader
@example select * from steward_internal.check_outdated_extensions();
$doc$;

revoke all on function steward_internal.check_outdated_extensions() from public;
-- end
-- begin sql/health/checks/overlapping_foreign_keys.sql ab70a407364a000c79a546da6de52a16c87b0cdaa3e922f53e00869702904208
create or replace function steward_internal.check_overlapping_foreign_keys()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with keys as materialized (
    select f.* from steward_internal.user_foreign_keys() as f
  ),
  implied as (
    select distinct on (s.constraint_oid)
      s.*,
      l.constraint_name as longer_name,
      l.is_validated
        and l.behaviour = s.behaviour
        and not exists (
          select
          from pg_attribute as a
          where a.attrelid = l.relid
            and a.attnum = any (l.attnums)
            and not a.attnotnull
        ) as is_implied
    from keys as s
    inner join keys as l
      on l.relid = s.relid
      and l.target_relid = s.target_relid
      and cardinality(l.key_pairs) > cardinality(s.key_pairs)
      and l.key_pairs @> s.key_pairs
    order by s.constraint_oid, cardinality(l.key_pairs), l.constraint_oid
  )
  select
    'constraint',
    s.schema_name::text,
    s.constraint_name::text,
    null::numeric,
    format('Foreign key %I of %s is a part of %I, which references %s by more columns.', s.constraint_name,
      s.table_name, s.longer_name, s.target_name),
    case
      when not s.is_implied
        then 'Rows with a null in the longer key, or other rules of the two, may be what the shorter one is for: decide whether both are meant.'
    end,
    null,
    null,
    case
      when s.is_implied
        then array[format('alter table %s drop constraint %I;', s.table_name, s.constraint_name)]
    end,
    case
      when s.is_implied
        then array[
          format('alter table %s add constraint %I %s;', s.table_name, s.constraint_name,
            pg_get_constraintdef(s.constraint_oid))
        ]
    end,
    jsonb_build_object('table', s.table_name, 'part_of', s.longer_name)
  from implied as s
$$;

comment on function steward_internal.check_overlapping_foreign_keys() is $doc$
Finds foreign keys whose columns are a part of another key to the same table.

A row that satisfies the longer key satisfies the shorter one as well, unless a column of the longer
one is null: then only the shorter one is checked. A drop is proposed where that cannot be, and where
both keys agree in their actions. Equal keys are duplicate_foreign_keys.

@title Foreign key is a part of another
@category schema
@mode static
@severity info
@remedy Drop the shorter key; the longer one implies it.
@fix_lock ACCESS EXCLUSIVE
@fix_risk DROP CONSTRAINT takes milliseconds, but waits for every transaction on both tables; adding the key again reads both.
@doc https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK
@access steward_reader
@example select * from steward_internal.check_overlapping_foreign_keys();
$doc$;

revoke all on function steward_internal.check_overlapping_foreign_keys() from public;
-- end
-- begin sql/health/checks/oversized_indexes.sql e592dfd6635b34d622d495d2d4d7d0726a9fbd7abb1b5696db3d45b75587c567
create or replace function steward_internal.check_oversized_indexes()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'index',
    x.schema_name::text,
    x.index_name::text,
    x.estimated_bytes::numeric,
    format('Index %s (about %s) is larger than all of its table %s (about %s).',
      x.qualified_name, pg_size_pretty(x.estimated_bytes), x.table_qualified_name,
      pg_size_pretty(size.bytes)),
    null,
    null,
    null,
    array[format('reindex index concurrently %s;', x.qualified_name)],
    null::text[],
    jsonb_build_object('table', x.table_qualified_name, 'table_bytes', size.bytes)
  from steward_internal.user_indexes as x
  left join pg_class as toast on toast.oid = x.reltoastrelid
  cross join lateral (
    select
      x.table_bytes
        + coalesce(toast.relpages, 0)::bigint * current_setting('block_size')::bigint as bytes
  ) as size
  where x.relkind = 'i'
    and x.access_method = 'btree'
    and x.indpred is null
    and x.estimated_bytes >= 104857600
    and x.estimated_bytes > size.bytes
    and x.table_rows >= 0
$$;

comment on function steward_internal.check_oversized_indexes() is $doc$
Finds large btree indexes that are larger than their table.

An entry holds some columns of a row and a pointer to it, so a healthy index stays below its table,
TOAST included. One that outgrew it is bloated, or it repeats nearly all columns. Sizes are those of
the last VACUUM or ANALYZE. From 100 MB on; GIN, GiST and other methods store something else than
rows and are left out, and so are partial indexes and tables that were never vacuumed or analyzed.

@title Index is larger than its table
@category indexes
@severity info
@unit bytes
@confidence estimate
@remedy Rebuild the index; if it is as large again, index fewer columns.
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk REINDEX CONCURRENTLY reads the table twice, needs space for a second index and blocks no writes.
@doc https://www.postgresql.org/docs/current/routine-reindex.html
@access steward_reader
@example select * from steward_internal.check_oversized_indexes();
$doc$;

revoke all on function steward_internal.check_oversized_indexes() from public;
-- end
-- begin sql/health/checks/partitioned_tables_never_analyzed.sql 6de86542f7a60e61ec6a74d5965ca3f6d6affa93496cf93d0ad03c2b7cff475f
create or replace function steward_internal.check_partitioned_tables_never_analyzed()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with recursive tree as (
    select r.relid as root_id, r.relid
    from steward_internal.user_relations as r
    where r.relkind = 'p'
      and not r.is_partition
      and r.reltuples < 0
    union all
    select t.root_id, h.inhrelid
    from tree as t
    inner join pg_inherits as h on h.inhparent = t.relid
  ),
  counted as (
    select
      t.root_id,
      count(*) as partition_count,
      sum(c.reltuples::numeric) as row_count
    from tree as t
    inner join pg_class as c on c.oid = t.relid
    where c.relkind = 'r'
      and c.reltuples > 0
    group by t.root_id
    having sum(c.reltuples::numeric) >= 10000
  )
  select
    'table',
    r.schema_name::text,
    r.relation_name::text,
    null::numeric,
    format('Partitioned table %s has never been analyzed as a whole; its %s filled partitions hold about %s rows.',
      r.qualified_name, c.partition_count, to_char(c.row_count, 'FM999,999,999,999,990')),
    null,
    null,
    null,
    array[format('analyze %s;', r.qualified_name)],
    null::text[],
    jsonb_build_object('partitions', c.partition_count, 'estimated_rows', c.row_count)
  from counted as c
  inner join steward_internal.user_relations as r on r.relid = c.root_id
$$;

comment on function steward_internal.check_partitioned_tables_never_analyzed() is $doc$
Finds partitioned tables without statistics of the whole table.

Autovacuum analyzes partitions and never their parent. Without an ANALYZE of the parent the planner has
no idea how many different values a column has over all partitions, and plans joins and groups of the
whole table blindly. From 10,000 rows on, counted in the partitions. Whether older statistics are still
good cannot be told, because no counter sums up the changes; analyze the parent after large changes.

@title Partitioned table was never analyzed
@category vacuum
@severity warning
@remedy Analyze the partitioned table, and again from time to time (a schedule): autovacuum never does.
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk ANALYZE reads a sample of every partition; it blocks neither reads nor writes.
@doc https://www.postgresql.org/docs/current/routine-vacuuming.html#VACUUM-FOR-STATISTICS
@access steward_reader
@example select * from steward_internal.check_partitioned_tables_never_analyzed();
$doc$;

revoke all on function steward_internal.check_partitioned_tables_never_analyzed() from public;
-- end
-- begin sql/health/checks/partitioned_tables_without_partitions.sql 65b7c3de19271b34a79ae8050d0031601619ab3db60625230c5cd090f1d25409
create or replace function steward_internal.check_partitioned_tables_without_partitions()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'table',
    r.schema_name::text,
    r.relation_name::text,
    null::numeric,
    format('Table %s is partitioned and has no partition: every INSERT fails.', r.qualified_name),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('is_partition', r.is_partition)
  from steward_internal.user_relations as r
  where r.relkind = 'p'
    and not exists (select from pg_inherits as h where h.inhparent = r.relid)
$$;

comment on function steward_internal.check_partitioned_tables_without_partitions() is $doc$
Finds partitioned tables that have no partition at all.

Such a table refuses every row. That is normal for a moment in a migration. A partition that is itself
partitioned is reported on its own.

@title Partitioned table without partitions
@category schema
@mode static
@severity warning
@remedy Create its partitions, or drop it.
@doc https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE
@access steward_reader
@example select * from steward_internal.check_partitioned_tables_without_partitions();
$doc$;

revoke all on function steward_internal.check_partitioned_tables_without_partitions() from public;
-- end
-- begin sql/health/checks/partitions_running_out.sql d4ba3ba735e938980df5d5df5899bedfa7044e6daf9b300b9e8728f94854f9f4
create or replace function steward_internal.check_partitions_running_out()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'table',
    h.schema_name::text,
    h.relation_name::text,
    h.days_left,
    format(
      case
        when h.days_left > 0
          then 'The last partition of %s ends at %s (column %I): in %s days every later row is refused.'
        else 'The last partition of %s ended at %s (column %I), %s days ago: every later row is refused.'
      end,
      h.qualified_name, h.last_bound, h.column_name, abs(h.days_left)
    ),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('column', h.column_name, 'last_bound', h.last_bound, 'upcoming', h.upcoming_count)
  from steward_internal.partition_horizons(statement_timestamp()) as h
  where h.upcoming_count < 2
    and h.days_left > -90
$$;

comment on function steward_internal.check_partitions_running_out() is $doc$
Finds tables whose partitions by time come to an end.

Without a partition for it and without a default partition, an INSERT fails. Looked at are tables that
are partitioned by the range of one date or timestamp column, and those below a table partitioned by
list or hash; keys of numbers and expressions are left out, because nothing says which value means
now. Bounds without a time zone are read in that of the session.

A table with two or more partitions yet to begin is fine, however short they are: pg_partman makes
four ahead. One whose last partition ended more than 90 days ago is taken for an archive. Seven days
are a week in which somebody is at work; one day is the last one.

@title Partitions are running out
@category capacity
@unit days
@direction below
@warning 7
@critical 1
@remedy Create the next partitions, and let a job do it from now on (pg_partman, or a schedule of your own).
@doc https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE
@access steward_reader
@example select * from steward_internal.check_partitions_running_out();
$doc$;

revoke all on function steward_internal.check_partitions_running_out() from public;
-- end
-- begin sql/health/checks/pending_partition_detach.sql df22eebc7c6d69ed66e3ff739940f8e0e64074ed93b8dbc95c114e485bd7c1f0
create or replace function steward_internal.check_pending_partition_detach()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'table',
    r.schema_name::text,
    r.relation_name::text,
    null::numeric,
    format('Partition %s is being detached from %s, and nobody has finished it.', r.qualified_name,
      parent.qualified_name),
    null,
    null,
    null,
    array[format('alter table %s detach partition %s finalize;', parent.qualified_name, r.qualified_name)],
    null::text[],
    jsonb_build_object('parent', parent.qualified_name)
  from pg_inherits as h
  inner join steward_internal.user_relations as r on r.relid = h.inhrelid
  inner join steward_internal.user_relations as parent on parent.relid = h.inhparent
  where h.inhdetachpending
$$;

comment on function steward_internal.check_pending_partition_detach() is $doc$
Finds partitions that DETACH ... CONCURRENTLY has left half detached.

It was cancelled, or the server stopped, between its two transactions. Queries of the parent no longer
see the rows, the partition still has the constraints of both, and no other partition can be detached
concurrently. One that is under way just now looks the same: run the check again before you believe it.

@title Partition is half detached
@category schema
@severity warning
@remedy Finish it.
@fix_lock ACCESS EXCLUSIVE on the partition
@fix_risk FINALIZE waits for every transaction that still uses the partition; attaching it again reads it.
@doc https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DETACH-PARTITION
@access steward_reader
@example select * from steward_internal.check_pending_partition_detach();
$doc$;

revoke all on function steward_internal.check_pending_partition_detach() from public;
-- end
-- begin sql/health/checks/policies_calling_functions_per_row.sql 24eb7abca4f2792f5fe337f21451cd68311ac227d49d5d5ebf10c3c97124d89c
create or replace function steward_internal.check_policies_calling_functions_per_row()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with calls as (
    select
      u.schema_name,
      u.relation_name,
      u.policy_name,
      u.qualified_name,
      case
        when f.pronamespace = 'pg_catalog'::regnamespace then f.proname::text
        else f.oid::regproc::text
      end as function_name,
      bool_or(c.takes_column) as takes_column,
      bool_or(not c.takes_column) as is_constant
    from steward_internal.user_policies() as u
    cross join lateral (
      values (u.condition_tree), (u.check_tree)
    ) as t (tree)
    cross join lateral steward_internal.row_calls(t.tree) as c
    inner join pg_proc as f on f.oid = c.function_oid
    inner join pg_language as l on l.oid = f.prolang
    where t.tree like '%{FUNCEXPR %'
      and u.has_row_security
      and f.provolatile <> 'i'
      and case
        when f.pronamespace = 'pg_catalog'::regnamespace then f.proname = 'current_setting' and not c.takes_column
        when c.takes_column then
          l.lanname not in ('c', 'internal') and (l.lanname <> 'sql' or f.prosecdef or f.proconfig is not null)
        else true
      end
    group by u.schema_name, u.relation_name, u.policy_name, u.qualified_name, f.oid, f.proname, f.pronamespace
  ),
  policies as (
    select
      c.schema_name,
      c.relation_name,
      c.policy_name,
      c.qualified_name,
      bool_or(c.takes_column) as takes_column,
      min(c.function_name) filter (where c.is_constant) as constant_call,
      array_agg(c.function_name order by c.function_name) as functions
    from calls as c
    group by c.schema_name, c.relation_name, c.policy_name, c.qualified_name
  )
  select
    'policy',
    p.schema_name::text,
    format('%s on %s', p.policy_name, p.relation_name),
    null::numeric,
    format('Policy %I of %s calls %s for every row that a query looks at.', p.policy_name, p.qualified_name,
      array_to_string(p.functions, ', ')),
    concat_ws(
      ' ',
      case
        when p.constant_call is not null then
          format('Put the call into a sub-select, (select %s(...)), which is evaluated once for each statement.',
            p.constant_call)
      end,
      case
        when p.takes_column then
          'A function that takes a column cannot be called once: let one return all keys that the user may see, '
            || 'and compare: column = any ((select allowed_keys())::uuid[]).'
      end
    ),
    case when p.takes_column and p.constant_call is null then 'info' end,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('functions', p.functions)
  from policies as p
$$;

comment on function steward_internal.check_policies_calling_functions_per_row() is $doc$
Finds policies that call a function for each row instead of each statement.

A call outside of a sub-select is repeated for every row unless an index serves it: on a scan of 100,000
rows that took 4 to 50 times as long as `(select f())`, which the planner evaluates once (measured on
PostgreSQL 15). Looked at are current_setting() and the functions of this database that are not
IMMUTABLE. One that takes a column of the row cannot be wrapped and is an info, if it is written in a
procedural language or SECURITY DEFINER; SQL functions that the planner can inline are left out. Calls
inside of sub-selects, operators and current_user are not looked at.

@title Policy calls a function for each row
@category security
@mode static
@severity warning
@confidence estimate
@remedy Put the call into a sub-select: (select f()).
@doc https://www.postgresql.org/docs/current/ddl-rowsecurity.html
@access steward_reader
@example select * from steward_internal.check_policies_calling_functions_per_row();
$doc$;

revoke all on function steward_internal.check_policies_calling_functions_per_row() from public;
-- end
-- begin sql/health/checks/policies_using_user_metadata.sql 9673f56549a97426fc66cc4111cdaa0cf44a027fd433dcede3feb941c5b641ad
create or replace function steward_internal.check_policies_using_user_metadata()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with needle as (
    -- A tree holds the bytes of a constant as numbers; beside the word may stand no byte of a longer one.
    select concat(
      '(?!', l.word_bytes, ')-?\d+ ',
      string_agg(get_byte(w.word, i.position)::text, ' ' order by i.position),
      ' (?!', l.word_bytes, ')'
    ) as pattern
    from (values ('user_metadata'::bytea)) as w (word)
    cross join (values ('(?:4[89]|5[0-7]|6[5-9]|[78]\d|9[05789]|1[01]\d|12[012]) ')) as l (word_bytes)
    cross join generate_series(0, length(w.word) - 1) as i (position)
    group by l.word_bytes
  ),
  readers as (
    select d.objid as policy_oid
    from pg_depend as d
    inner join pg_attribute as a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
    where d.classid = 'pg_policy'::regclass
      and d.refclassid = 'pg_class'::regclass
      and d.refobjsubid > 0
      and a.attname = 'raw_user_meta_data'
  )
  select
    'policy',
    u.schema_name::text,
    format('%s on %s', u.policy_name, u.relation_name),
    null::numeric,
    format('Policy %I of %s trusts user_metadata, which users write themselves.', u.policy_name, u.qualified_name),
    null,
    case when not u.is_permissive then 'warning' end,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('command', u.command, 'policy_roles', u.role_names)
  from steward_internal.user_policies() as u
  cross join needle as n
  where u.has_row_security
    and (
      u.condition_tree ~ n.pattern
      or u.check_tree ~ n.pattern
      or exists (
        select
        from pg_policy as p
        inner join readers as r on r.policy_oid = p.oid
        where p.polrelid = u.relid
          and p.polname = u.policy_name
      )
    )
$$;

comment on function steward_internal.check_policies_using_user_metadata() is $doc$
Finds policies that decide by claims which every user can change.

In the tokens of GoTrue (Supabase) `user_metadata` is what users say about themselves, stored in
`auth.users.raw_user_meta_data`: who writes role: admin into it is one. Critical in a permissive policy,
a warning in a restrictive one. Found is the word as a constant of the condition; functions that a policy
calls are not read.

@title Policy trusts what users write themselves
@category security
@mode static
@severity critical
@remedy Take the claim from app_metadata, which only the server writes, or from a table of your own.
@doc https://www.postgresql.org/docs/current/sql-createpolicy.html
@access steward_reader
@example select * from steward_internal.check_policies_using_user_metadata();
$doc$;

revoke all on function steward_internal.check_policies_using_user_metadata() from public;
-- end
-- begin sql/health/checks/policies_without_rls.sql a91d7935f131f1c5c449cc6fca3527c71f0d405ff0c2ef524d1124219cc865c6
create or replace function steward_internal.check_policies_without_rls()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'table',
    p.schema_name::text,
    p.relation_name::text,
    null::numeric,
    format('Table %s has %s, but row level security is off, so nothing asks them%s.', p.qualified_name,
      case p.policy_count when 1 then 'a policy' else p.policy_count || ' policies' end,
      '; ' || array_to_string(e.grantees, ', ') || ' can reach all of its rows'),
    null,
    case when e.relid is not null then 'critical' end,
    null,
    array[format('alter table %s enable row level security;', p.qualified_name)],
    array[format('alter table %s disable row level security;', p.qualified_name)],
    jsonb_build_object('granted_to', coalesce(e.grantees, '{}'), 'policies', p.names)
  from (
    select u.relid, u.schema_name, u.relation_name, u.qualified_name, count(*) as policy_count,
      array_agg(u.policy_name order by u.policy_name) as names
    from steward_internal.user_policies() as u
    where not u.has_row_security
    group by u.relid, u.schema_name, u.relation_name, u.qualified_name
  ) as p
  left join steward_internal.exposed_relations() as e on e.relid = p.relid
$$;

comment on function steward_internal.check_policies_without_rls() is $doc$
Finds tables whose policies do nothing because row level security is off.

Somebody wrote policies and believes in them. It is critical where PUBLIC or an application role (see
rls_disabled) reaches the table: what the policies were to hide is open.

@title Policies without row level security
@category security
@mode static
@severity warning
@remedy Enable row level security, or drop the policies if they are not meant any more.
@fix_lock ACCESS EXCLUSIVE
@fix_risk From then on the policies decide: read them before, since nobody has felt them yet.
@doc https://www.postgresql.org/docs/current/ddl-rowsecurity.html
@access steward_reader
@example select * from steward_internal.check_policies_without_rls();
$doc$;

revoke all on function steward_internal.check_policies_without_rls() from public;
-- end
-- begin sql/health/checks/powerful_application_roles.sql f4db0280dfe99f280941f67d9b8371d0925d7746cf5689c16a5b15e21861548c
create or replace function steward_internal.check_powerful_application_roles()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with roles as (
    select
      r.oid,
      r.rolname,
      array_remove(
        array[
          case when r.rolsuper then 'superuser' end,
          case when r.rolcreaterole then 'createrole' end,
          case when r.rolcreatedb then 'createdb' end,
          case when r.rolreplication then 'replication' end
        ],
        null
      ) as attributes,
      array(
        select m.rolname
        from pg_roles as m
        where not r.rolsuper
          and m.oid <> r.oid
          and (m.rolsuper or m.rolbypassrls or m.rolcreaterole)
          and pg_has_role(r.oid, m.oid, 'member')
        order by m.rolname
      ) as memberships,
      (
        select count(*)
        from steward_internal.user_relations as u
        where u.relowner = r.oid
          and u.relkind in ('r', 'p')
          and not u.is_partition
          and u.schema_name not in ('steward', 'steward_internal')
      ) as table_count
    from steward_internal.application_roles() as a
    inner join pg_roles as r on r.oid = a.role_oid
  )
  select
    'role',
    null,
    r.rolname::text,
    null::numeric,
    concat(
      format('Application role %I ', r.rolname),
      concat_ws(
        ', and ',
        'has ' || upper(nullif(array_to_string(r.attributes, ', '), '')),
        'can become ' || (select string_agg(quote_ident(m.name), ', ') from unnest(r.memberships) as m (name)),
        case when r.table_count > 0 then format('owns %s of the tables here', r.table_count) end
      ),
      '.'
    ),
    case
      when r.attributes = '{}' and r.memberships = '{}' then
        'Let a role own the tables that only runs migrations: an owner drops them and passes row level security.'
    end,
    case when r.attributes <@ '{createdb}' and r.memberships = '{}' then 'info' end,
    null,
    (
      select array_agg(format('alter role %I no%s;', r.rolname, a.name) order by a.name)
      from unnest(r.attributes) as a (name)
    ),
    (
      select array_agg(format('alter role %I %s;', r.rolname, a.name) order by a.name)
      from unnest(r.attributes) as a (name)
    ),
    jsonb_build_object('attributes', r.attributes, 'can_become', r.memberships, 'owned_tables', r.table_count)
  from roles as r
  where r.attributes <> '{}'
    or r.memberships <> '{}'
    or r.table_count > 0
  union all
  select r.*
  from steward_internal.application_roles_row() as r
$$;

comment on function steward_internal.check_powerful_application_roles() is $doc$
Finds application roles that can do more than read and write data.

A warning is a role with SUPERUSER, CREATEROLE or REPLICATION, or one that can become (with SET ROLE) a
role that has SUPERUSER, CREATEROLE or BYPASSRLS: one injected statement then is the whole server. CREATEDB
and owning tables are an info. Application roles are those of the setting `health.application_roles`.
For BYPASSRLS of its own see roles_bypassing_rls, for predefined roles dangerous_role_memberships.

@title Application role is too powerful
@category security
@mode static
@severity warning
@remedy Let applications connect as a role that has grants on data and nothing else.
@fix_lock none
@fix_risk Whatever the application does with the attribute fails afterwards: look at its migrations first.
@doc https://www.postgresql.org/docs/current/role-attributes.html
@access steward_reader
@example select * from steward_internal.check_powerful_application_roles();
$doc$;

revoke all on function steward_internal.check_powerful_application_roles() from public;
-- end
-- begin sql/health/checks/public_create_privilege.sql 60628786f64edfa4b149f1c130d8155ed35fb04ee9f08a11002e4fe991a1d587
create or replace function steward_internal.check_public_create_privilege()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'schema',
    null,
    n.nspname::text,
    null::numeric,
    format('Every role may create objects in schema %I%s.', n.nspname,
      case when path.is_searched then ', which the search_path of this database holds' else '' end),
    null,
    case when not path.is_searched then 'info' end,
    null,
    array[format('revoke create on schema %I from public;', n.nspname)],
    array[format('grant create on schema %I to public;', n.nspname)],
    jsonb_build_object('on_search_path', path.is_searched)
  from pg_namespace as n
  cross join lateral (
    select n.nspname = 'public' or n.nspname in (
      select e.element_name
      from steward_internal.search_path_elements(steward_internal.database_search_path()) as e
    ) as is_searched
  ) as path
  where n.nspname not like 'pg\_temp\_%'
    and n.nspname not like 'pg\_toast%'
    and exists (
      select
      from aclexplode(n.nspacl) as a
      where a.grantee = 0
        and a.privilege_type = 'CREATE'
    )
$$;

comment on function steward_internal.check_public_create_privilege() is $doc$
Finds schemas in which every role may create objects.

Who creates a function there that fits a call better than the one that was meant, has it executed with
the rights of others (CVE-2018-1058): a warning for public and for schemas on the search_path of the
database, an info for others. Since PostgreSQL 15 PUBLIC may not create in public in a new cluster;
databases that came from an older one keep the grant.

@title Every role may create objects in a schema
@category security
@mode static
@severity warning
@remedy Revoke CREATE from PUBLIC and grant it to the roles that run migrations.
@fix_lock none
@fix_risk Roles that create objects there without a grant of their own are refused afterwards.
@doc https://www.postgresql.org/docs/current/ddl-schemas.html#DDL-SCHEMAS-PATTERNS
@access steward_reader
@example select * from steward_internal.check_public_create_privilege();
$doc$;

revoke all on function steward_internal.check_public_create_privilege() from public;
-- end
-- begin sql/health/checks/public_security_definer_functions.sql eb405ad3a5f1968cf69f2f484b3f72fc0211de339551ca2850463b64e17a66c1
create or replace function steward_internal.check_public_security_definer_functions()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'function',
    u.schema_name::text,
    format('%s(%s)', u.routine_name, oidvectortypes(u.argument_types)),
    null::numeric,
    format('%s can execute %s, which runs as %I: %s.', array_to_string(x.grantees, ', '), u.routine::regprocedure,
      u.owner_name, power.description),
    null,
    case when not owner.rolsuper then 'info' end,
    null,
    s.fix_sql,
    s.undo_sql,
    jsonb_build_object('owner', u.owner_name, 'granted_to', x.grantees)
  from steward_internal.user_routines() as u
  inner join steward_internal.exposed_routines() as x on x.routine = u.routine
  inner join pg_roles as owner on owner.oid = u.owner_oid
  cross join lateral (
    select
      case
        when owner.rolsuper then 'a superuser'
        when owner.rolbypassrls then 'a role with BYPASSRLS'
        when pg_has_role(owner.oid, 'pg_execute_server_program', 'usage')
          or pg_has_role(owner.oid, 'pg_write_server_files', 'usage')
          or pg_has_role(owner.oid, 'pg_read_server_files', 'usage')
          then 'a role that reaches files or programs of the server'
        when pg_has_role(owner.oid, 'pg_write_all_data', 'usage') then 'a role that writes every table'
      end as description
  ) as power
  cross join lateral steward_internal.revoke_statements(
    'routine ' || u.routine::regprocedure::text,
    coalesce(u.acl, acldefault('f', u.owner_oid)), u.owner_oid, '{EXECUTE}'
  ) as s
  where u.is_definer
    and power.description is not null
    and u.return_type not in ('trigger'::regtype, 'event_trigger'::regtype)
  union all
  select r.*
  from steward_internal.application_roles_row() as r
$$;

comment on function steward_internal.check_public_security_definer_functions() is $doc$
Finds SECURITY DEFINER functions of powerful owners that others may call.

Others are PUBLIC and application roles; every function is born with EXECUTE for PUBLIC. One that runs as
a superuser is a warning: a single flaw in its body hands the server over. One that runs as a role with
BYPASSRLS, with access to the server's files and programs or with pg_write_all_data is an info.
Functions of ordinary owners are the usual way to give access and are left out, and so are trigger
functions, which nobody can call.

@title Everybody may call a function of a powerful owner
@category security
@mode static
@severity warning
@remedy Revoke EXECUTE from PUBLIC and grant it to the roles that need it, or give the function a weaker owner.
@fix_lock none
@fix_risk Roles that call it without a grant of their own are refused afterwards, also from policies and defaults.
@doc https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY
@access steward_reader
@example select * from steward_internal.check_public_security_definer_functions();
$doc$;

revoke all on function steward_internal.check_public_security_definer_functions() from public;
-- end
-- begin sql/health/checks/public_table_privileges.sql ffdeec8b8491e34cf7d5e915a0622fe35eebbfb3536c7d5bd13004930f0a61a4
create or replace function steward_internal.check_public_table_privileges()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with public_schemas as materialized (
    select s.schema_oid
    from steward_internal.reachable_schemas() as s
    where s.role_oid = 0
  ),
  granted as (
    select
      r.relid,
      array_agg(distinct a.privilege_type) as privileges,
      string_agg(distinct lower(a.privilege_type), ', ') as privilege_list
    from steward_internal.user_relations as r
    inner join pg_class as c on c.oid = r.relid
    inner join public_schemas as s on s.schema_oid = c.relnamespace
    cross join lateral aclexplode(r.relacl) as a
    where r.relacl is not null
      and r.relkind in ('r', 'p', 'v', 'f')
      and r.schema_name not in ('steward', 'steward_internal')
      and a.grantee = 0
      and (
        a.privilege_type in ('TRUNCATE', 'TRIGGER')
        or a.privilege_type in ('INSERT', 'UPDATE', 'DELETE') and not r.relrowsecurity
      )
    group by r.relid
  )
  select
    case r.relkind when 'v' then 'view' when 'f' then 'foreign table' else 'table' end,
    r.schema_name::text,
    r.relation_name::text,
    null::numeric,
    format('Every role has %s on %s.', upper(g.privilege_list), r.qualified_name),
    null,
    null,
    null,
    array[format('revoke %s on table %s from public;', g.privilege_list, r.qualified_name)],
    array[format('grant %s on table %s to public;', g.privilege_list, r.qualified_name)],
    jsonb_build_object('privileges', g.privileges)
  from granted as g
  inner join steward_internal.user_relations as r on r.relid = g.relid
$$;

comment on function steward_internal.check_public_table_privileges() is $doc$
Finds tables and views that every role may change.

Counted are INSERT, UPDATE and DELETE where row level security does not look at the rows, and always
TRUNCATE, which no policy sees, and TRIGGER, with which one runs code as the next who writes. A table
in a schema that PUBLIC may not use is left out. What every role may read is the matter of rls_disabled.

@title Every role may change a table
@category security
@mode static
@severity warning
@remedy Revoke the privileges from PUBLIC and grant them to the roles that write the table.
@fix_lock none
@fix_risk Roles that write the table without a grant of their own are refused afterwards.
@doc https://www.postgresql.org/docs/current/ddl-priv.html
@access steward_reader
@example select * from steward_internal.check_public_table_privileges();
$doc$;

revoke all on function steward_internal.check_public_table_privileges() from public;
-- end
-- begin sql/health/checks/public_user_mappings.sql 1efa20a9d9d3f020fba9174f190528e30ecc38a8a4133274843d7fc194574430
create or replace function steward_internal.check_public_user_mappings()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'foreign server',
    null,
    m.srvname::text,
    null::numeric,
    format('Every role that may use foreign server %I shares one user mapping on it.', m.srvname),
    null,
    null,
    null,
    null::text[],
    null::text[],
    null::jsonb
  from pg_user_mappings as m
  where m.umuser = 0
$$;

comment on function steward_internal.check_public_user_mappings() is $doc$
Finds user mappings for PUBLIC: one login on another server for all roles.

Who may use the foreign server or one of its tables acts there as the mapped user, and the other server
cannot tell them apart. What the mapping holds is not read.

@title Foreign login is shared by all roles
@category security
@mode static
@severity info
@remedy Create a user mapping for each role that needs the server, then drop the one for PUBLIC.
@doc https://www.postgresql.org/docs/current/sql-createusermapping.html
@access steward_reader
@example select * from steward_internal.check_public_user_mappings();
$doc$;

revoke all on function steward_internal.check_public_user_mappings() from public;
-- end
-- begin sql/health/checks/random_uuid_keys.sql 2178416883669c32858f2fe2b99cfe01ffe79eb769a3cbe51c00ffa04f49e490
create or replace function steward_internal.check_random_uuid_keys()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with generators as materialized (
    select p.oid, format('%I.%I()', n.nspname, p.proname) as call
    from pg_proc as p
    inner join pg_namespace as n on n.oid = p.pronamespace
    where p.proname in ('gen_random_uuid', 'uuidv4', 'uuid_generate_v4')
      and p.pronargs = 0
      and p.prorettype = 'uuid'::regtype
  ),
  large as materialized (
    select r.*
    from steward_internal.user_relations as r
    where r.relkind in ('r', 'p')
      and r.reltuples >= 100000
      and not r.is_partition
  )
  select
    'column',
    r.schema_name::text,
    format('%s.%s', r.relation_name, a.attname),
    r.reltuples::numeric,
    format('Column %s.%I leads an index and is filled by %s; the table has about %s rows.', r.qualified_name,
      a.attname, g.call, to_char(r.reltuples::bigint, 'FM999,999,999,999,990')),
    null,
    null,
    null,
    case
      when to_regprocedure('pg_catalog.uuidv7()') is not null
        then array[
          format('alter table %s alter column %I set default uuidv7();', r.qualified_name, a.attname)
        ]
    end,
    case
      when to_regprocedure('pg_catalog.uuidv7()') is not null
        then array[
          format('alter table %s alter column %I set default %s;', r.qualified_name, a.attname, g.call)
        ]
    end,
    jsonb_build_object('default', g.call)
  from large as r
  inner join pg_attrdef as def on def.adrelid = r.relid
  inner join pg_attribute as a on a.attrelid = def.adrelid and a.attnum = def.adnum
  inner join generators as g
    on g.oid::text = substring(def.adbin::text from '^\{FUNCEXPR :funcid (\d+) ')
  where exists (
    select
    from pg_index as i
    where i.indrelid = r.relid
      and i.indkey[0] = a.attnum
  )
$$;

comment on function steward_internal.check_random_uuid_keys() is $doc$
Finds large tables with an indexed key that is filled with random UUIDs.

Random keys arrive all over the index: nearly every insert touches another page, which has to be in
memory and is written to WAL as a whole after each checkpoint. UUIDs of version 7 (uuidv7() from
PostgreSQL 18 on, else made by the application) arrive in order and are as unique. Below 100,000 rows
the index fits into memory anyway. The number of rows is that of the last VACUUM or ANALYZE. Values
that the application makes cannot be told from each other and are not seen.

@title Large table with random UUIDs as a key
@category schema
@severity info
@unit rows
@confidence estimate
@remedy Fill the column with UUIDs of version 7, which are ordered by time.
@fix_lock ACCESS EXCLUSIVE
@fix_risk Only the default changes, in milliseconds, after every transaction on the table has ended. UUIDs of version 7 tell when a row was made.
@doc https://www.postgresql.org/docs/current/functions-uuid.html
@access steward_reader
@example select * from steward_internal.check_random_uuid_keys();
$doc$;

revoke all on function steward_internal.check_random_uuid_keys() from public;
-- end
-- begin sql/health/checks/range_column_not_last_indexes.sql 16726e6cefc067a16080e3d8cdb8e09528f0a386ee92b505433e8e9bceff873b
create or replace function steward_internal.check_range_column_not_last_indexes()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with keys as materialized (
    select
      x.indexrelid,
      x.indrelid,
      k.ordinal,
      x.indkey[k.ordinal - 1]::smallint as attnum,
      x.indnkeyatts
    from steward_internal.user_indexes as x
    cross join lateral generate_series(1, x.indnkeyatts) as k (ordinal)
    where x.access_method = 'btree'
      and x.indnkeyatts > 1
      and not x.indisunique
      and not x.is_bound
  ),
  early as (
    select distinct on (k.indexrelid)
      k.*,
      a.attname,
      a.atttypid,
      a.atttypmod
    from keys as k
    inner join pg_attribute as a on a.attrelid = k.indrelid and a.attnum = k.attnum
    where k.ordinal < k.indnkeyatts
      and a.atttypid in (
        'timestamptz'::regtype, 'timestamp'::regtype, 'date'::regtype, 'time'::regtype,
        'timetz'::regtype
      )
      -- Pages of a list: the key only makes the order unambiguous.
      and exists (
        select
        from keys as later
        where later.indexrelid = k.indexrelid
          and later.ordinal > k.ordinal
          and not exists (
            select
            from pg_index as p
            where p.indrelid = k.indrelid
              and p.indisprimary
              and later.attnum = any ((p.indkey::smallint[])[0:p.indnkeyatts - 1])
          )
      )
    order by k.indexrelid, k.ordinal
  )
  select
    'index',
    x.schema_name::text,
    x.index_name::text,
    null::numeric,
    format('Column %I (%s) is number %s of the %s columns of index %s on %s: a search for a range of it '
        'cannot use the columns after it to start and stop.',
      e.attname, format_type(e.atttypid, e.atttypmod), e.ordinal, e.indnkeyatts, x.qualified_name,
      x.table_qualified_name),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('table', x.table_qualified_name, 'column', e.attname, 'position', e.ordinal)
  from early as e
  inner join steward_internal.user_indexes as x on x.indexrelid = e.indexrelid
$$;

comment on function steward_internal.check_range_column_not_last_indexes() is $doc$
Finds indexes in which a date or time comes before other columns.

A btree reads one stretch of entries. After a range (`at > now() - interval '1 day'`) the columns that
follow no longer narrow the stretch, they only filter it; with the columns compared by = first, it is
as short as it can be. Whether queries search for a range at all cannot be seen, so this is advice and
off by default; pg-index-health has the same check.

Left out are unique indexes, those of constraints, and those in which only columns of the primary key
follow: they give the pages of a list an unambiguous order.

@title Date or time before other columns of an index
@category indexes
@mode static
@severity info
@confidence estimate
@enabled false
@remedy If queries compare the later columns with = and this one by range, put this one last.
@doc https://www.postgresql.org/docs/current/indexes-multicolumn.html
@access steward_reader
@example select * from steward_internal.check_range_column_not_last_indexes();
$doc$;

revoke all on function steward_internal.check_range_column_not_last_indexes() from public;
-- end
-- begin sql/health/checks/rarely_used_indexes.sql e7b4db3567e853422e2b135a24f8fe048639b0d2f11e761f666a1e14d486b494
create or replace function steward_internal.check_rarely_used_indexes()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with period as materialized (
    select
      p.needed,
      -- Snapshots from within the window cannot prove all of it.
      p.needed + interval '1 day' as lookback
    from (select steward.get_setting('health.usage_window')::interval as needed) as p
  ),
  candidates as materialized (
    select x.*
    from steward_internal.user_indexes as x
    where x.relkind = 'i'
      and not x.indisunique
      and not x.is_bound
      and x.estimated_bytes >= 10485760
  ),
  used as materialized (
    select
      h.indexrelid,
      h.relid,
      h.idx_scan as scans,
      h.changed_since
    from period as p
    cross join lateral steward_internal.index_changes(p.lookback) as h
    where h.elapsed >= p.needed
      and h.idx_scan between 1 and 99
      and h.indexrelid in (select c.indexrelid from candidates as c)
  ),
  written as materialized (
    select
      h.relid,
      h.n_tup_ins + h.n_tup_upd - h.n_tup_hot_upd as writes
    from period as p
    cross join lateral steward_internal.table_changes(p.lookback) as h
    where h.relid in (select u.relid from used as u)
  )
  select
    'index',
    x.schema_name::text,
    x.index_name::text,
    u.scans::numeric,
    format('Index %s on %s (about %s) was scanned %s times since %s and written %s times.',
      x.qualified_name, x.table_qualified_name, pg_size_pretty(x.estimated_bytes), u.scans,
      to_char(u.changed_since at time zone 'UTC', 'YYYY-MM-DD'),
      to_char(w.writes, 'FM999,999,999,999,990')),
    null,
    null,
    null,
    array[format('drop index concurrently %s;', x.qualified_name)],
    case when undo.statement is not null then array[undo.statement] end,
    jsonb_build_object(
      'table', x.table_qualified_name, 'index_bytes', x.estimated_bytes, 'scans', u.scans, 'writes', w.writes
    )
  from used as u
  inner join written as w on w.relid = u.relid
  inner join candidates as x on x.indexrelid = u.indexrelid
  left join lateral (
    select steward_internal.index_statement(x.indexrelid, x.index_name, null) as statement
    where x.indpred is null
  ) as undo on true
  where w.writes >= 10000
    and w.writes >= 1000 * u.scans
    and u.indexrelid not in (select f.indexrelid from steward_internal.foreign_key_indexes as f)
  union all
  select m.*
  from period as p
  cross join lateral steward_internal.missing_history_rows(p.lookback, p.needed) as m
$$;

comment on function steward_internal.check_rarely_used_indexes() is $doc$
Finds large indexes that are written far more often than they are used.

Counted are the inserts and the updates that were not HOT, against the scans of the setting
`health.usage_window` (30 days): fewer than 100 scans (pgFirstAid), 10,000 writes and more (pgdoctor), from
10 MB on. Nothing is said before that time has been observed. The few scans may be a report that would take
hours without the index; unused_indexes lists those without any scan.

Left out are unique indexes, those that a constraint, a foreign key, the replica identity or CLUSTER rests
on, and those of partitions. Scans on replicas are not counted here.

@title Index is hardly used
@category indexes
@severity info
@unit scans
@remedy Find out what its few scans are for, and whether a replica uses it; then drop it or live without.
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk DROP INDEX CONCURRENTLY blocks no reads or writes; the queries that used the index become slower, and building it again takes as long as it did.
@doc https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ALL-INDEXES-VIEW
@access steward_reader
@example select * from steward_internal.check_rarely_used_indexes();
$doc$;

revoke all on function steward_internal.check_rarely_used_indexes() from public;
-- end
-- begin sql/health/checks/redundant_index_predicates.sql 9f5dc0f68cb0ae7a7d87fbf831cda1fbaee9e83d9986426965bcf99b1fc00217
create or replace function steward_internal.check_redundant_index_predicates()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with tests as materialized (
    select x.indexrelid
    from steward_internal.user_indexes as x
    where x.indpred is not null
      and x.indpred::text ~ '\{NULLTEST '
      -- Cheap, and leaves next to nothing for the comparison of the whole tree.
      and x.indpred::text !~ '\{(OPEXPR|FUNCEXPR|SCALARARRAYOPEXPR|CONST|DISTINCTEXPR|BOOLEANTEST) '
  )
  select
    'index',
    x.schema_name::text,
    x.index_name::text,
    null::numeric,
    format('Index %s on %s has the condition (%s), which is true of every row: %s.',
      x.qualified_name, x.table_qualified_name, predicate.text, predicate.reason),
    null,
    null,
    null,
    steward_internal.index_replacement(x.indexrelid, null),
    steward_internal.index_replacement(x.indexrelid, predicate.text),
    jsonb_build_object('table', x.table_qualified_name, 'predicate', predicate.text)
  from tests as t
  inner join steward_internal.user_indexes as x on x.indexrelid = t.indexrelid
  cross join lateral (
    select
      string_agg(format('%I is not null', a.attname), ' and ' order by m.ordinal) as text,
      case
        when count(*) = 1 then format('column %I is NOT NULL', min(a.attname))
        else 'the columns are NOT NULL'
      end as reason
    from regexp_matches(x.indpred::text, ':varattno (\d+)', 'g') with ordinality as m (match, ordinal)
    inner join pg_attribute as a on a.attrelid = x.indrelid and a.attnum = m.match[1]::smallint
  ) as predicate
  where steward_internal.is_implied_by_not_null(t.indexrelid, '{}')
$$;

comment on function steward_internal.check_redundant_index_predicates() is $doc$
Finds partial indexes whose condition is true of every row.

`WHERE column IS NOT NULL` on a column that is NOT NULL leaves nothing out. It only hides the index:
before PostgreSQL 17 the planner does not conclude the condition from the column, and ON CONFLICT and
foreign keys ask for an index without one. Only conditions that consist of such tests are compared;
anything else may leave rows out.

@title Partial index holds every row
@category indexes
@mode static
@severity info
@remedy Replace the index by one without the condition.
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk CREATE INDEX CONCURRENTLY reads the table twice and blocks no writes; INSERT ... ON CONFLICT that repeats the condition goes on working.
@doc https://www.postgresql.org/docs/current/indexes-partial.html
@access steward_reader
@example select * from steward_internal.check_redundant_index_predicates();
$doc$;

revoke all on function steward_internal.check_redundant_index_predicates() from public;
-- end
-- begin sql/health/checks/redundant_indexes.sql 723a66397cde6b388a1a2a8c2e006d36e02e9409d66e25ecea114e1c392f261d
create or replace function steward_internal.check_redundant_indexes()
returns setof steward_internal.check_row
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with indexes as materialized (
    select x.* from steward_internal.comparable_indexes() as x where x.access_method = 'btree'
  ),
  redundant as materialized (
    select distinct on (s.index_oid)
      s.*,
      l.qualified_name as longer_name
    from indexes as s
    inner join indexes as l on l.table_oid = s.table_oid
      and l.predicate is not distinct from s.predicate
      and cardinality(l.key_columns) > cardinality(s.key_columns)
      and l.key_columns[1:cardinality(s.key_columns)] = s.key_columns
    where not s.is_unique
      and not s.is_needed
      and not s.is_clustered
      and s.included_columns is null
    order by s.index_oid, cardinality(l.key_columns), l.index_oid
  ),
  rebuilds as materialized (
    select s.index_oid, s.statements
    from (select array_agg(r.index_oid) as index_oids from redundant as r) as found
    cross join lateral steward_internal.index_rebuild_statements(found.index_oids) as s
  )
  select
    'index',
    r.schema_name::text,
    r.index_name::text,
    r.estimated_bytes::numeric,
    format('Index %s (about %s) is a prefix of %s on %s, which can answer the same queries.',
      r.qualified_name, pg_size_pretty(r.estimated_bytes), r.longer_name, r.table_name),
    case
      when b.index_oid is null
        then 'Another session has locked it: run the check again to learn how to drop it and bring it back.'
    end,
    null,
    null,
    case when b.index_oid is not null then array[r.drop_statement] end,
    b.statements,
    jsonb_build_object('table', r.table_name, 'prefix_of', r.longer_name)
  from redundant as r
  left join rebuilds as b on b.index_oid = r.index_oid
$$;

comment on function steward_internal.check_redundant_indexes() is $doc$
Finds btree indexes whose columns are the first columns of another index.

The longer index answers the same searches, only a little slower because it is larger; whether the
shorter one is worth its writes is yours to decide, so this is an information. Columns must agree in
order, operator class, collation and direction, and the predicates must be equal. Unique indexes,
constraints, replica identities and indexes with INCLUDE columns are left out, exact duplicates are
duplicate_indexes.

@title Redundant index
@category indexes
@mode static
@severity info
@unit bytes
@confidence estimate
@remedy Drop the shorter index if writes matter more than the last bit of speed of its queries.
@fix_lock SHARE UPDATE EXCLUSIVE; ACCESS EXCLUSIVE if the table is partitioned
@fix_risk DROP INDEX CONCURRENTLY blocks no reads or writes, and waits for running transactions.
@doc https://www.postgresql.org/docs/current/indexes-multicolumn.html
@access steward_reader
@example select * from steward_internal.check_redundant_indexes();
$doc$;

revoke all on function steward_internal.check_redundant_indexes() from public;
-- end
-- begin sql/health/checks/replication_slot_retention.sql 0113138eed16b9450fbeca3577c009466694e12c4feee932687e42c2cf0fedc2
create or replace function steward_internal.check_replication_slot_retention()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select r.*
  from pg_replication_slots as s
  cross join (
    select case
      when pg_is_in_recovery()
        then greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())
      else pg_current_wal_insert_lsn()
    end as lsn
  ) as here
  cross join lateral steward_internal.retaining_slot_rows(to_jsonb(s), here.lsn) as r
$$;

comment on function steward_internal.check_replication_slot_retention() is $doc$
Measures how much WAL each replication slot keeps on the disk.

A slot keeps all WAL that its consumer has not confirmed, connected or not. Without
max_slot_wal_keep_size it goes on until the disk is full and the server stops; with it, the slot is
invalidated, and its consumer has to be set up anew. So a slot that has used four fifths of what it
may keep, or all of it (`unreserved`), is critical whatever the size. Invalidated slots keep nothing
and are the matter of inactive_replication_slots.

1 GB, the default of max_wal_size, is where pgEdge's workbench warns too; ten times that is critical.
Raise both where disks are large and consumers slow.

@title Replication slot keeps much WAL
@category replication
@scope cluster
@unit bytes
@warning 1073741824
@critical 10737418240
@remedy Let the consumer catch up; if there is none any more, drop the slot. Set max_slot_wal_keep_size so that no slot can fill the disk.
@doc https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-MAX-SLOT-WAL-KEEP-SIZE
@access steward_reader
@example select * from steward_internal.check_replication_slot_retention();
$doc$;

revoke all on function steward_internal.check_replication_slot_retention() from public;
-- end
-- begin sql/health/checks/reserved_word_names.sql 23aa530023e5b0b5b5219d7cb97491ef3a75895d5bf8bdcb4b922c6cbde6f85b
create or replace function steward_internal.check_reserved_word_names()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select r.*
  from (
    select array_agg(n.relid) as relids, array_agg(n.attnum) as attnums
    from steward_internal.catalog_names as n
    inner join (
      -- As a name it is compared with the catalog before anything else is joined.
      select w.word::name as word
      from pg_get_keywords() as w
      where w.catcode in ('R', 'T')
    ) as k on k.word = n.name
  ) as wanted
  cross join lateral steward_internal.name_rows(wanted.relids, wanted.attnums, 'has names that are reserved words') as r
$$;

comment on function steward_internal.check_reserved_word_names() is $doc$
Finds tables, views and columns that are named like a reserved word.

Such a name must be quoted in every query; forgotten, it is a syntax error, or worse: select user from
"user" returns the role of the session. Reserved are the words that this server reserves
(pg_get_keywords()), the ones that may only be functions or types included. Words that need no quotes
as a column, such as name or value, are not reported.

@title Name is a reserved word
@category schema
@mode static
@severity info
@remedy Choose another name, a plural for instance; a rename breaks every query that uses the old one.
@doc https://www.postgresql.org/docs/current/sql-keywords-appendix.html
@access steward_reader
@example select * from steward_internal.check_reserved_word_names();
$doc$;

revoke all on function steward_internal.check_reserved_word_names() from public;
-- end
-- begin sql/health/checks/rls_disabled.sql 6c1f3642b4990075f153c4c66804c7c998f18c7d039f7c824299ed4a5ae7d696
create or replace function steward_internal.check_rls_disabled()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with exposed as (
    select
      e.relid,
      e.is_partition,
      e.qualified_name,
      e.policy_count,
      e.grantees,
      e.owners,
      e.is_forced,
      case when e.is_partition then pg_partition_root(e.relid) else e.relid end as root
    from steward_internal.exposed_relations() as e
    where e.relkind in ('r', 'p')
      and not e.has_row_security
  ),
  grouped as (
    select
      e.root,
      bool_or(not e.is_partition) as is_open,
      count(*) filter (where e.is_partition) as partition_count,
      bool_or(not e.is_partition and e.policy_count > 0) as has_policies,
      array_agg(distinct g.grantee) as grantees,
      array_agg(distinct format('alter table %s enable row level security;', e.qualified_name))
        || coalesce(
          array_agg(distinct format('alter table %s force row level security;', e.qualified_name))
            filter (where e.owners <> '{}' and not e.is_forced),
          '{}'
        ) as fix_sql,
      array_agg(distinct format('alter table %s disable row level security;', e.qualified_name))
        || coalesce(
          array_agg(distinct format('alter table %s no force row level security;', e.qualified_name))
            filter (where e.owners <> '{}' and not e.is_forced),
          '{}'
        ) as undo_sql
    from exposed as e
    cross join lateral unnest(e.grantees) as g (grantee)
    group by e.root
  )
  select
    'table',
    r.schema_name::text,
    r.relation_name::text,
    null::numeric,
    case
      when g.is_open then
        format('Row level security is off for %s, and %s can reach all of its rows.', r.qualified_name,
          array_to_string(g.grantees, ', '))
      else
        format('Row level security of %s does not guard partitions that a query names; %s can reach %s of them.',
          r.qualified_name, array_to_string(g.grantees, ', '), g.partition_count)
    end,
    case
      when not g.is_open then
        'Enable row level security on the partitions, which queries of the parent do not notice, or revoke the grants.'
    end,
    null,
    null,
    g.fix_sql,
    g.undo_sql,
    jsonb_build_object('granted_to', g.grantees, 'partitions', g.partition_count)
  from grouped as g
  inner join steward_internal.user_relations as r on r.relid = g.root
  where not g.has_policies
  union all
  select r.*
  from steward_internal.application_roles_row() as r
$$;

comment on function steward_internal.check_rls_disabled() is $doc$
Finds tables that application roles can reach without row level security.

Application roles are PUBLIC and those of the setting `health.application_roles` that exist, with what
they inherit; a table counts if one of them may use its schema and read or write it or a column of it.
Superusers and roles with BYPASSRLS do not count, since row level security would not bind them. Which
roles were looked for is said in the row that says ok, because a list that fits no role would otherwise
look like a clean database. Partitions are reported with their parent, also if the parent is guarded:
who names a partition meets only its own policies. Tables that have policies already are left to policies_without_rls.

@title Table without row level security
@category security
@mode static
@severity warning
@remedy Enable row level security and add policies, or revoke the grant if the role does not need the table.
@fix_lock ACCESS EXCLUSIVE
@fix_risk Without a policy nobody but the owner sees a row afterwards: add the policies in the same transaction.
@doc https://www.postgresql.org/docs/current/ddl-rowsecurity.html
@access steward_reader
@example select * from steward_internal.check_rls_disabled();
$doc$;

revoke all on function steward_internal.check_rls_disabled() from public;
-- end
-- begin sql/health/checks/rls_not_forced.sql ac8bdfb211d4703a63899391d54b347e915dcf1d5bc9e3e8b8f06c0958024882
create or replace function steward_internal.check_rls_not_forced()
returns setof steward_internal.check_row
language sql
stable
parallel safe
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
-- end
-- begin sql/health/checks/rls_without_policy.sql 64700fe2366de64796500a1f6f0daa6df82ef1eb34b4e82e19bf01f424df72e5
create or replace function steward_internal.check_rls_without_policy()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'table',
    e.schema_name::text,
    e.relation_name::text,
    null::numeric,
    format('Row level security is on for %s without any policy, so %s can reach none of its rows.',
      e.qualified_name, array_to_string(bound.grantees, ', ')),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('granted_to', bound.grantees)
  from steward_internal.exposed_relations() as e
  cross join lateral (
    select array_agg(g.grantee order by g.grantee) as grantees
    from unnest(e.grantees) as g (grantee)
    where e.is_forced
      or g.grantee <> all (e.owners)
  ) as bound
  where e.relkind in ('r', 'p')
    and e.has_row_security
    and e.policy_count = 0
    and not e.is_partition
    and bound.grantees is not null
  union all
  select r.*
  from steward_internal.application_roles_row() as r
$$;

comment on function steward_internal.check_rls_without_policy() is $doc$
Finds tables with row level security on which no policy lets anybody in.

For application roles such a table is empty, whatever it holds: queries return nothing and inserts
fail. The owner (without FORCE), superusers and roles with BYPASSRLS do not notice, so a table that only
they reach is left out; so are partitions, for which no policy is the right number. Which roles count as
application roles is described at rls_disabled.

@title Row level security without a policy
@category security
@mode static
@severity warning
@remedy Add a policy for each command that the role needs, or revoke the grant.
@doc https://www.postgresql.org/docs/current/sql-createpolicy.html
@access steward_reader
@example select * from steward_internal.check_rls_without_policy();
$doc$;

revoke all on function steward_internal.check_rls_without_policy() from public;
-- end
-- begin sql/health/checks/roles_bypassing_rls.sql b9a49d4e5c8011ab9f99c77f1104ba8f11079b142cb958ce81290fc887e79e5b
create or replace function steward_internal.check_roles_bypassing_rls()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'role',
    null,
    r.rolname::text,
    null::numeric,
    format('%s %I has BYPASSRLS: no policy binds it.',
      case when a.role_oid is null then 'Role' else 'Application role' end, r.rolname),
    null,
    case when a.role_oid is not null then 'warning' end,
    null,
    array[format('alter role %I nobypassrls;', r.rolname)],
    array[format('alter role %I bypassrls;', r.rolname)],
    null::jsonb
  from pg_roles as r
  left join steward_internal.application_roles() as a on a.role_oid = r.oid
  where r.rolbypassrls
    and r.rolcanlogin
    and not r.rolsuper
$$;

comment on function steward_internal.check_roles_bypassing_rls() is $doc$
Lists the roles that pass row level security without being superusers.

Roles for backups need it, for an application it is a warning: application roles are those of the
setting `health.application_roles`. Only roles that can log in are listed.

@title Role bypasses row level security
@category security
@scope cluster
@mode static
@severity info
@remedy Give the role a policy of its own instead (for all to the_role using (true)), unless it makes backups.
@fix_lock none
@fix_risk The role sees only what policies show it afterwards, and its pg_dump fails on tables with policies.
@doc https://www.postgresql.org/docs/current/role-attributes.html
@access steward_reader
@example select * from steward_internal.check_roles_bypassing_rls();
$doc$;

revoke all on function steward_internal.check_roles_bypassing_rls() from public;
-- end
-- begin sql/health/checks/rules_on_tables.sql 1ea16584c6a1a1d3a6cec09c1eb726fefc1cec61da9b34d0cfdbabf00d0e7cd2
create or replace function steward_internal.check_rules_on_tables()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'rule',
    r.schema_name::text,
    format('%s.%s', r.relation_name, w.rulename),
    null::numeric,
    format('Rule %I rewrites %s of table %s.', w.rulename,
      case w.ev_type
        when '1' then 'SELECT'
        when '2' then 'UPDATE'
        when '3' then 'INSERT'
        when '4' then 'DELETE'
      end,
      r.qualified_name),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('table', r.qualified_name)
  from pg_rewrite as w
  inner join steward_internal.user_relations as r on r.relid = w.ev_class
  where r.relkind in ('r', 'p')
$$;

comment on function steward_internal.check_rules_on_tables() is $doc$
Finds tables whose statements a rule rewrites.

A rule changes the query, not the row: volatile expressions run twice, row counts lie, and COPY
ignores it. The PostgreSQL wiki lists rules among the things not to do; a trigger does what was meant.
Rules of views are left out.

@title Table with a rewrite rule
@category schema
@mode static
@severity info
@remedy Replace the rule by a trigger.
@doc https://www.postgresql.org/docs/current/rules-triggers.html
@access steward_reader
@example select * from steward_internal.check_rules_on_tables();
$doc$;

revoke all on function steward_internal.check_rules_on_tables() from public;
-- end
-- begin sql/health/checks/security_definer_search_path.sql e89342d250c7f56f844ec512198f87d45f9737b3a74a11da7fb7b0a7face480c
create or replace function steward_internal.check_security_definer_search_path()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with creators as materialized (
    select n.nspname, g.role_name, g.role_oid
    from pg_namespace as n
    cross join lateral aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) as a
    inner join steward_internal.application_grantees() as g on g.grantee = a.grantee
    where a.privilege_type = 'CREATE'
      and n.nspname <> 'pg_catalog'
  ),
  definers as materialized (
    select
      u.*,
      owner.rolsuper as is_super,
      substring(c.setting from '^search_path=(.*)$') as path
    from steward_internal.user_routines() as u
    inner join pg_roles as owner on owner.oid = u.owner_oid
    left join lateral (
      select e.setting
      from unnest(u.config) as e (setting)
      where e.setting like 'search\_path=%'
    ) as c on true
    where u.is_definer
      and u.kind in ('f', 'p')
  ),
  elements as materialized (
    select
      d.routine,
      e.name,
      e.position,
      (
        select array_agg(distinct c.role_name)
        from creators as c
        where c.nspname = e.name
          and (c.role_oid = 0 or not pg_has_role(c.role_oid, d.owner_oid, 'usage'))
      ) as creators
    from definers as d
    cross join lateral (
      select case s.element_name when '$user' then d.owner_name::text else s.element_name end, s.element_position
      from steward_internal.search_path_elements(d.path) as s
      union all
      select d.schema_name::text, 1
      where d.path is null
    ) as e (name, position)
  ),
  paths as materialized (
    select
      d.routine,
      count(*) filter (where e.name not in ('pg_catalog', 'pg_temp', '')) as other_count,
      (array_agg(e.name order by e.position desc))[1] = 'pg_temp' as ends_with_temp,
      string_agg(quote_ident(e.name), ', ' order by e.position) filter (where e.creators is not null) as open_schemas,
      coalesce(
        string_agg(quote_ident(e.name), ', ' order by e.position)
          filter (where e.creators is null and e.name not in ('pg_temp', '')),
        'pg_catalog'
      ) || ', pg_temp' as safe_path
    from definers as d
    left join elements as e on e.routine = d.routine
    group by d.routine
  ),
  judged as (
    select d.*, p.open_schemas, p.safe_path
    from paths as p
    inner join definers as d on d.routine = p.routine
    where d.path is null
      or p.open_schemas is not null
      or p.other_count > 0 and not p.ends_with_temp
  )
  select
    'function',
    d.schema_name::text,
    format('%s(%s)', d.routine_name, oidvectortypes(d.argument_types)),
    null::numeric,
    format('SECURITY DEFINER %s %s runs as %I%s%s.',
      case d.kind when 'p' then 'procedure' else 'function' end,
      d.routine::regprocedure,
      d.owner_name,
      case
        when d.path is null then ' with the search_path of its caller'
        when d.open_schemas is not null then
          format(' and finds its objects in %s, where others may create some', d.open_schemas)
        else ' and finds temporary tables of its caller before those that it means'
      end,
      case when d.is_super then ', and that role is a superuser' else '' end),
    case
      when d.path is not null and d.open_schemas is null then
        'Put pg_temp last in its search_path; where the path does not name it, it comes first.'
      when d.open_schemas is not null then
        format('Revoke CREATE on %s, or leave it out of the search_path and qualify in the body what is there.',
          d.open_schemas)
    end,
    case
      when d.path is not null and d.open_schemas is null then 'info'
      when d.is_super then 'critical'
    end,
    null,
    array[format('alter routine %s set search_path = %s;', d.routine::regprocedure, d.safe_path)],
    array[
      coalesce(
        format('alter routine %s set search_path = ' || replace(d.path, '%', '%%') || ';', d.routine::regprocedure),
        format('alter routine %s reset search_path;', d.routine::regprocedure)
      )
    ],
    jsonb_build_object('owner', d.owner_name, 'search_path', d.path)
  from judged as d
$$;

comment on function steward_internal.check_security_definer_search_path() is $doc$
Finds SECURITY DEFINER functions whose callers can decide what their body means.

Whoever calls one without a search_path of its own decides which tables, functions and operators are
meant, and so runs code of his own with the rights of the owner; the same holds for a path with a schema
in which PUBLIC or an application role may create objects. It is critical where the owner is a
superuser. A path without pg_temp at its end lets temporary tables of the caller stand for those of the
body: an info, as the documentation of CREATE FUNCTION asks for it; an empty path and pg_catalog alone
are left out. Functions that extensions own are left out, since their users cannot change them; so are
functions that run with the rights of the caller (see mutable_function_search_path).

@title SECURITY DEFINER function without a safe search_path
@category security
@mode static
@severity warning
@remedy Pin the search_path to the schemas that the body needs, with pg_temp last.
@fix_lock none
@fix_risk The body must find everything that it uses in the schemas listed; add those that are missing.
@doc https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY
@access steward_reader
@example select * from steward_internal.check_security_definer_search_path();
$doc$;

revoke all on function steward_internal.check_security_definer_search_path() from public;
-- end
-- begin sql/health/checks/security_definer_views.sql f81dfe6352431947fbfd1cde0484892372f3d814a38a3736b0a23c247d11d6be
create or replace function steward_internal.check_security_definer_views()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'view',
    e.schema_name::text,
    e.relation_name::text,
    null::numeric,
    format('View %s reads %s as %I, whom row level security does not bind, and %s can use it.', e.qualified_name,
      array_to_string(v.guarded_tables, ', '), v.owner_name, array_to_string(e.grantees, ', ')),
    null,
    null,
    null,
    array[format('alter view %s set (security_invoker = true);', e.qualified_name)],
    array[format('alter view %s reset (security_invoker);', e.qualified_name)],
    jsonb_build_object('owner', v.owner_name, 'granted_to', e.grantees, 'tables', v.guarded_tables)
  from steward_internal.views_past_row_security() as v
  inner join steward_internal.exposed_relations() as e on e.relid = v.relid
  where e.relkind = 'v'
  union all
  select r.*
  from steward_internal.application_roles_row() as r
$$;

comment on function steward_internal.check_security_definer_views() is $doc$
Finds views through which application roles read past row level security.

A view reads as its owner; if he owns the tables or is a superuser, their policies are not asked. Only
views over tables that have row level security are reported, directly or through other views, and only
if PUBLIC or an application role (see rls_disabled) may use them. A view may be meant to show more than
its tables do: then note that, and leave the check out for it.

@title View bypasses row level security
@category security
@mode static
@severity warning
@remedy Let the view run with the rights of its user (security_invoker), or give it an owner whom the policies bind.
@fix_lock ACCESS EXCLUSIVE
@fix_risk Its users then need privileges on the tables of the view, and see only what the policies show them.
@doc https://www.postgresql.org/docs/current/sql-createview.html
@access steward_reader
@example select * from steward_internal.check_security_definer_views();
$doc$;

revoke all on function steward_internal.check_security_definer_views() from public;
-- end
-- begin sql/health/checks/self_referencing_row_keys.sql 1aedceb39ff2c0091d6f23a3f5edfdc6920e19426d059c19b39cc50ddffd5b8a
create or replace function steward_internal.check_self_referencing_row_keys()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'constraint',
    f.schema_name::text,
    f.constraint_name::text,
    null::numeric,
    format('Foreign key %I of %s references the columns that it consists of (%s), so every row satisfies it.',
      f.constraint_name, f.table_name, steward_internal.column_list(f.relid, f.attnums)),
    null,
    null,
    null,
    array[format('alter table %s drop constraint %I;', f.table_name, f.constraint_name)],
    array[
      format('alter table %s add constraint %I %s;', f.table_name, f.constraint_name,
        pg_get_constraintdef(f.constraint_oid))
    ],
    jsonb_build_object('table', f.table_name)
  from steward_internal.user_foreign_keys() as f
  where f.relid = f.target_relid
    and not exists (
      select
      from unnest(f.key_pairs) as k (pair)
      where split_part(k.pair, '=', 1) <> split_part(k.pair, '=', 2)
    )
$$;

comment on function steward_internal.check_self_referencing_row_keys() is $doc$
Finds foreign keys in which each row references itself.

Such a key was meant to have another column, that of the parent, or another table. It forbids nothing
and costs a look-up at every insert.

@title Foreign key from columns to themselves
@category schema
@mode static
@severity warning
@remedy Drop it, and add the key that was meant.
@fix_lock ACCESS EXCLUSIVE
@fix_risk Nothing depends on a key that is always satisfied; DROP CONSTRAINT waits for every transaction on the table.
@doc https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK
@access steward_reader
@example select * from steward_internal.check_self_referencing_row_keys();
$doc$;

revoke all on function steward_internal.check_self_referencing_row_keys() from public;
-- end
-- begin sql/health/checks/sequence_exhaustion.sql bcf9d8c427187941a6258f305a70327ceeb9b471501a449c99fd44272e855977
create or replace function steward_internal.check_sequence_exhaustion()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with sequences as materialized (
    select
      s.*,
      s.max_value::numeric - s.min_value + 1 as value_count,
      case
        when s.increment_by > 0 then s.last_value::numeric - s.min_value + 1
        else s.max_value::numeric - s.last_value + 1
      end as used_count
    from steward_internal.sequence_values() as s
    where not s.is_cycled
  ),
  owners as (
    select
      d.objid as sequence_id,
      format('%s.%I', r.qualified_name, a.attname) as qualified_column,
      a.atttypid in ('smallint'::regtype, 'integer'::regtype) as is_narrow
    from pg_depend as d
    inner join steward_internal.user_relations as r on r.relid = d.refobjid
    inner join pg_attribute as a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
    where d.classid = 'pg_class'::regclass
      and d.refclassid = 'pg_class'::regclass
      and d.deptype in ('a', 'i')
      and d.refobjsubid > 0
  ),
  unread as (
    select
      count(*) as sequence_count,
      string_agg(u.qualified_name, ', ' order by u.qualified_name) filter (where u.position <= 3)
        as first_names
    from (
      select s.qualified_name, row_number() over (order by s.qualified_name) as position
      from sequences as s
      where s.withheld = 'privilege'
        and s.value_count < 4611686018427387904
    ) as u
  )
  select
    'sequence',
    s.schema_name::text,
    s.sequence_name::text,
    measured.percent,
    format(
      'Sequence %s has reached %s of its range from %s to %s (%s); %s values are left.',
      s.qualified_name,
      s.last_value,
      case when s.increment_by > 0 then s.min_value else s.max_value end,
      case when s.increment_by > 0 then s.max_value else s.min_value end,
      format_type(s.data_type, null),
      to_char(measured.left_count, 'FM9,999,999,999,999,999,990')
    ),
    case
      when o.is_narrow then
        format('Column %s holds no larger values either: change it to bigint first.', o.qualified_column)
    end,
    null,
    null,
    case
      when not coalesce(o.is_narrow, false) and not measured.is_full_bigint
        then array[
          format('alter sequence %s as bigint %s;', s.qualified_name,
            case when s.increment_by > 0 then 'no maxvalue' else 'no minvalue' end)
        ]
    end,
    case
      when not coalesce(o.is_narrow, false) and not measured.is_full_bigint
        then array[
          format('alter sequence %s as %s minvalue %s maxvalue %s;', s.qualified_name,
            format_type(s.data_type, null), s.min_value, s.max_value)
        ]
    end,
    jsonb_build_object(
      'last_value', s.last_value,
      'left', measured.left_count,
      'data_type', format_type(s.data_type, null),
      'owned_by', o.qualified_column
    )
  from sequences as s
  left join owners as o on o.sequence_id = s.relid
  cross join lateral (
    select
      round(100 * s.used_count / s.value_count, 1) as percent,
      div(s.value_count - s.used_count, abs(s.increment_by::numeric)) as left_count,
      case when s.increment_by > 0 then s.max_value = 9223372036854775807
        else s.min_value = -9223372036854775808 end as is_full_bigint
  ) as measured
  where s.last_value is not null
  union all
  select r.*
  from unread as u
  cross join lateral steward_internal.skipped_row(
    'privilege',
    format('Role %I may not read %s sequences: %s%s.', current_user, u.sequence_count, u.first_names,
      case when u.sequence_count > 3 then format(' and %s more', u.sequence_count - 3) else '' end),
    case
      when u.sequence_count > 3 then format('grant pg_read_all_data to %I;', current_user)
      else format('grant select on sequence %s to %I;', u.first_names, current_user)
    end
  ) as r
  where u.sequence_count > 0
  union all
  select r.*
  from (select count(*) as sequence_count from sequences as s where s.withheld = 'time') as late
  cross join lateral steward_internal.skipped_row(
    'time',
    format('The time budget was used up before %s sequences were read.', late.sequence_count),
    format('select * from steward.health_findings(checks => %L);', array['sequence_exhaustion'])
  ) as r
  where late.sequence_count > 0
  union all
  select r.*
  from sequences as s
  cross join lateral steward_internal.skipped_row(
    s.withheld,
    format(
      case s.withheld
        when 'lock' then 'Sequence %s was not read: another session has locked it.'
        else 'Sequence %s was not read: it is unlogged, and a standby has no content for it.'
      end,
      s.qualified_name
    ),
    case s.withheld
      when 'lock' then 'See who holds the lock with get_blocking_locks(), and run the check again.'
      else 'Run the health check on the primary as well.'
    end,
    'sequence',
    s.schema_name::text,
    s.sequence_name::text
  ) as r
  where s.withheld in ('lock', 'server')
$$;

comment on function steward_internal.check_sequence_exhaustion() is $doc$
Finds sequences that have used up most of their range.

When a sequence reaches its last value, every INSERT that needs the next one fails. Measured is how
far the last value is on the way from one end of the range to the other, in the direction of the
increment. Sequences that begin again (CYCLE) are left out, and so are those that nothing has been
taken from. What the column can hold is the matter of int4_key_exhaustion.

The last value can only be read with a privilege on the sequence. Where the role has none this is
said, except for sequences with more than 2^62 values: they last for centuries. The thresholds are
those of pgdoctor (75 and 90 %); check_postgres warns at 85 %, pgmonitor at 75 %.

@title Sequence is running out
@category capacity
@unit percent
@warning 75
@critical 90
@remedy Give the sequence a larger range.
@fix_lock SHARE ROW EXCLUSIVE
@fix_risk ALTER SEQUENCE keeps sessions from taking values until its transaction ends; it takes milliseconds. Code that reads the column must cope with values beyond 2^31.
@doc https://www.postgresql.org/docs/current/sql-altersequence.html
@access steward_reader
@example select * from steward_internal.check_sequence_exhaustion();
$doc$;

revoke all on function steward_internal.check_sequence_exhaustion() from public;
-- end
-- begin sql/health/checks/sequential_scans.sql 2dc5d9bd478a707707dec439b3001a2cf1f8e4b22282233afedb37a4e94abf46
create or replace function steward_internal.check_sequential_scans()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with tables as materialized (
    select
      case when r.is_partition then pg_partition_root(r.relid) else r.relid end as relid,
      sum(h.seq_scan) as scans,
      sum(h.seq_tup_read) as rows_read,
      sum(h.idx_scan) as index_scans,
      max(h.changed_since) as changed_since,
      max(h.elapsed) as elapsed
    from steward_internal.table_changes('1 day') as h
    inner join steward_internal.user_relations as r on r.relid = h.relid
    where h.seq_scan > 0 or h.idx_scan > 0
    group by 1
    having sum(h.seq_scan) >= 100
      and sum(h.seq_tup_read) >= 10000 * sum(h.seq_scan)
      and sum(h.seq_scan) > 0.05 * (sum(h.seq_scan) + sum(h.idx_scan))
  )
  select
    case r.relkind when 'm' then 'materialized view' else 'table' end,
    r.schema_name::text,
    r.relation_name::text,
    share.percent,
    format('%s of %s scans of %s since %s read it from end to end, %s rows each.',
      to_char(t.scans, 'FM999,999,999,990'),
      to_char(t.scans + t.index_scans, 'FM999,999,999,990'),
      r.qualified_name,
      to_char(t.changed_since at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'),
      to_char(t.rows_read / t.scans, 'FM999,999,999,999,990')),
    null,
    case when t.scans >= 1000 then 'warning' else 'info' end,
    null,
    null::text[],
    null::text[],
    jsonb_build_object(
      'sequential_scans', t.scans, 'index_scans', t.index_scans, 'rows_read', t.rows_read,
      'observed_seconds', extract(epoch from t.elapsed)::bigint
    )
  from tables as t
  inner join steward_internal.user_relations as r on r.relid = t.relid
  cross join lateral (select round(100.0 * t.scans / (t.scans + t.index_scans), 1) as percent) as share
  union all
  select m.* from steward_internal.missing_history_rows('1 day', '0') as m
$$;

comment on function steward_internal.check_sequential_scans() is $doc$
Finds large tables that are often read from end to end.

A query that wants a few rows out of many misses an index. Counted is what happened since the snapshot a
day ago, not since the counters began: at least 100 sequential scans of 10,000 rows on average (pghero and
pgFirstAid have the same rows), more than 5 % of all scans (pghero), and a warning from 1,000 scans on
(pgFirstAid). Reading small tables whole is right. Backups and reports read large ones whole, too, but
seldom a hundred times a day. Partitions are added up under their root; scans on replicas are not
counted here.

@title Table is often read from end to end
@category indexes
@unit percent
@remedy Look for its queries in pg_stat_statements, and EXPLAIN those with a condition; an index on the columns of the condition is what is mostly missing.
@doc https://www.postgresql.org/docs/current/indexes-examine.html
@access steward_reader
@example select * from steward_internal.check_sequential_scans();
$doc$;

revoke all on function steward_internal.check_sequential_scans() from public;
-- end
-- begin sql/health/checks/serial_columns.sql b6390e26d3e0e7a25a74dfd9fd54bb7ae19d12ed9077e1f56669dd18fc9eb475
create or replace function steward_internal.check_serial_columns()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'table',
    c.schema_name::text,
    c.relation_name::text,
    null::numeric,
    format(
      'Table %s has %s: %s.',
      c.qualified_name,
      case when count(*) > 1 then 'serial columns' else 'a serial column' end,
      steward_internal.name_list(array_agg(quote_ident(c.column_name) order by c.attnum))
    ),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('columns', jsonb_agg(c.column_name order by c.attnum))
  from (
    select distinct own.refobjid as relid, own.refobjsubid as attnum
    from pg_depend as own
    inner join pg_class as s on s.oid = own.objid and s.relkind = 'S'
    inner join pg_attrdef as def on def.adrelid = own.refobjid and def.adnum = own.refobjsubid
    inner join pg_depend as taken
      on taken.classid = 'pg_attrdef'::regclass
      and taken.objid = def.oid
      and taken.refclassid = 'pg_class'::regclass
      and taken.refobjid = own.objid
    where own.classid = 'pg_class'::regclass
      and own.refclassid = 'pg_class'::regclass
      and own.refobjsubid > 0
      and own.deptype = 'a'
  ) as serial
  inner join steward_internal.user_columns as c on c.relid = serial.relid and c.attnum = serial.attnum
  group by c.relid, c.schema_name, c.relation_name, c.qualified_name
$$;

comment on function steward_internal.check_serial_columns() is $doc$
Finds columns of type serial, instead of identity columns.

The sequence of a serial column is an object of its own: it needs its own GRANT, CREATE TABLE LIKE
shares it with the copy, and its default can be dropped from under it. An identity column, which is
the SQL standard, has none of this since PostgreSQL 10; its wiki lists serial under "Don't Do This".
Off by default: nothing is broken. A default that takes from a sequence that the column does not own
is not reported.

@title Serial column
@category schema
@mode static
@severity info
@enabled false
@remedy In one transaction lock the table, drop the default, add generated by default as identity, copy the position with setval(), and drop the old sequence.
@doc https://www.postgresql.org/docs/current/ddl-identity-columns.html
@access steward_reader
@example select * from steward_internal.check_serial_columns();
$doc$;

revoke all on function steward_internal.check_serial_columns() from public;
-- end
-- begin sql/health/checks/settings_pending_restart.sql ae2b6bb5e212975013ff2f2dca6f8548cf5052d4cc748807a357b7cf383f82b4
create or replace function steward_internal.check_settings_pending_restart()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'setting',
    null,
    s.name,
    null::numeric,
    format(
      'Setting %s was changed in the configuration, but the server still runs with %L.',
      s.name, current_setting(s.name)
    ),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('running_value', current_setting(s.name))
  from pg_settings as s
  where s.pending_restart
  union all
  select (hidden.row).*
  from (
    select steward_internal.skipped_row(
      'privilege',
      format(
        'Role %I cannot see some settings, shared_preload_libraries among them.', current_user
      ),
      format('grant pg_read_all_settings to %I;', current_user)
    ) as row
  ) as hidden
  where not pg_has_role(current_user, 'pg_read_all_settings', 'usage')
$$;

comment on function steward_internal.check_settings_pending_restart() is $doc$
Finds settings whose new value waits for a restart of the server.

Whoever changed them may believe that they are in force, and the next restart, perhaps after a
crash, changes the behaviour of the server when nobody expects it. The server knows this only after
the configuration was loaded again, and after ALTER SYSTEM RESET it still says so until it has read
the running value once or was restarted. The values of a few settings are hidden from roles without
pg_read_all_settings; the rest is reported all the same.

@title Setting waits for a restart
@category configuration
@scope cluster
@severity warning
@remedy Restart the server in a quiet hour, or set the value with which it runs again and reload.
@doc https://www.postgresql.org/docs/current/view-pg-settings.html
@access steward_reader
@example select * from steward_internal.check_settings_pending_restart();
$doc$;

revoke all on function steward_internal.check_settings_pending_restart() from public;
-- end
-- begin sql/health/checks/silent_cron_scheduler.sql 0b56706481b444422b98966e1233c5d6fdcb52d439b2d0d2c666102dc360f1d9
create or replace function steward_internal.check_silent_cron_scheduler()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    null,
    null,
    null,
    null::numeric,
    case
      when j.active_jobs = 0 then 'pg_cron has no active job in this database.'
      when l.is_running then format('The launcher of pg_cron is running; it has %s active jobs here.', j.active_jobs)
      else format('pg_cron has %s active jobs in this database, and its launcher is not running.', j.active_jobs)
    end,
    null,
    null,
    case when j.active_jobs = 0 or l.is_running then 'ok' end,
    null::text[],
    null::text[],
    jsonb_build_object('active_jobs', j.active_jobs)
  from (
    select count(*) filter (where c.is_active) as active_jobs
    from steward_internal.cron_jobs() as c
  ) as j
  cross join (
    select exists (
      select
      from pg_stat_activity as a
      where a.application_name = 'pg_cron scheduler'
    ) as is_running
  ) as l
  where steward_internal.scheduler() = 'pg_cron'
  union all
  select r.* from steward_internal.cron_obstacle() as r
$$;

comment on function steward_internal.check_silent_cron_scheduler() is $doc$
Finds that the launcher of pg_cron is gone while jobs depend on it.

After pg_terminate_backend() on the launcher, releases before 1.6.1 schedule nothing until the server
restarts; a role that owned a job and was dropped makes the launcher fail again and again. No job of
anybody runs then, and nothing is recorded. The launcher's session shows its name to every role, but a
launcher that is dead when pg_cron itself runs this check cannot be reported by it: let something from
outside, as `pgsteward health --format nagios`, look as well.

@title Launcher of pg_cron is gone
@category schedule
@scope cluster
@severity critical
@runs_on primary
@remedy Look in the server log for errors of pg_cron; a job whose role is gone must be deleted, otherwise restart the server.
@doc https://www.postgresql.org/docs/current/bgworker.html
@access steward_reader
@example select * from steward_internal.check_silent_cron_scheduler();
$doc$;

revoke all on function steward_internal.check_silent_cron_scheduler() from public;
-- end
-- begin sql/health/checks/single_column_tables.sql 95619cb37730278c0b4bb67bf070313c936ee613546acc7ee78c615b8fd07b62
create or replace function steward_internal.check_single_column_tables()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'table',
    r.schema_name::text,
    r.relation_name::text,
    null::numeric,
    case n.column_count
      when 0 then format('Table %s has no column.', r.qualified_name)
      else format('Table %s has only the column %I.', r.qualified_name, n.column_name)
    end,
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('column', n.column_name)
  from steward_internal.user_tables as r
  cross join lateral (
    select count(*) as column_count, min(a.attname::text) as column_name
    from pg_attribute as a
    where a.attrelid = r.relid
      and a.attnum > 0
      and not a.attisdropped
  ) as n
  where (r.column_numbers < 2 or r.relid in (select a.attrelid from pg_attribute as a where a.attisdropped))
    and n.column_count < 2
    and not exists (
      select
      from pg_constraint as con
      where con.contype = 'f'
        and con.confrelid = r.relid
    )
$$;

comment on function steward_internal.check_single_column_tables() is $doc$
Finds tables with one column or none.

Often a leftover or a list that wants to be something else. A table that a foreign key references is
not reported: a list of allowed values is a good use. Off by default: others are, too. Partitions are
left out.

@title Table has one column or none
@category schema
@mode static
@severity info
@enabled false
@remedy Drop it if nobody uses it; let foreign keys reference it if it lists allowed values.
@doc https://www.postgresql.org/docs/current/ddl-basics.html
@access steward_reader
@example select * from steward_internal.check_single_column_tables();
$doc$;

revoke all on function steward_internal.check_single_column_tables() from public;
-- end
-- begin sql/health/checks/slow_queries.sql 0fa33aa3290b6c2f0358ebad8818e143a033e3959164c6afac293684ef8c242c
create or replace function steward_internal.check_slow_queries()
returns setof steward_internal.check_row
language plpgsql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
declare
  v_schema name := steward_internal.extension_schema('pg_stat_statements');
  v_columns name[];
  v_has_info boolean;
  v_total name;
  v_is_toplevel text;
  v_since text;
  v_hidden_count bigint;
begin
  -- The version of the extension decides, which may be older than that of the server.
  select array_agg(a.attname)
  into v_columns
  from pg_attribute as a
  inner join pg_class as c on c.oid = a.attrelid
  inner join pg_namespace as n on n.oid = c.relnamespace
  where n.nspname = v_schema
    and c.relname = 'pg_stat_statements'
    and a.attnum > 0
    and not a.attisdropped;

  select exists (
    select
    from pg_class as c
    inner join pg_namespace as n on n.oid = c.relnamespace
    where n.nspname = v_schema
      and c.relname = 'pg_stat_statements_info'
  )
  into v_has_info;

  v_total := case
    when 'total_exec_time' = any (v_columns) then 'total_exec_time'
    else 'total_time'
  end;
  v_is_toplevel := case when 'toplevel' = any (v_columns) then 's.toplevel' else 'true' end;
  v_since := case
    when 'stats_since' = any (v_columns) then 'min(s.stats_since)'
    when v_has_info
      then format('(select i.stats_reset from %I.pg_stat_statements_info as i)', v_schema)
    else 'null::timestamptz'
  end;

  execute format(
    $sql$
      select count(*)
      from %1$I.pg_stat_statements as s
      where s.dbid = (select d.oid from pg_database as d where d.datname = current_database())
        and %2$s
        and s.queryid is null
    $sql$,
    v_schema, v_is_toplevel
  )
  into v_hidden_count;

  if v_hidden_count > 0 then
    return next steward_internal.skipped_row(
      'privilege',
      format(
        '%s statements of other roles cannot be told apart by role %I.',
        v_hidden_count, current_user
      ),
      format('grant pg_read_all_stats to %I;', current_user)
    );
  end if;

  return query execute format(
    $sql$
      select
        'query',
        null,
        q.query_id,
        round(q.mean_ms, 1),
        format(
          'It took %%s on average in %%s calls since %%s, %%s in total: %%s',
          steward_internal.format_value(q.mean_ms, 'milliseconds'), q.calls,
          coalesce(date_trunc('second', q.since)::text, 'an unknown time'),
          steward_internal.format_value(q.total_ms / 1000, 'seconds'), q.query
        ),
        null,
        null,
        null,
        null::text[],
        null::text[],
        jsonb_build_object(
          'query', q.query, 'calls', q.calls, 'total_ms', round(q.total_ms, 1), 'since', q.since
        )
      from (
        select
          s.queryid::text as query_id,
          sum(s.calls) as calls,
          sum(s.%2$I)::numeric as total_ms,
          (sum(s.%2$I) / nullif(sum(s.calls), 0))::numeric as mean_ms,
          %4$s as since,
          coalesce(
            left(
              btrim(regexp_replace((array_agg(s.query order by s.calls desc))[1], '\s+', ' ', 'g')),
              200
            ),
            'its text was not kept'
          ) as query
        from %1$I.pg_stat_statements as s
        where s.dbid = (select d.oid from pg_database as d where d.datname = current_database())
          and %3$s
          and s.queryid is not null
        group by s.queryid
        having sum(s.calls) >= 20
      ) as q
      where q.mean_ms >= (
          select r.warning
          from steward_internal.health_check_registry() as r
          where r.check_id = 'slow_queries'
        )
        and q.query !~*
          '^(/\*.*?\*/ ?)*(alter|analyze|cluster|copy|create|drop|refresh|reindex|vacuum)\M'
        and q.query !~ '\msteward(_internal)?\.'
        and not exists (
          select
          from pg_proc as p
          where p.pronamespace = 'steward'::regnamespace
            and q.query ~ ('\m' || p.proname || ' ?\(')
        )
      order by q.total_ms desc
      limit 10
    $sql$,
    v_schema, v_total, v_is_toplevel, v_since
  );
end
$$;

comment on function steward_internal.check_slow_queries() is $doc$
Finds the queries of this database that are slow on average and cost the most.

Of the statements that ran at least 20 times and took the warning threshold or more on average, the
10 with the largest total time, over all roles. The average is that of all calls since
pg_stat_statements began to count: a query that became slow today may not show, and one that was
mended yesterday still does; pg_stat_statements_reset() starts again. Only what clients sent counts,
not what functions ran. Schema changes, maintenance commands and COPY, which take as long as the
data is large, are left out, and so are calls of pgsteward itself. 100 ms and 20 calls are
pgFirstAid's (PgHero: 20 ms and 100 calls); a second is where a user notices. Without
pg_read_all_stats only the statements of one's own roles can be seen.

@title Query is slow on average
@category queries
@unit milliseconds
@warning 100
@critical 1000
@confidence estimate
@requires_extension pg_stat_statements
@remedy Look at its plan with EXPLAIN (ANALYZE, BUFFERS) and give it the index or the limit that it lacks.
@doc https://www.postgresql.org/docs/current/pgstatstatements.html
@access steward_reader
@example select * from steward_internal.check_slow_queries();
$doc$;

revoke all on function steward_internal.check_slow_queries() from public;
-- end
-- begin sql/health/checks/table_bloat.sql b2ab998671c84d3e943659117b6094074cd3b2ab1a5488d03e113c436bb99410
create or replace function steward_internal.check_table_bloat()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with measured as materialized (
    select
      b.*,
      case r.relkind when 'm' then 'materialized view' else 'table' end as object_type,
      r.qualified_name,
      split_part(b.withheld, ':', 1) as reason,
      substr(b.withheld, strpos(b.withheld, ': ') + 2) as explanation
    from steward.get_table_bloat_stats() as b
    inner join steward_internal.user_relations as r
      on r.schema_name = b.schema_name and r.relation_name = b.table_name
  )
  select
    m.object_type,
    m.schema_name::text,
    m.table_name::text,
    m.bloat_percent,
    format(
      '%s %% of the %s of %s %s holds no row that anybody can see: %s is free, %s is dead rows.',
      m.bloat_percent,
      pg_size_pretty(m.estimated_bytes),
      m.object_type,
      m.qualified_name,
      pg_size_pretty(m.free_bytes),
      pg_size_pretty(m.dead_bytes)
    ),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object(
      'table_bytes', m.estimated_bytes,
      'free_bytes', m.free_bytes,
      'dead_bytes', m.dead_bytes,
      'scanned_percent', m.scanned_percent
    )
  from measured as m
  where m.withheld is null
  union all
  select s.*
  from (
    select count(*) as table_count, min(m.explanation) as explanation
    from measured as m
    where m.reason = 'privilege'
  ) as p
  cross join lateral steward_internal.skipped_row(
    'privilege',
    format('Role %I may not measure the %s tables of 10 MB or more.', current_user, p.table_count),
    p.explanation
  ) as s
  where p.table_count > 0
  union all
  select s.*
  from (
    select
      count(*) as table_count,
      (array_agg(m.qualified_name order by m.estimated_bytes desc))[1] as largest
    from measured as m
    where m.reason = 'time'
  ) as p
  cross join lateral steward_internal.skipped_row(
    'time',
    format('The time budget was used up before %s tables were measured; the largest is %s.',
      p.table_count, p.largest),
    'select * from steward.get_table_bloat_stats();'
  ) as s
  where p.table_count > 0
  union all
  select s.*
  from measured as m
  cross join lateral steward_internal.skipped_row(
    case m.reason when 'cost' then 'time' else m.reason end,
    format('%s %s was not measured: %s.',
      upper(left(m.object_type, 1)) || substr(m.object_type, 2), m.qualified_name, m.explanation),
    case m.reason
      when 'cost' then format('vacuum %s;', m.qualified_name)
      else 'See who holds the lock with get_blocking_locks(), and run the check again.'
    end,
    m.object_type,
    m.schema_name::text,
    m.table_name::text
  ) as s
  where m.reason not in ('privilege', 'time')
$$;

comment on function steward_internal.check_table_bloat() is $doc$
Measures which tables are mostly free or dead space.

Every scan reads the empty space, and it takes its place in memory and in backups. It is measured
with pgstattuple_approx, because estimates from pg_stats are wrong by tens of points after a bulk
delete or with stale statistics. Tables below 10 MB are left out, and so are unlogged tables, indexes
and TOAST. A table is skipped and said so if another session holds or awaits an exclusive lock on it,
or if more than 1 GB of it would have to be read because it has not been vacuumed.

Some free space is healthy: later rows fill it. 50 % above 10 MB is where pgFirstAid warns; at 80 % a
table is five times as large as its rows.

@title Table is bloated
@category storage
@unit percent
@warning 50
@critical 80
@confidence estimate
@requires_extension pgstattuple
@remedy Vacuum the table if much of it is dead rows, and find out why autovacuum did not. Free space that will not be filled again goes back with pg_repack or pg_squeeze, which hardly block anybody; VACUUM FULL locks the table until it is done.
@doc https://www.postgresql.org/docs/current/routine-vacuuming.html#VACUUM-FOR-SPACE-RECOVERY
@access steward_reader
@example select * from steward_internal.check_table_bloat();
$doc$;

revoke all on function steward_internal.check_table_bloat() from public;
-- end
-- begin sql/health/checks/tables_overdue_for_analyze.sql fc448efb4f774b477d5dfca481207efd6241848c5d6edfbadd7aec748aa4896e
create or replace function steward_internal.check_tables_overdue_for_analyze()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    t.object_type,
    t.schema_name::text,
    t.relation_name::text,
    due.percent,
    format(
      '%s rows of %s %s have been inserted, updated or deleted since its last ANALYZE, and '
        'autovacuum starts one at %s.%s',
      to_char(t.modified_rows, 'FM999,999,999,999,990'),
      t.object_type,
      t.qualified_name,
      to_char(t.analyze_trigger, 'FM999,999,999,999,990'),
      case
        when t.is_never_analyzed
          then ' It has never been vacuumed or analyzed: the planner knows nothing about it.'
        else ''
      end
    ),
    null,
    case when t.is_never_analyzed and due.percent >= 100 then 'warning' end,
    null,
    array[format('analyze %s;', t.qualified_name)],
    null::text[],
    jsonb_build_object(
      'modified_rows', t.modified_rows,
      'analyze_trigger', t.analyze_trigger,
      'last_analyze', t.last_analyze
    )
  from steward_internal.autovacuum_triggers() as t
  cross join lateral (
    select round(100.0 * t.modified_rows / greatest(t.analyze_trigger, 1), 1) as percent
  ) as due
  where t.modified_rows >= 1000
$$;

comment on function steward_internal.check_tables_overdue_for_analyze() is $doc$
Finds tables whose statistics for the planner are far older than they should be.

Counted are the rows changed since the last ANALYZE, against the trigger at which autovacuum starts
one, with the storage parameters of the table. Below 1,000 changed rows nothing is reported. A table
that has never been vacuumed or analyzed is a warning as soon as it is due and never more, because
it may have been filled a minute ago.

Partitioned parents are out of scope: autovacuum never analyzes them, and no counter tells how much
has changed below them; analyze them yourself after large changes. Standbys do not count changes.
The counters are estimates and begin again after a crash.

Autovacuum looks at every database once in autovacuum_naptime and starts at 100 %. At 200 %, a whole
trigger more has changed while it did not come; at 1000 % plans rest on figures that are wrong by
about the size of the table.

@title Table is overdue for ANALYZE
@category vacuum
@unit percent
@warning 200
@critical 1000
@confidence estimate
@runs_on primary
@remedy Analyze the table now. If it comes back, let autovacuum work more (autovacuum_max_workers, autovacuum_naptime).
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk ANALYZE reads a sample of the table; it blocks neither reads nor writes.
@doc https://www.postgresql.org/docs/current/routine-vacuuming.html#VACUUM-FOR-STATISTICS
@access steward_reader
@example select * from steward_internal.check_tables_overdue_for_analyze();
$doc$;

revoke all on function steward_internal.check_tables_overdue_for_analyze() from public;
-- end
-- begin sql/health/checks/tables_overdue_for_vacuum.sql a6449882807c8d71228a062d36b8bea66ac6aabee64f216d52df6c1cd5dbdd99
create or replace function steward_internal.check_tables_overdue_for_vacuum()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    t.object_type,
    t.schema_name::text,
    t.relation_name::text,
    worst.percent,
    format(
      '%s %s has %s, and autovacuum starts at %s.%s',
      upper(left(t.object_type, 1)) || substr(t.object_type, 2),
      t.qualified_name,
      worst.finding,
      to_char(worst.trigger_rows, 'FM999,999,999,999,990'),
      case
        when t.is_never_analyzed
          then ' It has never been vacuumed or analyzed, so autovacuum takes it for an empty one.'
        else ''
      end
    ),
    null,
    case when t.is_never_analyzed and worst.percent >= 100 then 'warning' end,
    null,
    array[format('vacuum (analyze) %s;', t.qualified_name)],
    null::text[],
    jsonb_build_object(
      'dead_rows', t.dead_rows,
      'dead_trigger', t.dead_trigger,
      'inserted_rows', t.inserted_rows,
      'insert_trigger', t.insert_trigger,
      'last_vacuum', t.last_vacuum
    )
  from steward_internal.autovacuum_triggers() as t
  cross join lateral (
    select
      round(100.0 * w.row_count / greatest(w.trigger_rows, 1), 1) as percent,
      w.trigger_rows,
      to_char(w.row_count, 'FM999,999,999,999,990') || w.kind as finding
    from (
      values
        (t.dead_rows, t.dead_trigger, 1000, ' dead rows'),
        (t.inserted_rows, t.insert_trigger, 10000, ' rows inserted since its last VACUUM')
    ) as w (row_count, trigger_rows, floor_rows, kind)
    where w.trigger_rows is not null
      and w.row_count >= w.floor_rows
    order by 1 desc
    limit 1
  ) as worst
  where not exists (
    select
    from pg_stat_progress_vacuum as p
    where p.relid = t.relid
      and p.datname = current_database()
  )
$$;

comment on function steward_internal.check_tables_overdue_for_vacuum() is $doc$
Finds tables in which far more has changed than makes autovacuum start.

The worse of two counts: dead rows against the vacuum trigger, and inserted rows against the insert
trigger (a table that is only inserted into has to be frozen, too). Both triggers honour the storage
parameters of the table. Below 1,000 dead or 10,000 inserted rows nothing is reported, because a
small table is vacuumed in no time. A table that has never been vacuumed or analyzed is a warning as
soon as it is due and never more, because it may have been filled a minute ago.

Tables on which VACUUM is running now are left out (a role without pg_read_all_stats cannot see that
of other roles), and so are TOAST tables, system catalogs and partitioned parents, which hold no
rows. Standbys do not count changes. The counters are estimates and begin again after a crash.

Autovacuum looks at every database once in autovacuum_naptime and starts at 100 %. At 200 %, a whole
trigger more has changed while it did not come; at 1000 % it does not come at all, or in vain.

@title Table is overdue for VACUUM
@category vacuum
@unit percent
@warning 200
@critical 1000
@confidence estimate
@runs_on primary
@remedy Vacuum the table now. If it comes back, end what holds old rows back, or let autovacuum work more (autovacuum_max_workers, autovacuum_vacuum_cost_limit).
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk VACUUM reads the pages that have changed and all indexes; it blocks neither reads nor writes.
@doc https://www.postgresql.org/docs/current/routine-vacuuming.html#AUTOVACUUM
@access steward_reader
@example select * from steward_internal.check_tables_overdue_for_vacuum();
$doc$;

revoke all on function steward_internal.check_tables_overdue_for_vacuum() from public;
-- end
-- begin sql/health/checks/tables_with_many_columns.sql 198f1a763244c95b6aaa6753ea646398ffcf1bb26e79513ad2f808688418fbf8
create or replace function steward_internal.check_tables_with_many_columns()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'table',
    r.schema_name::text,
    r.relation_name::text,
    n.column_count::numeric,
    format(
      'Table %s has %s columns%s; a table can have 1600.',
      r.qualified_name,
      n.column_count,
      case
        when r.column_numbers > n.column_count
          then format(', and %s that were dropped count as well', r.column_numbers - n.column_count)
        else ''
      end
    ),
    case
      when r.column_numbers >= 1200 and r.column_numbers > n.column_count then
        'Only a new table gets rid of dropped columns: copy the rows into one and swap the names.'
    end,
    case when r.column_numbers >= 1440 then 'critical' when r.column_numbers >= 1200 then 'warning' end,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('columns', n.column_count, 'dropped_columns', r.column_numbers - n.column_count)
  from steward_internal.user_tables as r
  cross join lateral (
    select count(*) as column_count
    from pg_attribute as a
    where a.attrelid = r.relid
      and a.attnum > 0
      and not a.attisdropped
  ) as n
  where r.column_numbers > 50
$$;

comment on function steward_internal.check_tables_with_many_columns() is $doc$
Counts the columns of tables, and how near they are to the limit of 1600.

Every row is read as a whole: a wide table makes each query pay for columns that it does not ask for.
Dropped columns count towards the limit for ever; from 75 % of it the row is a warning, from 90 %
critical, whatever the thresholds say. 200 columns is where pgFirstAid warns. Tables of up to 50
columns are never reported, partitions only through their partitioned table, foreign tables not at all.

@title Table has too many columns
@category schema
@mode static
@unit columns
@warning 200
@critical 1440
@remedy Split the table into what is read together, or keep sparse attributes in a jsonb column.
@doc https://www.postgresql.org/docs/current/limits.html
@access steward_reader
@example select * from steward_internal.check_tables_with_many_columns();
$doc$;

revoke all on function steward_internal.check_tables_with_many_columns() from public;
-- end
-- begin sql/health/checks/tables_without_primary_key.sql 166ae8de230cb538c8c58437da6e18a9c4c936b5e332730cc6b0c422a0a95912
create or replace function steward_internal.check_tables_without_primary_key()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'table',
    r.schema_name::text,
    r.relation_name::text,
    null::numeric,
    format('Table %s has no primary key%s%s', r.qualified_name,
      coalesce('; unique index ' || quote_ident(candidate.relname) || ' on NOT NULL columns could become one', ''),
      case
        when published.is_blocking
          then ', and its publication sends updates and deletes, which fail without a replica identity.'
        else '.'
      end),
    case when candidate.relname is not null and r.relkind = 'r' then
      format('Make the index the key: alter table %s add primary key using index %I;', r.qualified_name, candidate.relname)
    end,
    case when published.is_blocking then 'warning' end,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('estimated_rows', case when r.reltuples >= 0 then r.reltuples::bigint end)
  from steward_internal.user_relations as r
  inner join pg_class as c on c.oid = r.relid
  left join lateral (
    select ic.relname
    from pg_index as i
    inner join pg_class as ic on ic.oid = i.indexrelid
    where i.indrelid = r.relid
      and i.indisunique
      and i.indisvalid
      and i.indimmediate
      and i.indpred is null
      and i.indexprs is null
      -- The index of a UNIQUE constraint cannot become that of a primary key.
      and not exists (select from pg_constraint as con where con.conindid = i.indexrelid)
      and not exists (
        select
        from pg_attribute as a
        where a.attrelid = i.indrelid
          and a.attnum = any ((i.indkey::smallint[])[0:i.indnkeyatts - 1])
          and not a.attnotnull
      )
    order by i.indexrelid
    limit 1
  ) as candidate on true
  cross join lateral (
    select exists (
      select
      from pg_publication as p
      where (p.pubupdate or p.pubdelete)
        and (
          p.puballtables
          or exists (
            select
            from pg_publication_rel as pr
            where pr.prpubid = p.oid
              and pr.prrelid = r.relid
          )
          or exists (
            select
            from pg_publication_namespace as pn
            where pn.pnpubid = p.oid
              and pn.pnnspid = c.relnamespace
          )
        )
    )
    and c.relreplident in ('d', 'n') as is_blocking
  ) as published
  where r.relkind in ('r', 'p')
    and r.relpersistence = 'p'
    and not r.is_partition
    and not exists (
      select
      from pg_constraint as con
      where con.conrelid = r.relid
        and con.contype = 'p'
    )
$$;

comment on function steward_internal.check_tables_without_primary_key() is $doc$
Finds tables without a primary key.

Such a row cannot be named: duplicates creep in, logical replication cannot update or delete it, and
tools that repair or move data have nothing to hold on to. It is a warning only where a publication
already needs the identity. A partitioned table is reported once, unlogged and temporary tables not at
all. pgFirstAid calls every missing key critical, splinter an information; a log that is only appended
to can do without.

@title Table without a primary key
@category schema
@mode static
@severity info
@remedy Add one, if need be as a new identity column: alter table ... add column id bigint generated always as identity primary key;
@doc https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-PRIMARY-KEYS
@access steward_reader
@example select * from steward_internal.check_tables_without_primary_key();
$doc$;

revoke all on function steward_internal.check_tables_without_primary_key() from public;
-- end
-- begin sql/health/checks/tables_without_required_columns.sql fdd4f23bd140a754e6f0b4638a4b6f2f4d89226a4716e2a477ea121e300a6c82
create or replace function steward_internal.check_tables_without_required_columns()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with required as (
    select a.attrelid, count(*) as column_count
    from pg_attribute as a
    where a.attnotnull
      and a.attnum > 0
      and not a.attisdropped
    group by a.attrelid
  )
  select
    'table',
    r.schema_name::text,
    r.relation_name::text,
    null::numeric,
    format('All %s columns of table %s outside its key accept null.', n.column_count, r.qualified_name),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('columns', n.column_count)
  from steward_internal.user_tables as r
  left join pg_constraint as pk on pk.conrelid = r.relid and pk.contype = 'p'
  left join required as q on q.attrelid = r.relid
  cross join lateral (
    select
      count(*) - coalesce(cardinality(pk.conkey), 0) as column_count,
      bool_or(t.typnotnull) as has_required_domain
    from pg_attribute as a
    inner join pg_type as t on t.oid = a.atttypid
    where a.attrelid = r.relid
      and a.attnum > 0
      and not a.attisdropped
  ) as n
  where r.check_count = 0
    and r.column_numbers >= 3
    and coalesce(q.column_count, 0) = coalesce(cardinality(pk.conkey), 0)
    and n.column_count >= 3
    and not n.has_required_domain
$$;

comment on function steward_internal.check_tables_without_required_columns() is $doc$
Finds tables in which every column outside the key accepts null.

Such a table accepts rows that say nothing, and each query has to cope with nulls that nobody wanted.
Tables with fewer than three columns outside the primary key are not reported, nor are tables with a
CHECK constraint or with a column of a domain that refuses null: they have rules. Partitions are left
out. The number three is this project's own, to leave tables of notes and links alone.

@title No column is required
@category schema
@mode static
@severity info
@remedy Set NOT NULL on the columns that a row cannot do without. On a large table add CHECK (... is not null) not valid and validate it first, then SET NOT NULL does not read the table.
@doc https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-NOT-NULL
@access steward_reader
@example select * from steward_internal.check_tables_without_required_columns();
$doc$;

revoke all on function steward_internal.check_tables_without_required_columns() from public;
-- end
-- begin sql/health/checks/text_primary_keys.sql 12aec0eb4928344678cb6ec7fd62b9ef7d92570848d96a013a05116f7984e23e
create or replace function steward_internal.check_text_primary_keys()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with referrers as materialized (
    select f.confrelid, count(*) as reference_count
    from pg_constraint as f
    where f.contype = 'f'
      and f.conparentid = 0
    group by f.confrelid
  )
  select
    'constraint',
    r.schema_name::text,
    con.conname::text,
    null::numeric,
    format('The primary key of %s is %I (%s), and %s foreign keys repeat its text.', r.qualified_name,
      a.attname, format_type(a.atttypid, a.atttypmod), f.reference_count),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('table', r.qualified_name, 'referenced_by', f.reference_count)
  from pg_constraint as con
  inner join steward_internal.user_relations as r on r.relid = con.conrelid
  inner join pg_attribute as a on a.attrelid = con.conrelid and a.attnum = con.conkey[1]
  inner join pg_type as t on t.oid = a.atttypid
  inner join referrers as f on f.confrelid = con.conrelid
  where con.contype = 'p'
    and cardinality(con.conkey) = 1
    and t.typcategory = 'S'
    and not r.is_partition
$$;

comment on function steward_internal.check_text_primary_keys() is $doc$
Finds primary keys of text that other tables reference.

Text compares slower than a number, by rules of a collation that may change with the operating
system, and each reference repeats it. A short code (a currency, a country) is a good key all the
same. Keys that nothing references are left out. This is a matter of taste, so the check is off
until it is configured on.

@title Primary key of text is referenced
@category schema
@mode static
@severity info
@enabled false
@remedy Give the table a bigint or uuid key, and keep the text as a UNIQUE column; or use collation "C" for codes.
@doc https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-PRIMARY-KEYS
@access steward_reader
@example select * from steward_internal.check_text_primary_keys();
$doc$;

revoke all on function steward_internal.check_text_primary_keys() from public;
-- end
-- begin sql/health/checks/time_with_time_zone_columns.sql 397c9248505c08537e78d4d8a0a952ca5bf445d75f27204d3e9c39cdd98d04d2
create or replace function steward_internal.check_time_with_time_zone_columns()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select r.* from steward_internal.column_type_rows('{time with time zone}') as r
$$;

comment on function steward_internal.check_time_with_time_zone_columns() is $doc$
Finds columns of type time with time zone.

The offset of a zone depends on the date, and there is none: the type is in the SQL standard and in
PostgreSQL only for its sake. The manual and the wiki both advise against it.

@title Column of type time with time zone
@category schema
@mode static
@severity info
@remedy Use timestamptz for a moment; for a time of day use time and a column with the name of the zone.
@doc https://www.postgresql.org/docs/current/datatype-datetime.html#DATATYPE-TIMEZONES
@access steward_reader
@example select * from steward_internal.check_time_with_time_zone_columns();
$doc$;

revoke all on function steward_internal.check_time_with_time_zone_columns() from public;
-- end
-- begin sql/health/checks/timestamp_without_time_zone_columns.sql 06d7729d793b8ede50265f32a7edded006fdd1e578dce06b28bb5ec398329489
create or replace function steward_internal.check_timestamp_without_time_zone_columns()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select r.* from steward_internal.column_type_rows('{timestamp without time zone}') as r
$$;

comment on function steward_internal.check_timestamp_without_time_zone_columns() is $doc$
Finds columns of type timestamp without time zone.

Such a value names no moment: it is a clock on a wall, and nobody knows where the wall is. Differences
across a change to daylight saving time are wrong by an hour, and so is every comparison with now() in
a session with another time zone. timestamptz takes the same 8 bytes. PostgreSQL's wiki lists the type
under "Don't Do This". Right it is only for times that apply everywhere, such as opening hours.

There is no statement to paste: only the owner knows in which time zone the values were meant.

@title Column of type timestamp without time zone
@category schema
@mode static
@severity info
@remedy Set TimeZone to the zone in which the values were meant, then: alter table ... alter column ... type timestamptz; it takes an ACCESS EXCLUSIVE lock, and rewrites the table unless that zone is UTC.
@doc https://www.postgresql.org/docs/current/datatype-datetime.html
@access steward_reader
@example select * from steward_internal.check_timestamp_without_time_zone_columns();
$doc$;

revoke all on function steward_internal.check_timestamp_without_time_zone_columns() from public;
-- end
-- begin sql/health/checks/tls_disabled.sql e27250ca5ab522088b0a2fb45613313783e8204b0948a06bbfeac52cef0a997f
create or replace function steward_internal.check_tls_disabled()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'setting',
    null,
    'ssl',
    null::numeric,
    format('The server listens on %s without TLS (ssl is off).', current_setting('listen_addresses')),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('listen_addresses', current_setting('listen_addresses'))
  where current_setting('ssl') = 'off'
    and steward_internal.listens_remotely(current_setting('listen_addresses'))
$$;

comment on function steward_internal.check_tls_disabled() is $doc$
Finds a server that other machines can reach and that cannot speak TLS.

Data and queries then cross the network in clear text, and nobody can tell the server from an impostor.
A server that listens on sockets and loopback addresses alone needs no TLS.

@title TLS is switched off
@category security
@scope cluster
@mode static
@severity warning
@remedy Give the server a certificate (ssl_cert_file, ssl_key_file), then: alter system set ssl = on; and reload.
@doc https://www.postgresql.org/docs/current/ssl-tcp.html
@access steward_reader
@example select * from steward_internal.check_tls_disabled();
$doc$;

revoke all on function steward_internal.check_tls_disabled() from public;
-- end
-- begin sql/health/checks/toast_share.sql e1cf94998063df82e058a01b5a254afb3a9923622da20fa69edc33d11a268dcd
create or replace function steward_internal.check_toast_share()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    case r.relkind when 'm' then 'materialized view' else 'table' end,
    r.schema_name::text,
    r.relation_name::text,
    share.percent,
    format('%s %% of %s lie in its TOAST table (about %s of %s).',
      share.percent, r.qualified_name, pg_size_pretty(size.toast_bytes),
      pg_size_pretty(size.toast_bytes + r.estimated_bytes)),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('table_bytes', r.estimated_bytes, 'toast_bytes', size.toast_bytes)
  from steward_internal.user_relations as r
  inner join pg_class as t on t.oid = r.reltoastrelid
  cross join lateral (
    select t.relpages::bigint * current_setting('block_size')::bigint as toast_bytes
  ) as size
  cross join lateral (
    select
      round(100.0 * size.toast_bytes / nullif(size.toast_bytes + r.estimated_bytes, 0), 1) as percent
  ) as share
  where size.toast_bytes >= 10737418240
    and size.toast_bytes >= 0.8 * (size.toast_bytes + r.estimated_bytes)
$$;

comment on function steward_internal.check_toast_share() is $doc$
Finds tables that consist mostly of values too large for their rows.

Large values are fetched one by one, are rewritten as a whole when a part of them changes, and make
backups and VACUUM long. Nothing is wrong with that, but the place to save space is there: lz4
compresses faster than pglz (columns and default_toast_compression), text that is never searched can
lie elsewhere. From 80 % (pgdoctor) and 10 GB of TOAST on, sizes as of the last VACUUM.

@title Table is mostly TOAST
@category capacity
@severity info
@unit percent
@confidence estimate
@remedy See which column holds the large values, and whether they must be in the database, uncompressed or whole.
@doc https://www.postgresql.org/docs/current/storage-toast.html
@access steward_reader
@example select * from steward_internal.check_toast_share();
$doc$;

revoke all on function steward_internal.check_toast_share() from public;
-- end
-- begin sql/health/checks/transaction_id_age.sql ffe0e97883c8b7c8d4217e5a7f97e1345e65e0c30d99a5912a18ec68600579e3
create or replace function steward_internal.check_transaction_id_age()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select r.* from steward_internal.freeze_age_rows('transactions') as r
$$;

comment on function steward_internal.check_transaction_id_age() is $doc$
Measures the transaction ID age of every database against the wraparound limit.

Transaction IDs are compared modulo 2^32, so none may grow older than 2^31. The server warns 40
million before that and refuses every command that needs a new ID 3 million before it. VACUUM resets
the age by freezing old rows; autovacuum forces it from autovacuum_freeze_max_age on (200 million by
default, normal life), and from vacuum_failsafe_age on (1.6 billion) it drops everything else to
hurry. An age that goes on growing means that VACUUM fails or is held back by an old transaction, a
prepared transaction or a replication slot.

Databases that nobody can connect to (template0) count too; only the leftovers of an interrupted
DROP DATABASE do not. The thresholds are those of pgdoctor: 500 million is 2.5 times the default at
which autovacuum must have acted, 1 billion nearly half of the limit. Raise them if
autovacuum_freeze_max_age is higher on purpose.

@title Transaction IDs are running out
@category vacuum
@scope cluster
@unit transactions
@warning 500000000
@critical 1000000000
@remedy End what holds old rows back (long or prepared transactions, unused replication slots), then freeze the oldest table.
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk VACUUM (FREEZE) reads the whole table and writes WAL for every page that it changes; it blocks neither reads nor writes.
@doc https://www.postgresql.org/docs/current/routine-vacuuming.html#VACUUM-FOR-WRAPAROUND
@access steward_reader
@example select * from steward_internal.check_transaction_id_age();
$doc$;

revoke all on function steward_internal.check_transaction_id_age() from public;
-- end
-- begin sql/health/checks/truncated_names.sql e884b9b95af7077360935b434bd16d17ea3ed2ab0d8e0ac1e33d7cc697dc9e26
create or replace function steward_internal.check_truncated_names()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select r.*
  from (
    select array_agg(n.relid) as relids, array_agg(n.attnum) as attnums
    from steward_internal.catalog_names as n
    where octet_length(n.name::text) = 63
  ) as wanted
  cross join lateral steward_internal.name_rows(
    wanted.relids, wanted.attnums, 'has names of 63 bytes, which may have been cut off'
  ) as r
$$;

comment on function steward_internal.check_truncated_names() is $doc$
Finds names of tables, views and columns that are as long as a name can be.

The server cuts longer names at 63 bytes with no more than a notice. Two migrations with long names can
then mean the same object, and a tool that compares names finds nothing. A name of exactly 63 bytes
may be meant so. Names of indexes, constraints and sequences are left out: the server itself makes
them fit. A name cut before a character of several bytes is shorter and is not found.

@title Name may have been cut off
@category schema
@mode static
@severity info
@confidence estimate
@remedy Rename it to something shorter that is what the applications say too.
@doc https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS
@access steward_reader
@example select * from steward_internal.check_truncated_names();
$doc$;

revoke all on function steward_internal.check_truncated_names() from public;
-- end
-- begin sql/health/checks/undocumented_tables.sql a2c87f0825883f65c407814d435f9b4c84668d1e6f7884276b376acf16c6831f
create or replace function steward_internal.check_undocumented_tables()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'table',
    r.schema_name::text,
    r.relation_name::text,
    null::numeric,
    format('Table %s has no comment.', r.qualified_name),
    null,
    null,
    null,
    null::text[],
    null::text[],
    null::jsonb
  from steward_internal.user_tables as r
  where not exists (
      select
      from pg_description as d
      where d.classoid = 'pg_class'::regclass
        and d.objoid = r.relid
        and d.objsubid = 0
    )
$$;

comment on function steward_internal.check_undocumented_tables() is $doc$
Finds tables without a comment.

A comment is the documentation that travels with the table into every tool. Off by default: it is a
habit that a team has or has not. Partitions are left out, comments on columns are not asked for.

@title Table has no comment
@category schema
@mode static
@severity info
@enabled false
@remedy Say what a row stands for: comment on table ... is '...';
@doc https://www.postgresql.org/docs/current/sql-comment.html
@access steward_reader
@example select * from steward_internal.check_undocumented_tables();
$doc$;

revoke all on function steward_internal.check_undocumented_tables() from public;
-- end
-- begin sql/health/checks/unencrypted_connections.sql bc964dc114a8ac5c7695bbd53b7a27e27e5e7620784dbfa71de1f63cbf703d88
create or replace function steward_internal.check_unencrypted_connections()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    'role',
    null,
    concat_ws(' in ', u.user_name, u.database_name),
    u.session_count::numeric,
    format('Role %I has %s%s from other machines without encryption (%s).',
      u.user_name,
      case u.session_count when 1 then '1 session' else u.session_count || ' sessions' end,
      coalesce(' in database ' || quote_ident(u.database_name), ''),
      (
        select string_agg(host(a.address), ', ' order by a.address)
        from unnest(u.addresses[:5]) as a (address)
      )),
    case
      when current_setting('ssl') = 'on' then
        'Let clients connect with sslmode=verify-full, and make the rule in pg_hba.conf hostssl.'
    end,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('sessions', u.session_count, 'addresses', u.addresses, 'ssl', current_setting('ssl'))
  from steward_internal.unencrypted_sessions() as u
$$;

comment on function steward_internal.check_unencrypted_connections() is $doc$
Counts the sessions from other machines that nothing encrypts.

Sessions over sockets and loopback addresses are left out, and so are those that TLS or GSSAPI encrypts.
A proxy that ends TLS on the same machine comes from a loopback address; one on another machine is
reported, since the way from there is open. Only sessions of this moment are seen.

@title Sessions are not encrypted
@category security
@scope cluster
@severity warning
@requires_role pg_read_all_stats
@remedy Switch TLS on in the server, then let clients connect with sslmode=verify-full.
@doc https://www.postgresql.org/docs/current/ssl-tcp.html
@access steward_reader
@example select * from steward_internal.check_unencrypted_connections();
$doc$;

revoke all on function steward_internal.check_unencrypted_connections() from public;
-- end
-- begin sql/health/checks/unenforced_constraints.sql fdd7d482cb6215b7e2334a8c52b25531fb218e7f3604eea4b3f2dd4dd3135a60
create or replace function steward_internal.check_unenforced_constraints()
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
    format('%s %I of %s is NOT ENFORCED: nothing is checked.',
      case con.contype when 'f' then 'Foreign key' else 'Check constraint' end, con.conname, r.qualified_name),
    case
      when con.contype <> 'f'
        then 'A check constraint cannot be enforced later: drop it and add it again as NOT VALID, then validate it.'
    end,
    null,
    null,
    case
      when con.contype = 'f'
        then array[format('alter table %s alter constraint %I enforced;', r.qualified_name, con.conname)]
    end,
    case
      when con.contype = 'f'
        then array[format('alter table %s alter constraint %I not enforced;', r.qualified_name, con.conname)]
    end,
    jsonb_build_object('table', r.qualified_name)
  from pg_constraint as con
  inner join steward_internal.user_relations as r on r.relid = con.conrelid
  -- Nothing that is not enforced is valid, and the few rows that are left are cheap to look into.
  where not con.convalidated
    and con.conparentid = 0
    and con.coninhcount = 0
    and not (to_jsonb(con) ->> 'conenforced')::boolean
$$;

comment on function steward_internal.check_unenforced_constraints() is $doc$
Finds constraints that are declared but not enforced.

PostgreSQL 18 lets foreign keys and check constraints be NOT ENFORCED: they document what should be,
and the data may be otherwise. Before 18 there are none. Constraints that tables inherit are reported
at the parent.

@title Constraint is not enforced
@category schema
@mode static
@severity info
@remedy Enforce it, or keep it as a remark on what the application takes care of.
@fix_lock ACCESS EXCLUSIVE
@fix_risk Enforcing a foreign key reads both tables while they are locked, and fails if a reference points nowhere.
@doc https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-PARMS-ENFORCED
@access steward_reader
@example select * from steward_internal.check_unenforced_constraints();
$doc$;

revoke all on function steward_internal.check_unenforced_constraints() from public;
-- end
-- begin sql/health/checks/unlinked_tables.sql d1d147befd37184bdcc8764d2054f084ce0b12d09860656286bc95672d2f3c35
create or replace function steward_internal.check_unlinked_tables()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'table',
    r.schema_name::text,
    r.relation_name::text,
    null::numeric,
    format('No foreign key leads from or to table %s.', r.qualified_name),
    null,
    null,
    null,
    null::text[],
    null::text[],
    null::jsonb
  from steward_internal.user_tables as r
  where r.relid not in (
      select k.relid
      from pg_constraint as con
      cross join lateral unnest(array[con.conrelid, con.confrelid]) as k (relid)
      where con.contype = 'f'
    )
$$;

comment on function steward_internal.check_unlinked_tables() is $doc$
Finds tables that no foreign key connects with another.

It may be a leftover, or a reference that nobody declared and nobody keeps. Off by default: logs,
queues and settings stand alone by nature. Partitions are left out; a table that references only
itself counts as connected.

@title Table without any foreign key
@category schema
@mode static
@severity info
@enabled false
@remedy Declare the foreign keys that are meant, or drop the table if nobody uses it.
@doc https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK
@access steward_reader
@example select * from steward_internal.check_unlinked_tables();
$doc$;

revoke all on function steward_internal.check_unlinked_tables() from public;
-- end
-- begin sql/health/checks/unlogged_tables.sql 39c145ad02cbc14f6e48051cfc4e56dd3518e92c790ee159e2e32cdfb0c1c3a9
create or replace function steward_internal.check_unlogged_tables()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with unlogged as (
    select
      coalesce(pg_partition_root(r.relid), r.relid)::oid as root_id,
      count(*) as table_count,
      array_agg(r.qualified_name order by r.qualified_name) as names
    from steward_internal.user_relations as r
    where r.relpersistence = 'u'
      and r.relkind = 'r'
    group by 1
  )
  select
    'table',
    r.schema_name::text,
    r.relation_name::text,
    null::numeric,
    case
      when r.relkind = 'p' then
        format(
          '%s partition%s of table %s %s unlogged: %s.',
          u.table_count,
          case when u.table_count > 1 then 's' else '' end,
          r.qualified_name,
          case when u.table_count > 1 then 'are' else 'is' end,
          steward_internal.name_list(u.names)
        )
      else format('Table %s is unlogged.', r.qualified_name)
    end,
    null,
    null,
    null,
    (select array_agg(format('alter table %s set logged;', n.name)) from unnest(u.names) as n (name)),
    (select array_agg(format('alter table %s set unlogged;', n.name)) from unnest(u.names) as n (name)),
    jsonb_build_object('tables', to_jsonb(u.names))
  from unlogged as u
  inner join steward_internal.user_relations as r on r.relid = u.root_id
$$;

comment on function steward_internal.check_unlogged_tables() is $doc$
Finds unlogged tables, which are empty after a crash.

They write no WAL, so the server truncates them when it recovers, standbys have none of their rows,
and a backup made with pg_basebackup restores them empty. Right for what can be computed again, such
as a staging area: switch the check off or acknowledge the finding there. Partitions are reported at
their partitioned table, temporary tables and unlogged sequences not at all. Others call it critical;
it is a warning here because it has to be asked for.

@title Table is unlogged
@category schema
@mode static
@severity warning
@remedy Make the table logged, unless its rows may be lost.
@fix_lock ACCESS EXCLUSIVE
@fix_risk SET LOGGED rewrites the table and writes all of it to the WAL, and nobody can read or write it meanwhile. It is refused while the table references an unlogged one: change that first.
@doc https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-UNLOGGED
@access steward_reader
@example select * from steward_internal.check_unlogged_tables();
$doc$;

revoke all on function steward_internal.check_unlogged_tables() from public;
-- end
-- begin sql/health/checks/unselective_index_scans.sql 3b59d833fb7cb10bd675b1c12c5a2dfdbc14138b4875861dfc5be049e5a49337
create or replace function steward_internal.check_unselective_index_scans()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with indexes as materialized (
    select
      case when c.relispartition then pg_partition_root(h.indexrelid) else h.indexrelid end as indexrelid,
      sum(h.idx_scan) as scans,
      sum(h.idx_tup_read) as entries_read,
      max(h.changed_since) as changed_since
    from steward_internal.index_changes('1 day') as h
    inner join pg_class as c on c.oid = h.indexrelid
    where h.idx_scan > 0
    group by 1
    having sum(h.idx_scan) >= 100
      and sum(h.idx_tup_read) >= 1000 * sum(h.idx_scan)
  )
  select
    'index',
    x.schema_name::text,
    x.index_name::text,
    round(i.entries_read / i.scans, 1),
    format('Each of the %s scans of index %s on %s since %s read %s entries on average.',
      to_char(i.scans, 'FM999,999,999,990'),
      x.qualified_name,
      x.table_qualified_name,
      to_char(i.changed_since at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'),
      to_char(i.entries_read / i.scans, 'FM999,999,999,990')),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object(
      'table', x.table_qualified_name, 'scans', i.scans, 'entries_read', i.entries_read
    )
  from indexes as i
  inner join steward_internal.user_indexes as x on x.indexrelid = i.indexrelid
  union all
  select m.* from steward_internal.missing_history_rows('1 day', '0') as m
$$;

comment on function steward_internal.check_unselective_index_scans() is $doc$
Finds indexes whose scans read very many entries each.

A scan of 1,000 entries and more (pgFirstAid) often filters most of them away afterwards: a column of the
condition is not in the index, or comes after one that is searched by range. Reports read that many because
they want them, so the check is off by default. Counted is what happened since the snapshot a day ago, from
100 scans on; scans on replicas are not counted here.

@title Index scans read many entries
@category indexes
@severity info
@unit entries
@enabled false
@remedy EXPLAIN (ANALYZE) the queries that use the index, and look for "Rows Removed by Filter".
@doc https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ALL-INDEXES-VIEW
@access steward_reader
@example select * from steward_internal.check_unselective_index_scans();
$doc$;

revoke all on function steward_internal.check_unselective_index_scans() from public;
-- end
-- begin sql/health/checks/untrusted_language_functions.sql ce7fc5e59908fa6096f0c37284e894d0abb08f02db4d0e9f09b854a8c730f197
create or replace function steward_internal.check_untrusted_language_functions()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'function',
    u.schema_name::text,
    format('%s(%s)', u.routine_name, oidvectortypes(u.argument_types)),
    null::numeric,
    concat(
      format('%s runs code in the untrusted language %I', u.routine::regprocedure, l.lanname),
      case when not owner.rolsuper then format(', and its owner %I is no superuser', u.owner_name) end,
      ', and ' || array_to_string(x.grantees, ', ') || ' can call it',
      '.'
    ),
    null,
    null,
    null,
    s.fix_sql,
    s.undo_sql,
    jsonb_build_object('language', l.lanname, 'owner', u.owner_name, 'granted_to', coalesce(x.grantees, '{}'))
  from steward_internal.user_routines() as u
  inner join pg_language as l on l.oid = u.language_oid
  inner join pg_roles as owner on owner.oid = u.owner_oid
  left join steward_internal.exposed_routines() as x on x.routine = u.routine
  cross join lateral steward_internal.revoke_statements(
    'routine ' || u.routine::regprocedure::text,
    coalesce(u.acl, acldefault('f', u.owner_oid)), u.owner_oid, '{EXECUTE}'
  ) as s
  where not l.lanpltrusted
    and l.lanname <> 'internal'
    and (x.routine is not null or not owner.rolsuper)
    and 'internal'::regtype <> all (u.argument_types::oid[])
    and u.return_type not in (
      'trigger'::regtype, 'event_trigger'::regtype, 'internal'::regtype, 'language_handler'::regtype,
      'fdw_handler'::regtype, 'index_am_handler'::regtype, 'table_am_handler'::regtype, 'tsm_handler'::regtype
    )
$$;

comment on function steward_internal.check_untrusted_language_functions() is $doc$
Finds functions in untrusted languages that others may call or own.

Code in C, plpython3u or another untrusted language does what the operating system user of the server
may do. Reported are those that PUBLIC or an application role may call, and those whose owner is no
superuser, who could not have written them. Functions of extensions are left out, and so are those that
cannot be called from SQL.

@title Function in an untrusted language is open
@category security
@mode static
@severity warning
@remedy Revoke EXECUTE from PUBLIC, grant it to the roles that need it, and let a superuser own the function.
@fix_lock none
@fix_risk Roles that call it without a grant of their own are refused afterwards.
@doc https://www.postgresql.org/docs/current/sql-createlanguage.html
@access steward_reader
@example select * from steward_internal.check_untrusted_language_functions();
$doc$;

revoke all on function steward_internal.check_untrusted_language_functions() from public;
-- end
-- begin sql/health/checks/unused_indexes.sql f6a0671214f59de65fb6d873d9b7d26904cf06fde6dfb1e8db28ba9307f3bcf1
create or replace function steward_internal.check_unused_indexes()
returns setof steward_internal.check_row
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with unused as (
    select u.*, r.relid
    from steward.get_unused_indexes() as u
    inner join steward_internal.user_relations as r
      on r.schema_name = u.schema_name and r.relation_name = u.index_name
    where u.kept_because is null
      and u.estimated_bytes >= 1048576
  ),
  rebuilds as materialized (
    select s.index_oid, s.statements
    from (select array_agg(u.relid) as relids from unused as u where u.verdict = 'unused') as found
    cross join lateral steward_internal.index_rebuild_statements(found.relids) as s
  )
  select
    'index',
    u.schema_name::text,
    u.index_name::text,
    u.estimated_bytes::numeric,
    format('No query has used index %I.%I on %I (about %s) in the %s days observed since %s%s.',
      u.schema_name, u.index_name, u.table_name, pg_size_pretty(u.estimated_bytes),
      floor(extract(epoch from u.observed) / 86400),
      coalesce(to_char(u.observed_since, 'YYYY-MM-DD'), 'now'),
      case when n.replica_count > 0 then format(', nor on any of %s replicas', n.replica_count) end),
    case
      when b.index_oid is null
        then 'Another session has locked it: run the check again to learn how to drop it and bring it back.'
    end,
    case when u.estimated_bytes >= 104857600 then 'warning' else 'info' end,
    null,
    case
      when b.index_oid is not null
        then array[format('drop index concurrently %I.%I;', u.schema_name, u.index_name)]
    end,
    b.statements,
    jsonb_build_object(
      'table', format('%I.%I', u.schema_name, u.table_name),
      'observed_since', u.observed_since,
      'observed', u.observed
    )
  from unused as u
  cross join (
    select count(distinct s.node) as replica_count
    from steward.statistics_snapshots as s
    where s.node <> steward_internal.node_name()
  ) as n
  left join rebuilds as b on b.index_oid = u.relid
  where u.verdict = 'unused'
  union all
  select r.*
  from (
    select max(u.verdict) as verdict, count(*) as candidates
    from unused as u
    where u.verdict like 'unknown:%'
  ) as u
  cross join lateral steward_internal.skipped_row(
    'history',
    format('%s; %s indexes have not been used so far.', substring(u.verdict from 10), u.candidates),
    case
      when u.verdict ~ 'standby' then 'Import the statistics of every standby: pgsteward health --replica URL'
      else 'Let capture_statistics() run every hour, or look yourself: select * from steward.get_unused_indexes();'
    end
  ) as r
  where u.candidates > 0
$$;

comment on function steward_internal.check_unused_indexes() is $doc$
Finds indexes of 1 MB and more that no query has used for long enough.

Each index costs on every write, and no HOT update can happen on its columns. Indexes that enforce
something (primary key, unique, exclusion), identify rows for replication, order the table or support a
foreign key are never listed. Counters start again after a crash, and a monthly report needs its index once a month, so the verdict
rests on our own snapshots and nothing is called unused before the setting `health.usage_window` (30
days) was observed; pganalyze waits for 35 days. From 100 MB on (pgFirstAid, pgwatch) it is a warning.

@title Unused index
@category indexes
@unit bytes
@confidence estimate
@remedy Drop it, and keep its definition in case that something rare needs it after all.
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk DROP INDEX CONCURRENTLY blocks no reads or writes; building the index again takes as long as it did.
@doc https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ALL-INDEXES-VIEW
@access steward_reader
@example select * from steward_internal.check_unused_indexes();
$doc$;

revoke all on function steward_internal.check_unused_indexes() from public;
-- end
-- begin sql/health/checks/unvalidated_constraints.sql f668756240c4c02865f3cc00026838f9d1867f24b3a150d3fd2f1aaf25439a0e
create or replace function steward_internal.check_unvalidated_constraints()
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
    format('%s %I of %s is NOT VALID: rows that were there before it may break it.',
      case con.contype when 'f' then 'Foreign key' when 'n' then 'Not-null constraint' else 'Check constraint' end,
      con.conname, r.qualified_name),
    null,
    null,
    null,
    array[format('alter table %s validate constraint %I;', r.qualified_name, con.conname)],
    null::text[],
    jsonb_build_object('table', r.qualified_name)
  from pg_constraint as con
  inner join steward_internal.user_relations as r on r.relid = con.conrelid
  where not con.convalidated
    and con.contype in ('c', 'f', 'n')
    and con.conparentid = 0
    -- What comes from a parent is validated there.
    and con.coninhcount = 0
    and coalesce((to_jsonb(con) ->> 'conenforced')::boolean, true)
$$;

comment on function steward_internal.check_unvalidated_constraints() is $doc$
Finds constraints that were added as NOT VALID and never validated.

New rows are checked, old ones were not, so nobody can rely on the constraint: the planner does not,
and a dump that contains a bad row cannot be restored in one go. The validation is the forgotten
second half of a migration that avoids long locks. Constraints that tables inherit are reported at the
parent, those that are NOT ENFORCED (PostgreSQL 18) by unenforced_constraints, those of domains not at
all. pgsteward's peers gohealth, index-health and pgdoctor look for the same.

@title Constraint is not validated
@category schema
@mode static
@severity warning
@remedy Validate it; if that fails, repair the rows that break it first.
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk VALIDATE CONSTRAINT reads the table (and the referenced one) without blocking reads or writes, and fails if a row breaks the constraint.
@doc https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES
@access steward_reader
@example select * from steward_internal.check_unvalidated_constraints();
$doc$;

revoke all on function steward_internal.check_unvalidated_constraints() from public;
-- end
-- begin sql/health/checks/upgrade_blockers.sql 455e4dcab2ff537040feb9f29a5fa1cbb939fc0fae10a8014c899f41f1ea524e
create or replace function steward_internal.check_upgrade_blockers()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with recursive parts (column_type, part) as (
    select distinct a.atttypid, a.atttypid
    from pg_attribute as a
    where a.attrelid >= 16384
      and a.attnum > 0
      and not a.attisdropped
    union
    select p.column_type, component.oid
    from parts as p
    inner join pg_type as t on t.oid = p.part
    cross join lateral (
      select t.typbasetype
      where t.typtype = 'd'
      union all
      select t.typelem
      where t.typsubscript = 'array_subscript_handler'::regproc
      union all
      select r.rngsubtype
      from pg_range as r
      where t.oid in (r.rngtypid, r.rngmultitypid)
      union all
      select a.atttypid
      from pg_attribute as a
      where a.attrelid = t.typrelid
        and t.oid >= 16384
        and a.attnum > 0
        and not a.attisdropped
    ) as component (oid)
  ),
  blocking as materialized (
    select
      p.column_type,
      min(
        case
          when t.typtype = 'c'
            then format('it holds rows of %s, whose columns differ between versions', p.part::regtype)
          when t.oid = 'aclitem'::regtype then 'PostgreSQL 16 stores aclitem in another way'
          else format('%s holds numbers of catalog rows, which the new cluster gives anew', p.part::regtype)
        end
      ) as reason
    from parts as p
    inner join pg_type as t on t.oid = p.part
    where (t.typtype = 'c' and t.oid < 16384)
      or t.oid in (
        'regcollation'::regtype, 'regconfig'::regtype, 'regdictionary'::regtype,
        'regnamespace'::regtype, 'regoper'::regtype, 'regoperator'::regtype, 'regproc'::regtype,
        'regprocedure'::regtype
      )
      -- No catalog tells how a type is stored.
      or (t.oid = 'aclitem'::regtype and current_setting('server_version_num')::integer < 160000)
    group by p.column_type
  ),
  columns as materialized (
    select a.attrelid, a.attname, a.atttypid, a.atttypmod, b.reason
    from pg_attribute as a
    inner join blocking as b on b.column_type = a.atttypid
    where a.attrelid >= 16384
      and a.attnum > 0
      and not a.attisdropped
  ),
  loosened as materialized (
    select child.attrelid, child.attname, parent.attrelid as parent_relid
    from pg_inherits as h
    inner join pg_attribute as parent on parent.attrelid = h.inhparent
    inner join pg_attribute as child on child.attrelid = h.inhrelid and child.attname = parent.attname
    where parent.attnotnull
      and not child.attnotnull
      and parent.attnum > 0
      and not child.attisdropped
      -- From 18 on such a column is one whose parent says NO INHERIT.
      and current_setting('server_version_num')::integer < 180000
  )
  select
    'column',
    r.schema_name::text,
    format('%s.%s', r.relation_name, c.attname),
    null::numeric,
    format('pg_upgrade refuses column %s.%I (%s): %s.', r.qualified_name, c.attname,
      format_type(c.atttypid, c.atttypmod), c.reason),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('table', r.qualified_name)
  from columns as c
  inner join steward_internal.user_relations as r on r.relid = c.attrelid
  where r.relkind in ('r', 'p', 'm')
    and not r.is_partition
  union all
  select
    'column',
    r.schema_name::text,
    format('%s.%s', r.relation_name, l.attname),
    null,
    format('Column %s.%I accepts nulls although that of its parent %s does not, which PostgreSQL 18 refuses.',
      r.qualified_name, l.attname, parent.qualified_name),
    'Declare it NOT NULL, or drop that from the parent.',
    null,
    null,
    array[format('alter table %s alter column %I set not null;', r.qualified_name, l.attname)],
    array[format('alter table %s alter column %I drop not null;', r.qualified_name, l.attname)],
    jsonb_build_object('parent', parent.qualified_name)
  from loosened as l
  inner join steward_internal.user_relations as r on r.relid = l.attrelid
  inner join steward_internal.user_relations as parent on parent.relid = l.parent_relid
  where r.relkind = 'r'
  union all
  select
    'prepared transaction',
    null,
    p.gid,
    null,
    format('Prepared transaction %s of %I is neither committed nor rolled back.', quote_literal(p.gid), p.owner),
    'Ask its transaction manager: commit prepared or rollback prepared.',
    null,
    null,
    null,
    null,
    jsonb_build_object('prepared', p.prepared)
  from pg_prepared_xacts as p
  where p.database = current_database()
$$;

comment on function steward_internal.check_upgrade_blockers() is $doc$
Finds what makes pg_upgrade refuse this database.

Looked at is what pg_upgrade --check looks at and the catalog tells: columns of types that hold numbers
of catalog rows (regproc, regoper, regconfig and their like; regclass, regrole and regtype are fine),
of aclitem before PostgreSQL 16, and of row types of the system catalogs, also inside of domains,
arrays, ranges and row types; nullable columns below a NOT NULL parent before 18; and prepared
transactions. What needs the new installation, such as missing libraries, only pg_upgrade can say, and
logical replication slots of the cluster are not looked at. Nothing is wrong with any of this until
the day of the upgrade: an information.

@title Upgrade would be refused
@category schema
@severity info
@remedy Drop the column or change its type, to text for example, before the upgrade.
@fix_lock ACCESS EXCLUSIVE
@fix_risk SET NOT NULL reads the table while it is locked, and fails if there are nulls.
@doc https://www.postgresql.org/docs/current/pgupgrade.html
@access steward_reader
@example select * from steward_internal.check_upgrade_blockers();
$doc$;

revoke all on function steward_internal.check_upgrade_blockers() from public;
-- end
-- begin sql/health/checks/vacuum_index_passes.sql 98228ec43784e4181f9a553e314f33a20117e452d0e99a52e5861a51448baebb
create or replace function steward_internal.check_vacuum_index_passes()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with running as materialized (
    select
      p.pid,
      p.relid,
      p.index_vacuum_count + (p.phase = 'vacuuming indexes')::integer as passes,
      a.backend_type = 'autovacuum worker' as is_autovacuum
    from pg_stat_progress_vacuum as p
    left join pg_stat_activity as a on a.pid = p.pid
    where p.datname = current_database()
  )
  select
    case r.relkind when 'm' then 'materialized view' else 'table' end,
    r.schema_name::text,
    r.relation_name::text,
    v.passes::numeric,
    format(
      'The %s of %s%s has begun pass %s over its indexes, because its memory (%s = %s) holds too few '
        'dead rows.',
      case when v.is_autovacuum then 'autovacuum' else 'VACUUM' end,
      case when r.relid <> v.relid then 'the TOAST table of ' end,
      r.qualified_name,
      v.passes,
      memory.setting,
      memory.value
    ),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('pid', v.pid, 'setting', memory.setting, 'value', memory.value)
  from running as v
  inner join steward_internal.user_relations as r on v.relid in (r.relid, r.reltoastrelid)
  cross join lateral (
    select
      case
        when v.is_autovacuum and current_setting('autovacuum_work_mem') <> '-1'
          then 'autovacuum_work_mem'
        else 'maintenance_work_mem'
      end as name
  ) as chosen
  cross join lateral (select chosen.name as setting, current_setting(chosen.name) as value) as memory
  where v.passes >= 2
$$;

comment on function steward_internal.check_vacuum_index_passes() is $doc$
Finds a running VACUUM that has to read all indexes of its table more than once.

It remembers dead rows in memory; when that is full, it reads every index to remove them and begins
again. One pass is enough with enough memory; the second doubles the work. Before PostgreSQL 17 a dead
row takes 6 bytes and no more than 1 GB is ever used; since then it takes far less. The memory named is
that of this session; the VACUUM of another one may have been given its own.

@title VACUUM reads the indexes more than once
@category vacuum
@severity warning
@unit passes
@runs_on primary
@requires_role pg_read_all_stats
@remedy Raise autovacuum_work_mem (or maintenance_work_mem for a VACUUM by hand), or let the table be vacuumed more often.
@doc https://www.postgresql.org/docs/current/progress-reporting.html#VACUUM-PROGRESS-REPORTING
@access steward_reader
@example select * from steward_internal.check_vacuum_index_passes();
$doc$;

revoke all on function steward_internal.check_vacuum_index_passes() from public;
-- end
-- begin sql/health/checks/wide_primary_keys.sql 3060f9c46be6e37d20b535cd1a8c44c1f2675938629e9af117b56a6fbce2a494
create or replace function steward_internal.check_wide_primary_keys()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with referrers as materialized (
    select f.confrelid, count(*) as reference_count
    from pg_constraint as f
    where f.contype = 'f'
      and f.conparentid = 0
    group by f.confrelid
  )
  select
    'constraint',
    r.schema_name::text,
    con.conname::text,
    cardinality(con.conkey)::numeric,
    format('The primary key of %s has %s columns: %s.', r.qualified_name, cardinality(con.conkey),
      steward_internal.column_list(r.relid, con.conkey)),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('table', r.qualified_name, 'referenced_by', coalesce(f.reference_count, 0))
  from pg_constraint as con
  inner join steward_internal.user_relations as r on r.relid = con.conrelid
  left join referrers as f on f.confrelid = con.conrelid
  where con.contype = 'p'
    and cardinality(con.conkey) > 3
    and not r.is_partition
$$;

comment on function steward_internal.check_wide_primary_keys() is $doc$
Finds primary keys of more than three columns.

Each table that references the row carries all of them, and so does every index for that. Up to three
columns are common in tables that connect others; SchemaCrawler and index-health draw similar lines.
This is a matter of taste, so the check is off until it is configured on.

@title Primary key of many columns
@category schema
@mode static
@severity info
@unit columns
@enabled false
@remedy Give the table a key of one column, and keep the present one as a UNIQUE constraint.
@doc https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-PRIMARY-KEYS
@access steward_reader
@example select * from steward_internal.check_wide_primary_keys();
$doc$;

revoke all on function steward_internal.check_wide_primary_keys() from public;
-- end
-- begin sql/maintenance/procedures/purge_cron_history.sql 5bc105a0f993a51cda60b28bb2b492cba49ab2ff977edbbd478f007d9e151f65
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
  -- Inside a transaction block this refuses at once, not only when there is something to remove.
  commit;
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
-- begin sql/core/views/user_relations.sql 81ffb99a80768473c0816423ffb4483289850ef8af26b755dd98173833ebc315
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
where n.nspname not in ('pg_catalog', 'information_schema', 'steward', 'steward_internal', 'steward_migrations')
  and n.nspname not like 'pg\_toast%'
  and n.nspname not like 'pg\_temp\_%'
  and c.relpersistence <> 't'
  -- Two small sets that are read once, instead of a join for each relation.
  and c.oid not in (
    select d.objid
    from pg_catalog.pg_depend as d
    where d.refclassid = 'pg_catalog.pg_extension'::regclass
      and d.classid = 'pg_catalog.pg_class'::regclass
      and d.deptype = 'e'
  )
  -- An extension owns an index only through its table.
  and c.oid not in (
    select i.indexrelid
    from pg_catalog.pg_depend as d
    inner join pg_catalog.pg_index as i on i.indrelid = d.objid
    where d.refclassid = 'pg_catalog.pg_extension'::regclass
      and d.classid = 'pg_catalog.pg_class'::regclass
      and d.deptype = 'e'
  );

comment on view steward_internal.user_relations is $doc$
Lists the relations that belong to the people of this database.

The one place that leaves out system schemas, temporary relations, and what extensions or
pgsteward own, which nobody else can change.
`estimated_bytes` is relpages times the block size: as old as the last VACUUM or ANALYZE, but unlike
pg_relation_size() it never waits for a lock.

@access steward_reader select
@example select qualified_name from steward_internal.user_relations where relkind = 'r';
$doc$;
-- end
-- begin sql/health/views/catalog_names.sql 5a9be716bfbd36073d5053eed08d558247ad7f060e33d00acf665cb742539f34
create or replace view steward_internal.catalog_names as
select
  n.relid,
  n.attnum,
  n.name,
  -- The bytes of ASCII that are not in [a-z0-9_$], or a first byte that no name begins with;
  -- quote_ident() is quicker, but it quotes letters beyond ASCII and keywords as well.
  pg_catalog.quote_ident(n.name) like '"%'
    and n.name::text collate pg_catalog."C"
      ~ '[\x01-\x23\x25-\x2f\x3a-\x5e\x60\x7b-\x7f]|^[\x24\x30-\x39]' as needs_quotes
from (
  select c.oid as relid, 0::smallint as attnum, c.relname as name
  from pg_catalog.pg_class as c
  where c.relkind in ('r', 'p', 'v', 'm', 'f')
    and not c.relispartition
  union all
  select a.attrelid, a.attnum, a.attname
  from pg_catalog.pg_attribute as a
  where a.attnum > 0
    and not a.attisdropped
    and a.attinhcount = 0
) as n;

comment on view steward_internal.catalog_names is $doc$
Lists the names of relations and their columns, those of the system included.

Whose they are is not asked here, but of the few names that a check picks (name_rows() does it):
that is several times quicker. Partitions and inherited columns are left out. `attnum` is 0 for the name of the relation itself. `needs_quotes` says
whether the characters of the name need double quotes; letters beyond ASCII do not.

@access steward_reader select
@example select name from steward_internal.catalog_names where needs_quotes;
$doc$;
-- end
-- begin sql/health/views/foreign_key_indexes.sql 006e0b665d538e2e7235ec726cb9d4b633ed93e14e5178c4991a018849e34c75
create or replace view steward_internal.foreign_key_indexes as
select distinct i.indexrelid
from pg_catalog.pg_constraint as con
inner join pg_catalog.pg_index as i on i.indrelid = con.conrelid
where con.contype = 'f'
  and cardinality(con.conkey) <= i.indnkeyatts
  and (i.indkey::smallint[])[0:cardinality(con.conkey) - 1] @> con.conkey;

comment on view steward_internal.foreign_key_indexes is $doc$
Lists the indexes that begin with the columns of a foreign key of their table.

Such an index may never be scanned by a query and still be what keeps deletes of parents fast.

@access steward_reader select
@example select indexrelid::regclass from steward_internal.foreign_key_indexes;
$doc$;
-- end
-- begin sql/health/views/health_checks.sql 14802c35ed043d4c9448763f8101ed7e1db71e6d5c7e8d4396b01ebefe24c4c9
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
  r.fix_lock,
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
-- begin sql/health/views/user_tables.sql 5e61ec30551381601291ad9ed529d1ae35d66cf8ca6d2d36876928d481ce0f2c
-- requires: core.user_relations
create or replace view steward_internal.user_tables as
select
  r.relid,
  r.schema_name,
  r.relation_name,
  r.qualified_name,
  r.relkind,
  r.reltuples,
  r.estimated_bytes,
  c.relnatts as column_numbers,
  c.relchecks as check_count
from steward_internal.user_relations as r
inner join pg_catalog.pg_class as c on c.oid = r.relid
where r.relkind in ('r', 'p')
  and not r.is_partition;

comment on view steward_internal.user_tables is $doc$
Lists the tables whose design is up to the people of this database.

Partitions are left out, because they look like their partitioned table, and so are the tables of
pgsteward, which nobody else can change. `column_numbers` counts dropped columns too.

@access steward_reader select
@example select qualified_name from steward_internal.user_tables where check_count = 0;
$doc$;
-- end
-- begin sql/health/views/user_columns.sql 067a8258296c0b108b4697f0a2dfce920c1ae082acbfaaae13422780dd6dba46
-- requires: health.user_tables
create or replace view steward_internal.user_columns as
select
  r.relid,
  r.schema_name,
  r.relation_name,
  r.qualified_name,
  r.relkind,
  a.attnum,
  a.attname as column_name,
  a.atttypid as type_oid,
  a.atttypmod as type_modifier
from pg_catalog.pg_attribute as a
inner join steward_internal.user_tables as r on r.relid = a.attrelid
where a.attnum > 0
  and not a.attisdropped
  and a.attinhcount = 0;

comment on view steward_internal.user_columns is $doc$
Lists the columns of the tables whose design is up to the people of this database.

The tables are those of user_tables. Columns that a table inherits are left out: they are changed at
their parent. So are columns of foreign tables, which follow another server, and of views, which
follow tables.

@access steward_reader select
@example select qualified_name, column_name from steward_internal.user_columns where type_oid = 'json'::regtype;
$doc$;
-- end
-- begin sql/health/views/user_indexes.sql e33e53f069c1a816237c81d51e57631f30f2f49f9c4ad478af1a56c48089c2a1
create or replace view steward_internal.user_indexes as
select
  i.indexrelid,
  i.indrelid,
  t.schema_name,
  c.relname as index_name,
  format('%I.%I', t.schema_name, c.relname) as qualified_name,
  t.relation_name as table_name,
  t.qualified_name as table_qualified_name,
  t.reltuples as table_rows,
  t.estimated_bytes as table_bytes,
  t.reltoastrelid,
  am.amname as access_method,
  c.relkind,
  c.relpages,
  c.relpages::bigint * current_setting('block_size')::bigint as estimated_bytes,
  c.reloptions,
  i.indkey,
  i.indnkeyatts,
  i.indisunique,
  i.indpred,
  i.indexprs,
  -- What a constraint, the replica identity or CLUSTER rests on cannot be replaced by another index.
  i.indisreplident
    or i.indisclustered
    or exists (
      select
      from pg_catalog.pg_constraint as con
      where con.conindid = i.indexrelid
    ) as is_bound
from pg_catalog.pg_index as i
inner join steward_internal.user_relations as t on t.relid = i.indrelid
inner join pg_catalog.pg_class as c on c.oid = i.indexrelid
inner join pg_catalog.pg_am as am on am.oid = c.relam
where i.indisvalid
  and i.indislive
  and not c.relispartition;

comment on view steward_internal.user_indexes is $doc$
Lists the valid indexes of user tables, the indexes of partitions through that of their parent.

An index that was created on a partition alone is listed by itself. `estimated_bytes` and `table_bytes`
are relpages times the block size, as old as the last VACUUM or ANALYZE, and 0 for what has partitions.

@access steward_reader select
@example select qualified_name from steward_internal.user_indexes where access_method = 'btree';
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
-- begin sql/performance/views/index_activity.sql 471e29dfe723e2820ea366f4030a4a0a3ab4c29bc4fd7074308c629351a4dc6d
create or replace view steward.index_activity as
select
  t.schema_name,
  t.relation_name as table_name,
  r.relation_name as index_name,
  c.idx_scan as scans,
  c.idx_tup_read as entries_read,
  c.idx_tup_fetch as rows_fetched,
  pg_catalog.pg_stat_get_numscans(i.indexrelid) as scans_in_all,
  r.estimated_bytes,
  pg_catalog.pg_size_pretty(r.estimated_bytes) as estimated_size,
  i.indisunique as is_unique,
  i.indisvalid as is_valid,
  c.changed_since,
  steward_internal.statistics_since() as counted_since
from pg_catalog.pg_index as i
inner join steward_internal.user_relations as r on r.relid = i.indexrelid
inner join steward_internal.user_relations as t on t.relid = i.indrelid
left join steward_internal.index_changes('1 hour 30 minutes') as c on c.indexrelid = i.indexrelid
where r.relkind = 'i'
order by coalesce(c.idx_scan, 0) desc, r.estimated_bytes desc, 1, 3;

comment on view steward.index_activity is $doc$
Shows how often each index was used lately, busiest first.

`scans`, `entries_read` and `rows_fetched` are changes since `changed_since`, the oldest snapshot of the
last 90 minutes; `scans_in_all` counts since `counted_since`. Whether an index may go is decided by
`get_unused_indexes()`, which knows longer windows, duties and replicas.

@area performance
@access steward_reader select
@example select index_name, scans, estimated_size from index_activity where scans = 0 limit 10;
$doc$;
-- end
-- begin sql/performance/views/query_regressions.sql 3c58fbf256d894a91442cfb62493696c55f6bc734f591c198ee89899b0e8361f
create or replace view steward.query_regressions as
with days as (
  select
    c.queryid,
    c.userid,
    s.taken_at > now() - interval '1 day' as is_recent,
    sum(c.changes[1]) as calls,
    sum(c.changes[2]) as total_ms,
    count(distinct date_trunc('day', s.taken_at, 'UTC')) as days,
    -- Spread of the means of the single hours, each weighted by its calls.
    sqrt(greatest(
      sum(c.changes[2] ^ 2 / c.changes[1]) / sum(c.changes[1]) - (sum(c.changes[2]) / sum(c.changes[1])) ^ 2, 0
    )) as deviation_ms
  from steward_internal.statement_changes as c
  inner join steward.statistics_snapshots as s on s.id = c.snapshot_id
  where c.toplevel
    and c.changes[1] > 0
  group by c.queryid, c.userid, s.taken_at > now() - interval '1 day'
)
select
  recent.queryid as query_id,
  r.rolname as role_name,
  round(baseline.total_ms / baseline.calls, 2) as baseline_mean_ms,
  round(recent.total_ms / recent.calls, 2) as mean_ms,
  round((recent.total_ms / recent.calls) / nullif(baseline.total_ms / baseline.calls, 0), 2) as ratio,
  round(recent.total_ms - recent.calls * baseline.total_ms / baseline.calls, 1) as extra_ms,
  baseline.calls as baseline_calls,
  recent.calls,
  baseline.days as baseline_days,
  btrim(regexp_replace(t.query, '\s+', ' ', 'g')) as query
from days as recent
inner join days as baseline
  on baseline.queryid = recent.queryid
  and baseline.userid = recent.userid
  and not baseline.is_recent
inner join steward_internal.statements as t
  on t.queryid = recent.queryid
  and t.userid = recent.userid
  and t.toplevel
left join pg_catalog.pg_roles as r on r.oid = recent.userid
where recent.is_recent
  and recent.calls >= 20
  and baseline.calls >= 100
  and recent.total_ms / recent.calls >= 1.5 * baseline.total_ms / baseline.calls
  and recent.total_ms / recent.calls >= baseline.total_ms / baseline.calls + 3 * baseline.deviation_ms
  and recent.total_ms / recent.calls - baseline.total_ms / baseline.calls >= 1
order by extra_ms desc;

comment on view steward.query_regressions is $doc$
Lists the statements that were slower in the last day than they used to be.

Each statement is compared with its own baseline, all that the snapshots kept of it before: the mean of
the last day must be 1.5 times and three standard deviations of its hourly means above the baseline, and
a millisecond more, over at least 20 calls against 100. `extra_ms` is what that cost, the costliest first.

@area performance
@access steward_reader select
@example select ratio, mean_ms, baseline_mean_ms, query from query_regressions;
$doc$;
-- end
-- begin sql/performance/views/slow_queries.sql 27723c2f01df4881af3c1ce1d50eb5203fafb1e541c69fe8ab3d368a86847c7c
create or replace view steward.slow_queries as
select
  q.queryid as query_id,
  r.rolname as role_name,
  q.calls,
  round(q.total_exec_time::numeric, 1) as total_ms,
  round((q.total_exec_time / q.calls)::numeric, 3) as mean_ms,
  round((100 * q.total_exec_time / nullif(sum(q.total_exec_time) over (), 0))::numeric, 1) as time_percent,
  round(q.rows::numeric / q.calls, 1) as rows_per_call,
  round(100.0 * q.shared_blks_hit / nullif(q.shared_blks_hit + q.shared_blks_read, 0), 1) as cache_hit_percent,
  q.temp_blks_written * current_setting('block_size')::bigint as temp_bytes,
  q.wal_bytes,
  q.changed_since,
  btrim(regexp_replace(q.query, '\s+', ' ', 'g')) as query
from (
  select
    c.queryid, c.userid, c.toplevel, c.query, c.calls, c.total_exec_time, c.rows, c.shared_blks_hit,
    c.shared_blks_read, c.temp_blks_written, c.wal_bytes, c.changed_since
  from steward_internal.query_changes('1 day') as c
  union all
  select
    s.queryid, s.userid, s.toplevel, s.query, s.counters[1], s.counters[2], s.counters[3], s.counters[4],
    s.counters[5], s.counters[7], s.counters[9], s.stats_since
  from steward_internal.current_statements() as s
  where not exists (select from steward_internal.observed_window('1 day') as w)
    and s.counters[1] > 0
) as q
left join pg_catalog.pg_roles as r on r.oid = q.userid
where q.toplevel
order by q.total_exec_time desc;

comment on view steward.slow_queries is $doc$
Shows what the statements of this database cost in the last day, those that took the most time first.

The figures count from `changed_since` on: the oldest snapshot of the last day (`capture_statistics()`),
or while there is none, all that pg_stat_statements knows. A statement's share in the time of all is
`time_percent`. Only what clients sent is listed, not what functions ran. It is empty without
pg_stat_statements.

@area performance
@access steward_reader select
@example select calls, mean_ms, time_percent, left(query, 60) as query from slow_queries limit 10;
$doc$;
-- end
-- begin sql/performance/views/table_activity.sql c63b155ce3a83af082a22f717633556d133ac0d85a245c15f793fbaee5f1e3c7
create or replace view steward.table_activity as
select
  r.schema_name,
  r.relation_name as table_name,
  c.seq_scan as sequential_scans,
  c.seq_tup_read as rows_read_sequentially,
  c.idx_scan as index_scans,
  c.n_tup_ins as rows_inserted,
  c.n_tup_upd as rows_updated,
  c.n_tup_del as rows_deleted,
  round(100.0 * c.n_tup_hot_upd / nullif(c.n_tup_upd, 0), 1) as hot_update_percent,
  pg_catalog.pg_stat_get_live_tuples(r.relid) as live_rows,
  pg_catalog.pg_stat_get_dead_tuples(r.relid) as dead_rows,
  greatest(
    pg_catalog.pg_stat_get_last_vacuum_time(r.relid), pg_catalog.pg_stat_get_last_autovacuum_time(r.relid)
  ) as last_vacuum,
  greatest(
    pg_catalog.pg_stat_get_last_analyze_time(r.relid), pg_catalog.pg_stat_get_last_autoanalyze_time(r.relid)
  ) as last_analyze,
  c.changed_since
from steward_internal.user_relations as r
left join steward_internal.table_changes('1 hour 30 minutes') as c on c.relid = r.relid
where r.relkind in ('r', 'm')
order by coalesce(c.seq_tup_read, 0) + coalesce(c.n_tup_ins + c.n_tup_upd + c.n_tup_del, 0) desc, 1, 2;

comment on view steward.table_activity is $doc$
Shows what was read from and written to each table lately, busiest first.

The counts are changes since `changed_since`, the oldest snapshot of the last 90 minutes
(`capture_statistics()` takes one every hour), not totals since the statistics began. They are null
while there is no such snapshot. `live_rows` and `dead_rows` are estimates of the server.

@area performance
@access steward_reader select
@example select table_name, sequential_scans, rows_updated from table_activity limit 10;
$doc$;
-- end
-- begin sql/performance/views/table_growth.sql 3e6252accf0ff050b54bb771bbfc223aaef2d8bbf116fba80fe19d51c8753550
create or replace view steward.table_growth as
select
  r.schema_name,
  r.relation_name as table_name,
  last.bytes as total_bytes,
  pg_catalog.pg_size_pretty(last.bytes) as total_size,
  last.bytes - day.bytes as bytes_last_day,
  last.bytes - week.bytes as bytes_last_week,
  last.bytes - first.bytes as bytes_observed,
  round(100.0 * (last.bytes - first.bytes) / nullif(first.bytes, 0), 1) as percent_observed,
  last.estimated_rows,
  first.taken_at as observed_since,
  last.taken_at as measured_at
from steward_internal.user_relations as r
cross join lateral (
  select t.bytes, t.estimated_rows, s.taken_at
  from steward_internal.table_sizes as t
  inner join steward.statistics_snapshots as s on s.id = t.snapshot_id
  where t.relid = r.relid
  order by t.snapshot_id desc
  limit 1
) as last
cross join lateral (
  select t.bytes, s.taken_at
  from steward_internal.table_sizes as t
  inner join steward.statistics_snapshots as s on s.id = t.snapshot_id
  where t.relid = r.relid
  order by t.snapshot_id
  limit 1
) as first
left join lateral steward_internal.table_size_at(r.relid, now() - interval '1 day') as day (bytes) on true
left join lateral steward_internal.table_size_at(r.relid, now() - interval '7 days') as week (bytes) on true
order by last.bytes - first.bytes desc, last.bytes desc;

comment on view steward.table_growth is $doc$
Shows how tables grow, with their indexes and TOAST, those that grew most first.

Sizes are those of the snapshots (`capture_statistics()`), exact when they were measured. A growth is null
where the snapshots do not go back so far. `estimated_rows` is the planner's.

@area performance
@access steward_reader select
@example select table_name, total_size, pg_size_pretty(bytes_last_week) as last_week from table_growth limit 10;
$doc$;
-- end
-- begin sql/performance/views/vacuum_progress.sql 7f27ae04995f1d613f039b3c9daceb0ee076bb308e83475876ab4822777e861e
create or replace view steward.vacuum_progress as
select
  p.pid,
  p.datname as database_name,
  case when p.datname = current_database() then p.relid::regclass::text end as table_name,
  p.phase,
  a.query ~ '^autovacuum:' as is_automatic,
  a.query ~ 'to prevent wraparound' as prevents_wraparound,
  round(100.0 * p.heap_blks_scanned / nullif(p.heap_blks_total, 0), 1) as scanned_percent,
  round(100.0 * p.heap_blks_vacuumed / nullif(p.heap_blks_total, 0), 1) as vacuumed_percent,
  p.heap_blks_total * current_setting('block_size')::bigint as table_bytes,
  p.index_vacuum_count as index_passes,
  date_trunc('second', clock_timestamp() - a.xact_start) as duration,
  a.wait_event
from pg_catalog.pg_stat_progress_vacuum as p
left join pg_catalog.pg_stat_activity as a on a.pid = p.pid
order by a.xact_start;

comment on view steward.vacuum_progress is $doc$
Shows the VACUUMs that run on the server, oldest first, and how far they are.

More than one of `index_passes` means that the memory for dead rows was too small
(autovacuum_work_mem, maintenance_work_mem), so that all indexes are read again.

@area performance
@access steward_reader select
@example select table_name, phase, scanned_percent, duration from vacuum_progress;
$doc$;
-- end
-- begin sql/performance/views/wait_events.sql d7a4a062ab026a315d6a3742c3aab824c8dc3156b7a1309f3b8fca8ef2392428
create or replace view steward.wait_events as
select
  coalesce(a.wait_event_type, 'CPU or not instrumented') as wait_event_type,
  a.wait_event,
  count(*) as sessions,
  count(distinct a.datname) as databases,
  max(extract(epoch from clock_timestamp() - a.query_start))::numeric(12, 1) as longest_query_seconds,
  (array_agg(a.pid order by a.query_start))[1:5] as oldest_pids
from pg_catalog.pg_stat_activity as a
where a.pid <> pg_catalog.pg_backend_pid()
  and a.state = 'active'
  and a.backend_type in ('client backend', 'parallel worker', 'background worker')
group by a.wait_event_type, a.wait_event
order by sessions desc, 1, 2;

comment on view steward.wait_events is $doc$
Shows what the active sessions of the server wait for at this moment.

It is one look: repeat it to see what stays. Sessions of other roles need pg_monitor; without it they are
not counted.

@area performance
@access steward_reader select
@example select wait_event_type, wait_event, sessions from wait_events;
$doc$;
-- end

-- Down Migration
set local check_function_bodies = off;
drop view steward.wait_events;
drop view steward.vacuum_progress;
drop view steward.table_growth;
drop view steward.table_activity;
drop view steward.slow_queries;
drop view steward.query_regressions;
drop view steward.index_activity;
drop view steward.schedule_status;
drop view steward_internal.user_indexes;
drop view steward_internal.user_columns;
drop view steward_internal.user_tables;
drop view steward.health_checks;
drop view steward_internal.foreign_key_indexes;
drop view steward_internal.catalog_names;
drop view steward_internal.user_relations;
drop view steward.api_reference;
drop procedure steward.purge_cron_history(interval, integer);
drop function steward_internal.check_wide_primary_keys();
drop function steward_internal.check_vacuum_index_passes();
drop function steward_internal.check_upgrade_blockers();
drop function steward_internal.check_unvalidated_constraints();
drop function steward_internal.check_unused_indexes();
drop function steward_internal.check_untrusted_language_functions();
drop function steward_internal.check_unselective_index_scans();
drop function steward_internal.check_unlogged_tables();
drop function steward_internal.check_unlinked_tables();
drop function steward_internal.check_unenforced_constraints();
drop function steward_internal.check_unencrypted_connections();
drop function steward_internal.check_undocumented_tables();
drop function steward_internal.check_truncated_names();
drop function steward_internal.check_transaction_id_age();
drop function steward_internal.check_toast_share();
drop function steward_internal.check_tls_disabled();
drop function steward_internal.check_timestamp_without_time_zone_columns();
drop function steward_internal.check_time_with_time_zone_columns();
drop function steward_internal.check_text_primary_keys();
drop function steward_internal.check_tables_without_required_columns();
drop function steward_internal.check_tables_without_primary_key();
drop function steward_internal.check_tables_with_many_columns();
drop function steward_internal.check_tables_overdue_for_vacuum();
drop function steward_internal.check_tables_overdue_for_analyze();
drop function steward_internal.check_table_bloat();
drop function steward_internal.check_slow_queries();
drop function steward_internal.check_single_column_tables();
drop function steward_internal.check_silent_cron_scheduler();
drop function steward_internal.check_settings_pending_restart();
drop function steward_internal.check_serial_columns();
drop function steward_internal.check_sequential_scans();
drop function steward_internal.check_sequence_exhaustion();
drop function steward_internal.check_self_referencing_row_keys();
drop function steward_internal.check_security_definer_views();
drop function steward_internal.check_security_definer_search_path();
drop function steward_internal.check_rules_on_tables();
drop function steward_internal.check_roles_bypassing_rls();
drop function steward_internal.check_rls_without_policy();
drop function steward_internal.check_rls_not_forced();
drop function steward_internal.check_rls_disabled();
drop function steward_internal.check_reserved_word_names();
drop function steward_internal.check_replication_slot_retention();
drop function steward_internal.check_redundant_indexes();
drop function steward_internal.check_redundant_index_predicates();
drop function steward_internal.check_rarely_used_indexes();
drop function steward_internal.check_range_column_not_last_indexes();
drop function steward_internal.check_random_uuid_keys();
drop function steward_internal.check_public_user_mappings();
drop function steward_internal.check_public_table_privileges();
drop function steward_internal.check_public_security_definer_functions();
drop function steward_internal.check_public_create_privilege();
drop function steward_internal.check_powerful_application_roles();
drop function steward_internal.check_policies_without_rls();
drop function steward_internal.check_policies_using_user_metadata();
drop function steward_internal.check_policies_calling_functions_per_row();
drop function steward_internal.check_pending_partition_detach();
drop function steward_internal.check_partitions_running_out();
drop function steward_internal.check_partitioned_tables_without_partitions();
drop function steward_internal.check_partitioned_tables_never_analyzed();
drop function steward_internal.check_oversized_indexes();
drop function steward_internal.check_overlapping_foreign_keys();
drop function steward_internal.check_outdated_extensions();
drop function steward_internal.check_numbered_tables();
drop function steward_internal.check_nullable_multicolumn_foreign_keys();
drop function steward_internal.check_null_heavy_indexes();
drop function steward_internal.check_nested_views();
drop function steward_internal.check_mutable_function_search_path();
drop function steward_internal.check_multixact_age();
drop function steward_internal.check_multiple_permissive_policies();
drop function steward_internal.check_money_columns();
drop function steward_internal.check_mixed_table_owners();
drop function steward_internal.check_mixed_case_names();
drop function steward_internal.check_missing_foreign_keys();
drop function steward_internal.check_missed_cron_jobs();
drop function steward_internal.check_md5_passwords();
drop function steward_internal.check_many_superusers();
drop function steward_internal.check_many_indexes();
drop function steward_internal.check_low_hot_update_ratio();
drop function steward_internal.check_low_cardinality_indexes();
drop function steward_internal.check_low_all_visible_share();
drop function steward_internal.check_long_transactions();
drop function steward_internal.check_long_queries();
drop function steward_internal.check_length_limited_columns();
drop function steward_internal.check_large_unpartitioned_tables();
drop function steward_internal.check_large_object_columns();
drop function steward_internal.check_json_columns();
drop function steward_internal.check_invalid_indexes();
drop function steward_internal.check_int4_key_exhaustion();
drop function steward_internal.check_insecure_hba_rules();
drop function steward_internal.check_inherited_tables();
drop function steward_internal.check_index_bloat();
drop function steward_internal.check_inconsistent_column_types();
drop function steward_internal.check_inactive_replication_slots();
drop function steward_internal.check_idle_in_transaction();
drop function steward_internal.check_hba_file_errors();
drop function steward_internal.check_foreign_keys_without_index();
drop function steward_internal.check_foreign_key_type_mismatch();
drop function steward_internal.check_failed_cron_jobs();
drop function steward_internal.check_extensions_in_public();
drop function steward_internal.check_expression_indexes_without_statistics();
drop function steward_internal.check_exposed_sensitive_columns();
drop function steward_internal.check_exposed_materialized_views();
drop function steward_internal.check_exposed_foreign_tables();
drop function steward_internal.check_expired_roles();
drop function steward_internal.check_durability_settings();
drop function steward_internal.check_duplicate_indexes();
drop function steward_internal.check_duplicate_foreign_keys();
drop function steward_internal.check_disabled_triggers();
drop function steward_internal.check_disabled_event_triggers();
drop function steward_internal.check_default_privileges_to_public();
drop function steward_internal.check_default_partition_rows();
drop function steward_internal.check_dead_rows();
drop function steward_internal.check_ddl_lock_queue();
drop function steward_internal.check_dangerous_role_memberships();
drop function steward_internal.check_cross_schema_foreign_keys();
drop function steward_internal.check_corrupted_indexes();
drop function steward_internal.check_connection_saturation();
drop function steward_internal.check_confusable_names();
drop function steward_internal.check_column_alignment_padding();
drop function steward_internal.check_collation_version_mismatch();
drop function steward_internal.check_checksum_failures();
drop function steward_internal.check_char_columns();
drop function steward_internal.check_cache_hit_ratio();
drop function steward_internal.check_blocked_sessions();
drop function steward_internal.check_autovacuum_workers_busy();
drop function steward_internal.check_autovacuum_disabled();
drop function steward_internal.check_array_btree_indexes();
drop function steward_internal.check_archiving_failures();
drop function steward_internal.check_anti_wraparound_vacuum_due();
drop function steward_internal.check_always_true_policies();
drop function steward_internal.table_size_at(oid, timestamptz);
drop function steward_internal.table_changes(interval);
drop function steward_internal.statement_movements();
drop function steward_internal.relations_in_document(jsonb);
drop function steward_internal.relation_movements(interval);
drop function steward_internal.record_table_sizes(bigint);
drop function steward_internal.record_statistics(jsonb);
drop function steward_internal.record_statements(bigint);
drop function steward_internal.record_limits(bigint);
drop function steward.read_statistics();
drop function steward_internal.query_changes(interval);
drop function steward_internal.observed_window(interval, text);
drop function steward_internal.node_name();
drop function steward_internal.limit_readings();
drop function steward_internal.index_changes(interval);
drop function steward.import_statistics(jsonb);
drop function steward.get_capacity_forecast();
drop function steward_internal.current_statements();
drop function steward_internal.current_relation_counters();
drop function steward_internal.cumulative_counters();
drop function steward_internal.counter_difference(numeric[], numeric[]);
drop function steward_internal.counter_changes(interval);
drop function steward.capture_statistics();
drop function steward.sync_schedules(boolean);
drop function steward_internal.scheduler();
drop function steward_internal.schedule_report(timestamptz);
drop function steward_internal.purge_cron_history_batch(timestamptz, bigint, integer);
drop function steward_internal.plan_schedules();
drop function steward_internal.parse_cron(text);
drop function steward_internal.finish_schedule_run(bigint, text, text);
drop function steward.drop_schedule(text);
drop function steward_internal.cron_ticks(text, timestamptz);
drop function steward_internal.cron_obstacle();
drop function steward_internal.cron_last_runs();
drop function steward_internal.cron_jobs();
drop function steward_internal.cron_field(text, integer, integer, text[]);
drop function steward_internal.cron_day(text, date, integer);
drop function steward_internal.claim_due_schedules(text, timestamptz);
drop function steward.add_schedule(text, text, text);
drop function steward_internal.views_past_row_security();
drop function steward_internal.user_routines();
drop function steward_internal.user_policies();
drop function steward_internal.user_foreign_keys();
drop function steward.unignore_finding(text);
drop function steward_internal.unencrypted_sessions(inet[]);
drop function steward_internal.time_is_up();
drop function steward_internal.skipped_row(text, text, text, text, text, text);
drop function steward_internal.severity_rank(text, text);
drop function steward_internal.sequence_values();
drop function steward_internal.sequence_last_values(oid[]);
drop function steward_internal.run_check(regprocedure);
drop function steward_internal.row_calls(text);
drop function steward_internal.revoke_statements(text, aclitem[], oid, text[]);
drop function steward_internal.retaining_slot_rows(jsonb, pg_lsn);
drop function steward.record_health_check();
drop function steward_internal.record_finding_history(jsonb, timestamptz);
drop function steward_internal.read_sequences(oid[], integer);
drop function steward_internal.reachable_schemas();
drop function steward_internal.partition_horizons(timestamptz);
drop function steward_internal.narrow_key_columns();
drop function steward_internal.name_rows(oid[], smallint[], text);
drop function steward_internal.name_list(text[]);
drop function steward_internal.missing_history_rows(interval, interval);
drop function steward_internal.missed_jobs(timestamptz);
drop function steward_internal.listens_remotely(text);
drop function steward_internal.like_pattern(text);
drop function steward_internal.leading_column_statistics(bigint);
drop function steward_internal.judge_check( text, text, text, text, text, text, numeric, numeric, text, text, text, text, text, steward_internal.check_row[] );
drop function steward_internal.is_implied_by_not_null(oid, integer[]);
drop function steward_internal.index_statement(oid, name, text);
drop function steward_internal.index_replacement(oid, text);
drop function steward_internal.index_rebuild_statements(oid[]);
drop function steward_internal.inactive_slot_rows(jsonb, boolean, timestamptz);
drop function steward.ignore_finding(text, text, timestamptz);
drop function steward_internal.hidden_statistics_rows(oid[]);
drop function steward.health_status(text[]);
drop function steward.health_report(text[]);
drop function steward.health_findings(text[], text[]);
drop function steward_internal.health_deadline();
drop function steward_internal.health_check_registry();
drop function steward_internal.hba_rule_risk(text, text, text);
drop function steward.get_unused_indexes();
drop function steward.get_table_bloat_stats(bigint);
drop function steward.get_connection_stats();
drop function steward.get_cache_hit_ratio();
drop function steward.get_blocking_locks();
drop function steward_internal.freeze_age_rows(text);
drop function steward_internal.format_value(numeric, text);
drop function steward_internal.finding_name(text, text, text);
drop function steward_internal.exposed_routines();
drop function steward_internal.exposed_relations();
drop function steward_internal.described_sessions();
drop function steward.database_health_check(text, boolean, text[]);
drop function steward.configure_health_check(text, boolean, numeric, numeric);
drop function steward_internal.comparable_indexes();
drop function steward_internal.column_type_rows(regtype[], text, boolean);
drop function steward_internal.column_maxima(oid[], smallint[]);
drop function steward_internal.column_list(oid, smallint[]);
drop function steward_internal.check_obstacle(text, text, text);
drop function steward_internal.btree_candidates(bigint);
drop function steward_internal.bloat_candidates(bigint);
drop function steward_internal.autovacuum_worker_rows(integer, integer, integer);
drop function steward_internal.autovacuum_triggers();
drop function steward_internal.assert_known_checks(text[], text[]);
drop function steward_internal.archiver_state( text, boolean, boolean, timestamptz, timestamptz, text, bigint, timestamptz, timestamptz );
drop function steward_internal.application_roles_row();
drop function steward_internal.application_roles();
drop function steward_internal.application_grantees();
drop function steward_internal.alter_system_undo(text, text);
drop function steward_internal.alignment_padding(integer[], integer[]);
drop function steward_internal.uninstall_statements();
drop function steward.steward_version();
drop function steward_internal.statistics_since();
drop function steward.set_setting(text, text);
drop function steward_internal.search_path_elements(text);
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
