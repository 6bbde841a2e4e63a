import t, { type Test } from 'tap'
import { testDatabase } from '../support/database.js'

const zones = async (t: Test, column: string, settings: string[] = []) => {
  const db = await testDatabase(t)
  const name = (await db.sql`select current_database() as name`)[0]?.['name'] as string
  for (const setting of settings) await db.admin.unsafe(`alter database ${name} ${setting}`)
  await db.sql.unsafe(`create table public.local (id int, ${column})`).simple()
  const policy = async () => [...(await db.sql`select time_zone, time_zone_from from steward.add_retention_policy('public.local', 'at', '1 day')`)]
  const expired = async (cutoff: string) => {
    const [row] = await db.sql<{ predicate: string }[]>`
      select steward_internal.retention_predicate(p, 'public.local'::regclass, ${cutoff}::text::timestamptz) as predicate from steward.retention_policies as p`
    return (await db.sql.unsafe(`select id from public.local as t where ${row?.predicate} order by id`)).map((r) => r['id'] as number)
  }
  return { ...db, name, policy, expired }
}

for (const [what, column, settings, expected] of [
  ['a default that names its zone settles it', "at timestamp default (now() at time zone 'Asia/Tokyo')", ["set timezone = 'America/New_York'"], ['Asia/Tokyo', 'the default of the column: Asia/Tokyo']],
  ['and so does a function call', "at timestamp default timezone('UTC', now())", ["set timezone = 'America/New_York'"], ['UTC', 'the default of the column: UTC']],
  ['now() is in the zone of the database', 'at timestamp default now()', ["set timezone = 'America/New_York'"], ['America/New_York', 'TimeZone of the database: America/New_York']],
  ['a number is east of Greenwich', 'at timestamp default now()', ['set timezone = -5'], ['<-05>+05', 'TimeZone of the database: <-05>+05']],
  ['without a default it may be UTC as well', 'at date', ["set timezone = 'America/New_York'"], ['America/New_York, UTC', 'TimeZone of the database: America/New_York; no default says which: UTC']],
  ['a timestamptz needs none', 'at timestamptz default now()', ["set timezone = 'America/New_York'"], ['UTC', 'default']],
] as const) {
  t.test(`the zone of local times: ${what}`, async (t) => {
    const db = await zones(t, column, [...settings])
    t.strictSame(await db.policy(), [{ time_zone: expected[0], time_zone_from: expected[1] }])
  })
}

const unknown = (source: string) => ['UTC, Etc/GMT+12', `TimeZone of the database: UTC; ${source}: Etc/GMT+12`]
const settled = (zone: string, source = 'the default') => [zone, `${source} of the column: ${zone}`]
const clock = ['UTC', 'TimeZone of the database: UTC']
const none = ['UTC', 'TimeZone of the database: UTC; no default says which: UTC']

