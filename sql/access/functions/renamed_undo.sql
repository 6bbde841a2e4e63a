create or replace function steward_internal.renamed_undo(undo jsonb, old_name text, new_name text)
returns jsonb
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select case
    when renamed_undo.old_name = renamed_undo.new_name then renamed_undo.undo
    else (
      select coalesce(jsonb_agg(
        case
          when u.entry ->> 'relation' = renamed_undo.old_name then u.entry || jsonb_build_object(
            'relation', renamed_undo.new_name,
            'statement', regexp_replace(
              u.entry ->> 'statement',
              -- Not where it is only the beginning of another name, as in that of an index.
              '(?<![\w".])' || regexp_replace(renamed_undo.old_name, '([^\w" ])', '\\\1', 'g') || '(?![\w".])',
              replace(renamed_undo.new_name, '\', '\\'), 'g'
            )
          )
          else u.entry
        end
        order by u.place
      ), '[]')
      from jsonb_array_elements(renamed_undo.undo) with ordinality as u (entry, place)
    )
  end
$$;

comment on function steward_internal.renamed_undo(jsonb, text, text) is $doc$
Puts the new name of a table into what will take its protection away.

@param undo What `unprotect_table()` will run.
@param old_name The name that the table had, with its schema.
@param new_name The name that it has.
@returns The same with the new name.
@access steward_reader
@example select steward_internal.renamed_undo('[{"relation": "public.a", "statement": "alter table public.a disable row level security"}]', 'public.a', 'public.b') -> 0 ->> 'statement' = 'alter table public.b disable row level security';
$doc$;

revoke all on function steward_internal.renamed_undo(jsonb, text, text) from public;
