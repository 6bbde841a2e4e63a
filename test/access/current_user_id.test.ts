import t from 'tap'
import { alice, inRequest } from '../support/access.js'
import { testDatabase } from '../support/database.js'

const db = await testDatabase(t)
const of = (claims: Record<string, string | number | null>) =>
  inRequest(db.admin, { role: 'steward_user', ...claims }, async (tx) => (await tx`select steward.current_user_id() as id`)[0]?.['id'] as unknown)

t.test('is the claim as a UUID, null where there is none', async (t) => {
  t.equal(await of({ user_id: alice }), alice)
  t.equal(await of({ user_id: `{${alice.toUpperCase()}}` }), alice)
  for (const claims of [{}, { user_id: null }, { user_id: '' }]) t.equal(await of(claims), null)
  t.strictSame([...(await db.admin`select steward.current_user_id() as id`)], [{ id: null }], 'outside of a request')
})

t.test('what is no UUID raises', async (t) => {
  for (const id of ['x', 7, `${alice}x`]) await t.rejects(of({ user_id: id }), { code: '22P02' })
})

t.test('in a sub-select it is asked once, and is the condition of an index', async (t) => {
  await db.sql.unsafe(`
    create table public.notes (id bigint primary key, user_id uuid not null);
    create index on public.notes (user_id);
    insert into public.notes select n, gen_random_uuid() from generate_series(1, 2000) as n;
    analyze public.notes`).simple()
  const plan = await db.sql.unsafe(`explain (costs off) select from public.notes where user_id = (select steward.current_user_id())`)
  t.match(plan.map((row) => String(row['QUERY PLAN'])).join('\n'), /Index Cond: \(user_id = .*\n +InitPlan/)
})
