create or replace function steward_internal.freeze_age_rows(unit text)
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with databases as (
    select
      d.datname,
      d.datallowconn,
      d.datname = current_database() as is_current,
      case freeze_age_rows.unit
        when 'multixacts' then mxid_age(d.datminmxid)
        else age(d.datfrozenxid)
      end as age
    from pg_database as d
    -- An interrupted DROP DATABASE leaves -2: nobody can connect, and the server ignores its age.
    where d.datconnlimit <> -2
  ),
  oldest as (
    select
      c.oid,
      c.relname,
      c.relnamespace,
      c.relkind,
      c.relpersistence,
      case freeze_age_rows.unit
        when 'multixacts' then mxid_age(c.relminmxid)
        else age(c.relfrozenxid)
      end as age
    from pg_class as c
    where c.relkind in ('r', 'm', 't')
      and c.relfrozenxid <> '0'::xid
    order by 6 desc, c.oid
    limit 1
  ),
  named as (
    select
      format('%I.%I', n.nspname, coalesce(main.relname, o.relname)) as qualified_name,
      o.relkind = 't' as is_toast,
      o.relpersistence = 't' as is_temporary,
      o.age
    from oldest as o
    left join pg_class as main on o.relkind = 't' and main.reltoastrelid = o.oid
    inner join pg_namespace as n on n.oid = coalesce(main.relnamespace, o.relnamespace)
  )
  select
    'database',
    null,
    d.datname::text,
    d.age::numeric,
    format(
      'The oldest unfrozen %1$s ID of database %2$I is %3$s %1$ss old; at 2,144,483,647 the server '
        'refuses every command that needs a new one.',
      rtrim(freeze_age_rows.unit, 's'), d.datname, to_char(d.age, 'FM9,999,999,999')
    ) || case
      when t.qualified_name is null then ''
      else format(
        ' The oldest table is %s%s%s, with an age of %s.',
        case when t.is_temporary then 'the temporary table ' end,
        t.qualified_name,
        case when t.is_toast then ' (its TOAST table)' end,
        to_char(t.age, 'FM9,999,999,999')
      )
    end,
    case
      when t.is_temporary then
        'Only the session that owns the temporary table can vacuum or drop it: let it do so, or end it.'
      when d.is_current then null
      when d.datallowconn then
        format('Connect to database %I and run this check there: it will name the oldest table.',
          d.datname)
      else
        format(
          'Autovacuum looks after this database although nobody may connect to it; if that does not '
            'help: alter database %1$I allow_connections true; then connect, vacuum (freeze); and '
            'alter database %1$I allow_connections false;',
          d.datname
        )
    end,
    null,
    null,
    case
      when d.is_current and not t.is_temporary and not pg_is_in_recovery()
        then array[format('vacuum (freeze) %s;', t.qualified_name)]
    end,
    null::text[],
    jsonb_build_object(
      'oldest_table', t.qualified_name,
      'oldest_table_age', t.age,
      'left_until_refusal', 2144483647 - d.age::bigint,
      'autovacuum_forces_vacuum_at', current_setting(
        case freeze_age_rows.unit
          when 'multixacts' then 'autovacuum_multixact_freeze_max_age'
          else 'autovacuum_freeze_max_age'
        end
      )::bigint
    )
  from databases as d
  left join named as t on d.is_current
$$;

comment on function steward_internal.freeze_age_rows(text) is $doc$
Measures how much of the transaction or multixact IDs is used up.

The common body of the checks transaction_id_age and multixact_age. The oldest table is known for
the current database only; TOAST tables, system catalogs and temporary tables count as well.

@param unit What is counted: transactions or multixacts.
@returns One row for each database, with its age as the value.
@access steward_reader
@example select object_name, value from steward_internal.freeze_age_rows('transactions');
$doc$;

revoke all on function steward_internal.freeze_age_rows(text) from public;
