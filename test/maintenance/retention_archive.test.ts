import { t, type Test } from 'tap'
import { testDatabase } from '../support/database.js'
import { applyRetention, approvedPolicy, done } from '../support/retention.js'

const source = `
  create table public.moved (
    id int generated always as identity primary key, at timestamptz, price numeric(10, 2), amount int, gone int,
    total numeric generated always as (price * amount) stored, "Do cument" json, place point, code char(5), big text
  );
  alter table public.moved drop column gone;
  insert into public.moved (at, price, amount, "Do cument", place, code, big)
  select now() - interval '10 days' * (n % 2) - n * interval '1 second', n + 0.50, n, '{"a": 1,  "a": 2}', point(n, -0.0), 'x', repeat(md5(n::text), 200)
  from generate_series(1, 6) as n;
  insert into public.moved (at) values (now() - interval '20 days');`

/** What left the table, bit by bit as text, and what is in the archive. */
const setUp = async (test: Test, archive: string) => {
  const { sql, admin } = await testDatabase(test)
  await sql.unsafe(`${source} ${archive}`).simple()
  const rows = async (table: string) =>
    (await sql.unsafe(`select concat_ws('|', id, at, price, amount, total, "Do cument", place, code, md5(big)) as row from ${table} order by id`)).map((r) => r['row'] as string)
  const old = (await sql.unsafe(`select concat_ws('|', id, at, price, amount, total, "Do cument", place, code, md5(big)) as row from public.moved where at < now() - interval '7 days' order by id`)).map((r) => r['row'] as string)
  return { sql, admin, rows, old }
}

const policy = (sql: Parameters<typeof approvedPolicy>[0]) => approvedPolicy(sql, "'public.moved', 'at', '7 days', 'archive', archive_to => 'public.archived'")

for (const [what, archive] of [
  ['like makes plain columns of generated ones', 'create table public.archived (like public.moved)'],
  ['it computes them itself', 'create table public.archived (like public.moved including all)'],
  ['columns are in another order, with more of its own', `create table public.archived (
    archived_at timestamptz default now(), big text, code char(5), place point, "Do cument" json, total numeric, dropped int, amount int,
    price numeric(10, 2), at timestamptz, id int generated always as identity); alter table public.archived drop column dropped`],
  ['it is partitioned', `create table public.archived (like public.moved) partition by range (at);
    create table public.old partition of public.archived for values from (minvalue) to (now() - interval '15 days');
    create table public.rest partition of public.archived default`],
  ['its triggers leave the values alone', `create table public.archived (like public.moved, seen int);
    create function public.see() returns trigger language plpgsql as 'begin new.seen := 1; return new; end';
    create trigger see before insert on public.archived for each row execute function public.see();
    create table public.log (id int);
    create function public.log_it() returns trigger language plpgsql as 'begin insert into public.log values (new.id); return null; end';
    create trigger log_it after insert on public.archived for each row execute function public.log_it()`],
] as const) {
  t.test(`what is moved arrives as it was: ${what}`, async (t) => {
    const { sql, rows, old } = await setUp(t, archive)
    await policy(sql)
    const step = await applyRetention(sql, 'public.moved')
    t.strictSame(step, done('block_sweep', 4))
    t.strictSame(await rows('public.archived'), old)
    t.equal(old[0]?.split('|')[4], '1.50')
    t.equal((await rows('public.moved')).length, 3)
  })
}

const trigger = (timing: string, body: string) => `
  create table public.archived (like public.moved);
  create function public.meddle() returns trigger language plpgsql as 'begin ${body} end';
  create trigger meddle ${timing} insert on public.archived for each row execute function public.meddle()`

