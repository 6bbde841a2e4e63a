-- Up Migration
insert into steward.settings (name, value, value_type, default_value, description)
values (
  'migration.large_table', '100MB', 'size', '100MB',
  'migrate lint and migrate rehearse tell of strong locks on tables larger than this.'
);

-- Down Migration
delete from steward.settings where name = 'migration.large_table';
