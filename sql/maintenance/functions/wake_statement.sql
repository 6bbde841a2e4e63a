create or replace function steward_internal.wake_statement()
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select $s$select cron.unschedule(cron.schedule('0 0 1 1 *', 'select 1'))$s$
$$;

comment on function steward_internal.wake_statement() is $doc$
Returns the statement that makes the launcher of pg_cron read its jobs again.

The launcher looks at cron.job only when it is told that the table was changed. A transaction with thousands of changes of the
catalog overflows the queue of such messages, and all releases of pg_cron to 1.6.7 then miss theirs: they know
nothing of the jobs that it made, and go on with those that it removed. Any later change of the table does; this one leaves nothing behind, and
needs no more than USAGE on the schema cron. It has to be committed after the launcher has read what overflowed its queue, which it does
within a second unless a job occupies it.

@returns The statement, for the database that has pg_cron.
@access steward_operator
@example select steward_internal.wake_statement();
$doc$;

revoke all on function steward_internal.wake_statement() from public;
