create or replace function steward_internal.retention_problems(policy steward.retention_policies, target oid)
returns text[]
language sql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with removes as (
    select (retention_problems.policy).action in ('delete', 'archive') as rows,
      (retention_problems.policy).action as action
  ),
  tree as (
    select c.oid as relid, c.relkind, c.relreplident,
      case c.relkind when 'p' then '' else 'concurrently ' end as concurrently
    from pg_class as c
    where c.oid = retention_problems.target
      or c.oid in (select p.relid from pg_partition_tree(retention_problems.target::regclass) as p)
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
      'create index %3$son %2$s (%4$s);',
      con.conname, con.conrelid::regclass,
      (select case c.relkind when 'p' then '' else 'concurrently ' end from pg_class as c where c.oid = con.conrelid),
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
    select 3, format('Trigger %I of %s runs for each row.', t.tgname, t.tgrelid::regclass)
    from pg_trigger as t
    inner join tree on tree.relid = t.tgrelid
    cross join removes as m
    where not t.tgisinternal
      and t.tgparentid = 0
      and t.tgenabled in ('O', 'A')
      and (t.tgtype & 1) = 1
      and (t.tgtype & case when m.rows then 8 else 16 end) <> 0
      and m.action <> 'drop_partition'
    union all
    select 3, format('Trigger %s runs for what is archived: a run ends where it changes or leaves out a row.', a.names)
    from (
      select steward_internal.archive_triggers(x.archive, 'before') as names
      from (select steward_internal.archive_of(retention_problems.policy) as archive) as x
    ) as a
    where a.names is not null
    union all
    select 4, format('Row level security may hide rows of %s even from its owner, so no run is made.', h.names)
    from (select steward_internal.hidden_by_row_security(retention_problems.target) as names) as h
    where h.names is not null
    union all
    select 5, format(
      '%s is published without a replica identity, so the server refuses to delete or update its rows.',
      tree.relid::regclass
    )
    from tree
    cross join removes as m
    where tree.relkind = 'r'
      and m.action <> 'drop_partition'
      and (
        tree.relreplident = 'n'
        or tree.relreplident = 'd'
          and not exists (select from pg_index as i where i.indrelid = tree.relid and i.indisprimary)
      )
      and exists (
        select
        from pg_publication as p
        cross join lateral pg_get_publication_tables(p.pubname) as k
        where case when m.rows then p.pubdelete else p.pubupdate end
          and (
            k.relid = tree.relid
            -- Partitions may be published as their root.
            or k.relid in (select a.relid from pg_partition_ancestors(tree.relid::regclass) as a)
          )
      )
    union all
    select 6, format('Session %s has held a snapshot for %s: what is deleted meanwhile cannot be cleaned up.',
      s.pid, date_trunc('second', clock_timestamp() - s.xact_start))
    from pg_stat_activity as s
    where s.datname = current_database()
      and s.pid <> pg_backend_pid()
      and s.backend_xmin is not null
      and s.xact_start <= clock_timestamp() - steward.get_setting('maintenance.old_snapshot')::interval
    union all
    select 7, format('statement_timeout is %s: a run ends before that and goes on the next time.', current_setting('statement_timeout'))
    where current_setting('statement_timeout') <> '0'
    union all
    select 8, format(
      'Role %1$I, which owns the table, may not insert into the archive and read what arrived: '
      'grant usage on schema %2$I to %1$I; grant select, insert on %3$s to %1$I;',
      c.relowner::regrole::name, (retention_problems.policy).archive_schema, x.archive::regclass
    )
    from pg_class as c
    cross join lateral (select steward_internal.archive_of(retention_problems.policy) as archive) as x
    where c.oid = retention_problems.target
      and not (
        has_table_privilege(c.relowner, x.archive, 'insert')
        and has_table_privilege(c.relowner, x.archive, 'select')
        and has_schema_privilege(c.relowner, (retention_problems.policy).archive_schema, 'usage')
      )
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
    select 10, format(
      'No index begins with %1$I, so each run reads all of %2$s: create index %3$son %4$s (%1$I);',
      (retention_problems.policy).age_column,
      case tree.relkind when 'p' then format('%s partitions of %s', w.leaves, tree.relid::regclass) else tree.relid::regclass::text end,
      tree.concurrently, tree.relid::regclass
    )
    from tree
    cross join lateral (
      select count(*) as leaves
      from steward_internal.retention_leaves(
        retention_problems.policy, retention_problems.target, steward_internal.retention_cutoff(retention_problems.policy)
      ) as l
      where not l.drops
        -- Eight megabytes are read in no time.
        and pg_relation_size(l.relid) > 8 * 1024 * 1024
        and steward_internal.leading_index(l.relid, (retention_problems.policy).age_column) is null
    ) as w
    where tree.relid = retention_problems.target
      and w.leaves > 0
    union all
    select 11, format(
      'keep_last needs an index that begins with %1$s, %2$I to find the newer rows of a key: create index %3$son %4$s (%1$s, %2$I);',
      k.names, (retention_problems.policy).age_column, tree.concurrently, tree.relid::regclass
    )
    from tree
    cross join lateral (
      select string_agg(quote_ident(k.name), ', ' order by k.position) as names
      from unnest((retention_problems.policy).keep_per) with ordinality as k (name, position)
    ) as k
    where tree.relid = retention_problems.target
      and k.names is not null
      and not exists (
        select
        from pg_index as i
        inner join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
        where i.indrelid = tree.relid
          and a.attname = any((retention_problems.policy).keep_per)
      )
    union all
    select 12, format(
      'Local times may be written in %s now, not only in %s as when the policy was made, so rows stay until they are too old in each of '
      'them: say in time_zone which it is.',
      z.zones, (retention_problems.policy).time_zone
    )
    from (
      select steward_internal.retention_zones_now(retention_problems.policy, retention_problems.target) as zones
    ) as z
    where cardinality(string_to_array(z.zones, ', '))
      > cardinality(string_to_array((retention_problems.policy).time_zone, ', '))
    union all
    select 12, format(
      'In which zone the local times of %I are written is not known (%s), so rows stay until they are too old in the zone where the day '
      'ends last: say in time_zone which it is.',
      (retention_problems.policy).age_column, z.sources
    )
    from (
      select string_agg(c.source, ', ' order by c.source) as sources
      from steward_internal.column_time_zones(retention_problems.target, (retention_problems.policy).age_column) as c
      where not c.is_understood
        and (retention_problems.policy).time_zone_from <> 'given'
        and (retention_problems.policy).age_kind in ('timestamp', 'date')
    ) as z
    where z.sources is not null
    union all
    select 12, format('%s is a foreign table: its rows stay.', tree.relid::regclass)
    from tree
    where tree.relkind = 'f'
    union all
    select 13, 'The policy is disabled, so no run is made.'
    where not (retention_problems.policy).enabled
  )
  select coalesce(array_agg(p.text order by p.position, p.text), '{}')
  from problems as p
$$;

comment on function steward_internal.retention_problems(steward.retention_policies, oid) is $doc$
Lists what would make a run of retention slow, incomplete or impossible.

@param policy The policy.
@param target Its table.
@returns Sentences; none if nothing stands in the way.
@access steward_reader
@example begin; create table public.judged (at timestamptz); select steward.add_retention_policy('public.judged', 'at', '7 days'); select steward_internal.retention_problems(steward_internal.retention_policy('judged'), 'public.judged'::regclass); rollback;
$doc$;

revoke all on function steward_internal.retention_problems(steward.retention_policies, oid) from public;
