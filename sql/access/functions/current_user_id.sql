create or replace function steward.current_user_id()
returns uuid
language plpgsql
stable
parallel safe
as $$
begin
  -- There is no search_path here, for speed: a type uuid of the caller's would bring the caller's casts.
  return steward_access.claim('user_id')::pg_catalog.uuid;
end
$$;

comment on function steward.current_user_id() is $doc$
Returns the user of the request, as begin_request() set it.

In a policy write `(select current_user_id())`: it is asked once for each statement then, and an index can be used. Without
a claim it is null, and nothing is equal to null. Keys of another type: `steward_access.claim('user_id')::bigint`.

@area access
@returns The UUID; null outside of a request, or without this claim.
@error 28000 The claim was set by somebody else than begin_request() (level L2).
@access steward_user
@access steward_anon
@access steward_service
@access steward_admin
@example select current_user_id();
$doc$;

revoke all on function steward.current_user_id() from public;
