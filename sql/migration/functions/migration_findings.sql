create or replace function steward.migration_findings(ledger text default 'public.pgmigrations', files jsonb default null)
returns table (kind text, name text, severity text, detail text, action text, since timestamptz)
language sql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select steward_internal.assert_not_null(
    'steward.migration_findings', jsonb_build_object('ledger', migration_findings.ledger)
  );
  with states as materialized (
    select s.*
    from steward.migration_status(migration_findings.ledger, migration_findings.files) as s
    where s.state in ('interrupted', 'failed', 'modified', 'missing', 'out_of_order')
  ),
  log as materialized (
    select l.* from steward.migration_log as l where l.ledger = migration_findings.ledger
  ),
  unfinished as (
    select s.name, s.state, s.last_at, l.statement, l.message, l.sqlstate, l.file, l.line, l.statements_done, l.actor, l.direction
    from states as s
    cross join lateral (
      select l.* from log as l where l.name = s.name and l.status <> 'rolled_back' order by l.id desc limit 1
    ) as l
    where s.state in ('failed', 'interrupted')
  ),
  gone_round as (
    select distinct on (l.name) l.*
    from log as l
    where l.tool = 'ledger'
      and l.id > (select max(o.id) from log as o where o.tool <> 'ledger')
    order by l.name, l.id desc
  )
  select
    u.state, u.name, 'warning',
    case u.state
      when 'failed' then format('%s %s failed%s: %s (SQLSTATE %s)', initcap(word.noun), u.name, ' at line ' || u.line, u.message, u.sqlstate)
      else format('The session of the %s %s ended before it did', word.noun, u.name)
    end
      || case when u.statements_done > 0 then format('; %s of its statements are done', u.statements_done) else '' end
      || coalesce(format('. It was run by %s.', u.actor), '.'),
    case u.state
      when 'failed' then format('Mend the file, and run it again: pgsteward migrate %s.', u.direction)
      else format('Run it again: pgsteward migrate %s. What is done is not done twice.', u.direction)
    end,
    u.last_at
  from unfinished as u
  cross join lateral (select case u.direction when 'up' then 'migration' else 'revert of' end as noun) as word
  union all
  select s.state, s.name, 'warning', k.detail, k.action, s.applied_at
  from states as s
  inner join (
    values
      (
        'modified', 'The file is another than the one that was applied.',
        'Put the file back as it was and write a migration for the difference; if it makes none: pgsteward migrate repair.'
      ),
      (
        'missing', 'It is applied, and there is no file.',
        'Bring the file back, from the branch that it was applied from, or revert it there.'
      ),
      (
        'out_of_order', 'It is not applied, but a later one is.',
        'Give it a later number, or apply it as it is: pgsteward migrate up --out-of-order.'
      )
  ) as k (state, detail, action) on k.state = s.state
  union all
  select
    'went_round', g.name, 'info',
    format('It was %s by %s with %s, so the log holds no file, duration or error of it.',
      case g.direction when 'up' then 'applied' else 'reverted' end,
      g.session_user_name, coalesce(nullif(g.application_name, ''), 'a client without a name')),
    'Nothing is wrong with it; to have the log complete: pgsteward migrate up.',
    g.started_at
  from gone_round as g
  where g.name not in (select s.name from states as s)
  union all
  select
    'invalid_index', r.qualified_name, 'warning',
    format('Index %s on %s is invalid, and migration %s %s.', r.qualified_name, t.qualified_name, u.name,
      case u.state when 'failed' then 'failed' else 'was interrupted' end),
    format('If it is the index of the migration: pgsteward migrate %s drops it and goes on; by hand: drop index concurrently %s;',
      u.direction, r.qualified_name),
    u.last_at
  from pg_index as i
  inner join steward_internal.user_relations as r on r.relid = i.indexrelid
  inner join steward_internal.user_relations as t on t.relid = i.indrelid
  cross join lateral (
    select u.*
    from unfinished as u
    where u.state = 'interrupted'
      or strpos(u.statement, r.relation_name) > 0
    order by u.last_at desc
    limit 1
  ) as u
  where not i.indisvalid
    and r.relkind = 'i'
    and i.indexrelid not in (select steward_internal.busy_indexes())
  union all
  select
    'out_of_band_ddl', d.identity, 'warning',
    format('%s was %s outside of any migration (%s) by %s at %s%s.',
      initcap(left(d.object_type, 1)) || substr(d.object_type, 2) || ' ' || d.identity,
      d.what, d.command_tag, concat_ws(' with ', d.actor, nullif(d.application_name, '')),
      to_char(d.last_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'),
      case when d.changes > 1 then format(', the last of %s changes', d.changes) else '' end),
    'Put the same into a migration, or undo it; pgsteward migrate baseline takes the schema as it is now.',
    d.since
  from steward_internal.out_of_band_changes(migration_findings.ledger) as d
  order by 1, 2
$$;

comment on function steward.migration_findings(text, jsonb) is $doc$
Finds what is wrong between the migration files, the log and the schema.

Kinds: `interrupted`, `failed`, `modified`, `missing` and `out_of_order`, as in `migration_status()`; `went_round`: applied or reverted by something
else since pgsteward last ran a migration; `invalid_index`: an index that is not valid while a migration is interrupted, or one that has failed names it;
`out_of_band_ddl`: an object that was changed outside of any migration, in a schema of the migrations, since the first run or the last baseline.
The last needs `track_ddl()`. Objects that came and went that way, partitions and what retention dropped are left out.

@area migration
@param ledger The table in which node-pg-migrate records what is applied.
@param files The files there are, as in `migration_status()`; null means those that the last run found.
@returns One row for each kind and name; `since` is when it was run, applied or first changed, or null.
@error 22004 ledger is null.
@error 42501 The role may not read the ledger.
@access steward_reader
@example select kind, name, severity, detail, action, since from migration_findings();
$doc$;

revoke all on function steward.migration_findings(text, jsonb) from public;
