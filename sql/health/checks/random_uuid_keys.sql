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
