import t, { type Test } from 'tap'
import { testDatabase } from '../support/database.js'
import { applyRetention, approvedPolicy, done, lastStep } from '../support/retention.js'

/** A database with a table, its rows, and an approved policy, all in SQL. */
async function withTable(t: Test, statements: string, ...policies: string[]) {
  const db = await testDatabase(t)
  await db.sql.unsafe(statements).simple()
  for (const policy of policies) await approvedPolicy(db.sql, policy)
  const all = async (query: string) => [...(await db.sql.unsafe(query))].map((row) => Object.values(row)[0] as unknown)
  return { ...db, all }
}

/** The rows that a policy lets go at a moment, by their column id. */
const expired = async (db: Awaited<ReturnType<typeof withTable>>, cutoff: string, target = 'public.aged') => {
  const [row] = await db.sql<{ predicate: string }[]>`
    select steward_internal.retention_predicate(p, ${target}::regclass, ${cutoff}::text::timestamptz) as predicate
    from steward.retention_policies as p`
  return db.all(`select id from ${target} as t where ${row?.predicate} order by id`)
}

t.test('a timestamptz is too old from the first microsecond on, and null never is', async (t) => {
  const db = await withTable(t, `
    create table public.aged (id int, at timestamptz);
    insert into public.aged values (1, '2026-05-05T11:59:59.999999Z'), (2, '2026-05-05T12:00:00Z'), (3, null), (4, '-infinity'), (5, 'infinity')`,
    `'public.aged', 'at', '1 day'`)
  t.strictSame(await expired(db, '2026-05-05T12:00:00Z'), [1, 4])
})

t.test('a timestamp without time zone is read in that of the policy', async (t) => {
  const db = await withTable(t, `
    create table public.aged (id int, at timestamp);
    insert into public.aged values (1, '2026-05-05 13:59:59.999999'), (2, '2026-05-05 14:00:00')`,
    `'public.aged', 'at', '1 day', time_zone => 'Europe/Berlin'`)
  t.strictSame(await expired(db, '2026-05-05T12:00:00Z'), [1])
  t.strictSame(await expired(db, '2026-05-05T12:00:00.000001Z'), [1, 2])
})

t.test('a date goes when the whole day is too old', async (t) => {
  const db = await withTable(t, `
    create table public.aged (id int, at date);
    insert into public.aged values (1, '2026-05-04'), (2, '2026-05-05'), (3, '2026-05-06')`,
    `'public.aged', 'at', '1 day', time_zone => 'Asia/Tokyo'`)
  t.strictSame(await expired(db, '2026-05-05T14:59:59Z'), [1], 'it is still the fifth in Tokyo')
  t.strictSame(await expired(db, '2026-05-05T15:00:00Z'), [1, 2])
})

for (const [kind, type, factor] of [['epoch_seconds', 'integer', 1], ['epoch_seconds', 'bigint', 1], ['epoch_seconds', 'numeric', 1], ['epoch_milliseconds', 'bigint', 1000], ['epoch_milliseconds', 'numeric', 1000]] as const) {
  t.test(`${kind} in a column of type ${type}`, async (t) => {
    const noon = 1777982400 * factor
    const db = await withTable(t, `
      create table public.aged (id int, at ${type});
      insert into public.aged values (1, ${noon - 1}), (2, ${noon}), (3, ${noon + 1}), (4, null), (5, 0), (6, -1)`,
      `'public.aged', 'at', '1 day', age_kind => '${kind}'`)
    t.strictSame(await expired(db, '2026-05-05T12:00:00Z'), [1], 'numbers before 1973 are no moments')
    t.strictSame(await expired(db, '2026-05-05T12:00:00.0009Z'), [1], 'a part of a unit is not a unit')
  })
}

const uuid7 = (id: number, offset: string) => `
  select ${id}, overlay(overlay(gen_random_uuid()::text placing '7' from 15)
    placing regexp_replace(lpad(to_hex((extract(epoch from timestamptz '2026-05-05T12:00:00Z' + interval '${offset}') * 1000)::bigint), 12, '0'), '(.{8})', '\\1-') from 1 for 13)::uuid`

