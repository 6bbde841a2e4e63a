create or replace function steward_internal.membership_source(membership regclass)
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    case
      when membership_source.membership is null then E'\nbegin\n  return ''{}'';\nend\n'
      else (
        select format(
          $source$
begin
  if org_ids.roles is null then
    return array(
      select m.%1$I from %2$s as m
      where m.user_id operator(pg_catalog.=) steward_access.claim('user_id')::%3$s
    );
  end if;
  return array(
    select m.%1$I from %2$s as m
    where m.user_id operator(pg_catalog.=) steward_access.claim('user_id')::%3$s
      and %4$s operator(pg_catalog.=) any (org_ids.roles)
  );
end
$source$,
          c.org_column, membership_source.membership, c.user_type,
          case when c.has_role then 'm.role::text' else 'null::text' end
        )
        from steward_internal.membership_columns(membership_source.membership) as c
      )
    end
$$;

comment on function steward_internal.membership_source(regclass) is $doc$
Writes the body of the function that looks up the organisations of the user.

It names the table outright, so that its plan is kept; and it takes no user, because who asks is for the claims to say.

@param membership The membership table; null while there is none.
@returns The body in PL/pgSQL; null if the table lacks a column.
@access steward_reader
@example select steward_internal.membership_source(null);
$doc$;

revoke all on function steward_internal.membership_source(regclass) from public;
