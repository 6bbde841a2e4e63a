create or replace function steward_internal.server_version_rows(version_num integer, as_of date)
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with here as (
    select
      v.major,
      v.minor,
      r.newest_minor,
      r.supported_until,
      r.listed_on,
      server_version_rows.as_of > r.supported_until as is_unsupported
    from (
      select server_version_rows.version_num / 10000 as major, server_version_rows.version_num % 10000 as minor
    ) as v
    inner join steward_internal.server_releases() as r on r.major = v.major
  )
  select
    null,
    null,
    null,
    null::numeric,
    concat_ws(
      ' ',
      format('The server runs PostgreSQL %s.%s.', h.major, h.minor),
      case
        when h.is_unsupported
          then format('PostgreSQL %s has had no fixes since %s.', h.major, h.supported_until)
        when server_version_rows.as_of > h.supported_until - 180
          then format('PostgreSQL %s gets no more fixes after %s.', h.major, h.supported_until)
      end,
      case
        when h.newest_minor > h.minor
          then format('%s.%s was already there on %s.', h.major, h.newest_minor, h.listed_on)
      end
    ),
    case
      when h.is_unsupported or server_version_rows.as_of > h.supported_until - 180
        then 'Upgrade to a newer major version, with pg_upgrade or logical replication.'
    end,
    case
      when h.is_unsupported then 'critical'
      when h.newest_minor > h.minor or server_version_rows.as_of > h.supported_until - 180 then 'warning'
    end,
    null,
    null::text[],
    null::text[],
    jsonb_build_object(
      'version', format('%s.%s', h.major, h.minor),
      'newest_listed', format('%s.%s', h.major, h.newest_minor),
      'listed_on', h.listed_on,
      'supported_until', h.supported_until
    )
  from here as h
  union all
  select (stale.row).*
  from (
    select steward_internal.skipped_row(
      'server',
      format(
        'Whether there is a newer minor release than %s.%s is not known: the list of pgsteward is of %s.',
        h.major, greatest(h.minor, h.newest_minor), h.listed_on
      ),
      'Update pgsteward, or look at https://www.postgresql.org/support/versioning/',
      'list of releases', null, h.listed_on::text
    ) as row
    from here as h
    where server_version_rows.as_of > h.listed_on + 180
      and not h.is_unsupported
  ) as stale
$$;

comment on function steward_internal.server_version_rows(integer, date) is $doc$
Judges the version of a server for the check outdated_server_version.

@param version_num The setting server_version_num.
@param as_of The date against which support is measured.
@returns One row, and another if the list of releases is older than 180 days; none for a major version that is not in it.
@access steward_reader
@example select detail from steward_internal.server_version_rows(150001, current_date);
$doc$;

revoke all on function steward_internal.server_version_rows(integer, date) from public;
