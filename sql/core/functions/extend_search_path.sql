create or replace function steward_internal.extend_search_path()
returns text
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_previous text := steward_internal.database_search_path();
  v_extended text;
begin
  if exists (
    select
    from steward_internal.search_path_elements(v_previous) as e
    where e.element_name = 'steward'
  ) then
    return null;
  end if;

  select string_agg(quote_ident(e.element_name), ', ' order by e.element_position)
  into v_extended
  from steward_internal.search_path_elements(
    coalesce(v_previous, (select s.boot_val from pg_settings as s where s.name = 'search_path'))
  ) as e
  where e.element_name <> '';

  execute format(
    'alter database %I set search_path = %s',
    current_database(), concat_ws(', ', v_extended, 'steward')
  );
  v_extended := steward_internal.database_search_path();
  insert into steward_internal.install_record (name, value)
  values ('search_path before', v_previous), ('search_path', v_extended)
  on conflict (name) do update set value = excluded.value;
  return v_extended;
end
$$;

comment on function steward_internal.extend_search_path() is $doc$
Appends the schema steward to the search_path of this database, in last place.

New sessions can then call everything unqualified, and nothing of yours is shadowed. What was there
before is recorded for uninstall. A search_path that a role has set for itself still wins.

@returns The new search_path, or null if the schema was in it already.
@error 42501 The caller does not own the database.
@access steward_admin
@example begin; select steward_internal.extend_search_path(); rollback;
$doc$;

revoke all on function steward_internal.extend_search_path() from public;
