create or replace function steward_internal.refresh_statement(refresh text, index_oids oid[])
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select case
    when cardinality(refresh_statement.index_oids) > 0 then
      format(
        'do %L;',
        format(
          'begin if exists (select from pg_catalog.pg_class as c where (c.oid, c.relfilenode) in (%s)) then '
            'raise exception using errcode = ''55000'', message = ''an index that is sorted by the old version has not been rebuilt'', '
            'hint = ''Run the REINDEX statements before this one again, and see why one of them fails.''; '
            'end if; execute %L; end',
          (
            select string_agg(format('(%s, %s)', c.oid, c.relfilenode), ', ' order by c.oid)
            from pg_class as c
            where c.oid = any (refresh_statement.index_oids)
          ),
          refresh_statement.refresh
        )
      )
    else refresh_statement.refresh || ';'
  end
$$;

comment on function steward_internal.refresh_statement(text, oid[]) is $doc$
Writes the refresh of a collation, which fails before its indexes are rebuilt.

REFRESH VERSION changes nothing but the warning, so the statement fails while one of the indexes still has the file that it has now, even if
nobody looked at the errors of the statements before it.

@param refresh The ALTER statement, without its semicolon.
@param index_oids The indexes that have to be rebuilt before; none of them may be null.
@returns The statement.
@access steward_reader
@example select steward_internal.refresh_statement('alter collation pg_catalog."C" refresh version', array['steward.settings_pkey'::regclass::oid]);
$doc$;

revoke all on function steward_internal.refresh_statement(text, oid[]) from public;
