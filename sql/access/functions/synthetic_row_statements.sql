create or replace function steward_internal.synthetic_row_statements(
  target regclass, given jsonb, with_parents boolean default true, depth integer default 0
)
returns setof text
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_given jsonb := synthetic_row_statements.given;
  v_parent record;
  v_record jsonb;
  v_columns text;
  v_values text;
begin
  if synthetic_row_statements.with_parents and synthetic_row_statements.depth < 4 then
    v_given := v_given || steward_internal.synthetic_references(synthetic_row_statements.target, v_given);
    for v_parent in
      select k.confrelid::regclass as relation, k.given
      from (
        select
          con.confrelid, count(*) as wanted,
          jsonb_object_agg(pa.attname, v_given -> a.attname::text) filter (where v_given ? a.attname::text) as given
        from pg_constraint as con
        cross join lateral unnest(con.conkey, con.confkey) as u (column_number, parent_number)
        inner join pg_attribute as a on a.attrelid = con.conrelid and a.attnum = u.column_number
        inner join pg_attribute as pa on pa.attrelid = con.confrelid and pa.attnum = u.parent_number
        where con.conrelid = synthetic_row_statements.target
          and con.contype = 'f'
          and con.confrelid <> con.conrelid
          and con.conparentid = 0
        group by con.oid, con.confrelid
      ) as k
      where k.wanted = (select count(*) from jsonb_object_keys(k.given))
    loop
      return query
      select s
      from steward_internal.synthetic_row_statements(
        v_parent.relation, v_parent.given, true, synthetic_row_statements.depth + 1
      ) as s;
    end loop;
  end if;

  v_record := steward_internal.synthetic_record(synthetic_row_statements.target, v_given);
  select string_agg(quote_ident(v.attname), ', ' order by v.attnum), string_agg(v.value, ', ' order by v.attnum)
  into v_columns, v_values
  from (
    select
      a.attname, a.attnum,
      case
        when v_given ? a.attname::text then quote_nullable(v_given ->> a.attname::text)
        when synthetic_row_statements.with_parents and f.parent is not null and a.attnotnull then
          format('(select %I from %s limit 1)', f.parent_column, f.parent)
        when v_record ? a.attname::text then quote_nullable(v_record ->> a.attname::text)
      end as value
    from pg_attribute as a
    left join lateral (
      select con.confrelid::regclass as parent, pa.attname as parent_column
      from pg_constraint as con
      inner join pg_attribute as pa
        on pa.attrelid = con.confrelid
        and pa.attnum = con.confkey[array_position(con.conkey, a.attnum)]
      where con.conrelid = a.attrelid
        and con.contype = 'f'
        and a.attnum = any (con.conkey)
      limit 1
    ) as f on true
    where a.attrelid = synthetic_row_statements.target
      and a.attnum > 0
      and a.attgenerated = ''
      and not a.attisdropped
  ) as v
  where v.value is not null;

  if v_columns is null then
    return next format('insert into %s default values', synthetic_row_statements.target);
  else
    return next format(
      'insert into %s (%s) overriding system value values (%s)%s', synthetic_row_statements.target, v_columns, v_values,
      case when synthetic_row_statements.depth > 0 then ' on conflict do nothing' else '' end
    );
  end if;
end
$$;

comment on function steward_internal.synthetic_row_statements(regclass, jsonb, boolean, integer) is $doc$
Writes the statements that make a row with given values, and what it refers to.

Columns that have a default or may be null are left out, and nothing is taken from a sequence.

@param target The table.
@param given Columns and their values.
@param with_parents Also makes the rows that given values refer to; other columns refer to rows that exist, or else to new ones.
@param depth How many tables away from the one that was asked for.
@returns The statements in order; the row itself is the last.
@access steward_admin
@example select steward_internal.synthetic_row_statements('steward.login_identities', '{"login": "somebody"}');
$doc$;

revoke all on function steward_internal.synthetic_row_statements(regclass, jsonb, boolean, integer) from public;
