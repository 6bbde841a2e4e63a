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
