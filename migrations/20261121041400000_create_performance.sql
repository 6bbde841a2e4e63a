-- Up Migration
create table steward.statistics_snapshots (
  id bigint generated always as identity primary key,
  node text not null,
  taken_at timestamptz not null,
  stats_since timestamptz,
  counters jsonb not null,
  gauges jsonb not null,
  constraint statistics_snapshots_order_is_known unique (node, taken_at)
);
comment on table steward.statistics_snapshots is $doc$
Keeps what `capture_statistics()` saw: one row for each hour and node.

`node` is `primary`, or the name of a replica whose statistics were imported. `counters` are
cumulative since `stats_since`, named after view and column (`database.deadlocks` is
pg_stat_database.deadlocks of this database); `gauges` are values of that moment. Rows older than the
setting `performance.keep_snapshots` are removed.

@area performance
@access steward_reader select
@access steward_operator select, insert, delete
@example select taken_at, counters -> 'database.deadlocks' as deadlocks from statistics_snapshots order by id desc limit 5;
$doc$;

create table steward_internal.relation_counters (
  node text,
  relid oid,
  first_seen timestamptz not null,
  counters bigint[] not null,
  constraint relation_counters_pkey primary key (node, relid)
) with (fillfactor = 70);
comment on table steward_internal.relation_counters is $doc$
The counters of each table and index as the last snapshot of its node saw them.

`counters` is ordered as `table_counters()` and `index_counters()` return them.

@access steward_reader select
@access steward_operator select, insert, update, delete
$doc$;

create table steward_internal.relation_changes (
  snapshot_id bigint references steward.statistics_snapshots on delete cascade,
  relid oid,
  changes bigint[] not null,
  constraint relation_changes_pkey primary key (snapshot_id, relid)
);
comment on table steward_internal.relation_changes is $doc$
How far the counters of a table or index moved up to a snapshot, from the snapshot before it.

What did not move has no row, so that an unused index costs nothing.

@access steward_reader select
@access steward_operator select, insert, delete
$doc$;

create table steward_internal.table_sizes (
  snapshot_id bigint references steward.statistics_snapshots on delete cascade,
  relid oid,
  bytes bigint not null,
  estimated_rows bigint,
  constraint table_sizes_pkey primary key (relid, snapshot_id)
);
create index table_sizes_snapshot_id_idx on steward_internal.table_sizes (snapshot_id);
comment on table steward_internal.table_sizes is $doc$
The size of a table with its indexes and TOAST at a snapshot, where it differs from the one before.

@access steward_reader select
@access steward_operator select, insert, delete
$doc$;

create table steward_internal.statements (
  queryid bigint,
  userid oid,
  toplevel boolean,
  query text not null,
  last_seen timestamptz not null,
  counters numeric[] not null,
  constraint statements_pkey primary key (queryid, userid, toplevel)
) with (fillfactor = 70);
comment on table steward_internal.statements is $doc$
The statements of pg_stat_statements as the last snapshot saw them, each text once.

`counters` is ordered as `statement_counters()` returns them.

@access steward_reader select
@access steward_operator select, insert, update, delete
$doc$;

create table steward_internal.statement_changes (
  snapshot_id bigint references steward.statistics_snapshots on delete cascade,
  queryid bigint,
  userid oid,
  toplevel boolean,
  changes numeric[] not null,
  constraint statement_changes_pkey primary key (snapshot_id, queryid, userid, toplevel)
);
comment on table steward_internal.statement_changes is $doc$
How far the counters of a statement moved up to a snapshot, from the snapshot before it.

@access steward_reader select
@access steward_operator select, insert, delete
$doc$;

create table steward_internal.limit_snapshots (
  snapshot_id bigint references steward.statistics_snapshots on delete cascade,
  limit_name text,
  object text,
  remaining numeric not null,
  constraint limit_snapshots_pkey primary key (snapshot_id, limit_name, object)
);
comment on table steward_internal.limit_snapshots is $doc$
How much was left of each limit that can run out, once a day; see `limit_readings()`.

@access steward_reader select
@access steward_operator select, insert, delete
$doc$;

insert into steward.settings (name, value, value_type, default_value, description)
select s.name, s.value, s.value_type, s.value, s.description
from (
  values
    ('performance.keep_snapshots', '35 days', 'interval',
     'capture_statistics() removes snapshots that are older than this and than health.usage_window.'),
    ('performance.max_queries', '200', 'integer',
     'capture_statistics() keeps the changes of so many statements, those that took the most time.'),
    ('capacity.disk_quota', '0', 'size',
     'Size that this database may grow to, such as 500 GB; SQL cannot see the disk. 0 means unknown.')
) as s (name, value, value_type, description);

-- Down Migration
delete from steward.settings where name like 'performance.%' or name like 'capacity.%';
drop table steward_internal.limit_snapshots;
drop table steward_internal.statement_changes;
drop table steward_internal.statements;
drop table steward_internal.table_sizes;
drop table steward_internal.relation_changes;
drop table steward_internal.relation_counters;
drop table steward.statistics_snapshots;
