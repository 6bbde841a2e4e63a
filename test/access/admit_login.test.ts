import t from 'tap'
import { alice, inRequest } from '../support/access.js'
import { serverMajor, testDatabase } from '../support/database.js'
import { webLogin } from '../support/logins.js'
import { testRoles } from '../support/roles.js'

const db = await testDatabase(t)
await db.sql.unsafe(`
  create table public.notes (id bigint primary key, user_id uuid not null);
  insert into public.notes values (1, '${alice}');
  select steward.protect_table('public.notes', 'owner', owner_column => 'user_id');
`).simple()
const admit = async (login: string, rest = '') =>
  (await db.sql.unsafe(`select s as statement from steward.admit_login('${login}'${rest}) as s`)).map((row) => row['statement'] as string)

const how = serverMajor() >= 16 ? ' with inherit false, set true' : ''
const grants = (login: string) => [
  `grant usage on schema steward to ${login}`,
  `grant usage on schema steward_access to ${login}`,
  `grant usage on schema steward_internal to ${login}`,
  `grant execute on function steward.begin_request(jsonb) to ${login}`,
  `grant execute on function steward_access.trust_level() to ${login}`,
  `grant execute on function steward_internal.bypasses_row_security(text) to ${login}`,
  `grant execute on function steward_internal.enter_role(text) to ${login}`,
  `grant execute on function steward_internal.seal_request(text) to ${login}`,
  `grant execute on function steward_internal.set_claims(jsonb) to ${login}`,
  `grant steward_anon to ${login}${how}`,
  `grant steward_user to ${login}${how}`,
]

t.test('grants what begin_request() needs, once', async (t) => {
  const { web } = await testRoles(t, db, { web: 'login noinherit' })
  const expected = grants(web)
  t.strictSame(await admit(web, ', dry_run => true'), expected)
  t.strictSame(await admit(web), expected)
  t.strictSame(await admit(web), [])
  await db.sql.unsafe(`revoke usage on schema steward_access from ${web}`)
  t.strictSame(await admit(web), [`grant usage on schema steward_access to ${web}`])
})

t.test('the login can begin requests of these roles and nothing else', async (t) => {
  const web = await webLogin(t, db)
  t.strictSame([...(await inRequest(web.sql, { role: 'steward_user', user_id: alice }, (tx) => tx`select id from public.notes`))], [{ id: '1' }])
  await t.rejects(web.sql`select from public.notes`, { code: '42501' })
  await t.rejects(web.sql`select steward.current_user_id()`, { code: '42501' })
  await t.rejects(web.sql`select from steward.settings`, { code: '42501' })
  await t.rejects(inRequest(web.sql, { role: 'steward_service' }, (tx) => tx`select 1`), { code: '42501' })
})

t.test('a backend without users has a login of its own', async (t) => {
  const service = await webLogin(t, db, '{steward_service}')
  t.strictSame([...(await inRequest(service.sql, { role: 'steward_service' }, (tx) => tx`select id from public.notes`))], [{ id: '1' }])
  await t.rejects(admit(service.name), { code: '22023', message: /could become steward_service as well as steward_(anon|user)$/ })
})

t.test('refuses logins that policies do not hold for', async (t) => {
  const roles = await testRoles(t, db, {
    super: 'login superuser', bypass: 'login bypassrls noinherit', plain: 'login noinherit', inheriting: 'login',
    owning: 'login noinherit in role app', all: 'login noinherit in role steward_admin', indirect: 'nologin in role app', eyes: 'nologin bypassrls',
  })
  const refused = (message: RegExp, hint: RegExp) => ({ code: '22023', message, hint })
  await t.rejects(admit(roles.super), refused(/bypasses row level security$/, /a login of its own/))
  await t.rejects(admit(roles.bypass), refused(/bypasses row level security$/, /a login of its own/))
  await t.rejects(admit(roles.plain, `, '{${roles.eyes}}'`), refused(new RegExp(`${roles.eyes} bypasses`), /a login of its own/))
  await t.rejects(admit('app'), refused(/app owns protected tables/, /a login of its own/))
  await db.sql`alter table public.notes rename to memos`
  await t.rejects(admit('app'), refused(/app owns protected tables/, /a login of its own/), 'renamed or not')
  await db.sql`alter table public.memos rename to notes`
  await t.rejects(admit(roles.owning), refused(/could become app, which owns protected tables/, /a login of its own/))
  await t.rejects(admit(roles.all), refused(/could become steward_admin as well as steward_/, /a login of its own/))
  await t.rejects(admit(roles.plain, `, '{steward_user,steward_service}'`), refused(/could become steward_service as well as steward_user/, /login/))
  await t.rejects(admit('nobody here'), refused(/^the login "nobody here" cannot .*: there is no role "nobody here"$/, /create role "nobody here" login noinherit/))
  await t.rejects(admit(roles.plain, `, '{nobody}'`), refused(/there is no role nobody$/, /create role nobody nologin/))
  await t.rejects(admit(roles.plain, `, '{steward_user,app}'`), refused(/could become app, which owns protected tables/, /a login of its own/))
  await t.rejects(admit(roles.plain, `, '{steward_user,${roles.indirect}}'`), refused(/could become app, which owns protected tables/, /a login of its own/))
  await t.rejects(admit(roles.plain, `, '{steward_user,steward_reader}'`), refused(/could become pg_read_all_stats as well as steward_user/, /monitoring/))
  await t.rejects(db.admin`select steward.admit_login(null)`, refused(/^the login null cannot .*: there is no role null$/, /one that exists/))
  for (const none of ['{}', null]) await t.rejects(admit(roles.plain, `, ${none === null ? 'null' : `'${none}'`}`), refused(/no role is named/, /roles =>/))
  if (serverMajor() < 16) {
    await t.rejects(admit(roles.inheriting), refused(/inherits what its roles may/, new RegExp(`alter role ${roles.inheriting} noinherit;`)))
  } else {
    t.strictSame(await admit(roles.inheriting), grants(roles.inheriting))
    t.match(await db.admin`select pg_has_role(${roles.inheriting}, 'steward_user', 'usage') as inherits`, [{ inherits: false }])
  }
})
