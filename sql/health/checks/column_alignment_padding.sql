create or replace function steward_internal.check_column_alignment_padding()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with candidates as materialized (
    select
      r.relid,
      r.schema_name,
      r.relation_name,
      r.qualified_name,
      r.reltuples::numeric as row_count,
      r.estimated_bytes
    from steward_internal.user_tables as r
    where r.relkind = 'r'
      -- No column can be preceded by more than seven bytes of padding.
      and r.reltuples::float8 * 7 * r.column_numbers >= 100000000
  ),
  layouts as (
    select
      a.attrelid,
      array_agg(a.attlen::integer order by a.attnum) as lengths,
      array_agg(b.alignment order by a.attnum) as alignments,
      array_agg(a.attlen::integer order by b.rank, a.attnum) as packed_lengths,
      array_agg(b.alignment order by b.rank, a.attnum) as packed_alignments,
      jsonb_agg(a.attname order by b.rank, a.attnum) as packed_names
    from candidates as k
    inner join pg_attribute as a on a.attrelid = k.relid
    cross join lateral (
      select case a.attalign when 'd' then 8 when 'i' then 4 when 's' then 2 else 1 end as alignment
    ) as al
    cross join lateral (
      select
        al.alignment,
        -- Columns of variable length last; before them those that keep the next one aligned.
        case when a.attlen < 0 then 100 else 10 * (8 - al.alignment) + sign(a.attlen % al.alignment)::integer end
          as rank
    ) as b
    where a.attnum > 0
      and not a.attisdropped
    group by a.attrelid
  ),
  judged as (
    select
      k.*,
      l.packed_names,
      s.bytes_per_row,
      s.bytes_per_row * k.row_count as saved_bytes
    from candidates as k
    inner join layouts as l on l.attrelid = k.relid
    cross join lateral (
      select
        steward_internal.alignment_padding(l.lengths, l.alignments)
          - steward_internal.alignment_padding(l.packed_lengths, l.packed_alignments) as bytes_per_row
    ) as s
  )
  select
    'table',
    j.schema_name::text,
    j.relation_name::text,
    j.saved_bytes,
    format(
      'Another order of its columns would save about %s bytes in each of the %s rows of table %s, %s in all.',
      j.bytes_per_row,
      to_char(j.row_count, 'FM999,999,999,999,990'),
      j.qualified_name,
      pg_size_pretty(j.saved_bytes)
    ),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('bytes_per_row', j.bytes_per_row, 'column_order', j.packed_names)
  from judged as j
  where j.saved_bytes >= 100000000
    and j.saved_bytes >= 0.05 * j.estimated_bytes
$$;

comment on function steward_internal.check_column_alignment_padding() is $doc$
Finds large tables that the order of their columns makes larger.

Each value begins at a multiple of its alignment, so a bigint after a boolean is preceded by seven
bytes of nothing. Reported is what the order widest first, variable lengths last, would save, from
100 MB and 5 % of the table on. It is an estimate: rows are taken to have no null, and what follows a
value of variable length is taken to be aligned. Both floors are this project's own; only a new table
can change the order, which is worth it when it is rewritten anyway. Partitioned tables are left out.

@title Order of columns wastes space
@category schema
@severity info
@unit bytes
@confidence estimate
@remedy When the table is rewritten anyway, create it anew with the columns in the order that the evidence gives.
@doc https://www.postgresql.org/docs/current/storage-page-layout.html
@access steward_reader
@example select * from steward_internal.check_column_alignment_padding();
$doc$;

revoke all on function steward_internal.check_column_alignment_padding() from public;
