create or replace function steward.my_org_ids(roles text[] default null)
returns uuid[]
language plpgsql
stable
parallel safe
as $$
begin
  return steward_access.org_ids(my_org_ids.roles);
end
$$;

comment on function steward.my_org_ids(text[]) is $doc$
Returns the organisations that the user of the request is a member of.

They are read from the membership table that `protect_table()` was given. In a policy write
`org_id = any ((select my_org_ids())::uuid[])`: it is asked once for each statement then, and an index can be used.

@area access
@param roles Only organisations in which the user has one of these roles; null for all.
@returns Their UUIDs; empty outside of a request, never null.
@error 28000 The claim was set by somebody else than begin_request() (level L2).
@access steward_user
@access steward_anon
@access steward_service
@access steward_admin
@example select my_org_ids(array['owner', 'admin']);
$doc$;

revoke all on function steward.my_org_ids(text[]) from public;
