create or replace function steward_internal.lock_strength(mode text)
returns integer
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_strength integer := (
    select m.strength
    from steward_internal.lock_modes() as m
    where lower(m.mode) = regexp_replace(lower(lock_strength.mode), '[\s_-]|lock$', '', 'g') || 'lock'
  );
begin
  if v_strength is null and lock_strength.mode is not null then
    raise exception using
      errcode = '22023',
      message = format('there is no lock mode %L', lock_strength.mode),
      hint = (
        select format('There are %s.', string_agg(m.name, ', ' order by m.strength))
        from steward_internal.lock_modes() as m
      );
  end if;
  return v_strength;
end
$$;

comment on function steward_internal.lock_strength(text) is $doc$
Ranks a lock mode, from 1 for ACCESS SHARE to 8 for ACCESS EXCLUSIVE.

@param mode Its name in any spelling: ACCESS EXCLUSIVE, access-exclusive or AccessExclusiveLock.
@returns The rank; null for null.
@error 22023 There is no such mode.
@access steward_reader
@example select steward_internal.lock_strength('share row exclusive') as strength;
$doc$;

revoke all on function steward_internal.lock_strength(text) from public;
