create or replace function steward_internal.check_policies_using_user_metadata()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with needle as (
    -- A tree holds the bytes of a constant as numbers; beside the word may stand no byte of a longer one.
    select concat(
      '(?!', l.word_bytes, ')-?\d+ ',
      string_agg(get_byte(w.word, i.position)::text, ' ' order by i.position),
      ' (?!', l.word_bytes, ')'
    ) as pattern
    from (values ('user_metadata'::bytea)) as w (word)
    cross join (values ('(?:4[89]|5[0-7]|6[5-9]|[78]\d|9[05789]|1[01]\d|12[012]) ')) as l (word_bytes)
    cross join generate_series(0, length(w.word) - 1) as i (position)
    group by l.word_bytes
  ),
  readers as (
    select d.objid as policy_oid
    from pg_depend as d
    inner join pg_attribute as a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
    where d.classid = 'pg_policy'::regclass
      and d.refclassid = 'pg_class'::regclass
      and d.refobjsubid > 0
      and a.attname = 'raw_user_meta_data'
  )
  select
    'policy',
    u.schema_name::text,
    format('%s on %s', u.policy_name, u.relation_name),
    null::numeric,
    format('Policy %I of %s trusts user_metadata, which users write themselves.', u.policy_name, u.qualified_name),
    null,
    case when not u.is_permissive then 'warning' end,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('command', u.command, 'policy_roles', u.role_names)
  from steward_internal.user_policies() as u
  cross join needle as n
  where u.has_row_security
    and (
      u.condition_tree ~ n.pattern
      or u.check_tree ~ n.pattern
      or exists (
        select
        from pg_policy as p
        inner join readers as r on r.policy_oid = p.oid
        where p.polrelid = u.relid
          and p.polname = u.policy_name
      )
    )
$$;

comment on function steward_internal.check_policies_using_user_metadata() is $doc$
Finds policies that decide by claims which every user can change.

In the tokens of GoTrue (Supabase) `user_metadata` is what users say about themselves, stored in
`auth.users.raw_user_meta_data`: who writes role: admin into it is one. Critical in a permissive policy,
a warning in a restrictive one. Found is the word as a constant of the condition; functions that a policy
calls are not read.

@title Policy trusts what users write themselves
@category security
@mode static
@severity critical
@remedy Take the claim from app_metadata, which only the server writes, or from a table of your own.
@doc https://www.postgresql.org/docs/current/sql-createpolicy.html
@access steward_reader
@example select * from steward_internal.check_policies_using_user_metadata();
$doc$;

revoke all on function steward_internal.check_policies_using_user_metadata() from public;
