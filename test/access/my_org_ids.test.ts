import t from 'tap'
import { acme, alice, bob, globex, inRequest, organizations } from '../support/access.js'
import { testDatabase } from '../support/database.js'
import { setTrustLevel, tokenFor, webLogin } from '../support/logins.js'

const db = await testDatabase(t)
const protect = `select steward.protect_table(
  'public.organization_members', 'organization', organization_column => 'org_id',
  membership_table => 'public.organization_members', write_roles => '{owner}'
)`
const of = (claims: Record<string, string>, roles: string[] | null = null) =>
  inRequest(db.admin, { role: 'steward_user', ...claims }, async (tx) =>
    (await tx<{ ids: string[] }[]>`select array(select unnest(steward.my_org_ids(${roles})) order by 1) as ids`)[0]?.ids)

t.test('is empty while define_memberships() knows no table', async (t) => {
  t.strictSame(await of({ user_id: alice }), [])
  t.strictSame([...(await db.admin`select steward.my_org_ids() as ids`)], [{ ids: [] }], 'outside of a request')
})

t.test('are the organisations of the user, in which the role counts', async (t) => {
  await db.sql.unsafe(`${organizations}; ${protect}`).simple()
  t.strictSame(await of({ user_id: alice }), [acme])
  t.strictSame(await of({ user_id: bob }), [globex, acme].sort())
  t.strictSame(await of({ user_id: bob }, ['owner']), [globex])
  t.strictSame(await of({ user_id: bob }, ['owner', 'viewer']), [globex, acme].sort())
  t.strictSame(await of({ user_id: bob }, []), [])
  t.strictSame(await of({ user_id: acme }), [])
  t.strictSame(await of({}), [])
  await t.rejects(of({ user_id: 'x' }), { code: '22P02' })
})

t.test('the membership table hides nothing from it, and shows members members only', async (t) => {
  t.strictSame([...(await db.sql`select from public.organization_members`)], [], 'its owner is not exempt')
  const seen = await inRequest(db.admin, { role: 'steward_user', user_id: alice }, (tx) => tx`select user_id, org_id from public.organization_members order by 1`)
  t.strictSame([...seen], [{ user_id: alice, org_id: acme }, { user_id: bob, org_id: acme }])
  await t.rejects(inRequest(db.admin, { role: 'steward_user', user_id: bob }, (tx) => tx`insert into public.organization_members values (${bob}, ${acme}, 'owner')`), { code: '42501' })
  t.strictSame([...(await inRequest(db.admin, { role: 'steward_user', user_id: bob }, (tx) => tx`update public.organization_members set role = 'owner' where org_id = ${acme} returning 1`))], [])
})

t.test('a membership that ends does so with the next statement', async (t) => {
  await inRequest(db.admin, { role: 'steward_user', user_id: alice }, async (tx) => {
    t.match(await tx`select steward.my_org_ids() as ids`, [{ ids: [acme] }])
    await db.admin`delete from public.organization_members where user_id = ${alice}`
    t.match(await tx`select steward.my_org_ids() as ids`, [{ ids: [] }])
  })
  await db.admin`insert into public.organization_members values (${alice}, ${acme}, 'owner')`
})

t.test('L2: it asks for those of a sealed user only', async (t) => {
  await setTrustLevel(db, 'L2')
  const { sql: web } = await webLogin(t, db)
  const token = await tokenFor(db, { user_id: alice, role: 'steward_user' })
  t.match(await inRequest(web, { token }, (tx) => tx`select steward.my_org_ids() as ids`), [{ ids: [acme] }])
  await t.rejects(inRequest(web, { token }, async (tx) => {
    await tx`select set_config('steward.user_id', ${bob}, true)`
    return tx`select steward.my_org_ids()`
  }), { code: '28000' })
})
