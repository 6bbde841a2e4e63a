import t from 'tap'
import type postgres from 'postgres'
import { blindRole, testDatabase } from '../../support/database.js'
import { findings, nothingFound, type Finding } from '../../support/findings.js'

const check = 'retention_lag'
const remedy =
  "See the outcome of the last runs: select * from steward.maintenance_steps where step = 'retention' order by id desc; " +
  'then give the policy more time_budget, or mend what stopped it.'

/** An approved policy that keeps the rows of a table for a day, and rows as old as these. */
async function kept(sql: postgres.Sql, name: string, ...ages: string[]): Promise<void> {
  await sql.unsafe(`create table ${name} (at timestamptz); create index on ${name} (at)`)
  for (const age of ages) await sql.unsafe(`insert into ${name} values (now() - interval '${age}')`)
  await sql`select from steward.add_retention_policy(${name}::regclass, 'at', '1 day')`
  await sql`select from steward.approve_retention_policy(${name}::regclass, accept_share => 1)`
}

/** A run of the policy of a table that ended so long ago. */
const ran = (sql: postgres.Sql, target: string, outcome: string, lag: string | null, ago = '1 hour', message: string | null = null) => sql`
  with run as (insert into steward.maintenance_runs (outcome, finished_at) values ('done', now()) returning id)
  insert into steward.maintenance_steps (run_id, step, target, outcome, lag, started_at, finished_at, message, sqlstate)
  select id, 'retention', ${target}, ${outcome}, ${lag}::interval, now() - ${ago}::interval, now() - ${ago}::interval, ${message},
    case ${outcome} when 'error' then '42P01' end
  from run`

const behind = (row: Partial<Finding>) => ({
  status: 'finding', severity: 'warning', action: remedy, fix_sql: null, ...row,
})

t.test('nothing in a new database', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame(await findings(sql, check), nothingFound)
})

t.test('the oldest row that should be gone, just below and above each threshold', async (t) => {
  const { sql } = await testDatabase(t)
  for (const name of ['fresh', 'below', '"Be hind"', 'long', 'longer']) await kept(sql, `public.${name}`)
  // All at once, so that they grow no older before the check looks.
  await sql.unsafe(`
    insert into public.fresh values (now() - interval '1 hour');
    insert into public.below values (now() - interval '2 days 23:59'), (now() - interval '2 days');
    insert into public."Be hind" values (now() - interval '1 hour'), (now() - interval '3 days 00:00:01');
    insert into public.long values (now() - interval '7 days 23:59');
    insert into public.longer values (now() - interval '8 days 00:00:01'), (now() - interval '3 days')`)
  const rows = await findings(sql, check)
  t.match(rows, [
    behind({
      object: 'table public.Be hind',
      detail: /^Rows of public\."Be hind" are kept for 1 day, but the oldest should have gone 2 days 00:0\d:\d\d ago\. A run would take about \d\d:\d\d:\d\d\. There was no run yet\.$/ as never,
      evidence: { last_run: null, last_outcome: null, trend: null },
    }),
    behind({ object: 'table public.long', detail: /should have gone 6 days 23:59:\d\d ago\./ as never }),
    behind({ object: 'table public.longer', severity: 'critical', detail: /should have gone 7 days 00:0\d:\d\d ago\./ as never }),
  ])
  t.equal(rows.length, 3)
  t.ok((rows[0]?.value ?? 0) >= 172801 && (rows[0]?.value ?? 0) < 173400, 'in seconds')
})

t.test('policies that are disabled or not approved promise nothing', async (t) => {
  const { sql } = await testDatabase(t)
  await kept(sql, 'public.late', '9 days')
  t.equal((await findings(sql, check))[0]?.status, 'finding')
  await sql`update steward.retention_policies set enabled = false`
  t.strictSame(await findings(sql, check), nothingFound)
  await sql`update steward.retention_policies set enabled = true, approved_at = null, approved_by = null`
  t.strictSame(await findings(sql, check), nothingFound)
})

