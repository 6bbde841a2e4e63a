import t from 'tap'
import { testDatabase } from '../support/database.js'
import { rolledBack } from '../support/transaction.js'

const { sql } = await testDatabase(t)

t.test('describes a function as its comment and the catalog do', async (t) => {
  const rows = await sql`select * from steward.api_reference where object_name = 'set_setting'`
  t.strictSame([...rows], [
    {
      schema_name: 'steward',
      object_name: 'set_setting',
      object_type: 'function',
      signature: 'steward.set_setting(text, text)',
      area: 'core',
      summary: 'Changes a setting after checking the value against the type of the setting.',
      description: 'Changes a setting after checking the value against the type of the setting.',
      arguments: [
        { name: 'name', type: 'text', default: null },
        { name: 'value', type: 'text', default: null },
      ],
      columns: [
        { name: 'setting', type: 'text' },
        { name: 'old_value', type: 'text' },
        { name: 'new_value', type: 'text' },
      ],
      returns_set: true,
      volatility: 'v',
      parallel: 'u',
      params: [
        'name Name of the setting, as in the table `settings`.',
        `value The new value, written as its type is written: an interval as '15 s' or '30 days'.`,
      ],
      returns: 'The setting with its old and its new value.',
      errors: ['SW001 There is no setting of this name.', 'SW002 The value is null or not valid for the type of the setting.'],
      access: ['steward_admin'],
      examples: [`select * from set_setting('health.time_budget', '15 s');`],
    },
  ])
})

t.test('describes a table, a view and a procedure', async (t) => {
  const rows = await sql`
    select object_name, object_type, signature, area, summary, arguments, columns -> 0 as first_column, returns_set, volatility, access
    from steward.api_reference
    where object_name in ('install_record', 'schedule_status', 'purge_cron_history')
    order by object_name`
  t.strictSame([...rows], [
    {
      object_name: 'install_record', object_type: 'table', signature: 'steward_internal.install_record', area: null,
      summary: 'What install changed outside of its own schemas, so that uninstall can put exactly that back.',
      arguments: null, first_column: { name: 'name', type: 'text' }, returns_set: null, volatility: null, access: null,
    },
    {
      object_name: 'purge_cron_history', object_type: 'procedure',
      signature: 'steward.purge_cron_history(interval, integer)', area: 'maintenance',
      summary: `Removes pg_cron's old run history, in batches that commit.`,
      arguments: [
        { name: 'keep', type: 'interval', default: 'NULL::interval' },
        { name: 'batch_rows', type: 'integer', default: '1000' },
      ],
      first_column: null, returns_set: false, volatility: 'v', access: ['steward_operator'],
    },
    {
      object_name: 'schedule_status', object_type: 'view', signature: 'steward.schedule_status', area: 'maintenance',
      summary: 'Shows each schedule with who runs it, how its last run went, when it is due, and what is wrong.',
      arguments: null, first_column: { name: 'name', type: 'text' }, returns_set: null, volatility: null,
      access: ['steward_reader select'],
    },
  ])
})

t.test('an object without a comment has a row without a description; other schemas and kinds have none', async (t) => {
  await rolledBack(sql, async (tx) => {
    await tx.unsafe(`
      create function steward."Odd F"("A b" int) returns int immutable language sql as 'select 1';
      create table steward.t (id serial primary key);
      create type steward.pair as (a int);
      create function public.get_setting(name text) returns int language sql as 'select 1';
      create table public.settings ();
    `)
    const names = await tx<{ signature: string; summary: string | null; params: string[] | null }[]>`
      select signature, summary, params from steward.api_reference
      where signature ~ 'Odd|\\.t$|pair|t_id|^public'
      order by signature`
    t.strictSame([...names], [
      { signature: 'steward."Odd F"(integer)', summary: null, params: null },
      { signature: 'steward.t', summary: null, params: null },
    ])
    t.equal((await tx`select from steward.api_reference where object_name = 'get_setting'`).length, 1)
  })
})

t.test('every signature leads back to its object', async (t) => {
  const rows = await sql`
    select signature from steward.api_reference
    where case when arguments is null then to_regclass(signature)::oid else to_regprocedure(signature)::oid end is null`
  t.strictSame([...rows], [])
})
