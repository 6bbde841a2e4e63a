import t from 'tap'
import { backup } from '../../src/backup/backup.js'
import { restore } from '../../src/backup/restore.js'
import { describeServer } from '../../src/backup/server.js'
import { needsPrograms, startSteward, temporaryFolder } from '../support/backup.js'
import { atDatabase, poll, testDatabase, type TestDatabase } from '../support/database.js'
import { testRoles } from '../support/roles.js'

/** The comment of the source lets a restore of this table go on that waits in another database. */
const waitingTable = (db: TestDatabase) => `
  create table public.waits_${db.name} (id int);
  create function public.is_let(id int) returns boolean language plpgsql as $$
  begin
    while current_database() <> '${db.name}'
      and coalesce((select shobj_description(oid, 'pg_database') from pg_database where datname = '${db.name}'), '') <> 'go' loop
      perform pg_sleep(0.05);
    end loop;
    return true;
  end $$;
  alter table public.waits_${db.name} add check (public.is_let(id));
  insert into public.waits_${db.name} values (1), (2)`

/** The database in which a restore waits now. */
const waitingIn = (db: TestDatabase) => poll(async () => {
  const [row] = await db.admin<{ name: string; acl: string }[]>`
    select d.datname as name, d.datacl::text as acl
    from pg_stat_activity as s
    inner join pg_database as d on d.oid = s.datid
    where s.datname <> ${db.name} and s.query ~* ${`^copy public.waits_${db.name}`}`
  return row
})

const letGo = (db: TestDatabase) => db.admin.unsafe(`comment on database ${db.name} is 'go'`)

const asRole = (db: TestDatabase, role: string, database: string) => {
  const url = new URL(atDatabase(db.url, database))
  url.username = role
  url.password = 'secret'
  return db.connect({ url: url.href })
}

t.test('nobody else gets into the database of a verification', needsPrograms, async (t) => {
  const db = await testDatabase(t, { empty: true })
  const { outsider } = await testRoles(t, db, { outsider: "login password 'secret'" })
  await db.sql.unsafe(`${waitingTable(db)}; revoke connect on database ${db.name} from public`).simple()
  const making = backup(db.sql, { dir: temporaryFolder(t), verify: true })
  const { name, acl } = await waitingIn(db)
  t.equal(acl, '{app=CTc/app}')
  await t.rejects(asRole(db, outsider, name)`select`, { code: '42501', message: /permission denied for database/ })
  await letGo(db)
  t.match(await making, { manifest: { verified: { differences: [], not_compared: [] } } })
  t.strictSame([...(await db.admin`select from pg_database where datname = ${name}`)], [])
})

t.test('a new database has the properties of the old one, and nobody gets into it before', needsPrograms, async (t) => {
  const db = await testDatabase(t, { empty: true })
  const { guest, stranger } = await testRoles(t, db, { guest: "login password 'secret'", stranger: "login password 'secret'" })
  const [copy, killed] = [`${db.name}_copy`, `${db.name}_killed`]
  t.teardown(async () => {
    for (const name of [copy, killed]) await db.admin.unsafe(`drop database if exists ${name} with (force)`)
  })
  await db.sql.unsafe(`
    ${waitingTable(db)};
    revoke all on database ${db.name} from public;
    grant connect on database ${db.name} to ${guest};
    alter database ${db.name} connection limit 7;
    alter database ${db.name} set search_path = '', "a ""b", pg_catalog;
    alter role app in database ${db.name} set work_mem = '5MB';
    comment on database ${db.name} is 'mine'`).simple()
  await db.admin.unsafe(`alter role app in database ${db.name} set log_statement = 'all'`)
  await db.sql.unsafe(`alter database ${db.name} set default_transaction_read_only = on`)
  const { file, manifest } = await backup(db.sql, { dir: temporaryFolder(t) })
  await db.sql.unsafe(`alter database ${db.name} reset default_transaction_read_only`)

  const { child, ended } = startSteward(['restore', file, '--into', killed, '--database-url', db.url])
  t.strictSame(await waitingIn(db), { name: killed, acl: '{app=CTc/app}' })
  await t.rejects(asRole(db, guest, killed)`select`, { code: '42501' })
  child.kill('SIGKILL')
  await ended
  await t.rejects(restore(db.sql, file, { into: killed }), { name: 'UsageError', message: /_killed already: the restore of .* has not ended$/ })
  await letGo(db)

  const said: string[] = []
  await restore(db.sql, file, { into: copy, say: (line) => said.push(line) })
  t.strictSame(said.filter((line) => !line.startsWith('pgsteward is not installed')), [
    '1 tables have the rows that the backup says',
    `not done, because permission denied to set parameter "log_statement": alter role "app" in database "${copy}" set "log_statement" to 'all';`,
  ])
  const there = db.connect({ url: atDatabase(db.adminUrl, copy) })
  const now = await describeServer(there)
  t.strictSame(now.settings, manifest.settings)
  t.strictSame(now.properties, { ...manifest.properties, role_settings: [{ role: 'app', settings: ['work_mem=5MB'] }] })
  t.match(manifest.properties, { connection_limit: 7, comment: 'mine', owner: 'app' })
  t.strictSame([...(await asRole(db, guest, copy)`select 1 as one`)], [{ one: 1 }])
  await t.rejects(asRole(db, stranger, copy)`select`, { code: '42501' })
})
