import t from 'tap'
import type postgres from 'postgres'
import { applySources } from '../../tools/apply.js'
import { fingerprints } from '../support/fingerprints.js'
import { testDatabase } from '../support/database.js'
import { rolledBack } from '../support/transaction.js'

const db = await testDatabase(t)
const before = await fingerprints(db.sql)

/** The objects whose fingerprint is not what it was. */
async function changed(sql: postgres.TransactionSql | postgres.Sql): Promise<string[]> {
  const after = await fingerprints(sql as postgres.Sql)
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => before[name] !== after[name]).sort()
}

t.test('there is one for each object of the two schemas, and for nothing else', async (t) => {
  const expected = await db.sql<{ object: string }[]>`
    select 'schema ' || nspname as object from pg_namespace where nspname in ('steward', 'steward_internal')
    union all
    select case prokind when 'p' then 'procedure ' else 'function ' end || oid::regprocedure::text from pg_proc
    where pronamespace::regnamespace::text in ('steward', 'steward_internal')
    union all
    select case relkind when 'r' then 'table ' when 'v' then 'view ' when 'S' then 'sequence ' else 'type ' end || oid::regclass::text
    from pg_class
    where relnamespace::regnamespace::text in ('steward', 'steward_internal') and relkind <> 'i'`
  t.strictSame(Object.keys(before).sort(), expected.map((row) => row.object).sort())
  for (const [object, fingerprint] of Object.entries(before)) t.match(fingerprint, /^[0-9a-f]{32}$/, object)
})

for (const [name, statement, objects] of [
  ['the body of a function', `create or replace function steward.steward_version() returns text language sql immutable
     parallel safe set search_path = pg_catalog, pg_temp as 'select ''9'''`, ['function steward.steward_version()']],
  ['a setting of a function', 'alter function steward.steward_version() set work_mem = 64', ['function steward.steward_version()']],
  ['a label of a function', 'alter function steward.steward_version() security definer', ['function steward.steward_version()']],
  ['the comment of a function', `comment on function steward.steward_version() is 'x'`, ['function steward.steward_version()']],
  ['the comment of a schema', `comment on schema steward is null`, ['schema steward']],
  ['the comment of a column', `comment on column steward.settings.value is 'x'`, ['table steward.settings']],
  ['the comment of a type', `comment on type steward.health_finding is 'x'`, ['type steward.health_finding']],
  ['EXECUTE for PUBLIC', 'grant execute on function steward.get_setting to public', ['function steward.get_setting(text)']],
  ['USAGE for PUBLIC', 'grant usage on schema steward to public', ['schema steward']],
  ['SELECT for PUBLIC', 'grant select on steward.schedule_status to public', ['view steward.schedule_status']],
  ['SELECT on a column for PUBLIC', 'grant select (name) on steward.settings to public', ['table steward.settings']],
  ['a new column', 'alter table steward.settings add x int', ['table steward.settings']],
  ['a dropped default', 'alter table steward.schedules alter created_at drop default', ['table steward.schedules']],
  ['a dropped constraint', 'alter table steward.schedules drop constraint schedules_name_fits_pg_cron', ['table steward.schedules']],
  ['a dropped NOT NULL', 'alter table steward.schedules alter command drop not null', ['table steward.schedules']],
  ['an index', 'create index on steward.settings (value)', ['table steward.settings']],
  ['a trigger', `create trigger x before update on steward.settings for each row
     execute function suppress_redundant_updates_trigger()`, ['table steward.settings']],
  ['row security', 'alter table steward.settings enable row level security', ['table steward.settings']],
  ['a storage parameter', 'alter table steward.settings set (fillfactor = 50)', ['table steward.settings']],
  ['a view', `create or replace view steward_internal.x as select 1 as n`, ['view steward_internal.x']],
  ['an overload', `create function steward.get_setting() returns text language sql as 'select 1::text'`, ['function steward.get_setting()']],
  ['a dropped view', 'drop view steward.schedule_status', ['view steward.schedule_status']],
] as const) {
  t.test(`${name} changes the fingerprint of that object`, async (t) => {
    await rolledBack(db.sql, async (tx) => {
      await tx.unsafe(statement)
      t.strictSame(await changed(tx), [...objects])
    })
  })
}

for (const [name, statement] of [
  ['a grant to a named role', 'grant all on steward.settings, steward.schedules to steward_reader'],
  ['another owner', 'alter table steward.settings owner to steward_reader'],
  ['another search_path of the session', 'set local search_path = steward, steward_internal'],
  ['rows', 'delete from steward.settings'],
  ['objects in other schemas', 'create table public.settings ()'],
  ['default privileges', 'alter default privileges in schema steward grant select on tables to public'],
] as const) {
  t.test(`${name} changes nothing`, async (t) => {
    await rolledBack(db.admin, async (tx) => {
      await tx.unsafe(statement)
      t.strictSame(await changed(tx), [])
    })
  })
}

t.test('applying the same source again changes nothing', async (t) => {
  await applySources(db.sql)
  t.strictSame(await changed(db.sql), [])
})
