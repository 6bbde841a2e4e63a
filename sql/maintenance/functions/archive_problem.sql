create or replace function steward_internal.archive_problem(policy steward.retention_policies, target oid)
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with archive as (
    select c.oid, c.relkind, c.relpersistence
    from pg_class as c
    where c.oid = steward_internal.archive_of(archive_problem.policy)
  ),
  columns as (
    select a.attrelid, a.attname, a.atttypid, a.atttypmod, a.attnotnull, a.attidentity, a.attgenerated,
      pg_get_expr(d.adbin, d.adrelid) as expression
    from pg_attribute as a
    left join pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where (a.attrelid = archive_problem.target or a.attrelid = (select x.oid from archive as x))
      and a.attnum > 0
      and not a.attisdropped
  ),
  pairs as (
    select coalesce(k.attname, x.attname) as attname, k, x,
      k.attname is not null
        and (
          k.atttypid is distinct from x.atttypid
          or x.atttypmod not in (-1, k.atttypmod)
          or x.attgenerated <> '' and k.attgenerated = ''
        ) as is_missing,
      k.attgenerated <> '' and x.attgenerated <> '' and k.expression <> x.expression as differs,
      k.attname is null and x.attnotnull and x.expression is null and x.attidentity = '' as is_required
    from (select c.* from columns as c where c.attrelid = archive_problem.target) as k
    full join (select c.* from columns as c where c.attrelid <> archive_problem.target) as x on x.attname = k.attname
  )
  select case
    when not exists (select from archive as x where x.relkind in ('r', 'p', 'f'))
      then 'archive_to is not a table, or it is gone.'
    when exists (select from archive as x where x.oid = archive_problem.target)
      then 'archive_to is the table itself.'
    when exists (select from archive as x where pg_partition_root(x.oid) = archive_problem.target)
      then 'archive_to is a partition of the table.'
    when exists (select from archive as x where x.relpersistence = 't')
      then 'archive_to is a temporary table, which ends with its session.'
    when exists (
      select
      from archive as x
      inner join pg_class as c on c.oid = archive_problem.target
      where x.relpersistence = 'u'
        and c.relpersistence <> 'u'
    )
      then 'archive_to is unlogged: a crash of the server empties it.'
    else coalesce(
      (
        select format('The archive has no column %s of the same type.', string_agg(quote_ident(p.attname), ', ' order by p.attname))
        from pairs as p
        where p.is_missing
        having count(*) > 0
      ),
      (
        select format('The archive computes column %s in another way.', string_agg(quote_ident(p.attname), ', ' order by p.attname))
        from pairs as p
        where p.differs
        having count(*) > 0
      ),
      (
        select format(
          'Column %s of the archive is not in the table, has no default and cannot be null.',
          string_agg(quote_ident(p.attname), ', ' order by p.attname)
        )
        from pairs as p
        where p.is_required
        having count(*) > 0
      ),
      (
        select format('Rule %s of the archive changes what is inserted.', string_agg(quote_ident(r.rulename), ', ' order by r.rulename))
        from pg_rewrite as r
        inner join archive as x on x.oid = r.ev_class
        where r.ev_type = '3'
          and r.ev_enabled <> 'D'
        having count(*) > 0
      )
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
