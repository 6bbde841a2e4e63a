import t from 'tap'
import { backup } from '../../src/backup/backup.js'
import { restore } from '../../src/backup/restore.js'
import { needsPrograms, temporaryFolder } from '../support/backup.js'
import { atDatabase, testDatabase } from '../support/database.js'

t.test('in place the properties are compared and told, and left', needsPrograms, async (t) => {
  const db = await testDatabase(t, { empty: true })
  await db.sql.unsafe(`create table public.jobs (); revoke connect on database ${db.name} from public; alter database ${db.name} connection limit 7`).simple()
  const { file } = await backup(db.sql, { dir: temporaryFolder(t) })
  const said = async () => {
    const lines: string[] = []
    await restore(db.sql, file, { clean: true, say: (line) => lines.push(line) })
    return lines.slice(lines.findIndex((line) => line.startsWith('0 tables') || line.startsWith('1 tables')) + 1).filter((line) => !line.includes('no record'))
  }
  t.strictSame(await said(), [])
  await db.sql.unsafe(`grant connect on database ${db.name} to public; alter database ${db.name} connection limit 8`).simple()
  t.strictSame(await said(), [
    `the database ${db.name} itself was left as it is; it differs from the one that was backed up:`,
    `revoke connect on database "${db.name}" from public;`,
    `alter database "${db.name}" connection limit 7;`,
  ])
})

t.test('without privileges PUBLIC gets nothing that the source kept from it', needsPrograms, async (t) => {
  const db = await testDatabase(t, { empty: true })
  const other = await testDatabase(t, { empty: true })
  const copy = `${db.name}_copy`
  t.teardown(() => db.admin.unsafe(`drop database if exists ${copy} with (force)`))
  await db.sql.unsafe(`
    create function public.opened() returns int language sql as 'select 1';
    create function public.secret() returns int language sql security definer as 'select 1';
    create function public."it's; odd
      FROM PUBLIC;"(text) returns int language sql security definer as 'select 1';
    create type public.mood as enum ('a');
    revoke all on function public.secret() from public;
    revoke all on function public."it's; odd
      FROM PUBLIC;"(text) from public;
    revoke all on type public.mood from public;
    revoke usage on schema public from public;
    alter default privileges revoke execute on functions from public`).simple()
  const { file } = await backup(db.sql, { dir: temporaryFolder(t) })
  const openTo = (database: string) => db.connect({ url: atDatabase(db.adminUrl, database) })<{ name: string }[]>`
    select o.name
    from (
      select proname::text, coalesce(proacl, acldefault('f', proowner)) from pg_proc where pronamespace = 'public'::regnamespace
      union all
      select typname::text, coalesce(typacl, acldefault('T', typowner)) from pg_type where typname = 'mood'
      union all
      select nspname::text, nspacl from pg_namespace where nspname = 'public'
      union all
      select 'later functions', coalesce((select defaclacl from pg_default_acl where defaclobjtype = 'f'), acldefault('f', 10))
      union all
      select 'database', coalesce(datacl, acldefault('d', datdba)) from pg_database where datname = current_database()
    ) as o (name, acl)
    cross join aclexplode(o.acl) as x
    where x.grantee = 0
    group by o.name`.then((rows) => rows.map(({ name }) => name).sort())
  t.strictSame(await openTo(db.name), ['database', 'opened'])

  const said: string[] = []
  await restore(db.sql, file, { into: copy, noOwner: true, noPrivileges: true, say: (line) => said.push(line) })
  t.strictSame(await openTo(copy), ['opened'])
  t.ok(said.includes(`only its owner may connect to the database ${copy}; to let everybody in: grant connect on database "${copy}" to public;`))

  await t.rejects(restore(other.sql, file, { noPrivileges: true }), {
    name: 'UsageError', message: /is open to everybody, and without privileges so would be what the backup keeps from PUBLIC, as in: REVOKE/,
    hint: new RegExp(`revoke connect on database "${other.name}" from public;`),
  })
  await other.sql.unsafe(`revoke connect on database ${other.name} from public`)
  await restore(other.sql, file, { noPrivileges: true })
  t.strictSame(await openTo(other.name), ['database', 'opened'], 'TEMP is left')
})
