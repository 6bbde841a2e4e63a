import t from 'tap'
import type postgres from 'postgres'
import { serverMajor, testDatabase } from '../support/database.js'
import { rolledBack } from '../support/transaction.js'

// Roles belong to the whole server, so every change to them happens in a transaction that is rolled back.
const db = await testDatabase(t)

const setup = [
  { step: 1, statement: 'create role steward_reader nologin', created_role: 'steward_reader' },
  { step: 2, statement: 'create role steward_operator nologin', created_role: 'steward_operator' },
  { step: 3, statement: 'create role steward_admin nologin', created_role: 'steward_admin' },
  { step: 4, statement: 'create role steward_user nologin', created_role: 'steward_user' },
  { step: 5, statement: 'create role steward_anon nologin', created_role: 'steward_anon' },
  { step: 6, statement: 'create role steward_service nologin', created_role: 'steward_service' },
  { step: 7, statement: 'create role steward_resolver nologin', created_role: 'steward_resolver' },
  { step: 8, statement: 'grant pg_monitor to steward_reader', created_role: null },
  { step: 9, statement: 'grant steward_reader to steward_operator', created_role: null },
  { step: 10, statement: 'grant steward_operator to steward_admin', created_role: null },
]

const done = async (tx: postgres.TransactionSql) =>
  [...(await tx`select * from steward_internal.role_setup() order by step`)]

const create = async (tx: postgres.TransactionSql) => [...(await tx`select * from steward_internal.create_roles()`)]

// Since PostgreSQL 16 a membership belongs to who granted it.
const revokeReader = `revoke steward_reader from steward_operator${serverMajor() >= 16 ? ' granted by app' : ''}`

const hide = (tx: postgres.TransactionSql, role: string) => tx.unsafe(`alter role ${role} rename to ${role}_hidden`)

t.test('role_setup knows which steps are done', async (t) => {
  await rolledBack(db.admin, async (tx) => {
    t.strictSame(await done(tx), setup.map((step) => ({ ...step, is_done: true })))
    await tx.unsafe(revokeReader)
    await hide(tx, 'steward_admin')
    t.strictSame(await done(tx), setup.map((step) => ({ ...step, is_done: ![3, 9, 10].includes(step.step) })))
  })
})

t.test('create_roles does what is missing, records what it created, and is idempotent', async (t) => {
  await rolledBack(db.admin, async (tx) => {
    await tx`delete from steward_internal.install_record`
    await hide(tx, 'steward_operator')
    await hide(tx, 'steward_admin')
    await tx`set local role app`
    t.strictSame(
      await create(tx),
      [2, 3, 9, 10].map((step) => ({ statement: setup[step - 1]?.statement, problem: null })),
    )
    t.strictSame(await create(tx), [])
    t.strictSame(await done(tx), setup.map((step) => ({ ...step, is_done: true })))
    t.strictSame([...(await tx`select * from steward_internal.install_record order by name`)], [
      { name: 'role steward_admin', value: null },
      { name: 'role steward_operator', value: null },
    ])
    t.strictSame(
      [...(await tx`select rolname, rolcanlogin, rolsuper, rolcreaterole from pg_roles where rolname ~ '^steward_(admin|operator)$' order by 1`)],
      ['steward_admin', 'steward_operator'].map((rolname) => ({
        rolname, rolcanlogin: false, rolsuper: false, rolcreaterole: false,
      })),
    )
  })
})

t.test('without CREATEROLE it returns the statements and why they failed, and creates nothing', async (t) => {
  await rolledBack(db.admin, async (tx) => {
    await tx`delete from steward_internal.install_record`
    await hide(tx, 'steward_admin')
    await tx.unsafe(`
      ${revokeReader};
      create role nobody_${db.name};
      grant usage on schema steward_internal to nobody_${db.name};
      grant execute on all functions in schema steward_internal to nobody_${db.name};
      grant select, insert on steward_internal.install_record to nobody_${db.name};
      set local role nobody_${db.name};
    `)
    const missing = await create(tx)
    t.strictSame(missing.map((row) => row['statement'] as string), [3, 9, 10].map((step) => setup[step - 1]?.statement))
    t.match(missing, [
      { problem: /permission denied|must/ },
      { problem: /permission denied|must have/ },
      { problem: 'role "steward_admin" does not exist' },
    ])
    t.strictSame([...(await tx`select * from steward_internal.install_record`)], [])
    t.strictSame(await done(tx), setup.map((step) => ({ ...step, is_done: ![3, 9, 10].includes(step.step) })))
  })
})

t.test('declared_access compares each privilege of each tag with the grants', async (t) => {
  const access = (tx: postgres.TransactionSql, target: string) => tx`
    select role_name, privileges, is_granted from steward_internal.declared_access()
    where target = ${target} order by role_name, privileges`
  const row = (role_name: string, privileges: string, is_granted: boolean) => ({ role_name, privileges, is_granted })
  await rolledBack(db.admin, async (tx) => {
    t.strictSame([...(await tx`select * from steward_internal.declared_access() where not is_granted`)], [])
    t.strictSame([...(await access(tx, 'table steward.settings'))], [
      row('steward_admin', 'select, update', true),
      row('steward_reader', 'select', true),
    ])
    await tx.unsafe(`
      revoke update on steward.settings from steward_admin;
      grant update on steward.settings to public;
      revoke usage on schema steward from steward_reader;
      revoke execute on function steward.set_setting from steward_admin;
      revoke execute on procedure steward.purge_cron_history from steward_operator;
      comment on table steward_internal.install_record is E'X.\n@access no_such_role select';
    `)
    t.strictSame(
      [...(await tx`select * from steward_internal.declared_access() where not is_granted order by 1`)],
      [
        { target: 'routine steward.purge_cron_history(interval,integer)', role_name: 'steward_operator', privileges: 'execute', is_granted: false },
        { target: 'routine steward.set_setting(text,text)', role_name: 'steward_admin', privileges: 'execute', is_granted: false },
        { target: 'schema steward', role_name: 'steward_reader', privileges: 'usage', is_granted: false },
        { target: 'table steward.settings', role_name: 'steward_admin', privileges: 'select, update', is_granted: false },
        { target: 'table steward_internal.install_record', role_name: 'no_such_role', privileges: 'select', is_granted: false },
      ],
    )
  })
})

t.test('grant_access grants what is missing to the roles that exist, once', async (t) => {
  await rolledBack(db.admin, async (tx) => {
    const run = async () =>
      (await tx`select * from steward_internal.grant_access() as statement`).map((row) => row['statement'] as string)
    await tx.unsafe(`
      revoke update on steward.settings from steward_admin;
      revoke usage on schema steward from steward_reader;
      revoke execute on procedure steward.purge_cron_history from steward_operator;
      comment on table steward_internal.install_record is E'X.\n@access no_such_role select';
      set local role app;
    `)
    t.strictSame(await run(), [
      'grant execute on routine steward.purge_cron_history(interval,integer) to steward_operator',
      'grant usage on schema steward to steward_reader',
      'grant select, update on table steward.settings to steward_admin',
    ])
    t.strictSame(await run(), [])
    t.strictSame([...(await tx`
      select has_table_privilege('steward_admin', 'steward.settings', 'update') as admin,
        has_table_privilege('steward_reader', 'steward.settings', 'update') as reader,
        has_schema_privilege('steward_reader', 'steward', 'usage') as usage`)], [{ admin: true, reader: false, usage: true }])
  })
})
