create or replace function steward_internal.set_claims(claims jsonb)
returns void
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user jsonb := coalesce(set_claims.claims -> 'user_id', set_claims.claims -> 'sub');
  v_org jsonb := set_claims.claims -> 'org_id';
begin
  if jsonb_typeof(v_user) not in ('string', 'number', 'null') or jsonb_typeof(v_org) not in ('string', 'number', 'null') then
    raise exception using
      errcode = '22023',
      message = 'the claims user_id and org_id are a string or a number',
      hint = 'For example: select begin_request(''{"user_id": "5f0c…", "org_id": "91b2…", "role": "steward_user"}'');';
  end if;
  perform set_config('steward.user_id', coalesce(v_user #>> '{}', ''), true);
  perform set_config('steward.org_id', coalesce(v_org #>> '{}', ''), true);
end
$$;

comment on function steward_internal.set_claims(jsonb) is $doc$
Sets the claims for the rest of the transaction; what is missing is empty.

@param claims user_id (or sub, as in a JSON Web Token) and org_id.
@error 22023 A claim is neither a string nor a number.
@access steward_user
@access steward_anon
@access steward_service
@access steward_admin
@example begin; select steward_internal.set_claims('{"user_id": 7}'); select current_setting('steward.user_id'); rollback;
$doc$;

revoke all on function steward_internal.set_claims(jsonb) from public;
