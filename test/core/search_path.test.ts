import t from 'tap'
import type postgres from 'postgres'
import { testDatabase } from '../support/database.js'

const stored = async (sql: postgres.Sql) =>
  [...(await sql`
    select s.setrole::int as role, s.setconfig as config
    from pg_db_role_setting as s inner join pg_database as d on d.oid = s.setdatabase
    where d.datname = current_database()`)]

const effective = async (sql: postgres.Sql) =>
  (await sql`select steward_internal.database_search_path() as path`)[0]?.['path'] as string | null

const extend = async (sql: postgres.Sql) =>
  (await sql`select steward_internal.extend_search_path() as path`)[0]?.['path'] as string | null

const statements = async (sql: postgres.Sql, onlyPurge = false) => [
  ...(await sql<{ statement: string; only_purge: boolean }[]>`
    select statement, only_purge from steward_internal.uninstall_statements()
    where only_purge = ${onlyPurge} order by statement`),
]

t.test('search_path_elements reads a list as PostgreSQL does', async (t) => {
  const { sql } = await testDatabase(t)
  for (const [list, names] of [
    ['"$user", public', ['$user', 'public']],
    ['$user,Public', ['$user', 'public']],
    ['""', ['']],
    ['', []],
    ['"a, b" ,"c""d","Sch"', ['a, b', 'c"d', 'Sch']],
    [null, []],
  ] as const) {
    const rows = await sql`select * from steward_internal.search_path_elements(${list})`
    t.strictSame(
      [...rows],
      names.map((element_name, index) => ({ element_position: String(index + 1), element_name })),
      JSON.stringify(list),
    )
  }
})

for (const [name, before, extended] of [
  ['without a search_path of the database', null, '"$user", public, steward'],
  ['with a plain one', 'app, public', 'app, public, steward'],
  ['with quoted names', '"Odd, Sch", "a""b", "$user"', '"Odd, Sch", "a""b", "$user", steward'],
  ['with an empty one', `''`, 'steward'],
  ['with names that only look like it', '"my steward", "steward,x", steward_internal, "Steward"',
    '"my steward", "steward,x", steward_internal, "Steward", steward'],
] as const) {
  t.test(`${name} the schema comes last, and uninstall puts back what was there`, async (t) => {
    const { sql, name: database, connect } = await testDatabase(t)
    await sql.unsafe(`alter database ${database} set work_mem = '5MB'`)
    if (before) await sql.unsafe(`alter database ${database} set search_path = ${before}`)
    const settings = await stored(sql)

    t.equal(await extend(sql), extended)
    t.equal(await effective(sql), extended)
    t.strictSame(
      [...(await sql`select name, value from steward_internal.install_record where name ~ '^search_path' order by 1`)],
      [
        { name: 'search_path', value: extended },
        { name: 'search_path before', value: before === `''` ? '""' : before },
      ],
    )
    t.strictSame([...(await connect()`select steward_version() is not null as found`)], [{ found: true }])
    t.equal(await extend(sql), null, 'a second time changes nothing')
    t.equal(await effective(sql), extended)

    const undo = await statements(sql)
    t.match(undo, [{ statement: new RegExp(`^alter database ${database} `), only_purge: false }])
    t.equal(undo.length, 1)
    await sql.unsafe(undo[0]?.statement ?? '')
    t.strictSame(await stored(sql), settings)
  })
}

for (const [name, path] of [
  ['in the middle', 'a, steward, b'],
  ['quoted', '"steward"'],
  ['first', 'steward, public'],
] as const) {
  t.test(`a search_path that has the schema already (${name}) is left alone for good`, async (t) => {
    const { sql, name: database } = await testDatabase(t)
    await sql.unsafe(`alter database ${database} set search_path = ${path}`)
    const settings = await stored(sql)
    t.equal(await extend(sql), null)
    t.strictSame(await stored(sql), settings)
    t.strictSame(await statements(sql), [])
  })
}

for (const [name, changed, left] of [
  ['extended', '"$user", public, steward, "late, r"', '"$user", public, "late, r"'],
  ['reordered', '"steward", "x,y"', '"x,y"'],
  ['extended with names that look like it', '"my steward", "a, steward, b", steward', '"my steward", "a, steward, b"'],
  ['without the schema', 'a, b', 'a, b'],
  ['emptied', `''`, '""'],
  ['with an empty name', `'', a, steward`, '"", a'],
  ['reduced to the schema', 'steward', null],
  ['reset', null, null],
] as const) {
  t.test(`a search_path that was ${name} after install only loses the schema`, async (t) => {
    const { sql, name: database } = await testDatabase(t)
    await sql.unsafe(`alter database ${database} set search_path = before`)
    await extend(sql)
    await sql.unsafe(`alter database ${database} ${changed === null ? 'reset search_path' : `set search_path = ${changed}`}`)
    for (const { statement } of await statements(sql)) await sql.unsafe(statement)
    t.equal(await effective(sql), left)
  })
}

t.test('a stored list that needs quotes as a statement is read as the server reads it', async (t) => {
  const { sql, name: database } = await testDatabase(t)
  const session = await sql.reserve()
  await session`select set_config('search_path', '$user, User', false)`
  await session.unsafe(`alter database ${database} set search_path from current`)
  session.release()
  t.equal(await effective(sql), '$user, User')
  t.equal(await extend(sql), '"$user", "user", steward')
  await sql.unsafe((await statements(sql))[0]?.statement ?? '')
  t.equal(await effective(sql), '"$user", "user"')
})

t.test('database_search_path reads neither a role nor a setting with a similar name', async (t) => {
  const { sql, admin, name: database } = await testDatabase(t)
  t.equal(await effective(sql), null)
  await sql.unsafe(`alter role app in database ${database} set search_path = of_role`)
  await admin.unsafe(`alter database ${database} set x.search_path = 'other'`)
  t.equal(await effective(sql), null)
  await sql.unsafe(`alter database ${database} set search_path = "a=b", c`)
  t.equal(await effective(sql), '"a=b", c')
  await sql.unsafe(`alter role app in database ${database} reset search_path`)
})

t.test('whoever does not own the database is refused, and nothing is recorded', async (t) => {
  const { admin } = await testDatabase(t)
  await admin.begin(async (tx) => {
    await tx.unsafe(`
      create role outsider_${process.pid};
      grant usage on schema steward_internal to outsider_${process.pid};
      grant execute on all functions in schema steward_internal to outsider_${process.pid};
      set local role outsider_${process.pid};
    `)
    await t.rejects(tx.savepoint((sp) => sp`select steward_internal.extend_search_path()`), { code: '42501' })
    await tx`reset role`
    t.strictSame([...(await tx`select name from steward_internal.install_record where name ~ 'search_path'`)], [])
    await tx`drop owned by ${tx(`outsider_${process.pid}`)}`
    await tx`drop role ${tx(`outsider_${process.pid}`)}`
  })
})

t.test('the roles that install created are dropped by --purge only', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`delete from steward_internal.install_record`
  await sql`insert into steward_internal.install_record (name) values ('role steward_reader'), ('role Odd "R'), ('roles')`
  t.strictSame(
    await statements(sql, true),
    [
      { statement: 'drop role "Odd ""R"', only_purge: true },
      { statement: 'drop role steward_reader', only_purge: true },
    ],
  )
})