t.test('UUIDs of version 7 go by their time, others never', async (t) => {
  const db = await withTable(t, `
    create table public.aged (id int, at uuid);
    insert into public.aged ${uuid7(1, '-1 millisecond')} union all ${uuid7(2, '0')} union all ${uuid7(3, '1 day')};
    insert into public.aged values (4, '00000000-0000-4000-8000-000000000000'), (5, '00000000-0000-0000-0000-000000000000'), (6, null), (7, '00000000-0000-7000-8000-000000000000')`,
    `'public.aged', 'at', '1 day'`)
  t.strictSame(await expired(db, '2026-05-05T12:00:00Z'), [1, 7])
  t.strictSame(await expired(db, '2026-05-05T12:00:00.0009Z'), [1, 7])
  t.strictSame(await expired(db, '2026-05-05T12:00:00.001Z'), [1, 2, 7])
})

t.test('UUIDs of version 4 do not take the places of those of version 7 that stay', async (t) => {
  const table = `
    create table public.aged (id int, at uuid, key int default 1);
    insert into public.aged ${uuid7(1, '-3 days')} union all ${uuid7(2, '-2 days')} union all ${uuid7(3, '-1 day')};
    insert into public.aged select n, 'ffffffff-ffff-4fff-8fff-ffffffffffff' from generate_series(4, 6) as n`
  for (const options of ['keep_rows => 2', "keep_last => 2, keep_per => '{key}'"]) {
    const db = await withTable(t, table, `'public.aged', 'at', '1 day', ${options}`)
    t.match(await applyRetention(db.sql, 'public.aged'), { outcome: 'done', rows: 1 }, options)
    t.strictSame(await db.all('select id from public.aged order by id'), [2, 3, 4, 5, 6])
  }
})

t.test('conditions hold for all that goes', async (t) => {
  const table = (column: string) => `
    create table public.aged (id int, at timestamptz default '2020-01-01', status ${column});
    insert into public.aged (id, status) values (1, 'done'), (2, 'open'), (3, 'it''s'), (4, null)`
  const cases: [string, number[]][] = [
    ['{"column": "status", "operator": "=", "value": "done"}', [1]],
    ['{"column": "status", "operator": "<>", "value": "done"}', [2, 3]],
    ['{"column": "status", "operator": "in", "value": ["done", "it\'\'s"]}', [1, 3]],
    ['{"column": "status", "operator": "not in", "value": ["done"]}', [2, 3]],
    ['{"column": "status", "operator": "is null"}', [4]],
    ['{"column": "status", "operator": "IS NOT NULL"}', [1, 2, 3]],
    ['{"column": "status", "operator": ">", "value": "it"}', [2, 3]],
    ['{"column": "status", "operator": ">", "value": "it"}, {"column": "id", "operator": "<=", "value": 2}', [2]],
    ['{"column": "status", "operator": "=", "value": "\'\' or true --"}', []],
  ]
  for (const type of ['text', 'varchar(9)']) {
    const db = await withTable(t, table(type))
    for (const [conditions, gone] of cases) {
      await db.sql`delete from steward.retention_policies`
      await approvedPolicy(db.sql, `'public.aged', 'at', '1 day', conditions => '[${conditions}]'`)
      t.strictSame(await expired(db, '2026-05-05T12:00:00Z'), gone, `${type}: ${conditions}`)
    }
  }
})

