create or replace function steward_internal.describe_references(relation oid)
returns jsonb
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with keys as (
    select con.oid, con.conname, con.conrelid, con.confrelid, con.conkey, con.confkey, con.convalidated
    from pg_constraint as con
    inner join pg_class as c on c.oid = con.conrelid
    where con.contype = 'f'
      and con.conparentid = 0
      and not c.relispartition
  ),
  sides as (
    select 'one' as side, k.oid, k.conrelid as own, k.conkey as own_key, k.confrelid as other, k.confkey as other_key
    from keys as k
    where k.conrelid = describe_references.relation
    union all
    select 'many', k.oid, k.confrelid, k.confkey, k.conrelid, k.conkey
    from keys as k
    where k.confrelid = describe_references.relation
  )
  select coalesce(
    jsonb_agg(
      jsonb_build_object(
        'constraint', k.conname,
        'side', case
          when s.side = 'many' and exists (
            select
            from pg_index as i
            where i.indrelid = k.conrelid
              and i.indisunique
              and i.indisvalid
              and i.indpred is null
              and i.indexprs is null
              and (i.indkey::smallint[])[0:i.indnkeyatts - 1] <@ k.conkey
          ) then 'one'
          else s.side
        end,
        'is_reverse', s.side = 'many',
        'is_optional', s.side = 'many' or not k.convalidated or exists (
          select
          from pg_attribute as a
          where a.attrelid = k.conrelid
            and a.attnum = any (k.conkey)
            and not a.attnotnull
        ),
        'columns', own.names,
        'schema', n.nspname,
        'table', c.relname,
        'other_columns', other.names
      )
      order by s.side = 'many', n.nspname collate "C", c.relname collate "C", k.conname collate "C"
    ),
    '[]'
  )
  from sides as s
  inner join keys as k on k.oid = s.oid
  inner join pg_class as c on c.oid = s.other
  inner join pg_namespace as n on n.oid = c.relnamespace
  cross join lateral (
    select jsonb_agg(a.attname order by u.position) as names
    from unnest(s.own_key) with ordinality as u (attnum, position)
    inner join pg_attribute as a on a.attrelid = s.own and a.attnum = u.attnum
  ) as own
  cross join lateral (
    select jsonb_agg(a.attname order by u.position) as names
    from unnest(s.other_key) with ordinality as u (attnum, position)
    inner join pg_attribute as a on a.attrelid = s.other and a.attnum = u.attnum
  ) as other
$$;

comment on function steward_internal.describe_references(oid) is $doc$
Lists the foreign keys of a table and those that reference it.

A key that references the table comes with the side `one` if its columns are unique, as between a row and its details.

@param relation OID of the table.
@returns Array of objects with constraint, side (one or many rows at the other end), is_reverse (the other table has the key), is_optional (there may be no such row), columns, schema and table at the other end, and other_columns.
@access steward_reader
@example select steward_internal.describe_references('steward.settings'::regclass);
$doc$;

revoke all on function steward_internal.describe_references(oid) from public;