t.test('says how the last run ended and where the lag goes', async (t) => {
  const { sql } = await testDatabase(t)
  await kept(sql, 'public.late', '9 days')
  const detail = async () => (await findings(sql, check))[0]?.detail.replace(/^.*ago/, '').replace(/about [\d:]+/, 'about <time>')
  await ran(sql, 'public.other', 'done', '5 days')
  await ran(sql, 'public.late', 'partial_time', '7 days', '2 days', 'The time was over; the next run goes on here.')
  t.equal(await detail(), '. A run would take about <time>. The last run: partial time. The time was over; the next run goes on here.')
  await ran(sql, 'public.late', 'braked', '8 days', '1 day', 'Waited.')
  t.equal(await detail(), ', and the lag is growing. A run would take about <time>. The last run: braked. Waited.')
  await ran(sql, 'public.late', 'error', null, '1 hour', 'no table')
  t.equal(await detail(), ', and the lag is growing. A run would take about <time>. The last run: error. no table', 'a run without a lag says nothing of it')
  await ran(sql, 'public.late', 'partial_rows', '6 days')
  t.equal(await detail(), ', and the lag is shrinking. A run would take about <time>. The last run: partial rows.')
  await ran(sql, 'public.late', 'partial_rows', '6 days')
  t.equal(await detail(), '. A run would take about <time>. The last run: partial rows.', 'neither')
})

t.test('without an index on the age column, the time since a run came to its end', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`create table public."un indexed" as select now() - interval '99 days' as at`
  await sql`select from steward.add_retention_policy('public."un indexed"', 'at', '1 day')`
  await sql`select from steward.approve_retention_policy('public."un indexed"', accept_share => 1)`
  t.strictSame(await findings(sql, check), nothingFound, 'approved just now')
  await sql`update steward.retention_policies set approved_at = now() - interval '2 days 1 second'`
  const idle = (days: string, rest: string) => [
    behind({
      object: 'table public.un indexed',
      detail: new RegExp(
        `^No run of the policy of public\\."un indexed" has come to its end for ${days} 00:0\\d:\\d\\d, ` +
          `and without an index on the age column its rows cannot be looked at\\. ${rest}$`,
      ) as never,
    }),
  ]
  t.match(await findings(sql, check), idle('2 days', 'There was no run yet\\.'))
  await sql`update steward.retention_policies set approved_at = now() - interval '1 days 23:59'`
  t.strictSame(await findings(sql, check), nothingFound)
  await sql`update steward.retention_policies set approved_at = now() - interval '20 days'`
  for (const outcome of ['done', 'nothing_to_do']) {
    await ran(sql, 'public."un indexed"', outcome, '0', '1 days 23:59')
    t.strictSame(await findings(sql, check), nothingFound, outcome)
    await sql`delete from steward.maintenance_runs`
  }
  await ran(sql, 'public."un indexed"', 'done', '0', '2 days 1 second')
  t.match(await findings(sql, check), idle('2 days', 'The last run: done\\.'))
  for (const outcome of ['partial_time', 'refused_guard', 'lock_timeout', 'error', 'skipped_window']) {
    await ran(sql, 'public."un indexed"', outcome, null)
    t.match(await findings(sql, check), idle('2 days', `The last run: ${outcome.replace('_', ' ')}\\.`), outcome)
  }
})

t.test('a table that is gone and a policy that does not fit any more', async (t) => {
  const { sql } = await testDatabase(t)
  await kept(sql, 'public."Go ne"')
  await kept(sql, 'public.altered')
  await sql`alter table public."Go ne" rename to elsewhere`
  await sql`alter table public.altered rename at to happened_at`
  const critical = (name: string, quoted: string, reason: string): Finding => ({
    status: 'finding', severity: 'critical', object: `table public.${name}`, value: null,
    detail: `The policy of public.${quoted} cannot do its work: ${reason}.`,
    action: `Mend the table, or: select drop_retention_policy('public.${quoted}');`, fix_sql: null, evidence: null,
  })
  t.strictSame(await findings(sql, check), [
    critical('Go ne', '"Go ne"', 'the table was dropped or renamed'),
    critical('altered', 'altered', 'There is no column at'),
  ])
  await sql.unsafe(`select steward.drop_retention_policy('public."Go ne"')`)
  await sql`alter table public.altered rename happened_at to at`
  t.strictSame(await findings(sql, check), nothingFound)
})

