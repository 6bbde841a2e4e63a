create or replace function steward_internal.check_money_columns()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select r.* from steward_internal.column_type_rows('{money}', 'numeric') as r
$$;

comment on function steward_internal.check_money_columns() is $doc$
Finds columns of type money, whose meaning depends on a setting.

The currency is that of lc_monetary of whoever reads: a dump that is restored under another locale
changes what the amounts mean. There are no fractions of the smallest unit, and division truncates.
PostgreSQL's wiki lists the type under "Don't Do This".

@title Column of type money
@category schema
@mode static
@severity info
@remedy Use numeric, and a column for the currency if there can be several.
@fix_lock ACCESS EXCLUSIVE
@fix_risk ALTER COLUMN TYPE rewrites the table and its indexes, and nobody can read or write the table meanwhile. Applications get 12.30 instead of $12.30.
@doc https://www.postgresql.org/docs/current/datatype-money.html
@access steward_reader
@example select * from steward_internal.check_money_columns();
$doc$;

revoke all on function steward_internal.check_money_columns() from public;
