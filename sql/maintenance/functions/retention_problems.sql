create or replace function steward_internal.retention_problems(policy steward.retention_policies, target oid)
returns text[]
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with removes as (
    select (retention_problems.policy).action in ('delete', 'archive') as rows,
      (retention_problems.policy).action as action
  ),
  problems (position, text) as (
    select 0, 'The policy does not fit the table any more: ' || p.problem
    from (
      select steward_internal.retention_policy_problem(retention_problems.policy, retention_problems.target) as problem
    ) as p
    where p.problem is not null
    union all
    select 1, format(
      'Foreign key %1$I of %2$s references the table and has no index: each deleted row reads the whole of it. '
      'create index concurrently on %2$s (%3$s);',
      con.conname, con.conrelid::regclass,
      (
        select string_agg(quote_ident(a.attname), ', ' order by array_position(con.conkey, a.attnum))
        from pg_attribute as a
        where a.attrelid = con.conrelid
          and a.attnum = any(con.conkey)
      )
    )
    from pg_constraint as con
    cross join removes as m
    where m.rows
      and con.contype = 'f'
      and con.confrelid = retention_problems.target
      and con.conparentid = 0
      and not exists (
        select
        from pg_index as i
        where i.indrelid = con.conrelid
          and i.indisvalid
          and i.indpred is null
          and (i.indkey::smallint[])[0:cardinality(con.conkey) - 1] @> con.conkey
      )
    union all
    select 2, format(
      'Foreign key %I of %s deletes its rows as well (ON DELETE CASCADE), however many there are.',
      con.conname, con.conrelid::regclass
    )
    from pg_constraint as con
    cross join removes as m
    where m.rows
      and con.contype = 'f'
      and con.confrelid = retention_problems.target
      and con.confdeltype = 'c'
      and con.conparentid = 0
    union all
    select 3, format('Trigger %I runs for each row.', t.tgname)
    from pg_trigger as t
    cross join removes as m
    where t.tgrelid = retention_problems.target
      and not t.tgisinternal
      and t.tgenabled in ('O', 'A')
      and (t.tgtype & 1) = 1
      and (t.tgtype & case when m.rows then 8 else 16 end) <> 0
      and m.action <> 'drop_partition'
    union all
    select 4, format('Row level security may hide rows of %s even from its owner, so no run is made.', h.names)
    from (select steward_internal.hidden_by_row_security(retention_problems.target) as names) as h
    where h.names is not null
    union all
    select 5, 'The table is published without a replica identity, so the server refuses to delete or update its rows.'
    from pg_class as c
    cross join removes as m
    where c.oid = retention_problems.target
      and m.action <> 'drop_partition'
      and (
        c.relreplident = 'n'
        or c.relreplident = 'd'
          and not exists (select from pg_index as i where i.indrelid = c.oid and i.indisprimary)
      )
      and exists (
        select
        from pg_publication as p
        cross join lateral pg_get_publication_tables(p.pubname) as k
        where k.relid = c.oid
          and case when m.rows then p.pubdelete else p.pubupdate end
      )
    union all
    select 6, format('Session %s has held a snapshot for %s: what is deleted meanwhile cannot be cleaned up.',
      s.pid, date_trunc('second', clock_timestamp() - s.xact_start))
    from pg_stat_activity as s
    where s.datname = current_database()
      and s.pid <> pg_backend_pid()
      and s.backend_xmin is not null
      and s.xact_start < clock_timestamp() - interval '5 minutes'
    union all
    select 7, format('statement_timeout is %s: a run ends before that and goes on the next time.', current_setting('statement_timeout'))
    where current_setting('statement_timeout') <> '0'
    union all
    select 8, format('Role %1$I, which owns the table, may not insert into the archive: grant insert on %2$s to %1$I;',
      c.relowner::regrole::name, x.archive::regclass)
    from pg_class as c
    cross join lateral (select steward_internal.archive_of(retention_problems.policy) as archive) as x
    where c.oid = retention_problems.target
      and not has_table_privilege(c.relowner, x.archive, 'insert')
    union all
    select 9, format('Triggers of roles that are not in the setting maintenance.trusted_roles would run, so no run is made: %s.', u.names)
    from (
      select steward_internal.untrusted_triggers(
        retention_problems.target,
        steward_internal.archive_of(retention_problems.policy)
      ) as names
    ) as u
    where u.names is not null
    union all
    select 10, format('No index begins with %1$I, so each run reads all of %2$s: create index concurrently on %2$s (%1$I);',
      a.attname, leaf.relid::regclass)
    from pg_attribute as a
    cross join lateral (
      select c.oid as relid, c.relpages
      from pg_class as c
      where c.oid = retention_problems.target
        and c.relkind = 'r'
    ) as leaf
    where a.attrelid = retention_problems.target
      and a.attname = (retention_problems.policy).age_column
      -- Eight megabytes are read in no time.
      and leaf.relpages > 1000
      and not exists (
        select from pg_index as i where i.indrelid = leaf.relid and i.indkey[0] = a.attnum and i.indisvalid
      )
    union all
    select 11, format('keep_last needs an index that begins with %1$s, %2$I to find the newer rows of a key: create index concurrently on %3$s (%1$s, %2$I);',
      k.names, (retention_problems.policy).age_column, retention_problems.target::regclass)
    from (
      select string_agg(quote_ident(k.name), ', ' order by k.position) as names
      from unnest((retention_problems.policy).keep_per) with ordinality as k (name, position)
    ) as k
    where k.names is not null
      and not exists (
        select
        from pg_index as i
        inner join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
        where i.indrelid = retention_problems.target
          and a.attname = any((retention_problems.policy).keep_per)
      )
    union all
    select 12, format('%s is a foreign table: its rows stay.', p.relid)
    from pg_partition_tree(retention_problems.target::regclass) as p
    inner join pg_class as c on c.oid = p.relid
    where c.relkind = 'f'
  )
  select coalesce(array_agg(p.text order by p.position, p.text), '{}')
  from problems as p
$$;

comment on function steward_internal.retention_problems(steward.retention_policies, oid) is $doc$
Lists what would make a run of a retention policy slow, incomplete or impossible.

@param policy The policy.
@param target Its table.
@returns Sentences; none if nothing stands in the way.
@access steward_reader
@example create table public.kept (at timestamptz); select steward.add_retention_policy('public.kept', 'at', '7 days'); select steward_internal.retention_problems(steward_internal.retention_policy('kept'), 'public.kept'::regclass);
$doc$;

revoke all on function steward_internal.retention_problems(steward.retention_policies, oid) from public;
