create or replace function steward.remove_expired_rows(target regclass, max_rows bigint default null)
returns bigint
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
-- A batch sets it for the rest of the transaction; this puts that of the caller back.
set lock_timeout = '1s'
as $$
declare
  v_id bigint;
  v_run steward_internal.retention_run;
begin
  perform steward_internal.assert_retention_target(remove_expired_rows.target);
  if remove_expired_rows.max_rows < 1 then
    raise exception using
      errcode = '22023',
      message = format('max_rows is %s', remove_expired_rows.max_rows),
      hint = 'Leave it out for all rows that are due.';
  end if;
  v_id := steward_internal.begin_maintenance_run(remove_expired_rows.target);
  v_run := steward_internal.begin_retention(
    remove_expired_rows.target, v_id, steward_internal.maintenance_deadline(),
    -- That of the caller cannot be seen from here.
    (select s.reset_val from pg_settings as s where s.name = 'search_path'),
    in_window_only => false
  );
  v_run.row_limit := least(v_run.row_limit, remove_expired_rows.max_rows);
  while v_run.outcome is null loop
    v_run := steward_internal.retention_batch(v_run);
    if v_run.has_to_wait and v_run.outcome is null then
      v_run := steward_internal.pause_retention(v_run);
    end if;
  end loop;

  if v_run.outcome in ('error', 'refused_guard', 'skipped_overlap')
    or v_run.rows = 0 and (v_run.outcome = 'lock_timeout' or v_run.locked_batches > 0)
  then
    v_run.sqlstate := coalesce(
      v_run.sqlstate,
      case v_run.outcome when 'refused_guard' then '55000' when 'skipped_overlap' then '55006' else '55P03' end
    );
    raise exception using
      errcode = v_run.sqlstate,
      message = format('nothing was removed from %s', remove_expired_rows.target),
      detail = case
        when v_run.outcome = 'refused_guard' and v_run.message is null
          then 'It would have been a larger share of the table than max_share.'
        else coalesce(v_run.message, 'Other sessions hold its rows.')
      end,
      hint = case
        when v_run.outcome in ('skipped_overlap', 'lock_timeout', 'done') then 'Try again when the others are done.'
        else format(
          'Look at select * from preview_retention(%1$L);%2$s', remove_expired_rows.target::text,
          case when (v_run.policy).approved_at is null then ' and approve it' end
        )
      end;
  end if;
  perform steward_internal.finish_retention(v_run);
  perform steward_internal.finish_maintenance_run(v_id);
  perform steward_internal.report_maintenance_run(v_id);
  return v_run.rows;
end
$$;

comment on function steward.remove_expired_rows(regclass, bigint) is $doc$
Removes the expired rows of a table in one transaction.

It does the work of `apply_retention()`, with the same policy, approval, guards and record, where no procedure can be
called: in a function, or together with something else. It asks for no window. Its batches share the transaction of
the caller: locks are held until that ends, deferred constraints are checked at once, and an error undoes everything.
For a large table call `apply_retention()`, or limit max_rows. Triggers find the search_path that sessions of the
caller begin with.

@area maintenance
@param target The table.
@param max_rows No more rows than this; null means as many as the policy allows.
@returns How many rows were deleted, archived or marked. A notice tells if more are due.
@error 22023 max_rows is not positive.
@error 25006 The server is a standby.
@error 42P01 The target is null, or the table was dropped.
@error 42501 The role does not have the privileges of the owner of the table.
@error 55000 The policy is not approved, or disabled, or a guard refuses the run: the detail says which.
@error 55006 Another run is at this table.
@error 55P03 Others held the table or all of the rows.
@error SW013 The table has no retention policy.
@access steward_operator
@example begin; create table public.expiring (at timestamptz); insert into public.expiring values ('2020-01-01'); select from add_retention_policy('public.expiring', 'at', '7 days'); select from approve_retention_policy('public.expiring', accept_share => 1); select remove_expired_rows('public.expiring'); rollback;
$doc$;

revoke all on function steward.remove_expired_rows(regclass, bigint) from public;
