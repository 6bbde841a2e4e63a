-- Up Migration
select steward_internal.watch_ledger('public.pgmigrations');

-- Down Migration
do $$
declare
  v_ledger regclass;
begin
  for v_ledger in
    select t.tgrelid from pg_trigger as t where t.tgfoid = 'steward_internal.note_ledger_change'::regproc
  loop
    execute format('drop trigger steward_note_ledger_change on %s', v_ledger);
    if to_regrole('steward_reader') is not null then
      execute format('revoke select on %s from steward_reader', v_ledger);
    end if;
  end loop;
end
$$;
