create or replace function steward_internal.hba_rule_risk(
  connection_type text,
  address text,
  auth_method text
)
returns table (severity text, risk text)
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select judged.severity, judged.risk
  from (
    select
      hba_rule_risk.connection_type = 'local'
        or hba_rule_risk.address in ('samehost', 'localhost')
        or hba_rule_risk.address like '127.%'
        or hba_rule_risk.address = '::1' as is_local
  ) as origin
  cross join lateral (
    select
      case
        when hba_rule_risk.auth_method = 'trust' and origin.is_local then 'info'
        when hba_rule_risk.auth_method = 'trust' then 'critical'
        when origin.is_local then null
        when hba_rule_risk.auth_method = 'ident' then 'warning'
        when hba_rule_risk.auth_method = 'password' and hba_rule_risk.connection_type <> 'hostssl' then 'warning'
        when hba_rule_risk.auth_method = 'md5' then 'info'
      end,
      case hba_rule_risk.auth_method
        when 'trust' then
          'lets in without a password whoever names a role'
            || case when origin.is_local then ', from every account of the server''s machine' else '' end
        when 'ident' then 'believes the client''s machine who its user is'
        when 'password' then 'sends passwords in clear text'
        when 'md5' then 'accepts passwords that are stored as MD5, which is deprecated'
      end
  ) as judged (severity, risk)
  where judged.severity is not null
$$;

comment on function steward_internal.hba_rule_risk(text, text, text) is $doc$
Judges one rule of pg_hba.conf.

trust for other machines is critical, for this machine (sockets, loopback) an info; ident and clear-text
password for other machines are a warning, and md5 is an info, since PostgreSQL 18 deprecates it.

@param connection_type Type of the rule: local, host, hostssl, hostnossl, hostgssenc or hostnogssenc.
@param address Its address as pg_hba_file_rules shows it, null for local.
@param auth_method Its method.
@returns One row with the severity and what the rule does, or no row if nothing is wrong with it.
@access steward_reader
@example select * from steward_internal.hba_rule_risk('host', '0.0.0.0', 'trust');
$doc$;

revoke all on function steward_internal.hba_rule_risk(text, text, text) from public;
