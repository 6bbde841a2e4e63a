import t from 'tap'
import { testDatabase } from '../support/database.js'
import { testRoles } from '../support/roles.js'

const tables = `
  create table public.events (id bigint primary key, at timestamptz, local timestamp, day date, made bigint, small integer, uid uuid, note text, gone timestamptz, gone_not_null timestamptz not null default now());
  create table public.archived (like public.events);
  create table public.short (like public.events);
  alter table public.short drop column note, alter column day type text;
  create table public.narrow (id int, note varchar(10));
  create table public.narrower (id int, note varchar(5));
  alter table public.narrow add at timestamptz;
  alter table public.narrower add at timestamptz;
  create table public.computed (id bigint, at timestamptz, note text generated always as ('x') stored);
  create table public.plain (id bigint, at timestamptz, note text);
  create table public.listed (at timestamptz) partition by list (at);
  create table public.ranged (at timestamptz) partition by range (at);
  create table public.part partition of public.ranged default;
  create view public.seen as select * from public.events;
`

t.test('stores what it was told, and approves nothing', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(tables).simple()
  const [policy] = await sql`
    select to_jsonb(p) as row from steward.add_retention_policy('public.events', 'at', '90 days') as p`
  t.match(policy?.['row'], {
    target_schema: 'public', target_table: 'events', age_column: 'at', age_kind: 'timestamptz', time_zone: 'UTC', time_zone_from: 'default', keep: '90 days',
    action: 'delete', conditions: [], archive_schema: null, archive_table: null, soft_delete_column: null, keep_rows: null,
    keep_last: null, keep_per: null, max_share: null, max_rows: null, time_budget: '00:10:00', window_start: null, window_end: null,
    priority: 100, enabled: true, created_by: 'app', approved_at: null, approved_by: null, approved_share: null,
  })
  t.strictSame([...(await sql`select to_jsonb(p) as row from steward.retention_policies as p`)], [policy])
  await t.rejects(sql`select steward.add_retention_policy('public.events', 'at', '1 day')`, {
    code: '42710', message: 'table public.events has a retention policy already', hint: "select drop_retention_policy('public.events');",
  })
})

t.test('the type of the column says what kind it is', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(tables).simple()
  for (const [column, kind] of Object.entries({ at: 'timestamptz', local: 'timestamp', day: 'date', uid: 'uuidv7' })) {
    t.strictSame([...(await sql`select age_kind from steward.add_retention_policy('public.events', ${column}, '1 day')`)], [{ age_kind: kind }])
    await sql`select steward.drop_retention_policy('events')`
  }
})

const conditions = (list: string) => `'at', '1 day', conditions => '${list}'`
const example = 'The operators are =, <>, <, <=, >, >=, in, not in, is null and is not null.'

