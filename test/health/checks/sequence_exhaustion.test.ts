import t from 'tap'
import { blindRole, poll, testDatabase } from '../../support/database.js'
import { findings, nothingFound } from '../../support/findings.js'

const check = 'sequence_exhaustion'

t.test('measures ascending and descending sequences against their range', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame(await findings(sql, check), nothingFound)
  await sql.unsafe(`
    create sequence "Se q" as smallint; select setval('"Se q"', 32000);
    create sequence falling as integer increment by -10 minvalue -1000 maxvalue -1; select setval('falling', -801);
    create sequence half as smallint; select setval('half', 24500);
    create sequence cycling as smallint cycle; select setval('cycling', 32000);
    create sequence untouched as smallint minvalue 1 maxvalue 3;
    create sequence own_range minvalue 1000 maxvalue 2000; select setval('own_range', 1700);
  `)
  const action = 'Give the sequence a larger type with ALTER SEQUENCE ... AS bigint, after the columns that it feeds are bigint.'
  const common = { status: 'finding', action, fix_sql: null }
  t.strictSame(await findings(sql, check), [
    {
      ...common,
      severity: 'critical',
      object: 'sequence public.Se q',
      value: 97.7,
      detail: 'Sequence public."Se q" (smallint) has given 32000; 767 more until it ends at 32767.',
      evidence: { last_value: 32000, increment_by: 1 },
    },
    {
      ...common,
      severity: 'warning',
      object: 'sequence public.falling',
      value: 80.1,
      detail: 'Sequence public.falling (integer) has given -801; 19 more until it ends at -1000.',
      evidence: { last_value: -801, increment_by: -10 },
    },
  ])
  await sql`select setval('half', 24600)`
  t.match((await findings(sql, check)).find((row) => row.object === 'sequence public.half'), { severity: 'warning', value: 75.1 })
})

t.test('says which sequences a role cannot see', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(`create sequence hidden as smallint; select setval('hidden', 32000)`)
  const blind = await blindRole(t, db)
  t.match(await findings(blind, check), [
    {
      status: 'skipped',
      object: null,
      detail: /^Role blind_\w+ may not read \d+ sequences, among them public\.hidden/,
      action: /^grant select on sequence public\.hidden.* to blind_\w+;$/,
      evidence: { reason: 'privilege' },
    },
  ])
})

t.test('leaves out a sequence that is locked, and only that', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create sequence held as smallint; select setval('held', 32000);
    create sequence worn as smallint; select setval('worn', 32000);
  `)
  const holder = await db.connect().reserve()
  await holder`begin`
  await holder`alter sequence held owner to app`
  await poll(() => db.sql`select from pg_locks where relation = 'held'::regclass and granted`.then((rows) => rows.length))
  t.match(await findings(db.sql, check), [
    { status: 'skipped', object: 'sequence public.held', evidence: { reason: 'lock' } },
    { status: 'finding', object: 'sequence public.worn' },
  ])
  await holder`rollback`
  holder.release()
})
