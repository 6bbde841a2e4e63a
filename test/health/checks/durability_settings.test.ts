import type postgres from 'postgres'
import t from 'tap'
import { blindRole, oneByOne, testDatabase, type TestDatabase } from '../../support/database.js'
import { assertFixes, findings, type Finding } from '../../support/findings.js'

const check = 'durability_settings'
const remedy = 'Set it back, unless losing data is acceptable here.'
const lostCommits = 'After a crash the last transactions can be missing although their commit was confirmed.'

t.test('finds nothing in a new database but what the server is set to', async (t) => {
  const db = await testDatabase(t)
  const blind = await blindRole(t, db)
  const expected = await ofServer(db.sql)
  for (const sql of [db.sql, blind]) {
    t.strictSame(await ownFindings(db, sql), expected)
  }
})

t.test('reports what roles and databases set', async (t) => {
  const db = await testDatabase(t)
  const [role, dotted] = [`durable_${db.name}`, `odd "role" ${db.name}`]
  const quoted = `"${dotted.replaceAll('"', '""')}"`
  // Settings of a database are those of sessions that begin later, so this one keeps the server's.
  const session = db.connect()
  const server = await ofServer(session)
  await db.admin.unsafe(`create role ${role}; create role ${quoted}`)
  t.teardown(() => db.admin.unsafe(`drop role ${role}; drop role ${quoted}`))
  await db.admin.unsafe(`
    alter database ${db.name} set zero_damaged_pages = 'TRUE';
    alter database ${db.name} set work_mem = '5MB';
    alter role ${role} set synchronous_commit = off;
    alter role ${quoted} in database ${db.name} set synchronous_commit = 'No';
    alter role ${quoted} set ignore_checksum_failure = yes;
    alter role ${role} in database ${db.name} set synchronous_commit = local;
    alter role ${role} in database ${db.name} set zero_damaged_pages = off;
  `)
  const row = (severity: string, setting: string, value: string, scope: string, consequence: string): Finding => ({
    status: 'finding',
    severity,
    object: `setting ${setting} (${scope})`,
    value: null,
    detail: `Setting ${setting} is ${value} for ${scope}. ${consequence}`,
    action: remedy,
    fix_sql: [`alter ${scope} reset ${setting};`],
    evidence: { setting, value, scope },
  })
  const expected = [
    ...server,
    row('critical', 'ignore_checksum_failure', 'on', `role ${quoted}`, 'Damaged pages are used as if they were good.'),
    row('warning', 'synchronous_commit', 'off', `role ${role}`, lostCommits),
    row('warning', 'synchronous_commit', 'off', `role ${quoted} in database ${db.name}`, lostCommits),
    row('critical', 'zero_damaged_pages', 'on', `database ${db.name}`,
      'Every damaged page that is read is emptied, and its rows are lost.'),
  ].sort(byObject)
  t.strictSame(await ownFindings(db, session), expected)

  await assertFixes(t, session, check, { as: db.admin, mine: ({ object }) => object?.includes(db.name) ?? false })
  for (const { fix_sql } of expected) if (fix_sql?.length === 1) await oneByOne(db.admin, fix_sql)
  t.strictSame(await ownFindings(db, session), server, 'the fixes are right')
})

t.test('says that the value of the server cannot be seen behind that of the session', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(`alter database ${db.name} set synchronous_commit = off`)
  const rows = await ownFindings(db, db.connect())
  t.strictSame(rows.filter((row) => row.object?.includes('synchronous_commit')), [
    {
      status: 'skipped',
      severity: null,
      object: 'setting synchronous_commit',
      value: null,
      detail: 'The value of synchronous_commit for the whole server cannot be seen: this session has its own (database: off).',
      action: 'Run the check in a session whose role and database do not set it.',
      fix_sql: null,
      evidence: { reason: 'server' },
    },
    {
      status: 'finding',
      severity: 'warning',
      object: `setting synchronous_commit (database ${db.name})`,
      value: null,
      detail: `Setting synchronous_commit is off for database ${db.name}. ${lostCommits}`,
      action: remedy,
      fix_sql: [`alter database ${db.name} reset synchronous_commit;`],
      evidence: { setting: 'synchronous_commit', value: 'off', scope: `database ${db.name}` },
    },
  ])
  const admin = db.connect({ url: db.adminUrl })
  await admin.unsafe('set synchronous_commit = on; set zero_damaged_pages = on').simple()
  t.match(
    (await ownFindings(db, admin)).filter((row) => row.status === 'skipped'),
    [
      { object: 'setting synchronous_commit', detail: /\(session: on\)/ },
      { object: 'setting zero_damaged_pages', detail: /\(session: on\)/ },
    ],
  )
})

/** The findings without those about roles and databases of other tests. */
async function ownFindings(db: TestDatabase, sql: postgres.Sql): Promise<Finding[]> {
  return (await findings(sql, check))
    .filter((row) => row.status !== 'ok' && (!row.object?.includes('(') || row.object.includes(db.name)))
    .sort(byObject)
}

/** What the check must say about the server under test, which is not ours to change. */
async function ofServer(sql: postgres.Sql): Promise<Finding[]> {
  const settings = await sql<{ name: string; setting: string }[]>`
    select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'data_checksums') and setting = 'off'`
  const texts: Record<string, [severity: string, consequence: string]> = {
    data_checksums: ['info', 'Damage by disks and file systems stays unnoticed until queries fail or return nonsense.'],
    fsync: ['critical', 'If the machine crashes, the whole cluster can be lost.'],
    full_page_writes: ['critical', 'If the machine crashes, half-written pages can stay behind that nothing repairs.'],
  }
  return settings
    .map(({ name, setting }) => ({
      status: 'finding',
      severity: texts[name]?.[0] ?? null,
      object: `setting ${name}`,
      value: null,
      detail: `Setting ${name} is ${setting} for the whole server. ${texts[name]?.[1]}`,
      action: name === 'data_checksums' ? 'Stop the server and run pg_checksums --enable on its data directory.' : remedy,
      fix_sql: name === 'data_checksums' ? null : [`alter system set ${name} = on;`, 'select pg_reload_conf();'],
      evidence: { setting: name, value: setting, scope: 'the whole server' },
    }))
    .sort(byObject)
}

function byObject(a: Finding, b: Finding): number {
  return (a.object ?? '') < (b.object ?? '') ? -1 : 1
}