t.test('how the session writes dates makes no difference', async (t) => {
  const db = await withTable(t, `
    create table public.aged (id int, at timestamptz);
    insert into public.aged values (1, now() - interval '10 days 1 hour'), (2, now() - interval '9 days 23 hours'), (3, now());
    create table public.parts (at timestamptz) partition by range (at);
    do $do$ begin
      execute format('create table public.p1 partition of public.parts for values from (minvalue) to (%L)', now() - interval '10 days 1 hour');
      execute format('create table public.p2 partition of public.parts for values from (%L) to (%L)', now() - interval '10 days 1 hour', now() - interval '9 days 23 hours');
    end $do$`,
    `'public.aged', 'at', '10 days'`, `'public.parts', 'at', '10 days', 'drop_partition'`)
  const session = db.connect()
  await session.unsafe("set datestyle = 'SQL, DMY'; set timezone = 'Asia/Kolkata'").simple()
  t.match(await applyRetention(session, 'public.aged'), { outcome: 'done', rows: 1 })
  t.strictSame(await db.all('select id from public.aged order by id'), [2, 3])
  await applyRetention(session, 'public.parts')
  t.strictSame(await db.all("select relid::text from pg_partition_tree('public.parts') where isleaf"), ['p2'])
})

t.test('keep_rows keeps the newest rows, and those of the same age', async (t) => {
  const db = await withTable(t, `
    create table public.aged (id int, at timestamptz);
    insert into public.aged select n, '2020-01-01'::timestamptz + (n / 2) * interval '1 day' from generate_series(2, 11) as n;
    insert into public.aged values (12, null)`,
    `'public.aged', 'at', '1 day', keep_rows => 3`)
  t.match(await applyRetention(db.sql, 'public.aged'), { outcome: 'done', rows: 6 })
  t.strictSame(await db.all('select id from public.aged order by id'), [8, 9, 10, 11, 12])
  await db.sql`update steward.retention_policies set keep_rows = 6`
  t.match(await applyRetention(db.sql, 'public.aged'), { outcome: 'nothing_to_do' }, 'there are fewer')
})

t.test('keep_last keeps the newest rows of each key, a null key among them', async (t) => {
  const db = await withTable(t, `
    create table public.aged (id int, at timestamptz, "De vice" int, kind text);
    insert into public.aged select n, '2020-01-01'::timestamptz + n * interval '1 day', nullif(n % 3, 0), 'a' from generate_series(1, 9) as n;
    insert into public.aged values (10, '2019-01-01', 1, 'b'), (11, now(), 2, 'a')`,
    `'public.aged', 'at', '1 day', keep_last => 2, keep_per => '{"De vice",kind}'`)
  t.match(await applyRetention(db.sql, 'public.aged'), { outcome: 'done', rows: 4 })
  t.strictSame(await db.all('select id from public.aged order by id'), [4, 6, 7, 8, 9, 10, 11])
})

t.test('names that need quotes', async (t) => {
  const db = await withTable(t, `
    create schema "Sch ema";
    create table "Sch ema"."Ta ble's" (id int, "Co lumn" timestamptz, "De leted" timestamptz, "sta""tus" text);
    create table "Sch ema"."Ar chive" (like "Sch ema"."Ta ble's");
    create index on "Sch ema"."Ta ble's" ("Co lumn");
    insert into "Sch ema"."Ta ble's" values (1, '2020-01-01', null, 'x'), (2, '2020-01-01', null, 'y'), (3, now(), null, 'x')`,
    `'"Sch ema"."Ta ble''s"', 'Co lumn', '7 days', conditions => '[{"column": "sta\\"tus", "operator": "=", "value": "x"}]'`)
  const target = `"Sch ema"."Ta ble''s"`
  t.match(await applyRetention(db.sql, target), { strategy: 'index_range', outcome: 'done', rows: 1 })
  await db.sql.unsafe(`select steward.drop_retention_policy('${target}')`)
  await approvedPolicy(db.sql, `'${target}', 'Co lumn', '7 days', 'soft_delete', soft_delete_column => 'De leted', max_rows => 5`)
  t.match(await applyRetention(db.sql, target), { outcome: 'done', rows: 1 })
  await db.sql.unsafe(`select steward.drop_retention_policy('${target}')`)
  await approvedPolicy(db.sql, `'${target}', 'Co lumn', '7 days', 'archive', archive_to => '"Sch ema"."Ar chive"'`)
  t.match(await applyRetention(db.sql, target), { outcome: 'done', rows: 1 })
  t.strictSame(await db.all(`select id from "Sch ema"."Ta ble's"`), [3])
  t.strictSame(await db.all(`select id from "Sch ema"."Ar chive" where "De leted" is not null`), [2])
})

