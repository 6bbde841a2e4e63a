create or replace function steward_internal.synthetic_references(target regclass, given jsonb)
returns jsonb
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(jsonb_object_agg(r.attname, r.value), '{}')
  from (
    select a.attname, steward_internal.fitting_value(con.confrelid, u.parent_number, '{}') as value
    from pg_constraint as con
    cross join lateral unnest(con.conkey, con.confkey) as u (column_number, parent_number)
    inner join pg_attribute as a on a.attrelid = con.conrelid and a.attnum = u.column_number
    where con.conrelid = synthetic_references.target
      and con.contype = 'f'
      and con.confrelid <> con.conrelid
      and con.conparentid = 0
      and a.attnotnull
      and not synthetic_references.given ? a.attname::text
      and (
        exists (
          select
          from pg_attribute as g
          where g.attrelid = con.conrelid
            and g.attnum = any (con.conkey)
            and synthetic_references.given ? g.attname::text
        )
        or not exists (
          select
          from steward_internal.observer_of(steward_internal.protection_of(con.confrelid), con.confrelid)
        )
      )
  ) as r
$$;

comment on function steward_internal.synthetic_references(regclass, jsonb) is $doc$
Invents keys of rows to refer to where there is none that would do.

@param target The table that refers.
@param given Columns that have a value already; what refers together with one of them needs a row of its own.
@returns Columns and their values; empty if rows exist.
@access steward_admin
@example select steward_internal.synthetic_references('steward.settings', '{}');
$doc$;

revoke all on function steward_internal.synthetic_references(regclass, jsonb) from public;