t.test('of defaults only the usual ways to write the time are understood, and all others may be of any zone', async (t) => {
  const db = await zones(t, 'at timestamp', ["set timezone = 'UTC'"])
  await db.sql.unsafe(`
    create function public.local_time() returns timestamp language sql as $$ select now() at time zone 'America/Los_Angeles' $$;
    create function public.now() returns timestamp language sql as $$ select pg_catalog.now() at time zone 'America/Los_Angeles' $$;
    create function public.zone() returns text language sql as $$ select 'America/Los_Angeles' $$;
    create domain public.here as timestamp default timezone('Asia/Tokyo', pg_catalog.now());
    create domain public.there as timestamp default public.local_time()`).simple()
  for (const [column, expected] of [
    ...['now()', 'current_timestamp', 'current_timestamp(3)', 'localtimestamp', 'localtimestamp(0)', 'transaction_timestamp()', 'clock_timestamp()',
      'statement_timestamp()', 'current_date', 'now()::date', 'now()::timestamp(0)'].map((value) => [`at timestamp default ${value}`, clock] as const),
    ["at date default (now() at time zone 'Asia/Tokyo')::date", settled('Asia/Tokyo')],
    ["at timestamp default (timezone('Asia/Tokyo', now()))::date", settled('Asia/Tokyo')],
    ['at public.here', settled('Asia/Tokyo')],
    ['at public.here default null', none],
    ["at timestamp default '2020-01-01'", none],
    ["at timestamp generated always as (timezone('America/Los_Angeles', true_at)) stored", settled('America/Los_Angeles', 'the expression')],
    ["at date generated always as ((timezone('America/Los_Angeles', true_at))::date) stored", settled('America/Los_Angeles', 'the expression')],
    ["at date generated always as ((true_at at time zone 'America/Los_Angeles')::date) stored", settled('America/Los_Angeles', 'the expression')],
    ["at timestamp generated always as (timezone('America/Los_Angeles', true_at) - interval '1 hour') stored", unknown('the expression is not understood')],
    ["at timestamp generated always as (timezone(interval '-08:00', true_at)) stored", unknown('the expression is not understood')],
    ["at date generated always as ((local_at)::date) stored", unknown('the expression is not understood')],
    ...["timezone(interval '-08:00', now())", "(now() at time zone 'utc') - interval '5 hours'", 'public.local_time()', 'public.now()',
      '(now() at time zone public.zone())', "coalesce(now() at time zone 'America/Los_Angeles', now() at time zone 'utc')", "now() - interval '1 hour'",
      "(now() at time zone 'utc' at time zone 'Asia/Tokyo')", "('now'::text)::timestamp"]
      .map((value) => [`at timestamp default ${value}`, unknown('the default is not understood')] as const),
    ['at public.there', unknown('the default is not understood')],
  ] as const) {
    await db.sql.unsafe(`
      drop table public.local;
      create table public.local (true_at timestamptz, local_at timestamp, ${column.replace(/(?<![.\w])now\(\)/g, 'pg_catalog.now()')})`).simple()
    t.strictSame([...(await db.policy())], [{ time_zone: expected[0], time_zone_from: expected[1] }], column)
    await db.sql`select steward.drop_retention_policy('public.local')`
  }
})

t.test('a row whose default is not understood stays while it may be young, and the preview says so', async (t) => {
  const db = await zones(t, 'at timestamp default timezone(interval \'-08:00\', now())', ["set timezone = 'UTC'"])
  await db.sql`insert into public.local values (1, '2026-05-05 01:00'), (2, '2026-05-04 23:00'), (3, 'infinity')`
  await db.policy()
  t.strictSame(await db.expired('2026-05-05T12:00:00Z'), [2], 'the first is of 09:00 here, or of 13:00 in the last zone')
  t.match(await db.sql`select problems, time_zone from steward.preview_retention('public.local')`, [{
    problems: ['In which zone the local times of at are written is not known (the default is not understood), so rows stay until they are too old in ' +
      'the zone where the day ends last: say in time_zone which it is.'],
    time_zone: 'UTC, Etc/GMT+12',
  }])
  await db.sql`select steward.drop_retention_policy('public.local')`
  await db.sql`select steward.add_retention_policy('public.local', 'at', '1 day', time_zone => 'Etc/GMT+8')`
  t.strictSame([...(await db.sql`select problems, time_zone from steward.preview_retention('public.local')`)], [{ problems: [], time_zone: 'Etc/GMT+8' }])
})

t.test('a trigger may set the column in any zone, also one that comes after the policy', async (t) => {
  const db = await zones(t, 'true_at timestamptz, at timestamp default now()', ["set timezone = 'UTC'"])
  await db.sql.unsafe(`
    create function public.stamp() returns trigger language plpgsql as $$ begin new.at := now() at time zone 'America/Los_Angeles'; return new; end $$;
    create trigger counts before insert on public.local for each statement execute function public.stamp();
    create trigger goes before delete on public.local for each row execute function public.stamp();
    create trigger comes after insert on public.local for each row execute function public.stamp();
    insert into public.local (id, at) values (1, '2026-05-05 01:00')`).simple()
  t.strictSame(await db.policy(), [{ time_zone: clock[0], time_zone_from: clock[1] }], 'these cannot')
  t.strictSame(await db.expired('2026-05-05T12:00:00Z'), [1])
  await db.sql`create trigger stamps before insert on public.local for each row execute function public.stamp()`
  t.strictSame(await db.expired('2026-05-05T12:00:00Z'), [])
  t.match(await db.sql`select problems from steward.preview_retention('public.local')`, [
    { problems: [/./, /^In which zone the local times of at are written is not known \(a trigger may set it\)/, /^Local times may be written in/] },
  ])
  for (const [event, expected] of [['update of id', unknown('a trigger may set it')], ['delete', clock]] as const) {
    await db.sql.unsafe(`
      select steward.drop_retention_policy('public.local');
      drop trigger stamps on public.local;
      create trigger stamps before ${event} on public.local for each row execute function public.stamp()`).simple()
    t.strictSame(await db.policy(), [{ time_zone: expected[0], time_zone_from: expected[1] }], event)
  }
  await db.sql.unsafe(`
    select steward.drop_retention_policy('public.local');
    create trigger stamps_too before insert on public.local for each row execute function public.stamp();
    alter table public.local drop column at, add column at timestamp generated always as (timezone('Asia/Tokyo', true_at)) stored`).simple()
  t.strictSame(await db.policy(), [{ time_zone: 'Asia/Tokyo', time_zone_from: 'the expression of the column: Asia/Tokyo' }], 'nor can it set what is generated')
})

