import t from 'tap'
import { testDatabase } from '../support/database.js'

t.test('removes the policy of a table, even of one that is gone', async (t) => {
  const { sql } = await testDatabase(t)
  const drop = (name: string) => sql`select target_schema, target_table from steward.drop_retention_policy(${name})`
  await sql.unsafe(`
    create schema "Od d";
    create table public.events (at timestamptz);
    create table "Od d".events (at timestamptz);
    select steward.add_retention_policy('public.events', 'at', '1 day');
    select steward.add_retention_policy('"Od d".events', 'at', '1 day');
    drop table public.events;
  `).simple()
  await t.rejects(drop('events'), { code: '42P09', message: 'there are policies for tables events in several schemas' })
  t.strictSame([...(await drop('public.events'))], [{ target_schema: 'public', target_table: 'events' }])
  t.strictSame([...(await drop('events'))], [{ target_schema: 'Od d', target_table: 'events' }])
  await t.rejects(drop('events'), { code: 'SW013', message: 'table events has no retention policy' })
  await t.rejects(drop('"'), { code: '22023' })
})
