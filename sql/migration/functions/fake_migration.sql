create or replace function steward_internal.fake_migration(run jsonb, file jsonb, direction text)
returns void
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_ledger regclass := to_regclass(fake_migration.run ->> 'ledger');
  v_id bigint := steward_internal.begin_migration(fake_migration.run, fake_migration.file, fake_migration.direction);
begin
  perform set_config('steward.runs_migrations', 'on', true);
  if fake_migration.direction = 'down' then
    if v_ledger is not null then
      execute format('delete from %s as l where l.name = $1', v_ledger) using fake_migration.file ->> 'name';
    end if;
  else
    execute format(
      'insert into %1$s (name, run_on) select $1, now() where not exists (select from %1$s as l where l.name = $1)', v_ledger
    )
    using fake_migration.file ->> 'name';
  end if;
  perform steward_internal.finish_migration(v_id, 'faked', 1, interval '0');
end
$$;

comment on function steward_internal.fake_migration(jsonb, jsonb, text) is $doc$
Marks a migration as applied or reverted without running it.

It does so in the ledger and in the log. A file that is applied already counts from now on as applied with the checksum that it has now.

@param run The run, as `begin_migration()` takes it.
@param file The file, as `begin_migration()` takes it.
@param direction up or down.
@returns Nothing.
@error 42501 The role may not write the ledger.
@access steward_admin
@example begin; create temporary table ledger (name text, run_on timestamp); select steward_internal.fake_migration(jsonb_build_object('run_id', gen_random_uuid(), 'ledger', 'pg_temp.ledger', 'tool', 'psql', 'application_name', 'psql', 'pid', pg_backend_pid(), 'lock_wait', '0'), '{"name": "1_a", "file": "1_a.sql", "checksum": "0"}', 'up'); rollback;
$doc$;

revoke all on function steward_internal.fake_migration(jsonb, jsonb, text) from public;
