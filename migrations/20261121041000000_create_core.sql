-- Up Migration
create schema steward;
comment on schema steward is $doc$
pgsteward's public API: functions, procedures, views and tables for the people of this database.

@access steward_reader usage
@access steward_user usage
@access steward_anon usage
@access steward_service usage
@access steward_resolver usage
$doc$;

create schema steward_internal;
comment on schema steward_internal is $doc$
pgsteward's private parts; anything here may change in any release.

@access steward_reader usage
@access steward_user usage
@access steward_anon usage
@access steward_service usage
@access steward_resolver usage
$doc$;

create table steward.settings (
  name text primary key,
  value text not null,
  value_type text not null,
  default_value text not null,
  description text not null,
  constraint settings_value_type_is_known
    check (value_type in ('text', 'text[]', 'integer', 'interval', 'boolean', 'size'))
);
comment on table steward.settings is $doc$
Lists the settings of pgsteward with their values.

Read one with `get_setting(name)`, change one with `set_setting(name, value)`, which checks the
value against its type.

@area core
@access steward_reader select
@access steward_admin select, update
@example select name, value from settings order by name;
$doc$;
comment on column steward.settings.value is 'The value in force, written as its type is written.';
comment on column steward.settings.value_type is 'The PostgreSQL type that a value must be valid for.';
comment on column steward.settings.default_value is 'The value that install gives it.';

create table steward_internal.install_record (
  name text primary key,
  value text
);
comment on table steward_internal.install_record is
  'What install changed outside of its own schemas, so that uninstall can put exactly that back.';

-- Down Migration
drop table steward_internal.install_record;
drop table steward.settings;
drop schema steward_internal;
drop schema steward;
