create or replace function steward_internal.check_insecure_hba_rules()
returns setof steward_internal.check_row
language plpgsql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
begin
  if not has_table_privilege('pg_hba_file_rules', 'select')
    or not has_function_privilege('pg_hba_file_rules()', 'execute')
  then
    return query select r.*
    from steward_internal.skipped_row(
      'superuser', 'The rules of pg_hba.conf are hidden from this role.',
      format(
        'grant select on pg_hba_file_rules to %1$I; grant execute on function pg_hba_file_rules() to %1$I;',
        current_user
      )
    ) as r;
    return;
  end if;

  return query
  with rules as (
    select
      h.line_number,
      concat_ws(
        ' ', h.type, array_to_string(h.database, ','), array_to_string(h.user_name, ','), h.address, h.netmask,
        h.auth_method
      ) as rule,
      coalesce(to_jsonb(h) ->> 'file_name', current_setting('hba_file', true)) as file_name,
      k.severity,
      k.risk
    from pg_hba_file_rules as h
    cross join lateral steward_internal.hba_rule_risk(h.type, h.address, h.auth_method) as k
    where h.error is null
  )
  select
    'setting', null::text, format('pg_hba.conf %s', r.rule), null::numeric,
    format('The rule "%s" in line %s%s %s.', r.rule, r.line_number, ' of ' || r.file_name, r.risk), null::text,
    r.severity, null::text, null::text[], null::text[],
    jsonb_build_object('file', r.file_name, 'line', r.line_number)
  from (
    -- The first of equal rules decides.
    select distinct on (s.rule) s.* from rules as s order by s.rule, s.file_name, s.line_number
  ) as r;
end
$$;

comment on function steward_internal.check_insecure_hba_rules() is $doc$
Finds rules of pg_hba.conf that let people in who cannot prove who they are.

trust for other machines is critical; for this machine, as in a container, it is an info. Clear-text
passwords without TLS and ident are a warning, md5 an info, since SCRAM passwords work with it as well.
Read is the file, which may have been changed since it was last loaded. What a rule covers (all
databases, all addresses) is not judged where its method is strong.

@title Rule of pg_hba.conf is too weak
@category security
@scope cluster
@severity warning
@remedy Change the method to scram-sha-256 and the type to hostssl, then select pg_reload_conf().
@doc https://www.postgresql.org/docs/current/auth-pg-hba-conf.html
@access steward_reader
@example select * from steward_internal.check_insecure_hba_rules();
$doc$;

revoke all on function steward_internal.check_insecure_hba_rules() from public;
