create or replace function steward_internal.assert_accepted_share(policy steward.retention_policies, target oid)
returns void
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_policy steward.retention_policies := assert_accepted_share.policy;
  v_name text := assert_accepted_share.target::regclass::text;
  v_predicate text := steward_internal.expired_row_condition(
    v_policy, assert_accepted_share.target, steward_internal.retention_cutoff(v_policy)
  );
  v_taken bigint;
  v_rows bigint;
  v_share numeric;
begin
  if not (
    select s.is_exceeded
    from steward_internal.retention_share_limit(v_policy, assert_accepted_share.target, v_predicate) as s
  ) then
    return;
  end if;
  v_taken := steward_internal.retention_taken(v_policy, assert_accepted_share.target, v_predicate, null);
  v_rows := steward_internal.retention_count(assert_accepted_share.target, 'true', null);
  v_share := v_taken / greatest(v_rows, 1)::numeric;
  raise exception using
    errcode = 'SW020',
    message = format(
      '%s of %s rows of %s would go (%s %%)', v_taken, v_rows, v_name, round(100 * v_share, 1)
    ),
    detail = steward_internal.retention_share_message(v_policy, assert_accepted_share.target) || '.',
    hint = format(
      'Look at select * from preview_retention(%1$L); and if that is meant: select approve_retention_policy(%1$L, accept_share => %2$s);',
      v_name,
      case
        when steward_internal.retention_drops_all(v_policy, assert_accepted_share.target) then 1
        else trim_scale(least(greatest(ceil(100 * v_share) / 100, 0.01), 1))
      end
    );
end
$$;

comment on function steward_internal.assert_accepted_share(steward.retention_policies, oid) is $doc$
Fails where the first run would take more of a table than somebody has accepted.

@param policy The policy, with its approval.
@param target Its table.
@returns Nothing.
@error SW020 It would take more than max_share and accept_share, or the last partition.
@access steward_admin
@example select steward_internal.assert_accepted_share(p, format('%I.%I', p.target_schema, p.target_table)::regclass) from steward.retention_policies as p where p.approved_at is null and false;
$doc$;

revoke all on function steward_internal.assert_accepted_share(steward.retention_policies, oid) from public;
