-- Up Migration
create schema steward_access;
comment on schema steward_access is $doc$
What pgsteward made for this database alone: where policies find the claims and the memberships.

@access steward_user usage
@access steward_anon usage
@access steward_service usage
@access steward_admin usage
@access steward_resolver usage
$doc$;

create table steward.protected_tables (
  target_schema name not null,
  target_table name not null,
  template text not null,
  owner_column name,
  organization_column name,
  membership_schema name,
  membership_table name,
  write_roles text[],
  floor boolean not null,
  allow_null boolean not null,
  keep_policies boolean not null,
  owner_access boolean not null,
  user_role name not null,
  anon_role name not null,
  service_role name not null,
  admin_role name not null,
  policies jsonb not null default '{}',
  undo jsonb not null default '[]',
  protected_at timestamptz not null default now(),
  protected_by name not null default session_user,
  relation oid not null,
  constraint protected_tables_pkey primary key (target_schema, target_table),
  constraint protected_tables_template_is_known
    check (
      template in ('owner', 'organization', 'owner_or_organization', 'active_organization', 'public_read', 'service', 'admin')
    ),
  constraint protected_tables_membership_is_named check ((membership_table is null) = (membership_schema is null))
);
comment on table steward.protected_tables is $doc$
The tables that `protect_table()` protects, and with what.

A table is known by its name, and found again by its oid, `relation`, after a rename. `policies` is what was made, `undo` what `unprotect_table()` will run to restore what was
before; drift from it is a finding.

@area access
@access steward_reader select
@access steward_operator select
@access steward_admin select, insert, update, delete
@example select target_table, template, owner_column, organization_column, protected_at from protected_tables order by 1;
$doc$;
comment on column steward.protected_tables.write_roles is 'Roles in the membership table that may write; null means every member.';
comment on column steward.protected_tables.floor is 'Whether a restrictive policy holds the organisation whatever other policies allow.';
comment on column steward.protected_tables.owner_access is
  'Whether a session of the owner of the table sees all rows; functions and views of the owner that others run never do.';

create table steward.login_identities (
  login name primary key,
  user_id text not null,
  org_id text,
  created_at timestamptz not null default now(),
  created_by name not null default session_user
);
comment on table steward.login_identities is $doc$
Who the login roles are at trust level L3, where a session is identified by its login and nothing else.

@area access
@access steward_reader select
@access steward_admin select, insert, update, delete
@example select login, user_id, org_id from login_identities order by login;
$doc$;

create table steward_internal.claim_keys (
  purpose text primary key,
  inner_key bytea not null,
  outer_key bytea not null,
  created_at timestamptz not null default now(),
  constraint claim_keys_purpose_is_known check (purpose in ('token', 'seal'))
);
comment on table steward_internal.claim_keys is
  'The keys of HMAC-SHA256 that tokens are checked and claims are sealed with, padded as RFC 2104 says; for no role to read.';

insert into steward.settings (name, value, value_type, default_value, description)
values (
  'access.trust_level', 'L0', 'text', 'L0',
  'How claims are trusted: L0 as they are set, L1 as L0 with set_config() revoked, L2 sealed after a token was verified, L3 by login.'
);

-- Down Migration
delete from steward.settings where name = 'access.trust_level';
drop table steward_internal.claim_keys;
drop table steward.login_identities;
drop table steward.protected_tables;
drop schema steward_access;
