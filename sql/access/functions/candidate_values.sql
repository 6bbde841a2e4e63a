create or replace function steward_internal.candidate_values(
  target regclass, column_number smallint, invented text, is_key boolean
)
returns setof text
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with recursive types as (
    select t.*
    from pg_attribute as a
    inner join pg_type as t on t.oid = a.atttypid
    where a.attrelid = candidate_values.target
      and a.attnum = candidate_values.column_number
    union all
    select b.*
    from types as t
    inner join pg_type as b on b.oid = t.typbasetype
  ),
  base as (
    select t.oid, t.typcategory as category
    from types as t
    where t.typbasetype = 0
  ),
  checks as (
    select pg_get_constraintdef(c.oid) as definition
    from pg_constraint as c
    where c.contype = 'c'
      and (
        c.conrelid = candidate_values.target and candidate_values.column_number = any (c.conkey)
        or c.contypid in (select t.oid from types as t)
      )
  ),
  numbers as (
    select distinct m.match[1]::numeric as number
    from checks as c
    cross join lateral regexp_matches(c.definition, '(?<![\w.])(-?\d{1,18}(?:\.\d{1,18})?)(?![\w.])', 'g') as m (match)
  ),
  candidates as (
    -- A key is to be one that nobody has.
    select case when candidate_values.is_key then 0 else 3 end as place, candidate_values.invented as value
    from base as b
    union all
    select 1, case when candidate_values.is_key then 1 + floor(random() * 100) else g end::text
    from base as b
    cross join generate_series(1, 3) as g
    where b.category = 'N'
    union all
    select 2, e.enumlabel
    from base as b
    inner join pg_enum as e on e.enumtypid = b.oid
    union all
    -- An array of constants may be one constant.
    select 4, v.value
    from base as b
    cross join checks as c
    cross join lateral regexp_matches(c.definition, '''((?:[^'']|'''')*)''', 'g') as m (match)
    cross join lateral replace(m.match[1], '''''', '''') as l (literal)
    cross join lateral unnest(l.literal || string_to_array(substring(l.literal from '^\{(.*)\}$'), ',')) as v (value)
    where b.category <> 'N'
    union all
    select 4, trim_scale(n.number + s.step)::text
    from base as b
    cross join numbers as n
    cross join (values (0), (1), (-1)) as s (step)
    where b.category = 'N'
    union all
    select 5, f.value
    from base as b
    cross join numbers as n
    cross join lateral left(candidate_values.invented, least(greatest(n.number, 1), 32)::integer) as l (start)
    cross join lateral (
      values (l.start), (upper(l.start))
    ) as f (value)
    where b.category = 'S'
      and n.number between 1 and 32
    union all
    select 6, f.value
    from base as b
    cross join lateral (
      values
        ('S', upper(candidate_values.invented)), ('S', candidate_values.invented || '@example.org'), ('B', 'true'),
        ('D', (now() + interval '1 day')::text), ('D', (now() - interval '1 day')::text)
    ) as f (category, value)
    where f.category = b.category::text
  )
  select c.value
  from candidates as c
  where c.value is not null
  order by c.place
$$;

comment on function steward_internal.candidate_values(regclass, smallint, text, boolean) is $doc$
Lists values of a column that its check constraints may accept.

They are small numbers, the labels of an enumeration, and the constants of the constraints and what is next to them.

@param target The table.
@param column_number The column.
@param invented A value of its type.
@param is_key Whether two rows may not have the same; then what is unlikely to exist comes first.
@returns The values as text, the best first.
@access steward_admin
@example select steward_internal.candidate_values('steward.settings', 1::smallint, 'x', true);
$doc$;

revoke all on function steward_internal.candidate_values(regclass, smallint, text, boolean) from public;
