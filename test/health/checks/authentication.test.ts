import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { connect } from '../../../src/database.js'
import { install } from '../../../src/install/install.js'
import { applySources } from '../../../tools/apply.js'
import { temporaryHome, up } from '../../dev/support.js'
import { serverMajor, testDatabase, testServer } from '../../support/database.js'
import { finding, findings, nothingFound } from '../../support/findings.js'

t.test('hba_file_errors and insecure_hba_rules read the files of a server of their own', async (t) => {
  const { state } = await up(temporaryHome(t), { kind: testServer().kind, majorVersion: serverMajor() })
  const app = connect(state.url, { max: 1 })
  const admin = connect(state.adminUrl, { max: 1 })
  t.teardown(() => Promise.all([app.end(), admin.end()]))
  await install(app)
  await applySources(app)
  await admin`grant steward_admin to postgres`

  for (const check of ['insecure_hba_rules', 'hba_file_errors']) {
    t.match(await findings(app, check), [
      { status: 'skipped', action: /^grant select on pg_hba_file_rules.* to app;/, evidence: { reason: 'superuser' } },
    ])
  }
  const before = await findings(admin, 'insecure_hba_rules')
  t.strictSame(await findings(admin, 'hba_file_errors'), nothingFound)

  const rules = join(state.dataDirectory, 'pg_hba.conf')
  appendFileSync(rules, [
    '',
    'host some "a b",web 10.0.0.0/8 trust',
    'host some web 127.0.0.1/32 trust',
    'hostssl some web 10.0.0.0/8 password',
    'hostnossl some web all password',
    'host some web 10.0.0.0/8 md5',
    'host some web 10.0.0.0/8 scram-sha-256',
    'host some web 10.0.0.0/8 nonsense',
    '',
  ].join('\n'))
  const rows = (await findings(admin, 'insecure_hba_rules'))
    .filter((row) => row.object?.includes(' some '))
    .map(({ severity, object, detail }) => [severity, object, detail.replace(/ in line \d+ of .* (lets|sends|accepts) /, ' $1 ')])
  t.strictSame(rows, [
    [
      'critical', 'setting pg_hba.conf host some a b,web 10.0.0.0 255.0.0.0 trust',
      'The rule "host some a b,web 10.0.0.0 255.0.0.0 trust" lets in without a password whoever names a role.',
    ],
    [
      'info', 'setting pg_hba.conf host some web 10.0.0.0 255.0.0.0 md5',
      'The rule "host some web 10.0.0.0 255.0.0.0 md5" accepts passwords that are stored as MD5, which is deprecated.',
    ],
    [
      'info', 'setting pg_hba.conf host some web 127.0.0.1 255.255.255.255 trust',
      `The rule "host some web 127.0.0.1 255.255.255.255 trust" lets in without a password whoever names a role, from every account of the server's machine.`,
    ],
    [
      'warning', 'setting pg_hba.conf hostnossl some web all password',
      'The rule "hostnossl some web all password" sends passwords in clear text.',
    ],
  ])
  t.equal((await findings(admin, 'insecure_hba_rules')).filter((row) => row.object).length, before.filter((row) => row.object).length + 4)

  appendFileSync(join(state.dataDirectory, 'pg_ident.conf'), '\nonly_a_map\n')
  const broken = await findings(admin, 'hba_file_errors')
  const of = (severity: string) => broken.filter((row) => row.severity === severity)
  t.equal(broken.length, of('critical').length + of('warning').length + of('info').length)
  t.match(of('critical'), [
    { object: /^setting pg_hba\.conf line \d+$/, detail: /pg_hba\.conf cannot be read: invalid authentication method "nonsense"\.$/ },
  ])
  t.match(of('warning'), [{ object: /^setting pg_ident\.conf line \d+$/, detail: /pg_ident\.conf cannot be read: / }])
  t.match(of('info'), [{ detail: /pg_hba\.conf has no effect: hostssl record cannot match because SSL / }])
  t.strictSame([of('critical').length, of('warning').length], [1, 1])

  await admin`grant select on pg_hba_file_rules, pg_ident_file_mappings to app`
  await admin`grant execute on function pg_hba_file_rules(), pg_ident_file_mappings() to app`
  t.strictSame(await findings(app, 'hba_file_errors'), broken, 'the grants that it names let it look')
})

