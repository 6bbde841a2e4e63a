create or replace function steward_internal.check_invalid_indexes()
returns setof steward_internal.check_row
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with leftovers as materialized (
    select l.leftover_oid from steward_internal.rebuild_leftovers() as l
  ),
  invalid as materialized (
    select
      i.indexrelid,
      i.indisready,
      -- Where the rows are no different, a REINDEX CONCURRENTLY fails again and leaves one index more.
      i.indisunique
        and not i.indisexclusion
        and not exists (select from pg_constraint as con where con.conindid = i.indexrelid) as is_made_anew,
      n.nspname,
      c.relname,
      format('%I.%I', n.nspname, c.relname) as qualified_name,
      coalesce(t.qualified_name, owner.qualified_name) as table_name,
      owner.relid is not null as is_of_toast,
      case
        when not i.indislive then 'dead'
        when i.indexrelid in (select l.leftover_oid from leftovers as l) then 'leftover'
        when c.relname ~ '_cc(new|old)\d*$' then 'orphan'
        when pg_stat_get_numscans(i.indexrelid) > 0 then 'used'
        else 'unfinished'
      end as state
    from pg_index as i
    inner join pg_class as c on c.oid = i.indexrelid
    inner join pg_namespace as n on n.oid = c.relnamespace
    left join steward_internal.user_relations as t on t.relid = i.indrelid
    left join steward_internal.user_relations as owner on owner.reltoastrelid = i.indrelid
    where not i.indisvalid
      -- A partitioned index is invalid by design until an index of each partition is attached.
      and c.relkind = 'i'
      and coalesce(t.relid, owner.relid) is not null
      and i.indexrelid not in (select steward_internal.busy_indexes())
  ),
  creations as materialized (
    select s.*
    from (
      select array_agg(x.indexrelid) as index_oids from invalid as x where x.state = 'unfinished' and x.is_made_anew
    ) as wanted
    cross join lateral steward_internal.index_rebuild_statements(wanted.index_oids) as s
  )
  select
    'index',
    x.nspname::text,
    x.relname::text,
    null::numeric,
    format(
      case
        when x.state = 'dead' then 'Index %s on %s was being dropped when that was interrupted: nothing uses or maintains it any more.'
        when x.state = 'used' then 'Index %s on %s is invalid and has been used before: its DROP INDEX CONCURRENTLY was interrupted; '
          'writes maintain it, queries cannot use it.'
        when x.indisready then 'Index %s on %s is invalid: writes maintain it, queries cannot use it.'
        else 'Index %s on %s is invalid: its build was interrupted, and neither writes nor queries use it.'
      end,
      x.qualified_name, concat(case when x.is_of_toast then 'the TOAST table of ' end, x.table_name)
    ) || coalesce(' Its rebuild of ' || last.day || ' failed: ' || last.message, ''),
    case
      when x.is_of_toast then 'Drop it as a superuser, or as the owner of the table with USAGE on schema pg_toast: nobody else reaches it.'
      when x.state in ('dead', 'used') then 'Drop it; if the index is wanted after all, create it again.'
      when last.message is not null then 'Repair the rows first; until then, or for a week, pgsteward maintain does not try again.'
    end,
    null,
    null,
    case
      when x.state <> 'unfinished' or x.is_of_toast then array[removal.statement]
      when not x.is_made_anew then array[rebuild.statement]
      -- Null if the index is locked, and cannot be read.
      when c.statements is not null then removal.statement || c.statements
    end,
    null::text[],
    jsonb_build_object('table', x.table_name)
  from invalid as x
  cross join lateral (
    select steward_internal.reindex_statement(x.indexrelid) as statement
  ) as rebuild
  cross join lateral (
    select format('drop index concurrently %s;', x.qualified_name) as statement
  ) as removal
  left join creations as c on c.index_oid = x.indexrelid
  left join lateral (
    select to_char(f.failed_at at time zone 'UTC', 'YYYY-MM-DD') as day, f.message
    from steward_internal.failed_rebuilds() as f
    where f.statement = rebuild.statement
      and x.state = 'unfinished'
  ) as last on true
$$;

comment on function steward_internal.check_invalid_indexes() is $doc$
Finds indexes that a failed CREATE, REINDEX or DROP INDEX left behind.

An invalid index costs as much on every write as a valid one and helps no query; a unique one does
not guarantee anything yet. One that is dead (`indislive`), or that was in use before, is one that somebody was dropping: it is not
rebuilt. A unique one is dropped and created anew: if the rows still repeat a key, that fails and leaves it as it was, while
REINDEX CONCURRENTLY would leave another one each time. The indexes of TOAST tables, on which REINDEX TABLE CONCURRENTLY leaves its own, count too. Indexes that another session
builds or drops right now are left out, and so are partitioned indexes that still wait for a partition.

If `pgsteward maintain --concurrently` could not rebuild one because of its rows, the finding says which.

@title Invalid index
@category indexes
@severity warning
@remedy Rebuild it with REINDEX INDEX CONCURRENTLY, a unique one, once its rows are unique, by dropping and creating it; drop a leftover that ends in _ccnew or _ccold.
@fix_lock SHARE UPDATE EXCLUSIVE; SHARE on the table for an exclusion constraint
@fix_risk REINDEX and CREATE INDEX CONCURRENTLY read the table twice and block no writes; DROP INDEX CONCURRENTLY waits for running transactions. If REINDEX fails it leaves an index that has to be dropped; CREATE leaves its own invalid again.
@doc https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
@access steward_reader
@example select * from steward_internal.check_invalid_indexes();
$doc$;

revoke all on function steward_internal.check_invalid_indexes() from public;
