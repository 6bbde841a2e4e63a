create or replace function steward_internal.check_missing_foreign_keys()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
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
    end || case
      when not is_indexed.is_true
        then array[
          format('create index %s%I on %s (%I);', build.keyword, build.index_name, m.qualified_name, m.attname)
        ]
    end,
    array[format('alter table %s drop constraint %I;', m.qualified_name, m.proposed_name)] || case
      when not is_indexed.is_true
        then array[format('drop index %s%I.%I;', build.keyword, m.schema_name, build.index_name)]
    end,
    jsonb_build_object('references', m.target_name)
  from matches as m
  cross join lateral (
    select
      case when m.relkind = 'r' then 'concurrently ' else '' end as keyword,
      format('%s_%s_idx', left(m.attname, 12), left(md5(m.relation_name || '.' || m.attname), 8)) as index_name
  ) as build
  -- A foreign key that no index begins with would be the next finding.
  cross join lateral (
    select exists (
      select
      from pg_index as i
      inner join pg_class as ic on ic.oid = i.indexrelid
      inner join pg_am as am on am.oid = ic.relam
      where i.indrelid = m.relid
        and i.indkey[0] = m.attnum
        and i.indisvalid
        and am.amname in ('btree', 'hash', 'gist', 'spgist')
        and (i.indpred is null or steward_internal.is_implied_by_not_null(i.indexrelid, array[m.attnum::integer]))
        and i.indexrelid not in (
          select d.index_oid
          from steward_internal.index_drops() as d
          where d.survivor_oid is null
        )
    ) as is_true
  ) as is_indexed
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
