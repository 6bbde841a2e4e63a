create or replace function steward_internal.is_valid_value(value text, value_type text)
returns boolean
language plpgsql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
begin
  return case is_valid_value.value_type
    when 'text' then is_valid_value.value is not null
    when 'text[]' then is_valid_value.value::text[] is not null
    when 'integer' then is_valid_value.value::integer is not null
    when 'boolean' then is_valid_value.value::boolean is not null
    when 'size' then pg_size_bytes(is_valid_value.value) >= 0
    when 'interval' then
      -- A number alone counts seconds, where days were meant.
      coalesce(is_valid_value.value::interval >= interval '0' and is_valid_value.value !~ '^[\s+0-9.]*[1-9][0-9.]*\s*$', false)
    else false
  end;
exception
  when data_exception then
    return false;
end
$$;

comment on function steward_internal.is_valid_value(text, text) is $doc$
Tells whether a text can be read as a type that settings may have.

An interval must not be negative, since every interval among the settings is a duration, and has a unit. (The
function of PostgreSQL that does this, pg_input_is_valid(), came with version 16.)

@param value The text; null is never valid.
@param value_type One of text, text[], integer, boolean, interval and size (as pg_size_bytes() reads it).
@returns True if the text is valid.
@access steward_admin
@example select steward_internal.is_valid_value('3 days', 'interval');
$doc$;

revoke all on function steward_internal.is_valid_value(text, text) from public;
