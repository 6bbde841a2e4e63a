import { createHmac } from 'node:crypto'
import t from 'tap'
import { testDatabase } from '../support/database.js'
import { tokenFor } from '../support/logins.js'

const db = await testDatabase(t)
const encode = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
const sign = (secret: string, claims: unknown, header: unknown = { alg: 'HS256', typ: 'JWT' }) => {
  const signed = `${encode(header)}.${encode(claims)}`
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
}
const claimsOf = async (token: string | null) =>
  (await db.sql<{ claims: unknown }[]>`select steward_internal.token_claims(${token}) as claims`)[0]?.claims
const soon = Math.floor(Date.now() / 1000) + 3600

t.test('refuses to sign without a secret, or what cannot be claims', async (t) => {
  await t.rejects(tokenFor(db, {}), { code: '55000', message: 'there is no secret to sign tokens with', hint: /set_token_secret/ })
  await t.rejects(claimsOf(sign('', { exp: soon })), { code: '28000', message: /its signature is wrong/ }, 'no secret is not the empty secret')
  for (const call of [`'[]'`, `'"x"'`, 'null', `'{}', null`]) {
    await t.rejects(db.sql.unsafe(`select steward.create_request_token(${call})`), { code: '22023', message: /a token needs claims/ }, call)
  }
})

// HMAC has three cases: a key shorter than a block, of just a block, and longer.
for (const secret of ['s'.repeat(32), 'é'.repeat(32), 's'.repeat(65), 'a long secret '.repeat(20)]) {
  t.test(`signs and verifies as others do, with ${Buffer.byteLength(secret)} bytes`, async (t) => {
    await db.sql`select steward.set_token_secret(${secret})`
    const token = await tokenFor(db, { user_id: 'ü', org_id: 7, exp: 1 }, '1 hour')
    const [header, payload, signature] = token.split('.')
    t.equal(signature, createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url'))
    t.notMatch(token, /[^\w.-]/)
    t.match(await claimsOf(token), { user_id: 'ü', org_id: 7 })
    const { exp } = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()) as { exp: number }
    t.ok(Math.abs(exp - Date.now() / 1000 - 3600) < 120, 'its end is not for the caller of claims to say')
    const claims = { sub: 'x'.repeat(500), exp: soon }
    t.strictSame(await claimsOf(sign(secret, claims)), claims)
  })
}

t.test('verifies nothing that is not signed, not yet valid, over, or garbage', async (t) => {
  const secret = 'the secret of this test is long enough'
  await db.sql`select steward.set_token_secret(${secret})`
  const good = sign(secret, { sub: 'a', exp: soon })
  const [header, payload, signature] = good.split('.') as [string, string, string]
  const cases: [string | null, RegExp][] = [
    [null, /there is none/],
    ['', /three parts|cannot be read/],
    ['x', /three parts|cannot be read/],
    [`${header}.${payload}`, /three parts/],
    [`${good}.`, /three parts/],
    [`${header}.${payload}.`, /signature/],
    [`${header}.${encode({ sub: 'b', exp: soon })}.${signature}`, /signature/],
    [sign('another secret, which is long enough too', { sub: 'a', exp: soon }), /signature/],
    [`${encode({ alg: 'none' })}.${payload}.`, /HS256/],
    [sign(secret, { sub: 'a', exp: soon }, { alg: 'none' }), /HS256/],
    [sign(secret, { sub: 'a', exp: soon }, { alg: 'hs256' }), /HS256/],
    [sign(secret, { sub: 'a', exp: soon }, {}), /HS256/],
    [sign(secret, { sub: 'a', exp: soon }, 'HS256'), /cannot be read/],
    [sign(secret, { sub: 'a' }), /never expires/],
    [sign(secret, { sub: 'a', exp: String(soon) }), /never expires/],
    [sign(secret, { sub: 'a', exp: soon - 7200 }), /has expired/],
    [sign(secret, { sub: 'a', exp: soon, nbf: soon }), /not valid yet/],
    [sign(secret, { sub: 'a', exp: soon, nbf: 'x' }), /cannot be read/],
    [sign(secret, [{ exp: soon }]), /never expires/],
    [sign(secret, 'exp'), /cannot be read/],
    [sign(secret, '{"sub":"\\u0000","exp":1}'), /cannot be read/],
    [`${header}.%%%.${signature}`, /cannot be read/],
    [`${header}.${Buffer.from([0xff, 0xfe]).toString('base64url')}.${signature}`, /cannot be read/],
  ]
  for (const [token, message] of cases) {
    await t.rejects(claimsOf(token), { code: '28000', message, hint: /HS256, with exp/ }, `${token}`)
  }
  t.strictSame(await claimsOf(good), { sub: 'a', exp: soon })
  await t.rejects(claimsOf(await tokenFor(db, { sub: 'a' }, '-1 second')), { code: '28000', message: /has expired/ })
})

t.test('hmac_keys, base64url: RFC 4231 and RFC 4648', async (t) => {
  const [row] = await db.sql`
    select encode(sha256(k.outer_key || sha256(k.inner_key || 'what do ya want for nothing?')), 'hex') as digest,
      steward_internal.encode_base64url('\\xfbff') as encoded, steward_internal.decode_base64url('-_8') as decoded
    from steward_internal.hmac_keys('Jefe') as k`
  t.strictSame(row, {
    digest: '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843', encoded: '-_8', decoded: Buffer.from([0xfb, 0xff]),
  })
})
