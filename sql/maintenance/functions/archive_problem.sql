create or replace function steward_internal.archive_problem(policy steward.retention_policies, target oid)
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with archive as (
    select c.oid, c.relkind
    from pg_class as c
    where c.oid = steward_internal.archive_of(archive_problem.policy)
  ),
  columns as (
    select a.attname, a.atttypid, a.atttypmod
    from pg_attribute as a
    where a.attrelid = archive_problem.target
      and a.attnum > 0
      and not a.attisdropped
      and a.attgenerated = ''
  )
  select case
    when not exists (select from archive as x where x.relkind in ('r', 'p', 'f'))
      then 'archive_to is not a table, or it is gone.'
    when exists (select from archive as x where x.oid = archive_problem.target)
      then 'archive_to is the table itself.'
    else (
      select format(
        'The archive has no column %s of the same type.',
        string_agg(quote_ident(k.attname), ', ' order by k.attname)
      )
      from columns as k
      where not exists (
        select
        from archive as x
        inner join pg_attribute as a on a.attrelid = x.oid
        where a.attname = k.attname
          and a.atttypid = k.atttypid
          and a.atttypmod in (-1, k.atttypmod)
          and a.attgenerated = ''
          and a.attnum > 0
          and not a.attisdropped
      )
      having count(*) > 0
    )
  end
$$;

comment on function steward_internal.archive_problem(steward.retention_policies, oid) is $doc$
Tells why rows cannot be moved to the archive of a retention policy.

@param policy The policy.
@param target Its table.
@returns A sentence; null if the archive has a place for each column.
@access steward_reader
@example select steward_internal.archive_problem(p, format('%I.%I', p.target_schema, p.target_table)::regclass) from steward.retention_policies as p;
$doc$;

revoke all on function steward_internal.archive_problem(steward.retention_policies, oid) from public;
