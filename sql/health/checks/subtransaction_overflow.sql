create or replace function steward_internal.check_subtransaction_overflow()
returns setof steward_internal.check_row
language plpgsql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
begin
  if to_regprocedure('pg_catalog.pg_stat_get_backend_subxact(integer)') is null then
    return next steward_internal.skipped_row(
      'server',
      'Only PostgreSQL 16 and later tell which sessions have too many subtransactions.',
      'Look at pg_stat_slru: many blks_read of Subtrans (from PostgreSQL 17 on subtransaction) are their trace.'
    );
    return;
  end if;

  return query execute format($query$
    select
      'session',
      null,
      format('pid %%s', s.pid),
      x.subxact_count::numeric,
      format(
        'S%%s has too many subtransactions open in one transaction: %%s are remembered, and more are looked up on disk. Query: %%s',
        substr(s.description, 2), x.subxact_count, coalesce(s.query, 'none')
      ),
      null,
      null,
      null,
      null::text[],
      null::text[],
      s.evidence
    from pg_stat_get_backend_idset() as b (id)
    cross join lateral %I.pg_stat_get_backend_subxact(b.id) as x
    inner join steward_internal.described_sessions() as s on s.pid = pg_stat_get_backend_pid(b.id)
    where x.subxact_overflowed
  $query$, 'pg_catalog');
end
$$;

comment on function steward_internal.check_subtransaction_overflow() is $doc$
Finds transactions with more subtransactions than the server remembers.

A session has room for 64 (each SAVEPOINT or EXCEPTION block that writes is one). Beyond that every
other session, on standbys too, has to look up on disk who belongs to whom for as long as the
transaction lasts, and a busy server slows down as a whole. It passes with the transaction, so this sees
only what is running; 64 is PGPROC_MAX_CACHED_SUBXIDS, which cannot be set.

@title Too many subtransactions
@category transactions
@scope cluster
@severity warning
@unit subtransactions
@remedy Commit more often, and handle errors without a SAVEPOINT or EXCEPTION block for each row.
@doc https://www.postgresql.org/docs/current/subxacts.html
@access steward_reader
@example select * from steward_internal.check_subtransaction_overflow();
$doc$;

revoke all on function steward_internal.check_subtransaction_overflow() from public;
