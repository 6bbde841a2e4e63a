import t, { type Test } from 'tap'
import { poll, testDatabase } from '../support/database.js'
import { applyRetention } from '../support/retention.js'

t.test('signs the policy, which has to fit still', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`create table public.events (at timestamptz, note text)`
  const approve = () => sql`select approved_by, approved_at > now() - interval '1 minute' as is_now from steward.approve_retention_policy('public.events')`
  await t.rejects(approve(), { code: 'SW013', message: 'table public.events has no retention policy' })
  await sql`select steward.add_retention_policy('public.events', 'at', '1 day', conditions => '[{"column": "note", "operator": "is null"}]')`
  t.strictSame([...(await approve())], [{ approved_by: 'app', is_now: true }])
  t.strictSame([...(await sql`select approved_by from steward.retention_policies`)], [{ approved_by: 'app' }])
  await sql`alter table public.events drop column note`
  await t.rejects(approve(), {
    code: '22023', message: 'the retention policy does not fit table public.events any more', detail: /There is no column 'note'/,
  })
})

const share = async (t: Test, rows: string, policy = "'public.events', 'at', '7 days'") => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`create table public.events (at timestamptz); insert into public.events ${rows}; select steward.add_retention_policy(${policy})`).simple()
  const approve = (accepted: string | null = null) => sql`select approved_share from steward.approve_retention_policy('public.events', ${accepted}::numeric)`
  return { sql, approve }
}

t.test('a first run that would take nearly everything is approved only with its share', async (t) => {
  const { sql, approve } = await share(t, "select now() - interval '20 days' from generate_series(1, 9) union all select now()")
  t.match(await sql`select problems from steward.preview_retention('public.events')`, [
    { problems: ['More than 80.0 % of the rows would go (max_share), so approve_retention_policy() wants to be told by accept_share that this is meant.'] },
  ])
  const refused = {
    code: 'SW020', message: '9 of 10 rows of public.events would go (90.0 %)', detail: 'More than 80.0 % of the rows would go (max_share).',
    hint: "Look at select * from preview_retention('public.events'); and if that is meant: " +
      "select approve_retention_policy('public.events', accept_share => 0.9);",
  }
  await t.rejects(approve(), refused)
  t.strictSame([...(await sql`select approved_at from steward.retention_policies`)], [{ approved_at: null }], 'it is not approved')
  await t.rejects(approve('0.85'), { ...refused, detail: 'More than 85.0 % of the rows would go (max_share).' })
  for (const wrong of ['0', '1.1', 'NaN']) await t.rejects(approve(wrong), { code: '22023' })
  t.strictSame([...(await approve('0.9'))], [{ approved_share: '0.9' }])
  t.strictSame([...(await sql`select problems from steward.preview_retention('public.events')`)], [{ problems: [] }])

  await sql`insert into public.events select now() - interval '20 days' from generate_series(1, 10)`
  t.match(await applyRetention(sql, 'public.events'), { outcome: 'refused_guard', rows: 0, message: 'More than 90.0 % of the rows would go (max_share).' }, 'more than was accepted')
  await sql`delete from public.events where ctid in (select ctid from public.events where at < now() - interval '1 day' limit 10)`
  t.match(await applyRetention(sql, 'public.events'), { outcome: 'done', rows: 9 })
  await sql`insert into public.events select now() - interval '20 days' from generate_series(1, 9)`
  t.match(await applyRetention(sql, 'public.events'), { outcome: 'refused_guard', rows: 0, message: 'More than 80.0 % of the rows would go (max_share).' }, 'it was accepted for the first run')
})

t.test('the share of a table that was never analyzed is counted', async (t) => {
  const { approve } = await share(t, "select now() - interval '20 days' from generate_series(1, 110000)")
  await t.rejects(approve(), { code: 'SW020', message: '110000 of 110000 rows of public.events would go (100.0 %)' })
  t.strictSame([...(await approve('1'))], [{ approved_share: '1' }])
})

