create or replace function steward_internal.sample_rows(target regclass, role_name name, wanted integer, is_spread boolean default true)
returns text
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select r.sampled
  from pg_class as c
  cross join lateral steward_internal.rows_as(
    sample_rows.role_name,
    format(
      'select array_agg(s.*)::text from (select * from %s%s limit %s) as s',
      sample_rows.target,
      case
        when sample_rows.is_spread and c.reltuples > 4 * sample_rows.wanted then
          format(' tablesample system (%s)', round((200.0 * sample_rows.wanted / c.reltuples)::numeric, 6))
      end,
      sample_rows.wanted
    )
  ) as r (sampled)
  where c.oid = sample_rows.target
$$;

comment on function steward_internal.sample_rows(regclass, name, integer, boolean) is $doc$
Reads some rows of a table that a role sees.

@param target The table.
@param role_name The role that reads them.
@param wanted At most so many rows.
@param is_spread Takes them from pages all over a large table, of which the role must see many rows.
@returns The rows as the text of an array of the type of the table; null if there is none.
@access steward_admin
@example begin; select length(steward_internal.sample_rows('steward.settings', current_user, 10)) > 0; rollback;
$doc$;

revoke all on function steward_internal.sample_rows(regclass, name, integer, boolean) from public;
