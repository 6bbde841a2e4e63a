create or replace function steward_internal.check_out_of_order_migrations()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select r.* from steward_internal.migration_check_rows('out_of_order') as r
$$;

comment on function steward_internal.check_out_of_order_migrations() is $doc$
Finds pending migrations that lie before one that is applied.

Branches that were merged in another order than they were written in; no run applies them without being told to.

@title Migration out of order
@category migration
@severity warning
@remedy Give it a later number, or: pgsteward migrate up --out-of-order.
@doc https://www.postgresql.org/docs/current/ddl-alter.html
@access steward_reader
@example select * from steward_internal.check_out_of_order_migrations();
$doc$;

revoke all on function steward_internal.check_out_of_order_migrations() from public;
