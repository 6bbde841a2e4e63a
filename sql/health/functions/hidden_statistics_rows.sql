create or replace function steward_internal.hidden_statistics_rows(relids oid[])
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select s.*
  from (
    select
      count(*) as table_count,
      count(*) filter (where row_security_active(h.relid)) as secured_count,
      min(c.oid::regclass::text) as example
    from (select distinct u.relid from unnest(hidden_statistics_rows.relids) as u (relid)) as h
    inner join pg_class as c on c.oid = h.relid
  ) as hidden
  cross join lateral steward_internal.skipped_row(
    'privilege',
    format(
      'Role %I cannot see the statistics of %s tables, for example %s%s.',
      current_user,
      hidden.table_count,
      hidden.example,
      case
        when hidden.secured_count > 0
          then format('; row security hides those of %s', hidden.secured_count)
      end
    ),
    concat(
      format('grant pg_read_all_data to %I;', current_user),
      case
        when hidden.secured_count > 0 then format(' alter role %I bypassrls;', current_user)
      end
    )
  ) as s
  where hidden.table_count > 0
$$;

comment on function steward_internal.hidden_statistics_rows(oid[]) is $doc$
Says whose statistics a check could not see, and what would help.

pg_stats shows a column only to roles that may read it, and nothing of a table whose row security
applies to the role.

@param relids The tables.
@returns One row of status `skipped`, none for no tables.
@access steward_reader
@example select detail from steward_internal.hidden_statistics_rows('{}');
$doc$;

revoke all on function steward_internal.hidden_statistics_rows(oid[]) from public;
