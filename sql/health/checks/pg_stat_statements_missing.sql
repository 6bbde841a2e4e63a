create or replace function steward_internal.check_pg_stat_statements_missing()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with state as (
    select
      steward_internal.extension_schema('pg_stat_statements') is not null as is_installed,
      -- shared_preload_libraries is for superusers' eyes; what the library defines is for everybody's.
      exists (
        select
        from pg_settings as s
        where s.name = 'pg_stat_statements.max'
          and s.context = 'postmaster'
      ) as is_loaded,
      exists (
        select
        from pg_available_extensions as e
        where e.name = 'pg_stat_statements'
      ) as is_available,
      (
        select s.setting
        from pg_settings as s
        where s.name = 'shared_preload_libraries'
          and not s.pending_restart
      ) as libraries
  )
  select
    null,
    null,
    null,
    null::numeric,
    case
      when s.is_installed and s.is_loaded then 'pg_stat_statements is installed in this database and loaded.'
      when s.is_installed then
        'pg_stat_statements is installed in this database, but the server does not load it: its views raise an error.'
      when s.is_loaded then
        'The server loads pg_stat_statements, but the extension is not in this database: what it counts cannot be read.'
      else 'pg_stat_statements is neither loaded nor installed: nobody can tell which queries cost what.'
    end,
    case
      when not s.is_available then 'Install the package with the contributed modules of PostgreSQL first.'
      when not s.is_loaded then
        'Add pg_stat_statements to shared_preload_libraries and restart the server'
          || case when s.is_installed then '.' else '; then: create extension pg_stat_statements;' end
    end,
    case when s.is_loaded or not s.is_installed then 'info' end,
    case when s.is_installed and s.is_loaded then 'ok' end,
    case
      when s.is_loaded then array['create extension pg_stat_statements;']
      when s.is_available then array[libraries.fix]
    end,
    case
      when s.is_loaded then array['drop extension pg_stat_statements;']
      when s.is_available then array[libraries.undo]
    end,
    jsonb_build_object('is_installed', s.is_installed, 'is_loaded', s.is_loaded)
  from state as s
  cross join lateral (
    select
      format(
        'alter system set shared_preload_libraries = %s;',
        string_agg(quote_literal(l.name), ', ' order by l.position)
      ) as fix,
      coalesce(
        'alter system set shared_preload_libraries = '
          || string_agg(quote_literal(l.name), ', ' order by l.position) filter (where l.name <> 'pg_stat_statements')
          || ';',
        'alter system reset shared_preload_libraries;'
      ) as undo
    from (
      select btrim(e.name, ' "') as name, e.position
      from regexp_split_to_table(nullif(s.libraries, ''), ',') with ordinality as e (name, position)
      union all
      select 'pg_stat_statements', 1000
      where s.libraries is not null
    ) as l
  ) as libraries
$$;

comment on function steward_internal.check_pg_stat_statements_missing() is $doc$
Tells whether anybody counts what queries cost.

Without pg_stat_statements nobody can say which query made the server slow, and the other checks of queries
are skipped. An extension that is not there is an info; one that is installed in the database without being
loaded is a warning, because its views raise an error. The statement that loads the library is offered to
those who can see which libraries are loaded already (pg_read_all_settings), and not while another value
waits for the restart.

@title Nobody counts what queries cost
@category queries
@scope cluster
@severity warning
@remedy Install the extension, as a superuser or the owner of the database.
@fix_lock none
@fix_risk shared_preload_libraries needs a restart of the server; counting costs about 1 % of CPU.
@doc https://www.postgresql.org/docs/current/pgstatstatements.html
@access steward_reader
@example select * from steward_internal.check_pg_stat_statements_missing();
$doc$;

revoke all on function steward_internal.check_pg_stat_statements_missing() from public;
