import t from 'tap'
import { testDatabase } from '../../support/database.js'
import { assertFixes, finding, findings, nothingFound } from '../../support/findings.js'

const protect = `select steward.protect_table('events', 'owner', 'user_id')`

t.test('drifted_protections reports what was changed around protect_table(), each relation by itself', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table public.events (user_id uuid not null, at date not null) partition by range (at);
    create table public.events_1 partition of public.events default;
    ${protect};
  `).simple()
  t.strictSame(await findings(sql, 'drifted_protections'), nothingFound)
  await sql.unsafe(`
    drop policy steward_user_select on public.events_1;
    grant truncate on public.events to steward_user;
  `).simple()
  const action = `Mend it with the statements of the fix, or call protect_table('public.events', …) again as it was called.`
  t.strictSame(await findings(sql, 'drifted_protections'), [
    finding({
      object: 'table public.events', severity: 'warning', value: 1, action, fix_sql: ['revoke truncate on public.events from steward_user;'],
      detail: 'What protect_table() made of public.events has changed: a role has more privileges than its template gives.',
      evidence: { protected: 'public.events', problems: ['a role has more privileges than its template gives'] },
    }),
    finding({
      object: 'table public.events_1', severity: 'critical', value: 1, action, fix_sql: ['create policy steward_user_select on public.events_1 as permissive for select to steward_user using (user_id = (select steward.current_user_id()));'],
      detail: 'What protect_table() made of public.events has changed: a policy was dropped or changed.',
      evidence: { protected: 'public.events', problems: ['a policy was dropped or changed'] },
    }),
  ])
  await assertFixes(t, sql, 'drifted_protections', { reversible: false })
  t.strictSame(await findings(sql, 'drifted_protections'), nothingFound)
})

t.test('drifted_protections passes over what somebody holds exclusively', async (t) => {
  const { sql, connect } = await testDatabase(t)
  await sql.unsafe(`create table public.events (user_id uuid not null); ${protect}; drop policy steward_user_select on public.events`).simple()
  await connect().begin(async (tx) => {
    await tx`lock table public.events`
    t.strictSame(await findings(sql, 'drifted_protections'), nothingFound)
  })
  t.equal((await findings(sql, 'drifted_protections')).length, 1)
})