t.test('tls_disabled is about servers that others can reach', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame(await findings(sql, 'tls_disabled'), nothingFound)
  for (const [addresses, remote] of [
    ['localhost', false], ['', false], ['127.0.0.1, ::1', false], ['*', true], ['localhost,10.0.0.5', true], ['0.0.0.0', true], ['::', true],
  ] as const) {
    t.match(await sql`select steward_internal.listens_remotely(${addresses}) as remote`, [{ remote }], addresses)
  }
})

t.test('insecure_hba_rules judges type, address and method', async (t) => {
  const { sql } = await testDatabase(t)
  for (const [type, address, method, severity] of [
    ['local', null, 'trust', 'info'],
    ['local', null, 'peer', undefined],
    ['host', 'samehost', 'trust', 'info'],
    ['host', 'samenet', 'trust', 'critical'],
    ['hostssl', 'all', 'trust', 'critical'],
    ['host', '::1', 'md5', undefined],
    ['host', 'db.example.com', 'ident', 'warning'],
    ['hostssl', '10.0.0.0', 'password', undefined],
    ['hostgssenc', '10.0.0.0', 'gss', undefined],
    ['host', '0.0.0.0', 'reject', undefined],
  ] as const) {
    const [row] = await sql`select severity from steward_internal.hba_rule_risk(${type}, ${address}, ${method})`
    t.equal(row?.['severity'], severity, `${type} ${address} ${method}`)
  }
})

t.test('unencrypted_connections counts plain sessions, but not those of this machine', async (t) => {
  const db = await testDatabase(t)
  const session = db.connect()
  await session`select 1`
  const rows = (await findings(db.sql, 'unencrypted_connections')).filter((row) => row.object?.includes(db.name))
  t.strictSame(rows, [])
  const plain = await db.sql<{ user_name: string; session_count: number; addresses: string }[]>`
    select user_name, session_count::int, addresses::text
    from steward_internal.unencrypted_sessions('{}')
    where database_name = ${db.name} and user_name = 'app'`
  t.match(plain, [{ user_name: 'app', addresses: /^\{127\.0\.0\.1/ }], 'they are plain, and loopback is what leaves them out')
  t.ok((plain[0]?.session_count ?? 0) >= 2)

  await db.sql.unsafe(`
    create or replace function steward_internal.unencrypted_sessions(local_networks inet[] default '{127.0.0.0/8,::1}')
    returns table (user_name name, database_name name, session_count bigint, addresses inet[])
    language sql stable set search_path = pg_catalog, pg_temp
    as $$ values ('web'::name, 'shop'::name, 3::bigint, '{10.0.0.5,10.0.0.6}'::inet[]), ('copier', null, 1, '{10.0.0.7}') $$`)
  await db.sql.begin(async (tx) => {
    const [server] = await tx<{ ssl: string }[]>`select current_setting('ssl') as ssl`
    const action = server?.ssl === 'on'
      ? 'Let clients connect with sslmode=verify-full, and make the rule in pg_hba.conf hostssl.'
      : 'Switch TLS on in the server, then let clients connect with sslmode=verify-full.'
    const row = (object: string, value: number, detail: string, addresses: string[]) =>
      finding({ object, value, detail, action, evidence: { ssl: server?.ssl, sessions: value, addresses } })
    t.strictSame(await findings(tx, 'unencrypted_connections'), [
      row('role copier', 1, 'Role copier has 1 session from other machines without encryption (10.0.0.7).', ['10.0.0.7']),
      row(
        'role web in shop', 3, 'Role web has 3 sessions in database shop from other machines without encryption (10.0.0.5, 10.0.0.6).',
        ['10.0.0.5', '10.0.0.6'],
      ),
    ])
  })
})
