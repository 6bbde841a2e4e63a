create or replace function steward_internal.asks_caller(view_oid oid)
returns boolean
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    pg_get_viewdef(asks_caller.view_oid) ~* '\m(current_setting\(|current_user\M|session_user\M)'
    or exists (
      select
      from pg_rewrite as w
      inner join pg_depend as d on d.classid = 'pg_rewrite'::regclass and d.objid = w.oid and d.refclassid = 'pg_proc'::regclass
      inner join pg_proc as p on p.oid = d.refobjid
      where w.ev_class = asks_caller.view_oid
        and (
          p.pronamespace::regnamespace::text in ('steward', 'steward_access', 'auth')
          or p.prosrc || coalesce(pg_get_function_sqlbody(p.oid), '')
            ~* '\m(current_setting\M|current_user\M|session_user\M|current_user_id\M|current_org_id\M|my_org_ids\M|steward_access\M|auth\.)'
        )
    )
$$;

comment on function steward_internal.asks_caller(oid) is $doc$
Tells whether a view asks who reads it.

That is whether it names the user, a setting, or a function that does: such a view may be meant to filter by itself.
Whether it does so rightly is not known.

@param view_oid The view.
@returns True if it asks.
@access steward_reader
@example select steward_internal.asks_caller('steward.access_paths'::regclass);
$doc$;

revoke all on function steward_internal.asks_caller(oid) from public;
