import t from 'tap'
import { testDatabase } from '../../support/database.js'
import { findings, nothingFound } from '../../support/findings.js'

const check = 'multixact_age'

t.test('finds nothing in a new database', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame(await findings(sql, check), nothingFound)
  t.match(await sql`select unit, warning, critical from steward.health_checks where check_id = ${check}`, [
    { unit: 'multixacts', warning: '500000000', critical: '1000000000' },
  ])
})

t.test('names the table of this database with the oldest multixacts', async (t) => {
  const { sql, admin, name } = await testDatabase(t)
  await sql.unsafe('create table "Ta ble" (a int); insert into "Ta ble" values (1);')
  const [first, second] = [await sql.reserve(), await sql.reserve()]
  for (const session of [first, second]) await session.unsafe('begin; select from "Ta ble" for share;')
  for (const session of [first, second]) {
    await session`commit`
    session.release()
  }
  // Before the first multixact of all, so older than every other table; VACUUM will undo it.
  await admin`
    update pg_catalog.pg_class set relminmxid = '4294967200' where oid = 'public."Ta ble"'::regclass`
  await sql`select from steward.configure_health_check(${check}, warning => 1)`
  const age = async () =>
    (await sql<{ age: number }[]>`select mxid_age(datminmxid) as age from pg_database where datname = ${name}`)[0]?.age ?? -1

  const before = await age()
  const own = async () => (await findings(sql, check)).filter(({ object }) => object === `database ${name}`)
  const [found] = await own()
  t.match(found, {
    status: 'finding',
    severity: 'warning',
    detail: new RegExp(
      `^The oldest unfrozen multixact ID of database ${name} is [0-9,]+ multixacts old; at 2,144,483,647 the server ` +
        'refuses every command that needs a new one. The oldest table is public."Ta ble", with an age of [0-9,]+\\.$',
    ),
    action: 'End what holds old rows back (long or prepared transactions), then freeze the oldest table.',
    fix_sql: ['vacuum (freeze) public."Ta ble";'],
    evidence: { oldest_table: 'public."Ta ble"', autovacuum_forces_vacuum_at: 400000000 },
  })
  const value = found?.value ?? -1
  t.ok(before >= 1 && value >= before && value <= (await age()), 'the age of the database')
  t.equal(found?.evidence?.left_until_refusal, 2144483647 - value)
  const [ahead] = await sql`
    select datminmxid::text::bigint + 96 as by from pg_database where datname = current_database()`
  t.equal(Number(found?.evidence?.oldest_table_age) - value, Number(ahead?.by), 'the age of the table')

  await sql.unsafe(found?.fix_sql?.[0] ?? '')
  t.not((await own())[0]?.evidence?.oldest_table, 'public."Ta ble"', 'the fix is right')
})
