import t from 'tap'
import { alice, inRequest } from '../support/access.js'
import { testDatabase } from '../support/database.js'
import { setTrustLevel, tokenFor, webLogin } from '../support/logins.js'

const db = await testDatabase(t)
const set = (secret: string | null) => db.sql`select steward.set_token_secret(${secret}) as since`

t.test('takes no secret that is shorter than the digest', async (t) => {
  for (const secret of [null, '', 'x'.repeat(31)]) await t.rejects(set(secret), { code: '22023', message: 'the secret is shorter than 32 bytes', hint: /openssl/ })
  t.strictSame([...(await db.sql`select from steward_internal.claim_keys`)], [])
  t.match(await set('é'.repeat(16)), [{ since: Date }], 'bytes count')
})

t.test('a new secret ends what was signed and sealed with the old one', async (t) => {
  await setTrustLevel(db, 'L2')
  const token = await tokenFor(db, { user_id: alice, role: 'steward_user' })
  const other = db.connect()
  await t.rejects(inRequest(db.admin, { token }, async (tx) => {
    await other`select steward.set_token_secret(${'a new secret that is as long as it has to be'})`
    return tx`select steward.current_user_id()`
  }), { code: '28000', message: /not sealed/ })
  await t.rejects(inRequest(db.admin, { token }, (tx) => tx`select 1`), { code: '28000', message: /signature/ })
  t.match(await db.sql`select purpose, length(inner_key) as inner, length(outer_key) as outer from steward_internal.claim_keys order by 1`, [
    { purpose: 'seal', inner: 64, outer: 64 }, { purpose: 'token', inner: 64, outer: 64 },
  ])
})

t.test('neither requests nor readers come near the keys', async (t) => {
  const web = await webLogin(t, db)
  for (const role of ['steward_user', 'steward_service', 'steward_reader', 'steward_operator', 'steward_admin']) {
    await t.rejects(db.admin.begin(async (tx) => {
      await tx.unsafe(`set local role ${role}`)
      return tx`select from steward_internal.claim_keys`
    }), { code: '42501' }, role)
  }
  await t.rejects(web.sql`select steward.set_token_secret(repeat('x', 32))`, { code: '42501' })
})
