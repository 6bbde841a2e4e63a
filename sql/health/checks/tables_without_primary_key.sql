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
