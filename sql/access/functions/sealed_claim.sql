create or replace function steward_internal.sealed_claim(name text)
returns text
language plpgsql
stable
parallel safe
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_claim text := nullif(
    case sealed_claim.name
      when 'user_id' then current_setting('steward.user_id', true)
      when 'org_id' then current_setting('steward.org_id', true)
    end,
    ''
  );
begin
  if v_claim is null or steward_internal.seal_of_claims() = current_setting('steward.seal', true) then
    return v_claim;
  end if;
  raise exception using
    errcode = '28000',
    message = 'the claims of this request are not sealed by the database',
    hint = 'Begin each transaction with begin_request() and a token; whatever else sets claims is not believed.';
end
$$;

comment on function steward_internal.sealed_claim(text) is $doc$
Returns a claim of the request if begin_request() sealed it in this transaction.

@param name user_id or org_id; no other claim is sealed.
@returns The claim; null if it was not made.
@error 28000 A claim was made that the database has not sealed.
@definer It reads the key that nobody else may read, and returns only what is already set.
@access steward_user
@access steward_anon
@access steward_service
@access steward_admin
@access steward_resolver
@example select steward_internal.sealed_claim('user_id');
$doc$;

revoke all on function steward_internal.sealed_claim(text) from public;
