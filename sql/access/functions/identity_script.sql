create or replace function steward_internal.identity_script(actor jsonb)
returns text[]
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    array(
      select format('set local %s = %L', c.name, c.value)
      from (
        select 'request.jwt.claims' as name, actor ->> 'claims' as value
        where actor ? 'claims'
        union all
        select e.key, e.value
        from jsonb_each_text(case when jsonb_typeof(actor -> 'claims') = 'object' then actor -> 'claims' else '{}' end) as e
      ) as c
      where c.name ~ '^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)+$'
    )
    || array_append(
    case
      when steward_access.trust_level() = 'L3' and actor ->> 'user_id' is null then
        array['delete from steward.login_identities where login = session_user']
      when steward_access.trust_level() = 'L3' then
        array[
          format(
            'insert into steward.login_identities (login, user_id, org_id) values (session_user, %L, %L) '
            'on conflict (login) do update set user_id = excluded.user_id, org_id = excluded.org_id',
            actor ->> 'user_id', actor ->> 'org_id'
          )
        ]
      when steward_access.trust_level() = 'L2' and actor ->> 'user_id' is not null then
        array[
          format(
            'select steward_internal.seal_request(steward.create_request_token(%L))',
            jsonb_strip_nulls(jsonb_build_object('user_id', actor -> 'user_id', 'org_id', actor -> 'org_id'))
          )
        ]
      else
        array[
          format('set local steward.user_id = %L', coalesce(actor ->> 'user_id', '')),
          format('set local steward.org_id = %L', coalesce(actor ->> 'org_id', ''))
        ]
    end,
    format('set local role %I', actor ->> 'role')
  )
$$;

comment on function steward_internal.identity_script(jsonb) is $doc$
Writes the statements by which a session becomes somebody until it commits.

The claims are set as the trust level demands: a token at L2, the identity of the own login at L3.

@param actor role, user_id and org_id; claims are also given as PostgREST does, and as settings where their names are such.
@returns The statements in order.
@access steward_admin
@example select steward_internal.identity_script('{"role": "steward_user", "user_id": "7"}');
$doc$;

revoke all on function steward_internal.identity_script(jsonb) from public;
