import t from 'tap'
import { testDatabase } from '../support/database.js'

t.test('it writes what sync_retention_policies() takes, without defaults, in the order of the runs', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table a (id integer primary key, at timestamptz); create table "B b" (id integer, at bigint); create table kept (id integer, at bigint);
  `)
  const exported = async () => (await sql<{ value: unknown[] }[]>`select steward.export_retention_policies() as value`)[0]?.value
  t.strictSame(await exported(), [])

  await sql`select steward.add_retention_policy('a', 'at', '1 month 3 days')`
  await sql`
    select steward.add_retention_policy('"B b"', 'at', '90 minutes', 'archive', '[{"column": "id", "operator": ">", "value": 5}]', 'epoch_seconds',
      archive_to => 'kept', keep_last => 2, keep_per => '{id}', max_share => 0.25, max_rows => 12345678901, time_budget => '1 hour',
      window_start => '22:30', window_end => '06:00', priority => 5, enabled => false, allow_short => true)`
  const all = [
    {
      target: 'public."B b"', age_column: 'at', keep: '01:30:00', action: 'archive',
      conditions: [{ value: 5, column: 'id', operator: '>' }], age_kind: 'epoch_seconds', archive_to: 'public.kept', keep_last: 2,
      keep_per: ['id'], max_share: 0.25, max_rows: 12345678901, time_budget: '01:00:00', window_start: '22:30:00',
      window_end: '06:00:00', priority: 5, enabled: false,
    },
    { target: 'public.a', age_column: 'at', keep: '1 mon 3 days', age_kind: 'timestamptz' },
  ]
  t.strictSame(await exported(), all)
  t.strictSame(Object.keys((await exported())?.[1] as object), ['target', 'age_column', 'keep', 'age_kind'], 'in the order of the parameters')

  const actions = await sql`
    select s.target, s.action, s.differences
    from steward.sync_retention_policies(steward.export_retention_policies()::jsonb, dry_run => true) as s`
  t.strictSame([...actions], [
    { target: 'public."B b"', action: 'none', differences: [] },
    { target: 'public.a', action: 'none', differences: [] },
  ])
  await sql`delete from steward.retention_policies`
  await sql`select steward.sync_retention_policies(${JSON.stringify(all)}::text::jsonb)`
  t.strictSame(await exported(), all, 'and back')
})