for (const [args, detail] of [
  ["'nope', '1 day'", 'There is no column nope.'],
  ["'ctid', '1 day'", 'There is no column ctid.'],
  ["null, '1 day'", 'There is no column null.'],
  ["'note', '1 day'", 'A column of type text does not say how old a row is.'],
  ["'made', '1 day'", 'Say in age_kind whether the column counts epoch_seconds or epoch_milliseconds.'],
  ["'small', '1 day', age_kind => 'epoch_milliseconds'", "A column of type integer cannot be of the kind 'epoch_milliseconds'."],
  ["'at', '1 day', age_kind => 'date'", "A column of type timestamp with time zone cannot be of the kind 'date'."],
  ["'at', '1 day', age_kind => 'years'", "A column of type timestamp with time zone cannot be of the kind 'years'."],
  ["'at', null", 'keep is null, infinite or not positive.'],
  ["'at', '0'", 'keep is null, infinite or not positive.'],
  ["'at', '-1 day'", 'keep is null, infinite or not positive.'],
  ["'at', '1 day', null", 'The action is NULL, not delete, archive, soft_delete or drop_partition.'],
  ["'at', '1 day', 'truncate'", "The action is 'truncate', not delete, archive, soft_delete or drop_partition."],
  ["'at', '1 day', 'archive'", 'archive_to belongs to the action archive, and to no other.'],
  ["'at', '1 day', archive_to => 'public.archived'", 'archive_to belongs to the action archive, and to no other.'],
  ["'at', '1 day', 'archive', archive_to => 'public.events'", 'archive_to is the table itself.'],
  ["'at', '1 day', 'archive', archive_to => 'public.seen'", 'archive_to is not a table, or it is gone.'],
  ["'at', '1 day', 'archive', archive_to => 'public.short'", 'The archive has no column day, note of the same type.'],
  ["'at', '1 day', 'soft_delete'", 'soft_delete_column belongs to the action soft_delete, and to no other.'],
  ["'at', '1 day', soft_delete_column => 'gone'", 'soft_delete_column belongs to the action soft_delete, and to no other.'],
  ["'at', '1 day', 'soft_delete', soft_delete_column => 'day'", 'There is no column day of type timestamptz that can be null.'],
  ["'at', '1 day', 'soft_delete', soft_delete_column => 'at'", 'There is no column at of type timestamptz that can be null.'],
  ["'at', '1 day', 'soft_delete', soft_delete_column => 'gone_not_null'", 'There is no column gone_not_null of type timestamptz that can be null.'],
  ["'at', '1 day', 'drop_partition'", 'The table is not partitioned.'],
  ["'at', '1 day', keep_rows => 0", 'keep_rows is not positive.'],
  ["'at', '1 day', keep_last => 1", 'keep_last is a positive number, and keep_per the columns that it counts for: both or neither.'],
  ["'at', '1 day', keep_per => '{id}'", 'keep_last is a positive number, and keep_per the columns that it counts for: both or neither.'],
  ["'at', '1 day', keep_last => 1, keep_per => '{}'", 'keep_last is a positive number, and keep_per the columns that it counts for: both or neither.'],
  ["'at', '1 day', keep_last => 0, keep_per => '{id}'", 'keep_last is a positive number, and keep_per the columns that it counts for: both or neither.'],
  ["'at', '1 day', keep_last => 1, keep_per => '{id,nope}'", 'There is no column nope for keep_per.'],
  ["'at', '1 day', keep_last => 1, keep_per => '{id,null}'", 'There is no column null for keep_per.'],
  ["'at', '1 day', max_share => 0", 'max_share is a share, more than 0 and at most 1.'],
  ["'at', '1 day', max_share => 1.01", 'max_share is a share, more than 0 and at most 1.'],
  ["'at', '1 day', max_share => 'NaN'", 'max_share is a share, more than 0 and at most 1.'],
  ["'at', '1 day', max_rows => 0", 'max_rows is not positive.'],
  ["'at', '1 day', time_budget => null", 'time_budget is not positive.'],
  ["'at', '1 day', time_budget => '0'", 'time_budget is not positive.'],
  ["'at', '1 day', window_start => '02:00'", 'window_start and window_end are two different times of day, or both null.'],
  ["'at', '1 day', window_start => '02:00', window_end => '02:00'", 'window_start and window_end are two different times of day, or both null.'],
  ["'at', '1 day', time_zone => 'Mars/Olympus'", 'time zone "Mars/Olympus" not recognized.'],
  [conditions('{}'), 'conditions is not a list.'],
  [conditions('[1]'), /It is not an object of column, operator and value/],
  [conditions('[{"column": "note", "operator": "=", "value": "x", "or": 1}]'), /It is not an object of column, operator and value/],
  [conditions('[{"column": "nope", "operator": "=", "value": 1}]'), /There is no column 'nope'/],
  [conditions('[{"operator": "=", "value": 1}]'), /There is no column NULL/],
  [conditions('[{"column": "note", "operator": "~", "value": "x"}]'), new RegExp(example.replaceAll('.', '\\.'))],
  [conditions('[{"column": "note"}]'), new RegExp(example.replaceAll('.', '\\.'))],
  [conditions('[{"column": "note", "operator": "=", "value": null}]'), /The operator = takes one value/],
  [conditions('[{"column": "note", "operator": "="}]'), /The operator = takes one value/],
  [conditions('[{"column": "note", "operator": "in", "value": []}]'), /The operator in takes a list of values without nulls/],
  [conditions('[{"column": "note", "operator": "not in", "value": ["x", null]}]'), /The operator not in takes a list of values without nulls/],
  [conditions('[{"column": "note", "operator": "is null", "value": 1}]'), /The operator is null takes no value/],
  [conditions('[{"column": "day", "operator": "<", "value": "soon"}]'), 'invalid input syntax for type date: "soon".'],
] as const) {
  t.test(`refuses ${args}`, async (t) => {
    const { sql } = await database
    await t.rejects(sql.unsafe(`select steward.add_retention_policy('public.events', ${args})`), { code: '22023', detail })
  })
}

