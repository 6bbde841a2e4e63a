create or replace function steward_internal.statement_locks(statement text)
returns table (relation text, kind text, mode text, effect text, help text)
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_name constant text := '(?:"(?:[^"]|"")+"|[[:alpha:]_][\w$]*)';
  v_relation constant text := format('(%1$s(?: ?\. ?%1$s)?)', v_name);
  v_concurrently constant text := 'Use CONCURRENTLY, in a file of its own with the line: -- pgsteward: no-transaction';
  v_found text[];
  v_rule record;
begin
  v_found := regexp_match(
    statement_locks.statement, format('^alter (?:table|materialized view) (?:if exists )?(?:only )?%s(?: ?\*)? (.*)$', v_relation)
  );
  if v_found is not null then
    return query
    select v_found[1], 'table', a.mode, a.effect, a.help
    from unnest(steward_internal.split_list(v_found[2])) as action
    cross join lateral steward_internal.altered_table_lock(action) as a;
  end if;

  for v_rule in
    select * from (
      values
        ('^create (?:unique )?index (?!concurrently)(?:if not exists )?(?:%2$s )?on (?:only )?%1$s', 'index', 'SHARE', 'builds an index',
          v_concurrently),
        ('^drop index (?!concurrently)(?:if exists )?(.*)$', 'indexes', 'ACCESS EXCLUSIVE', null, v_concurrently),
        ('^reindex (?:\(.*\) )?table (?!concurrently)%1$s', 'table', 'SHARE', 'builds its indexes again', v_concurrently),
        ('^reindex (?:\(.*\) )?index (?!concurrently)%1$s', 'indexes', 'SHARE', 'builds an index again', v_concurrently),
        ('^drop (?:table|materialized view) (?:if exists )?(.*)$', 'tables', 'ACCESS EXCLUSIVE', null, null),
        ('^truncate (?:table )?(?:only )?(.*)$', 'tables', 'ACCESS EXCLUSIVE', null, null),
        ('^cluster (?:verbose )?%1$s', 'table', 'ACCESS EXCLUSIVE', 'rewrites it', null),
        ('^vacuum (?:full(?: \w+)*|\([^)]*\yfull\y[^)]*\)) %1$s$', 'table', 'ACCESS EXCLUSIVE', 'rewrites it', null),
        ('^refresh materialized view (?!concurrently)%1$s', 'table', 'ACCESS EXCLUSIVE', 'fills it again',
          'Use CONCURRENTLY: it needs a unique index.'),
        ('^create (?:or replace )?(?:constraint )?trigger .* on %1$s', 'table', 'SHARE ROW EXCLUSIVE', null, null),
        ('^drop trigger .* on %1$s', 'table', 'ACCESS EXCLUSIVE', null, null),
        ('^create (?:or replace )?rule .* to %1$s', 'table', 'ACCESS EXCLUSIVE', null, null),
        ('^(?:create|alter|drop) policy .* on %1$s', 'table', 'ACCESS EXCLUSIVE', null, null),
        ('^lock (?:table )?(?:only )?(.*?)(?: in .* mode)?(?: nowait)?$', 'tables',
          coalesce(upper(substring(statement_locks.statement from ' in (.*) mode')), 'ACCESS EXCLUSIVE'), 'and its transaction go on', null)
    ) as r (pattern, kind, mode, effect, help)
  loop
    v_found := regexp_match(statement_locks.statement, format(v_rule.pattern, v_relation, v_name));
    continue when v_found is null;
    return query
    select substring(item from '^' || v_relation), v_rule.kind, v_rule.mode, v_rule.effect, v_rule.help
    from unnest(case when v_rule.kind in ('tables', 'indexes') then steward_internal.split_list(v_found[1]) else v_found[1:1] end) as item;
  end loop;

  return query
  select r.found[1], 'table', 'SHARE ROW EXCLUSIVE', null, null
  from regexp_matches(statement_locks.statement, format('\yreferences %s', v_relation), 'g') as r (found)
  where statement_locks.statement ~ '^(create|alter) ';
end
$$;

comment on function steward_internal.statement_locks(text) is $doc$
Tells which relations a statement of DDL locks, how, and what for.

It reads the text only: what a function or a DO block locks is for a rehearsal to find out.

@param statement The statement without comments and literals, its white space single and its keywords in lower case.
@returns The lock; kind is indexes if relation is the index whose table is locked; effect is null if the lock is for a moment.
@access steward_reader
@example select relation, mode, effect from steward_internal.statement_locks('create index i on t (a)');
$doc$;

revoke all on function steward_internal.statement_locks(text) from public;
