create or replace function steward_internal.run_check(routine regprocedure)
returns steward_internal.check_row[]
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_rows steward_internal.check_row[];
  v_state text;
  v_message text;
begin
  execute format(
    'select coalesce(array_agg(r::steward_internal.check_row), %L) from %s as r', '{}', routine
  )
  into v_rows;
  return v_rows;
exception
  when lock_not_available then
    return array[
      steward_internal.skipped_row(
        'lock', 'A relation that this check reads is locked by another session.',
        'See who holds it with get_blocking_locks(), and run the check again.'
      )
    ];
  when insufficient_privilege then
    return array[
      steward_internal.skipped_row(
        'privilege', format('Role %I may not read what this check reads: %s.', current_user, sqlerrm),
        format('grant pg_monitor, pg_read_all_data to %I;', current_user)
      )
    ];
  when object_not_in_prerequisite_state then
    return array[
      steward_internal.skipped_row(
        'server', format('The server is not set up for this check: %s.', sqlerrm),
        'Set what the message names in postgresql.conf and restart the server.'
      )
    ];
  when others then
    get stacked diagnostics v_state = returned_sqlstate, v_message = message_text;
    return array[
      row(
        null, null, null, null,
        format('The check itself failed with SQLSTATE %s: %s', v_state, v_message),
        'Please report this to the authors of pgsteward, with the version of the server.',
        null, 'error', null, null, jsonb_build_object('reason', 'error', 'sqlstate', v_state)
      )::steward_internal.check_row
    ];
end
$$;

comment on function steward_internal.run_check(regprocedure) is $doc$
Runs one health check in a subtransaction of its own and returns its rows.

Whatever happens inside becomes a row: a lock that could not be had at once or a missing privilege
is `skipped` with what would help, anything else is `error` with its SQLSTATE. Only a cancel request
or statement_timeout passes through.

@param routine The function of the check.
@returns The rows of the check, an empty array if it found nothing.
@access steward_reader
@example select steward_internal.run_check('steward_internal.check_invalid_indexes()');
$doc$;

revoke all on function steward_internal.run_check(regprocedure) from public;