for (const [args, argument, hint] of [
  ["'at', '1 day', conditions => null", 'conditions', "Pass a value of type jsonb, or leave it out for its default, '[]'::jsonb."],
  [conditions('null'), 'conditions', "Pass a value of type jsonb, or leave it out for its default, '[]'::jsonb."],
  ["'at', '1 day', priority => null", 'priority', 'Pass a value of type integer, or leave it out for its default, 100.'],
  ["'at', '1 day', enabled => null", 'enabled', 'Pass true or false, or leave it out for its default, true.'],
  ["'at', '1 day', enabled => null, priority => null", 'priority', 'Pass a value of type integer, or leave it out for its default, 100.'],
] as const) {
  t.test(`refuses nulls in ${args}`, async (t) => {
    const { sql } = await database
    const message = `${argument} must not be null`
    await t.rejects(sql.unsafe(`select steward.add_retention_policy('public.events', ${args})`), { code: '22004', message, hint })
  })
}

const database = testDatabase(t).then(async (db) => {
  await db.sql.unsafe(tables).simple()
  return db
})

t.test('refuses what fits the column but not the table', async (t) => {
  const { sql } = await database
  const detail = (target: string, args: string, text: string) =>
    t.rejects(sql.unsafe(`select steward.add_retention_policy('${target}', 'at', '1 day', ${args})`), { code: '22023', detail: text }, `${target}: ${args}`)
  await detail('public.narrow', "'archive', archive_to => 'public.narrower'", 'The archive has no column note of the same type.')
  await detail('public.plain', "'archive', archive_to => 'public.computed'", 'The archive has no column note of the same type.')
  await detail('public.listed', "'drop_partition'", 'The table is not partitioned by RANGE.')
  await detail('public.ranged', "'drop_partition', max_rows => 5", 'A partition goes as a whole: conditions, keep_rows, keep_last and max_rows do not fit drop_partition.')
})

t.test('refuses a target that is no table of the user', async (t) => {
  const db = await database
  const add = (target: string) => db.sql.unsafe(`select steward.add_retention_policy(${target}, 'at', '1 day')`)
  await t.rejects(add("'public.seen'"), { code: '42809', message: 'public.seen is no table whose rows can be given an age' })
  await t.rejects(add("'steward.health_runs'"), { code: '42809' })
  await t.rejects(add("'pg_class'"), { code: '42809' })
  await t.rejects(add("'public.events_pkey'"), { code: '42809' })
  await t.rejects(add("'public.part'"), { code: '42809', message: 'public.part is a partition', hint: 'Give the policy to the partitioned table: public.ranged.' })
  await t.rejects(add('null'), { code: '42P01' })
  await t.rejects(add('0'), { code: '42P01' })
  const roles = await testRoles(t, db, { owner: 'nologin' })
  await db.admin.unsafe(`alter table public.plain owner to ${roles.owner}`)
  await t.rejects(add("'public.plain'"), { code: '42501', message: 'must have the privileges of the owner of public.plain', hint: `grant ${roles.owner} to app;` })
})

t.test('less than a day has to be meant, since a number alone counts seconds', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`create table public.events (at timestamptz)`
  const add = (keep: string, rest = '') => sql.unsafe(`select keep from steward.add_retention_policy('public.events', 'at', '${keep}'${rest})`)
  for (const [keep, time, days] of [
    ['90', '00:01:30', 90], ['365', '00:06:05', 365], ['3650', '01:00:50', 30], ['86399', '23:59:59', 30], ['0.5', '00:00:00.5', 30],
  ] as const) {
    await t.rejects(add(keep), {
      code: '22023', message: `rows of public.events would be kept for ${time} only`, detail: 'A number without a unit counts seconds.',
      hint: `Write the unit, as in '${days} days'; if less than a day is meant: allow_short => true.`,
    })
  }
  for (const [keep, time] of [['90 min', '01:30:00'], ['12 hours', '12:00:00'], ['60', '00:01:00']] as const) {
    await t.rejects(add(keep), {
      code: '22023', message: `rows of public.events would be kept for ${time} only`, detail: 'Less than a day has to be meant.',
      hint: "It is at least a day, as in '30 days'; if less is meant: allow_short => true.",
    })
  }
  await t.rejects(add('90', ', allow_short => null'), { code: '22004' })
  await t.rejects(add('0', ', allow_short => true'), { code: '22023', detail: 'keep is null, infinite or not positive.' })
  t.strictSame([...(await add('15 minutes', ', allow_short => true'))], [{ keep: '00:15:00' }])
  await sql`select steward.drop_retention_policy('public.events')`
  t.strictSame([...(await add('1 day'))], [{ keep: '1 day' }])
})

t.test('a setting is no number without a unit either', async (t) => {
  const { sql } = await testDatabase(t)
  const set = (value: string) => sql`select new_value from steward.set_setting('maintenance.keep_runs', ${value})`
  await t.rejects(set('90'), { code: 'SW002' })
  await t.rejects(set(' +90.5 '), { code: 'SW002' })
  t.strictSame([...(await set('90 s'))], [{ new_value: '90 s' }])
})
