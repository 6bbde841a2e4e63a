import t from 'tap'
import { poll, testDatabase } from '../support/database.js'
import { rolledBack } from '../support/transaction.js'

const { sql } = await testDatabase(t)
await sql`
  insert into steward.settings (name, value, value_type, default_value, description)
  values
    ('t.text', 'a', 'text', 'a', '-'),
    ('t.list', '{a}', 'text[]', '{a}', '-'),
    ('t.number', '1', 'integer', '1', '-'),
    ('t.switch', 'on', 'boolean', 'on', '-'),
    ('t.time', '1 s', 'interval', '1 s', '-')`

t.test('changes one setting and returns what it was', async (t) => {
  await rolledBack(sql, async (tx) => {
    const before = await tx`select * from steward.settings where name <> 't.time' order by name`
    t.strictSame(
      [...(await tx`select * from steward.set_setting('t.time', '00:15')`)],
      [{ setting: 't.time', old_value: '1 s', new_value: '00:15' }],
    )
    t.strictSame(
      [...(await tx`select * from steward.settings where name = 't.time'`)],
      [{ name: 't.time', value: '00:15', value_type: 'interval', default_value: '1 s', description: '-' }],
    )
    t.strictSame(await tx`select * from steward.settings where name <> 't.time' order by name`, before)
  })
})

for (const [name, value] of [
  ['t.text', ''], ['t.list', '{}'], ['t.list', '{"a, b",NULL}'], ['t.number', ' -7 '], ['t.switch', 'no'],
  ['t.time', '0'], ['t.time', 'P1Y'],
] as const) {
  t.test(`${name} takes ${JSON.stringify(value)} as it is written`, async (t) => {
    await rolledBack(sql, async (tx) => {
      t.match([...(await tx`select * from steward.set_setting(${name}, ${value})`)], [{ new_value: value }])
      t.strictSame([...(await tx`select steward.get_setting(${name}) as value`)], [{ value }])
    })
  })
}

for (const [name, value, type] of [
  ['t.text', null, 'text'], ['t.list', 'a', 'text[]'], ['t.list', '{a', 'text[]'], ['t.number', '1.5', 'integer'],
  ['t.number', '3000000000', 'integer'], ['t.number', '', 'integer'], ['t.switch', 'perhaps', 'boolean'],
  ['t.time', '-1 s', 'interval'], ['t.time', 'soon', 'interval'], ['t.time', '999999999999 years', 'interval'],
] as const) {
  t.test(`${name} refuses ${JSON.stringify(value)} with SW002`, async (t) => {
    const before = await sql`select * from steward.settings order by name`
    const [{ default_value: usual } = {}] = before.filter((row) => row['name'] === name)
    await t.rejects(sql`select steward.set_setting(${name}, ${value})`, {
      code: 'SW002',
      message: `invalid value for setting '${name}': ${value === null ? 'NULL' : `'${value}'`}`,
      detail: `The setting is of type ${type}.`,
      hint: `Its default is '${usual}'.`,
    })
    t.strictSame(await sql`select * from steward.settings order by name`, before)
  })
}

for (const name of ['T.text', 't.none', null]) {
  t.test(`refuses the setting ${name} with SW001`, async (t) => {
    await t.rejects(sql`select steward.set_setting(${name}, 'a')`, {
      code: 'SW001',
      hint: /select name from steward\.settings/,
    })
  })
}

t.test('a second writer waits for the first and returns what that one wrote', async (t) => {
  const { sql: own, connect } = await testDatabase(t)
  const other = connect()
  const [{ pid } = { pid: 0 }] = await other<{ pid: number }[]>`select pg_backend_pid() as pid`
  let second: Promise<unknown> = Promise.resolve()
  await own.begin(async (tx) => {
    await tx`select steward.set_setting('health.time_budget', '20 s')`
    second = other`select * from steward.set_setting('health.time_budget', '30 s')`.then((rows) => [...rows])
    await poll(async () => (await own`select from pg_locks where pid = ${pid} and not granted`).length > 0)
  })
  t.strictSame(await second, [{ setting: 'health.time_budget', old_value: '20 s', new_value: '30 s' }])
})