for (const [what, archive, message] of [
  ['changes a value', trigger('before', "if new.amount = 3 then new.total := null; end if; return new;"), 'column total of the row (id)=(3) would not be the same in the archive'],
  ['changes only how a value is written', trigger('before', `new."Do cument" := new."Do cument"::jsonb; return new;`), 'column "Do cument" of the row (id)=(1) would not be the same in the archive'],
  ['changes it afterwards', trigger('after', 'update public.archived set total = 0 where id = new.id; return null;'), '4 rows were archived, but only 0 stayed as they were'],
  ['deletes one afterwards', trigger('after', 'delete from public.archived where id = 3 and id = new.id; return null;'), '4 rows were archived, but only 3 stayed as they were'],
  ['leaves one out', trigger('before', 'if new.id = 3 then return null; end if; return new;'), '4 rows would have been deleted, but 3 archived'],
] as const) {
  t.test(`where a trigger of the archive ${what}, nothing goes`, async (t) => {
    const { sql, rows } = await setUp(t, archive)
    await policy(sql)
    const before = await rows('public.moved')
    await t.rejects(applyRetention(sql, 'public.moved'), { code: '23000', message: new RegExp(message.replace(/[()]/g, '\\$&')) })
    t.strictSame(await rows('public.moved'), before)
    t.strictSame(await rows('public.archived'), [])
  })
}

for (const [what, archive, detail] of [
  ['lacks a generated column', 'create table public.archived (like public.moved); alter table public.archived drop column total', 'The archive has no column total of the same type.'],
  ['computes it in another way', 'create table public.archived (like public.moved including all); alter table public.archived drop column total; alter table public.archived add column total numeric generated always as (price * 2) stored', 'The archive computes column total in another way.'],
  ['has a narrower type', 'create table public.archived (like public.moved); alter table public.archived alter column price type numeric(8, 1)', 'The archive has no column price of the same type.'],
  ['is unlogged', 'create unlogged table public.archived (like public.moved)', 'archive_to is unlogged: a crash of the server empties it.'],
  ['wants what the table has not', 'create table public.archived (like public.moved, who text not null)', 'Column who of the archive is not in the table, has no default and cannot be null.'],
  ['has a rule', 'create table public.archived (like public.moved); create rule nothing as on insert to public.archived do instead nothing', 'Rule nothing of the archive changes what is inserted.'],
] as const) {
  t.test(`an archive that ${what} is refused`, async (t) => {
    const { sql } = await setUp(t, archive)
    await t.rejects(policy(sql), { code: '22023', detail })
  })
}

t.test('a temporary archive, and one that is a partition of the table, are refused', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table public.moved (at timestamptz) partition by range (at);
    create table public.archived partition of public.moved default`).simple()
  await t.rejects(policy(sql), { code: '22023', detail: 'archive_to is a partition of the table.' })
  const session = await sql.reserve()
  await session`create temporary table archived (at timestamptz)`
  await t.rejects(
    session`select steward.add_retention_policy('public.moved', 'at', '7 days', 'archive', archive_to => 'pg_temp.archived')`,
    { code: '22023', detail: 'archive_to is a temporary table, which ends with its session.' },
  )
  session.release()
})

t.test('the preview tells of triggers that may change what is archived', async (t) => {
  const { sql } = await setUp(t, trigger('before', 'return new;'))
  await policy(sql)
  t.strictSame([...(await sql`select problems from steward.preview_retention('public.moved')`)], [
    { problems: ['Trigger meddle of public.archived runs for what is archived: a run ends where it changes or leaves out a row.'] },
  ])
})

t.test('a virtual generated column arrives with its values', async (t) => {
  const { sql } = await testDatabase(t)
  const [{ version } = { version: 0 }] = await sql<{ version: number }[]>`select current_setting('server_version_num')::int as version`
  if (version < 180000) return
  for (const like of ['', 'including generated']) {
    await sql.unsafe(`
      drop table if exists public.moved, public.archived;
      create table public.moved (id int, at timestamptz, doubled int generated always as (id * 2) virtual);
      create table public.archived (like public.moved ${like});
      insert into public.moved (id, at) values (7, now() - interval '20 days');
      select steward.drop_retention_policy(format('%I.%I', p.target_schema, p.target_table)) from steward.retention_policies as p`).simple()
    await policy(sql)
    t.match(await applyRetention(sql, 'public.moved'), { outcome: 'done', rows: 1 })
    t.strictSame([...(await sql`select id, doubled from public.archived`)], [{ id: 7, doubled: 14 }])
  }
})
