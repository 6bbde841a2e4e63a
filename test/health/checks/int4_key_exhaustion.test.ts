import t from 'tap'
import { blindRole, poll, testDatabase } from '../../support/database.js'
import { findings, nothingFound } from '../../support/findings.js'

const check = 'int4_key_exhaustion'

t.test('knows how far a key has got from its sequence or its index', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame(await findings(sql, check), nothingFound)
  await sql.unsafe(`
    create table "Or ders" ("I d" integer generated always as identity primary key);
    select setval(pg_get_serial_sequence('"Or ders"', 'I d'), 1900000000);
    create table lines (order_id integer references "Or ders", n integer, primary key (order_id, n));
    create sequence wide as bigint; select setval('wide', 1200000000);
    create table fed (id integer primary key default nextval('wide'));
    create table plain (id smallint primary key); insert into plain values (5), (20000), (-1);
    create table below (id smallint primary key); insert into below values (16000);
    create table large (id bigint generated always as identity primary key);
    select setval('large_id_seq', 1900000000);
    create table composite (a smallint, b smallint, primary key (a, b)); insert into composite values (32000, 1);
    create table partial (a smallint); create unique index on partial (a) where a > 0; insert into partial values (32000);
    create table empty (id integer primary key);
  `)
  const common = {
    status: 'finding',
    action: 'Plan the change to bigint now: add a bigint column, keep it filled by a trigger, backfill, and swap; together with all columns that refer to it.',
    fix_sql: null,
  }
  t.strictSame(await findings(sql, check), [
    {
      ...common,
      severity: 'critical',
      object: 'column public."Or ders"."I d"',
      value: 88.5,
      detail: 'Key column "I d" of public."Or ders" is integer and has reached 1900000000; 247483647 numbers are left. A foreign key refers to it and must grow as well.',
      evidence: { largest: 1900000000, limit: 2147483647, known_from: 'sequence' },
    },
    {
      ...common,
      severity: 'warning',
      object: 'column public.fed.id',
      value: 55.9,
      detail: 'Key column id of public.fed is integer and has reached 1200000000; 947483647 numbers are left.',
      evidence: { largest: 1200000000, limit: 2147483647, known_from: 'sequence' },
    },
    {
      ...common,
      severity: 'warning',
      object: 'column public.plain.id',
      value: 61,
      detail: 'Key column id of public.plain is smallint and has reached 20000; 12767 numbers are left.',
      evidence: { largest: 20000, limit: 32767, known_from: 'index' },
    },
  ])
})

t.test('says which keys a role cannot read, and respects row level security', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create table hidden (id smallint primary key); insert into hidden values (30000);
    create table veiled (id smallint primary key); insert into veiled values (30000);
    alter table veiled enable row level security;
  `)
  const blind = await blindRole(t, db)
  await db.sql.unsafe(`grant select on veiled to blind_${db.name}`)
  t.match(await findings(blind, check), [
    {
      status: 'skipped',
      detail: `Role blind_${db.name} may not read the keys of 2 tables, among them public.hidden, public.veiled.`,
      action: `grant select on public.hidden, public.veiled to blind_${db.name};`,
      evidence: { reason: 'privilege' },
    },
  ])
})

t.test('leaves out a table that is locked, and only that', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create table held (id smallint primary key); insert into held values (30000);
    create table worn (id smallint primary key); insert into worn values (30000);
  `)
  const holder = await db.connect().reserve()
  await holder`begin`
  await holder`lock table held in access exclusive mode`
  await poll(() => db.sql`select from pg_locks where relation = 'held'::regclass and granted`.then((rows) => rows.length))
  t.match(await findings(db.sql, check), [
    { status: 'skipped', object: 'column public.held.id', evidence: { reason: 'lock' } },
    { status: 'finding', severity: 'critical', object: 'column public.worn.id', value: 91.6 },
  ])
  await holder`rollback`
  holder.release()
})