t.test('a row goes when it is too old in each zone, and a setting that changes later adds its own', async (t) => {
  const db = await zones(t, 'at timestamp default now()', ["set timezone = 'Europe/Berlin'"])
  await db.sql`insert into public.local values (1, '2026-05-05 05:00'), (2, '2026-05-05 13:00'), (3, '2026-05-05 15:00')`
  await db.policy()
  t.strictSame(await db.expired('2026-05-05T12:00:00Z'), [1, 2])
  await db.admin.unsafe(`alter database ${db.name} set timezone = 'America/New_York'`)
  t.strictSame(await db.expired('2026-05-05T12:00:00Z'), [1])
  t.match(await db.sql`select problems, time_zone from steward.preview_retention('public.local')`, [
    { problems: [/^Local times may be written in America\/New_York, Europe\/Berlin now, not only in Europe\/Berlin as when/], time_zone: 'Europe/Berlin' },
  ])
  await db.admin.unsafe(`alter database ${db.name} set timezone = 'Asia/Tokyo'`)
  t.strictSame(await db.expired('2026-05-05T12:00:00Z'), [1, 2], 'those in the old zone do not go earlier')
})

t.test('the zone of the session makes no difference', async (t) => {
  const db = await zones(t, 'at timestamp default now()', ["set timezone = 'America/New_York'"])
  await db.sql`insert into public.local values (1, now() at time zone 'America/New_York' - interval '20 hours'), (2, now() at time zone 'America/New_York' - interval '28 hours')`
  await db.policy()
  await db.sql`select steward.approve_retention_policy('public.local')`
  const session = await db.sql.reserve()
  await session`set timezone = 'Pacific/Kiritimati'`
  await session.unsafe("call steward.apply_retention('public.local')").simple()
  session.release()
  t.strictSame([...(await db.sql`select id from public.local`)], [{ id: 1 }], 'of 20 and of 28 hours')
})

t.test('a local time that occurs twice is the later one, and one that is skipped is not early', async (t) => {
  const db = await zones(t, "at timestamp default (now() at time zone 'America/New_York')")
  await db.sql`insert into public.local values (1, '2026-11-01 00:30'), (2, '2026-11-01 01:30'), (3, '2026-03-08 02:30')`
  await db.policy()
  t.strictSame(await db.expired('2026-11-01T05:40:00Z'), [1, 3], 'the first 01:40')
  t.strictSame(await db.expired('2026-11-01T09:40:00Z'), [1, 2, 3])
  t.strictSame(await db.expired('2026-03-08T07:10:00Z'), [], '03:10 in summer time')
  t.strictSame(await db.expired('2026-03-08T10:31:00Z'), [3])
})

t.test('numbers that cannot be of the unit stay, and are told', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table public.counted (at bigint);
    insert into public.counted values (extract(epoch from now() - interval '20 days')), (extract(epoch from now()));
    select steward.add_retention_policy('public.counted', 'at', '7 days', age_kind => 'epoch_milliseconds');
    select steward.approve_retention_policy('public.counted')`).simple()
  t.match(await sql`select expired_rows::int, problems from steward.preview_retention('public.counted')`, [
    { expired_rows: 0, problems: [/^Column at holds \d{10}, which in milliseconds is before 1973: such rows stay\. Say in age_kind what it counts\.$/] },
  ])
})
