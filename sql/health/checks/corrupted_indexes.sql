create or replace function steward_internal.check_corrupted_indexes()
returns setof steward_internal.check_row
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_schema name := steward_internal.extension_schema('amcheck');
  v_index record;
  v_state text;
  v_message text;
  v_advice text;
  v_unread_count integer := 0;
  v_unread_index text;
begin
  if not (
    has_schema_privilege(v_schema, 'usage')
      and has_function_privilege(format('%I.bt_index_check(regclass)', v_schema), 'execute')
  ) then
    return next steward_internal.skipped_row(
      'privilege',
      format('Role %I may not verify indexes.', current_user),
      format('grant usage on schema %1$I to %2$I; grant execute on function %1$I.bt_index_check(regclass) to %2$I;',
        v_schema, current_user)
    );
    return;
  end if;

  -- In any other order the last ones would never get their turn.
  for v_index in
    select b.* from steward_internal.btree_candidates(0) as b
    order by random()
  loop
    if v_index.estimated_bytes > 1073741824 or steward_internal.time_is_up() then
      v_unread_count := v_unread_count + 1;
      v_unread_index := coalesce(v_unread_index, v_index.qualified_name);
      continue;
    end if;
    begin
      if v_index.is_locked then
        raise lock_not_available;
      end if;
      execute format('select from %I.bt_index_check($1)', v_schema) using v_index.indexrelid::regclass;
    exception
      when lock_not_available then
        return next steward_internal.skipped_row(
          'lock',
          format('Index %s was not verified: another session holds or awaits an exclusive lock.',
            v_index.qualified_name),
          'See who holds the lock with get_blocking_locks(), and run the check again.',
          'index', v_index.schema_name::text, v_index.index_name::text
        );
      when undefined_table then
        continue;
      when index_corrupted or data_corrupted then
        get stacked diagnostics v_state = returned_sqlstate, v_message = message_text;
        v_advice := steward_internal.index_drop_advice(v_index.indexrelid);
        return next row(
          'index', v_index.schema_name, v_index.index_name, null,
          format('Index %s on %s is damaged: %s.', v_index.qualified_name, v_index.table_qualified_name, v_message),
          v_advice, null, null,
          case when v_advice is null then array[steward_internal.reindex_statement(v_index.indexrelid)] end,
          null::text[],
          jsonb_build_object('table', v_index.table_qualified_name, 'sqlstate', v_state, 'message', v_message)
        )::steward_internal.check_row;
    end;
  end loop;

  if v_unread_count > 0 then
    return next steward_internal.skipped_row(
      'time',
      format('%s indexes were not verified, for lack of time or because they are larger than 1 GB; one is %s.',
        v_unread_count, v_unread_index),
      format('select %I.bt_index_check(%L);', v_schema, v_unread_index)
    );
  end if;
end
$$;

comment on function steward_internal.check_corrupted_indexes() is $doc$
Verifies the order of the entries of btree indexes with amcheck.

A damaged index misses rows and lets duplicates in without any error; the usual causes are a collation that
has changed, a bug of an operator class, and storage. bt_index_check() reads the whole index and locks it
like a SELECT, so the check is off by default and best run apart from the others. It goes through the
indexes in random order until the time budget (`health.time_budget`) is used up and leaves out those above
1 GB: what is not verified today is tomorrow. Not verified are the table itself, other access methods, and
whether each row has its entry (`heapallindexed`); pg_amcheck does all of it.

@title Index is damaged
@category integrity
@severity critical
@enabled false
@requires_extension amcheck
@remedy Find the cause (collations, storage), then rebuild the index; look for duplicates if it is unique.
@fix_lock SHARE UPDATE EXCLUSIVE; SHARE on the table for an exclusion constraint
@fix_risk REINDEX CONCURRENTLY reads the table twice and blocks no writes; it fails if a unique index has let duplicates in.
@doc https://www.postgresql.org/docs/current/amcheck.html
@access steward_reader
@example select check_id, is_enabled from steward.health_checks where check_id = 'corrupted_indexes';
$doc$;

revoke all on function steward_internal.check_corrupted_indexes() from public;
