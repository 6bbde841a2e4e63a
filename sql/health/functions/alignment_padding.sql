create or replace function steward_internal.alignment_padding(lengths integer[], alignments integer[])
returns integer
language plpgsql
immutable
parallel safe
strict
set search_path = pg_catalog, pg_temp
as $$
declare
  v_offset integer := 0;
  v_padding integer := 0;
  v_gap integer;
begin
  for v_column in 1..cardinality(alignment_padding.lengths) loop
    if alignment_padding.lengths[v_column] < 0 then
      -- Short values of variable length are not aligned, and nobody knows where they end.
      v_offset := 0;
    else
      v_gap := -v_offset & (alignment_padding.alignments[v_column] - 1);
      v_padding := v_padding + v_gap;
      v_offset := v_offset + v_gap + alignment_padding.lengths[v_column];
    end if;
  end loop;
  if alignment_padding.lengths @> '{-1}' or alignment_padding.lengths @> '{-2}' then
    return v_padding;
  end if;
  return v_padding + (-v_offset & 7);
end
$$;

comment on function steward_internal.alignment_padding(integer[], integer[]) is $doc$
Computes how many bytes of a row are there only to align its columns.

A row with columns of fixed length only is rounded up to 8 bytes as well, which counts; with others it
is rounded up too, but by an amount that no order of the columns changes on average.

@param lengths Length of each column in bytes, in their order; negative if it varies.
@param alignments Alignment of each column in bytes: 1, 2, 4 or 8.
@returns The number of bytes, for a row without nulls.
@access steward_reader
@example select steward_internal.alignment_padding('{1,8}', '{1,8}');
$doc$;

revoke all on function steward_internal.alignment_padding(integer[], integer[]) from public;
