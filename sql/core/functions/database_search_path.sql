create or replace function steward_internal.database_search_path()
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select substring(entry.setting from '^search_path=(.*)$')
  from pg_db_role_setting as s
  inner join pg_database as d on d.oid = s.setdatabase
  cross join lateral unnest(s.setconfig) as entry (setting)
  where s.setrole = 0
    and d.datname = current_database()
    and entry.setting like 'search\_path=%'
$$;

comment on function steward_internal.database_search_path() is $doc$
Returns the search_path that ALTER DATABASE has set for this database.

@returns The list as it is stored, or null if the database has no search_path of its own.
@access steward_reader
@example select steward_internal.database_search_path();
$doc$;

revoke all on function steward_internal.database_search_path() from public;