for (const [what, limit] of [['of a table that is not large', '1GB'], ['of a large one', '8kB']] as const) {
  t.test(`the rows ${what} are counted where statistics are older than they`, async (t) => {
    const { sql, approve } = await share(t, 'select now() from generate_series(1, 200000)')
    await sql`select steward.set_setting('maintenance.count_limit', ${limit})`
    // An ANALYZE that ends after the change forgets that it has not seen it.
    await sql`alter table public.events set (autovacuum_enabled = off)`
    // Other sessions see what changed only when this one has told them.
    const session = await sql.reserve()
    const change = (statements: string) => session.unsafe(`${statements}; select pg_stat_force_next_flush()`).simple()
    const exceeded = async () => (await sql`select array_to_string(problems, ' ') ~ 'max_share' as is_exceeded from steward.preview_retention('public.events')`)[0]
    await session.unsafe('vacuum analyze public.events')
    t.strictSame(await exceeded(), { is_exceeded: false })
    await approve()

    await change("delete from public.events where ctid >= '(20,0)'; update public.events set at = now() - interval '20 days'")
    await poll(async () => (await sql`select from pg_stat_user_tables where relname = 'events' and n_mod_since_analyze > 195000`).length > 0)
    t.strictSame(await exceeded(), { is_exceeded: true })
    t.match(await applyRetention(sql, 'public.events'), { outcome: 'refused_guard', rows: 0 })
    await t.rejects(approve(), { code: 'SW020', message: /^(\d+) of \1 rows of public.events would go \(100\.0 %\)$/ })

    await change('insert into public.events select now() from generate_series(1, 10000)')
    t.strictSame(await exceeded(), { is_exceeded: false })
    await approve()
    session.release()
  })
}

for (const [what, rows, policy] of [
  ['an empty table', 'select now() where false', undefined],
  ['four of five rows', "select now() - interval '20 days' from generate_series(1, 4) union all select now()", undefined],
  ['all of them, where max_share is 1', "select now() - interval '20 days'", "'public.events', 'at', '7 days', max_share => 1"],
] as const) {
  t.test(`nothing has to be accepted for ${what}`, async (t) => {
    const { approve } = await share(t, rows, policy)
    t.strictSame([...(await approve())], [{ approved_share: null }])
  })
}

for (const maxShare of ['null', '1']) t.test(`the last partition is not dropped without a word, where max_share is ${maxShare}`, async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table public.events (at timestamptz) partition by range (at);
    create table public.old partition of public.events for values from (now() - interval '30 days') to (now() - interval '20 days');
    create table public.less_old partition of public.events for values from (now() - interval '20 days') to (now() - interval '10 days');
    select steward.add_retention_policy('public.events', 'at', '7 days', 'drop_partition', max_share => ${maxShare})`).simple()
  const approve = (accepted: string | null = null) => sql`select from steward.approve_retention_policy('public.events', ${accepted}::numeric)`
  await t.rejects(approve(), { code: 'SW020', detail: 'No partition would be left.', hint: /accept_share => 1\);$/ })
  await t.rejects(approve('0.99'), { code: 'SW020' })
  await sql`create table public.new partition of public.events for values from (now()) to (now() + interval '1 day')`
  await approve()
  await sql`drop table public.new`
  t.match(await applyRetention(sql, 'public.events'), { outcome: 'refused_guard', message: 'No partition would be left.' })
  t.strictSame([...(await sql`select to_regclass('public.old') is not null as stays`)], [{ stays: true }])
  await t.rejects(approve(), { code: 'SW020', detail: 'No partition would be left.' })
  await approve('1')
  t.match(await applyRetention(sql, 'public.events'), { outcome: 'done' })
  await sql`create table public.old partition of public.events for values from (now() - interval '30 days') to (now() - interval '20 days')`
  t.match(await applyRetention(sql, 'public.events'), { outcome: 'refused_guard', message: 'No partition would be left.' }, 'it was accepted for the first run')
})
