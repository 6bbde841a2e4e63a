create or replace function steward_internal.assume_claims(claims jsonb)
returns void
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user text := coalesce(claims ->> 'user_id', claims ->> 'sub', '');
  v_org text := coalesce(claims ->> 'org_id', '');
  v_setting record;
begin
  perform set_config('steward.user_id', v_user, true), set_config('steward.org_id', v_org, true);
  perform
    set_config('request.jwt.claim.sub', v_user, true),
    set_config(
      'request.jwt.claims',
      coalesce((claims || jsonb_build_object('sub', v_user))::text, ''),
      true
    );
  for v_setting in
    select e.key as name, e.value
    from jsonb_each_text(claims) as e
    where e.key like '%.%'
  loop
    perform set_config(v_setting.name, coalesce(v_setting.value, ''), true);
  end loop;

  case steward_access.trust_level()
    when 'L2' then
      perform set_config('steward.seal', steward_internal.seal_of_claims(), true);
    when 'L3' then
      insert into steward.login_identities as i (login, user_id, org_id)
      values (session_user, v_user, v_org)
      on conflict (login) do update
      set user_id = excluded.user_id, org_id = excluded.org_id;
    else
      null;
  end case;
end
$$;

comment on function steward_internal.assume_claims(jsonb) is $doc$
Lets policies believe that somebody else asks, at every trust level.

For measurements, in a sub-transaction that is rolled back: at level L3 it even changes who the login is. Claims are set
for pgsteward's own policies and those written for PostgREST and Supabase; a name with a dot is a setting that is set as it is.

@param claims user_id, org_id, any other claim, and settings such as {"app.tenant": "7"}; null for nobody.
@access steward_admin
@example begin; select steward_internal.assume_claims('{"user_id": "7", "app.tenant": "1"}'); select current_setting('app.tenant'); rollback;
$doc$;

revoke all on function steward_internal.assume_claims(jsonb) from public;
