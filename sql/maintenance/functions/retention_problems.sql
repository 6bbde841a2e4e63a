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
    select 1, format(
      'Foreign key %I of %s references the table and has no index: each deleted row reads the whole of it.',
      con.conname, con.conrelid::regclass
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
    select 4, format('Row level security may hide rows from role %I: they would stay.', current_user)
    where row_security_active(retention_problems.target)
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
    select 8, format('Role %I may not %s rows here: grant %2$s on %3$s to %1$I;', current_user, p.privilege, t.name::regclass)
    from removes as m
    cross join lateral (
      values
        (retention_problems.target, 'select', true),
        (retention_problems.target, 'delete', m.rows),
        (retention_problems.target, 'update', m.action = 'soft_delete')
    ) as p (relid, privilege, is_needed)
    cross join lateral (select p.relid as name) as t
    where p.is_needed
      and not has_table_privilege(p.relid, p.privilege)
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
