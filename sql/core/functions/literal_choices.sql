create or replace function steward_internal.literal_choices(definition text)
returns text[]
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with tokens as (
    select
      $re$(?:"(?:[^"]|"")+"|[a-z_][a-z0-9_]*|VALUE)$re$ as operand,
      $re$\(?'(?:[^']|'')*'::(?:text|character varying)(?:\)::text)?$re$ as literal
  ),
  patterns as (
    select
      format('%1$s IS NULL', t.operand) as absent,
      format(
        $re$(?:%1$s|\(%1$s\)::text) = (?:ANY \((?:ARRAY\[|\(ARRAY\[)(%2$s(?:, %2$s)*)\](?:\)::text\[\])?\)|(%2$s))$re$,
        t.operand, t.literal
      ) as choice
    from tokens as t
  ),
  lists as (
    select coalesce(m.found[1], m.found[2]) as list
    from patterns as p
    cross join lateral unnest(
      array[
        format('^CHECK \(\(%s\)\)$', p.choice),
        format('^CHECK \(\(\(%s\) OR \(%s\)\)\)$', p.choice, p.absent),
        format('^CHECK \(\(\(%2$s\) OR \(%1$s\)\)\)$', p.choice, p.absent)
      ]
    ) as shape (pattern)
    cross join lateral regexp_match(literal_choices.definition, shape.pattern) as m (found)
    where m.found is not null
  )
  select array_agg(
    replace(v.parts[1], '''''', '''') order by v.position
  )
  from lists as l
  cross join lateral regexp_matches(l.list, $re$'((?:[^']|'')*)'::$re$, 'g')
    with ordinality as v (parts, position)
$$;

comment on function steward_internal.literal_choices(text) is $doc$
Reads the texts that a CHECK constraint allows, if it only lists them.

Understood are the forms in which PostgreSQL stores `x in ('a', 'b')`, `x = any (array['a', 'b'])` and `x = 'a'`, also
after a restore, and each of them with `or x is null`. Whatever says more than that is not read at all.

@param definition The constraint, as pg_get_constraintdef() writes it.
@returns The texts in their order, or null if the constraint is not such a list.
@access steward_reader
@example select steward_internal.literal_choices($$CHECK ((plan = ANY (ARRAY['free'::text, 'team'::text])))$$);
$doc$;

revoke all on function steward_internal.literal_choices(text) from public;
