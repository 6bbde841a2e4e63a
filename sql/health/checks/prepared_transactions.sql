create or replace function steward_internal.check_prepared_transactions()
returns setof steward_internal.check_row
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    'prepared transaction',
    null,
    x.gid,
    round(age.seconds, 1),
    format(
      'Prepared transaction %L (role %I, database %I) has waited %s for its COMMIT PREPARED, since %s.',
      x.gid, x.owner, x.database, steward_internal.format_value(age.seconds, 'seconds'),
      date_trunc('second', x.prepared)
    ),
    format(
      'Ask its transaction manager; if nobody is going to commit it, in database %I: rollback prepared %L;',
      x.database, x.gid
    ),
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object(
      'owner', x.owner, 'database', x.database, 'prepared', x.prepared, 'age', age(x.transaction)
    )
  from pg_prepared_xacts as x
  cross join lateral (
    select extract(epoch from clock_timestamp() - x.prepared) as seconds
  ) as age
$$;

comment on function steward_internal.check_prepared_transactions() is $doc$
Finds prepared transactions that nobody commits or rolls back.

It keeps its locks and holds VACUUM back for ever: it outlives its session, a crash and a restart. A
transaction manager needs milliseconds between the two phases; 5 minutes cover its restart, and after
half an hour somebody has to decide. There is no statement to paste, because only the transaction
manager knows which of the two is right.

@title Prepared transaction is forgotten
@category transactions
@scope cluster
@unit seconds
@warning 300
@critical 1800
@remedy Commit it or roll it back as its transaction manager says.
@doc https://www.postgresql.org/docs/current/sql-prepare-transaction.html
@access steward_reader
@example select * from steward_internal.check_prepared_transactions();
$doc$;

revoke all on function steward_internal.check_prepared_transactions() from public;
