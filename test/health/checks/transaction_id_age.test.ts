import t from 'tap'
import { blindRole, testDatabase } from '../../support/database.js'
import { findings, nothingFound } from '../../support/findings.js'

// Covers steward_internal.freeze_age_rows() as well.
const check = 'transaction_id_age'
const refusal = 'at 2,144,483,647 the server refuses every command that needs a new one.'

/** Makes a relation the oldest of its database, by a catalog change that VACUUM will undo. */
const grownOld = (relation: string, years = 100) => `
  update pg_catalog.pg_class
  set relfrozenxid = ((select datfrozenxid from pg_database where datname = current_database())::text::bigint
    - ${years})::text::xid
  where oid = ${relation}`

t.test('finds nothing in a new database', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame(await findings(sql, check), nothingFound)
})

t.test('names the oldest table of this database', async (t) => {
  const { sql, admin, name } = await testDatabase(t)
  await sql.unsafe('create table "Ta ble" (a int); create view a_view as select 1 as a; create sequence s;')
  await admin.unsafe(grownOld(`'public."Ta ble"'::regclass`))
  await sql`select from steward.configure_health_check(${check}, warning => 1, critical => 2e9)`
  const ages = () => sql<{ database: number; table: number }[]>`
    select age(d.datfrozenxid) as database, age(c.relfrozenxid) as table
    from pg_database as d, pg_class as c
    where d.datname = current_database() and c.relname = 'Ta ble'`

  const [before] = await ages()
  const all = await findings(sql, check)
  const [after] = await ages()
  const [found] = all.filter(({ object }) => object === `database ${name}`)
  t.match(found, {
    status: 'finding',
    severity: 'warning',
    detail: new RegExp(
      `^The oldest unfrozen transaction ID of database ${name} is [0-9,]+ transactions old; ${refusal} ` +
        'The oldest table is public."Ta ble", with an age of [0-9,]+\\.$',
    ),
    action:
      'End what holds old rows back (long or prepared transactions, unused replication slots), then freeze the oldest table.',
    fix_sql: ['vacuum (freeze) public."Ta ble";'],
    evidence: { oldest_table: 'public."Ta ble"', autovacuum_forces_vacuum_at: 200000000 },
  })
  const value = found?.value ?? -1
  t.ok(before && after && value >= before.database && value <= after.database, 'the age of the database')
  const tableAge = Number(found?.evidence?.oldest_table_age)
  t.ok(before && after && tableAge >= before.table && tableAge <= after.table, 'the age of the table')
  t.equal(found?.evidence?.left_until_refusal, 2144483647 - value)
  const age = (number: number) => number.toLocaleString('en-US')
  t.match(found?.detail, `is ${age(value)} transactions old`)
  t.match(found?.detail, `with an age of ${age(tableAge)}.`)

  await sql.unsafe(found?.fix_sql?.[0] ?? '')
  const [fixed] = (await findings(sql, check)).filter(({ object }) => object === `database ${name}`)
  t.not(fixed?.evidence?.oldest_table, 'public."Ta ble"', 'the fix is right')
})

t.test('names the table of an old TOAST table, and says who can vacuum a temporary one', async (t) => {
  const { sql, admin, name } = await testDatabase(t)
  await sql.unsafe('create table documents (a text)')
  await admin.unsafe(grownOld(`(select reltoastrelid from pg_class where oid = 'public.documents'::regclass)`))
  await sql`select from steward.configure_health_check(${check}, warning => 1)`
  const own = async () => (await findings(sql, check)).filter(({ object }) => object === `database ${name}`)
  t.match(await own(), [
    { detail: /The oldest table is public\.documents \(its TOAST table\), with/, fix_sql: ['vacuum (freeze) public.documents;'] },
  ])

  const session = await sql.reserve()
  await session`create temporary table scratch (a int)`
  await admin.unsafe(grownOld(`(select oid from pg_class where relname = 'scratch')`, 200))
  t.match(await own(), [
    {
      detail: /The oldest table is the temporary table pg_temp_\d+\.scratch, with/,
      action: 'Only the session that owns the temporary table can vacuum or drop it: let it do so, or end it.',
      fix_sql: null,
    },
  ])
  session.release()
})

t.test('reports the other databases of the cluster, template0 included', async (t) => {
  const db = await testDatabase(t)
  const { sql } = db
  await sql`select from steward.configure_health_check(${check}, warning => 1)`
  const others = new Map((await findings(await blindRole(t, db), check)).map((row) => [row.object, row]))
  t.match(others.get('database postgres'), {
    status: 'finding',
    detail: new RegExp(
      `^The oldest unfrozen transaction ID of database postgres is [0-9,]+ transactions old; ${refusal}$`,
    ),
    action: 'Connect to database postgres and run this check there: it will name the oldest table.',
    fix_sql: null,
    evidence: { oldest_table: null },
  })
  t.match(others.get('database template0')?.action, /^Autovacuum looks after this database .*allow_connections true;/)
})

t.test('leaves out what an interrupted DROP DATABASE left behind', async (t) => {
  const { sql, admin, name } = await testDatabase(t)
  const broken = `${name}_broken`
  await sql`select from steward.configure_health_check(${check}, warning => 1)`
  await admin`create database ${admin(broken)} template template0`
  t.teardown(() => admin`drop database if exists ${admin(broken)}`)
  const seen = async () => (await findings(sql, check)).filter(({ object }) => object === `database ${broken}`).length
  t.equal(await seen(), 1)
  // ALTER DATABASE refuses the value that DROP DATABASE writes.
  await admin`update pg_catalog.pg_database set datconnlimit = -2 where datname = ${broken}`
  t.equal(await seen(), 0)
  await admin`drop database ${admin(broken)}`
})

t.test('warns at 500 million and is critical at a billion', async (t) => {
  const { sql } = await testDatabase(t)
  t.match(await sql`select unit, warning, critical from steward.health_checks where check_id = ${check}`, [
    { unit: 'transactions', warning: '500000000', critical: '1000000000' },
  ])
})
