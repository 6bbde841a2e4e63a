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