t.test('a locked table is not waited for, nor one of which a partition is locked', async (t) => {
  const { sql, admin } = await testDatabase(t)
  await kept(sql, 'public.held', '9 days')
  await sql.unsafe(`
    create table public.parts (at timestamptz) partition by range (at);
    create table public.part partition of public.parts for values from ('2001-01-01') to (maxvalue);
    create index on public.parts (at);`)
  await sql`select from steward.add_retention_policy('public.parts', 'at', '1 day')`
  await sql`select from steward.approve_retention_policy('public.parts', accept_share => 1)`
  const holder = await admin.reserve()
  await holder.unsafe('begin; lock table public.held, public.part').simple()
  const locked = (name: string): Finding => ({
    status: 'skipped', severity: null, object: `table public.${name}`, value: null,
    detail: `The rows of public.${name} could not be looked at: another session holds a lock on the table.`,
    action: 'See who holds it: select * from steward.get_blocking_locks();', fix_sql: null, evidence: { reason: 'lock' },
  })
  t.strictSame(await findings(sql, check), [locked('held'), locked('parts')])
  await holder`rollback`
  holder.release()
  t.match(await findings(sql, check), [behind({ object: 'table public.held', severity: 'critical' })])
})

t.test('a role that may not read the table is told so', async (t) => {
  const db = await testDatabase(t)
  await kept(db.sql, 'public."Se cret"', '9 days')
  const blind = await blindRole(t, db)
  t.strictSame(await findings(blind, check), [
    {
      status: 'skipped', severity: null, object: 'table public.Se cret', value: null,
      detail: 'The rows of public."Se cret" could not be looked at: permission denied for table Se cret.',
      action: `grant select on public."Se cret" to blind_${db.name};`, fix_sql: null, evidence: { reason: 'privilege' },
    },
  ])
  await db.sql.unsafe(`grant select on public."Se cret" to blind_${db.name}`)
  t.match(await findings(blind, check), [behind({ severity: 'critical' })])
})

t.test('partitions, conditions, and rows that a policy keeps', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table public.parts (at timestamptz, state text) partition by range (at);
    create table public.old_part partition of public.parts for values from (minvalue) to ('2020-01-01');
    create table public.new_part partition of public.parts for values from ('2020-01-01') to (maxvalue);
    create index on public.parts (at);
    insert into public.parts values (now() - interval '10 days', 'open'), (now() - interval '4 days', 'done'), (now(), 'done');`)
  await sql`select from steward.add_retention_policy('public.parts', 'at', '1 day', conditions => '[{"column": "state", "operator": "=", "value": "done"}]')`
  await sql`select from steward.approve_retention_policy('public.parts', accept_share => 1)`
  t.match(await findings(sql, check), [behind({ object: 'table public.parts', detail: /should have gone 3 days / as never })])
  await sql`insert into public.parts values ('2019-01-01', 'done')`
  t.match(await findings(sql, check), [behind({ object: 'table public.parts', severity: 'critical' })])
  await sql`delete from public.parts where state = 'done' and at < now() - interval '1 day'`
  t.strictSame(await findings(sql, check), nothingFound)
  await kept(sql, 'public.newest', '9 days')
  t.equal((await findings(sql, check))[0]?.status, 'finding')
  await sql`update steward.retention_policies set keep_rows = 1 where target_table = 'newest'`
  t.strictSame(await findings(sql, check), nothingFound)
})

t.test('works in a read-only transaction', async (t) => {
  const { sql } = await testDatabase(t)
  await kept(sql, 'public.late', '9 days')
  await sql.begin('read only', async (tx) => {
    t.match(await findings(tx, check), [behind({ severity: 'critical' })])
  })
})