t.test('soft_delete marks each row once', async (t) => {
  const db = await withTable(t, `
    create table public.aged (id int, at timestamptz, gone_at timestamptz);
    insert into public.aged values (1, '2020-01-01', null), (2, '2020-01-01', '2021-01-01'), (3, now(), null)`,
    `'public.aged', 'at', '1 day', 'soft_delete', soft_delete_column => 'gone_at'`)
  t.match(await applyRetention(db.sql, 'public.aged'), done('block_sweep', 1))
  const marks = () => db.all("select concat(id, ' ', case when gone_at > now() - interval '1 hour' then 'now' else extract(year from gone_at)::text end) from public.aged order by id")
  t.strictSame(await marks(), ['1 now', '2 2021', '3 '])
  t.match(await applyRetention(db.sql, 'public.aged'), { outcome: 'nothing_to_do', rows: 0 })
  t.strictSame(await marks(), ['1 now', '2 2021', '3 '])
})

const source = `
  create table public.aged (id int generated always as identity, at timestamptz, doubled int generated always as (id * 2) stored, note text);
  insert into public.aged (at, note) select '2020-01-01', 'old' from generate_series(1, 5);
  insert into public.aged (at, note) values (now(), 'new');`

t.test('archive moves rows with their values, also those of generated columns', async (t) => {
  const db = await withTable(t, `${source}
    create table public.archived (extra text default 'x', note text, at timestamptz, id int generated always as identity, doubled int)`,
    `'public.aged', 'at', '1 day', 'archive', archive_to => 'public.archived'`)
  t.match(await applyRetention(db.sql, 'public.aged'), done('block_sweep', 5))
  t.strictSame(await db.all('select id from public.aged'), [6])
  t.strictSame(await db.all("select concat_ws(' ', id, doubled, note, extra) from public.archived order by id"), ['1 2 old x', '2 4 old x', '3 6 old x', '4 8 old x', '5 10 old x'])
})

for (const [what, archive, code] of [
  ['leaves rows out', `create table public.archived (like public.aged);
    create function public.swallow() returns trigger language plpgsql as 'begin return case when new.id <> 3 then new end; end';
    create trigger swallow before insert on public.archived for each row execute function public.swallow()`, '23000'],
  ['has a row already', 'create table public.archived (like public.aged, primary key (id)); insert into public.archived (id) values (3)', '23505'],
  ['refuses a value', "create table public.archived (like public.aged, check (id <> 3))", '23514'],
] as const) {
  t.test(`where the archive ${what}, nothing goes`, async (t) => {
    const db = await withTable(t, `${source} ${archive}`, `'public.aged', 'at', '1 day', 'archive', archive_to => 'public.archived'`)
    await t.rejects(applyRetention(db.sql, 'public.aged'), { code })
    t.match(await lastStep(db.sql), { outcome: 'error', rows: 0, sqlstate: code })
    t.strictSame(await db.all('select id from public.aged order by id'), [1, 2, 3, 4, 5, 6])
  })
}

t.test('an archive that changed meanwhile is told', async (t) => {
  const db = await withTable(t, `${source} create table public.archived (like public.aged)`, `'public.aged', 'at', '1 day', 'archive', archive_to => 'public.archived'`)
  await db.sql`alter table public.archived drop column note`
  await t.rejects(applyRetention(db.sql, 'public.aged'), { code: '22023', message: /The archive has no column note of the same type\.$/ })
  await db.sql`drop table public.archived`
  await t.rejects(applyRetention(db.sql, 'public.aged'), { code: '22023', message: /archive_to is not a table, or it is gone\.$/ })
})
