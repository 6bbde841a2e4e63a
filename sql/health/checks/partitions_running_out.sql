create or replace function steward_internal.check_partitions_running_out()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'table',
    h.schema_name::text,
    h.relation_name::text,
    h.days_left,
    format(
      case
        when h.days_left > 0
          then 'The last partition of %s ends at %s (column %I): in %s days every later row is refused.'
        else 'The last partition of %s ended at %s (column %I), %s days ago: every later row is refused.'
      end,
      h.qualified_name, h.last_bound, h.column_name, abs(h.days_left)
    ),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('column', h.column_name, 'last_bound', h.last_bound, 'upcoming', h.upcoming_count)
  from steward_internal.partition_horizons(statement_timestamp()) as h
  where h.upcoming_count < 2
    and h.days_left > -90
$$;

comment on function steward_internal.check_partitions_running_out() is $doc$
Finds tables whose partitions by time come to an end.

Without a partition for it and without a default partition, an INSERT fails. Looked at are tables that
are partitioned by the range of one date or timestamp column, and those below a table partitioned by
list or hash; keys of numbers and expressions are left out, because nothing says which value means
now. Bounds without a time zone are read in that of the session.

A table with two or more partitions yet to begin is fine, however short they are: pg_partman makes
four ahead. One whose last partition ended more than 90 days ago is taken for an archive. Seven days
are a week in which somebody is at work; one day is the last one.

@title Partitions are running out
@category capacity
@unit days
@direction below
@warning 7
@critical 1
@remedy Create the next partitions, and let a job do it from now on (pg_partman, or a schedule of your own).
@doc https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE
@access steward_reader
@example select * from steward_internal.check_partitions_running_out();
$doc$;

revoke all on function steward_internal.check_partitions_running_out() from public;
