import t from 'tap'
import { testDatabase } from '../support/database.js'

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
