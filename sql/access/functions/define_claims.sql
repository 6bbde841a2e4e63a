create or replace function steward_internal.define_claims(level text)
returns void
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_claim text := case define_claims.level
    when 'L2' then 'steward_internal.sealed_claim(name)'
    when 'L3' then 'steward_internal.login_claim(name)'
    else 'nullif(current_setting(''steward.'' || name, true), '''')'
  end;
begin
  execute format(
    'create or replace function steward_access.trust_level() returns text '
    'language sql immutable parallel safe return %L',
    define_claims.level
  );
  execute format(
    'create or replace function steward_access.claim(name text) returns text '
    'language sql stable parallel safe return %s',
    v_claim
  );
  execute format(
    'comment on function steward_access.trust_level() is %L',
    E'Returns how claims are trusted.\n\n@access steward_user\n@access steward_anon\n@access steward_service\n'
    '@access steward_admin\n@access steward_reader'
  );
  execute format(
    'comment on function steward_access.claim(text) is %L',
    E'Returns a claim of the request as text, as far as the trust level lets it be believed.\n\n@access steward_user\n'
    '@access steward_anon\n@access steward_service\n@access steward_admin\n@access steward_resolver'
  );
  revoke all on function steward_access.trust_level(), steward_access.claim(text) from public;
end
$$;

comment on function steward_internal.define_claims(text) is $doc$
Says where `steward_access.claim()` finds the claims at a trust level.

The function has one expression and is inlined into the queries that policies are part of, so a level costs only what
its own check costs, and another level needs no policy to be made anew.

@param level L0, L1, L2 or L3.
@access steward_admin
@example begin; select steward_internal.define_claims('L0'); rollback;
$doc$;

revoke all on function steward_internal.define_claims(text) from public;
