import t from 'tap'
import type postgres from 'postgres'
import type { SeedWork } from '../../src/migrate/seed-work.js'
import { seed, type SeedOptions } from '../../src/migrate/seed.js'
import { testDatabase } from '../support/database.js'

const schema = `
  create table countries (
    code char(2) primary key, name text not null unique, population bigint check (population >= 0), tags text[], info json
  );
  create table cities (
    id serial primary key, country char(2) references countries, name varchar(10) not null, parent integer references cities
  );
  create schema "Odd ""One""";
  create table "Odd ""One"""."The Table" (
    "Id" bigint generated always as identity primary key, "a ""b""" text, twice text generated always as ("a ""b""" || '!') stored
  );`

async function prepared(t: Parameters<typeof testDatabase>[0]) {
  const db = await testDatabase(t)
  await db.sql.unsafe(schema).simple()
  return db
}

/** Loads one file, and returns what became of its rows. */
async function load(t: { testdir: (files: Record<string, string>) => string }, sql: postgres.Sql, file: string, text: string, options: SeedOptions = {}) {
  let counts: SeedWork['counts']
  await seed(sql, t.testdir({ [file]: text }), { ...options, done: (_, work) => (counts = work.counts) })
  return counts
}

const csv = 'code,name,population,tags,info\nDE,Germany,83,"{eu,""big one""}",\nFR,"Fra""n\nce",67,{},"{""a"": 1}"\nLI,,39,,\n'

t.test('the policy decides what becomes of rows that are there', async (t) => {
  const { sql } = await prepared(t)
  const text = csv.replace('LI,,', 'LI,"",')
  t.strictSame(await load(t, sql, '01_public.countries.csv', text), { inserted: 3, updated: 0, unchanged: 0 })
  t.strictSame([...(await sql`select code, name, population::int, tags, info from countries order by 1`)], [
    { code: 'DE', name: 'Germany', population: 83, tags: ['eu', 'big one'], info: null },
    { code: 'FR', name: 'Fra"n\nce', population: 67, tags: [], info: { a: 1 } },
    { code: 'LI', name: '', population: 39, tags: null, info: null },
  ])
  await sql`update countries set population = 1 where code = 'DE'`
  await sql`delete from countries where code = 'LI'`
  const again = (header: string, onConflict?: 'nothing' | 'update' | 'error') =>
    load(t, sql, '01_public.countries.csv', header + text, { force: true, onConflict })
  await t.rejects(again(''), { code: '23505', message: /^01_public\.countries\.csv:2: duplicate key/ }, 'error is the default')
  t.strictSame(await again('-- pgsteward: on-conflict nothing\n'), { inserted: 1, updated: 0, unchanged: 2 })
  await sql`delete from countries where code = 'LI'`
  await sql`create table touched (code text)`
  await sql.unsafe(`
    create function note() returns trigger language plpgsql as 'begin insert into touched values (new.code); return new; end';
    create trigger note after update on countries for each row execute function note()`).simple()
  t.strictSame(await again('-- pgsteward: on-conflict nothing\n', 'update'), { inserted: 1, updated: 1, unchanged: 1 }, 'the option goes before the header')
  t.strictSame([...(await sql`select code from touched`)], [{ code: 'DE' }], 'only what differs is written')
  t.strictSame(await again('-- pgsteward: on-conflict update\n\n'), { inserted: 0, updated: 0, unchanged: 3 })
  t.strictSame(
    (await sql`select status, on_conflict, rows::int, inserted::int, updated::int, unchanged::int, statements from steward.seed_runs order by id`).at(-2),
    { status: 'ok', on_conflict: 'update', rows: 2, inserted: 1, updated: 1, unchanged: 1, statements: null },
  )
})

t.test('keys without other columns, partitions and keys that the file lacks', async (t) => {
  const { sql } = await prepared(t)
  await sql.unsafe(`
    create table links (a int, b int, primary key (a, b));
    create table parts (id int primary key, v text) partition by range (id);
    create table parts_1 partition of parts for values from (0) to (10);
    create table loose (a int)`).simple()
  const update = { onConflict: 'update', force: true } as const
  t.strictSame(await load(t, sql, 'links.csv', 'a,b\n1,1\n1,2\n'), { inserted: 2, updated: 0, unchanged: 0 })
  t.strictSame(await load(t, sql, 'links.csv', 'b,a\n2,1\n3,1\n', update), { inserted: 1, updated: 0, unchanged: 1 })
  t.strictSame(await load(t, sql, 'parts.csv', 'id,v\n1,a\n2,b\n'), { inserted: 2, updated: 0, unchanged: 0 })
  t.strictSame(await load(t, sql, 'parts.csv', 'id,v\n1,a\n2,c\n3,d\n', update), { inserted: 1, updated: 1, unchanged: 1 })
  await t.rejects(load(t, sql, 'loose.csv', 'a\n1\n', update), { code: '42P10', message: 'loose.csv: loose has no primary key, which on-conflict update needs' })
  await t.rejects(load(t, sql, 'cities.csv', 'name\nBern\n', update), { code: '42P10', message: /^cities\.csv:1: .* column "id" of it is not in the file/ })
})

t.test('odd names, identities and sequences', async (t) => {
  const { sql } = await prepared(t)
  const odd = '3_"Odd ""One"""."The Table".csv'
  t.strictSame(await load(t, sql, odd, '"Id","a ""b"""\n41,x\n7,y\n'), { inserted: 2, updated: 0, unchanged: 0 })
  await sql`insert into "Odd ""One"""."The Table" ("a ""b""") values ('z')`
  t.strictSame([...(await sql`select "Id"::int as id, twice from "Odd ""One"""."The Table" order by 1`)], [
    { id: 7, twice: 'y!' }, { id: 41, twice: 'x!' }, { id: 42, twice: 'z!' },
  ])
  t.strictSame(
    await load(t, sql, odd, '"Id","a ""b"""\n41,changed\n', { onConflict: 'update' }), { inserted: 0, updated: 1, unchanged: 0 })
  const next = async () => (await sql<{ next: string }[]>`select nextval('cities_id_seq') as next`)[0]?.next
  await load(t, sql, 'cities.csv', 'id,name\n1,Bern\n')
  t.equal(await next(), '2')
  await sql`select setval('cities_id_seq', 100)`
  await load(t, sql, 'cities.csv', 'id,name\n50,Basel\n')
  t.equal(await next(), '101', 'a sequence never goes back')
  await load(t, sql, 'cities.csv', 'name\nZug\n')
  t.equal(await next(), '103', 'and gives the ids that a file does not have')
})

t.test('JSON: lists and lines, numbers as they stand, arrays and documents', async (t) => {
  const { sql } = await prepared(t)
  await sql`create table documents (id bigint primary key, price numeric, tags text[], doc jsonb, done boolean, name text)`
  const rows = [
    '{"id": 9007199254740993, "price": 0.12345678901234567890, "tags": ["a", "b c"], "doc": {"n": 1.10}, "done": true, "name": "a\\nb \\"q\\" ]}{"}',
    '{"name": null,\n "id": -1, "price": 1e3, "tags": [],\n "doc": [1], "done": false}',
  ]
  for (const [file, text] of [['documents.json', `\uFEFF[\n${rows.join(',\n')}\n]\n`], ['documents.ndjson', rows.join('\n')], ['documents.jsonl', '']] as const) {
    await sql`truncate documents`
    t.strictSame(await load(t, sql, file, text, { force: true }), { inserted: text ? 2 : 0, updated: 0, unchanged: 0 })
    t.strictSame([...(await sql`select id, price, tags, doc::text, done, name from documents order by id desc`)], text ? [
      { id: '9007199254740993', price: '0.12345678901234567890', tags: ['a', 'b c'], doc: '{"n": 1.10}', done: true, name: 'a\nb "q" ]}{' },
      { id: '-1', price: '1000', tags: [], doc: '[1]', done: false, name: null },
    ] : [], file)
  }
})

t.test('bad data: the error names file, line, column and SQLSTATE, and nothing is loaded', async (t) => {
  const { sql } = await prepared(t)
  await sql`insert into countries values ('CH', 'Switzerland')`
  const failing = async (file: string, text: string, options: SeedOptions = {}) => {
    const error = await load(t, sql, file, text, options).then(() => undefined, ({ code, message }: { code: string; message: string }) => `${code} ${message}`)
    t.strictSame([...(await sql`select (select count(*)::int from countries) as countries, (select count(*)::int from cities) as cities`)], [{ countries: 1, cities: 0 }], file)
    const [row] = await sql<{ line: number | null }[]>`select line from steward.seed_runs order by id desc limit 1`
    return [error, row?.line]
  }
  const csv = (text: string, options?: SeedOptions) => failing('1_countries.csv', text, options)
  t.strictSame(await csv('code,name,population\nAA,a,1\nBB,"x\ny",1\nCC,c,many\n'), ['22P02 1_countries.csv:5: column population: invalid input syntax for type bigint: "many"', 5])
  t.strictSame(await csv('-- pgsteward: always\n\ncode,name\nAA\n'), ['22P04 1_countries.csv:4: missing data for column "name"', 4])
  t.strictSame(await csv('code,name\nAAA,a\n'), ['22001 1_countries.csv:2: column code: value too long for type character(2)', 2])
  t.match(await csv('code,name\nAA,"x\ny"\nBB,\n'), [/^23502 1_countries\.csv:4: column name: null value in column "name"/, 4])
  t.match(await csv('code,name,population\nAA,a,1\nBB,b,-1\n'), [/^23514 1_countries\.csv:3: .*countries_population_check/, 3])
  t.match(await csv('code,name\nAA,a\nCH,b\n'), [/^23505 1_countries\.csv:3: .*countries_pkey/, 3])
  t.match(await csv('code,name\nAA,a\nBB,b\nAA,c\n', { onConflict: 'update' }), [/^21000 1_countries\.csv:4: /, 4])
  t.match(await failing('cities.csv', 'country,name\nCH,Bern\nXX,b\n'), [/^23503 cities\.csv:3: .*cities_country_fkey/, 3])
  t.match(await failing('cities.csv', 'id,name,parent\n1,a,2\n2,b,\n3,c,99\n'), [/^23503 cities\.csv:4: .*cities_parent_fkey/, 4], 'a row may refer to one further down')
  const json = (text: string) => failing('1_countries.json', text)
  t.strictSame(await json('[{"code": "AA", "name": "a", "population": 1},\n{"code": "BB", "name": "b",\n"population": "1x"}]'), ['22P02 1_countries.json:2: column population: invalid input syntax for type bigint: "1x"', 2])
  t.match(await json('{"code": "AA", "name": "a"}\n\n{"code": "BB", "name": null}'), [/^23502 1_countries\.json:3: column name: /, 3])
  t.match(await json('{"code": "AA", "name": "a"}\n{"code": "BB"}'), ['22023 1_countries.json:2: "name" is in some objects only', 2])
  t.match(await json('{"code": "AA", "name": "a"}\n{"code": nil}'), [/^22032 1_countries\.json:2: /, 2])
  t.match(await json('[\n3]'), ['22032 1_countries.json:2: expected an object, and found 3', 2])
  t.match(await json('[{"code": "AA", "name": "a"},\n{"code": '), ['22032 1_countries.json:2: the object that begins here does not end', 2])
})

t.test('tables and columns that are not there, or cannot be loaded', async (t) => {
  const { sql } = await prepared(t)
  const failing = (file: string, text: string) => load(t, sql, file, text).then(() => undefined, (error: unknown) => error)
  t.match(await failing('1_nowhere.csv', 'a\n'), { code: '42P01', message: '1_nowhere.csv: there is no table nowhere', hint: /is named after its table/ })
  t.match(await failing('countries_pkey.csv', 'a\n'), { code: '42809', message: 'countries_pkey.csv: countries_pkey is not a table' })
  t.match(await failing('a.b.c.d.csv', 'a\n'), { code: '42601', message: /^a\.b\.c\.d\.csv: improper/ })
  t.match(await failing('countries.csv', 'code;name\n'), {
    code: '42703', message: 'countries.csv:1: table countries has no column "code;name"', hint: 'It has: code, name, population, tags, info.',
  })
  t.match(await failing('countries.json', '{"Code": 1}'), { code: '42703', message: 'countries.json:1: table countries has no column "Code"' })
  t.match(await failing('countries.csv', ''), { code: '22P04', message: 'countries.csv:1: the names of the columns are missing' })
  t.match(await failing('"Odd ""One"""."The Table".csv', 'twice\n'), { code: '428C9', message: /csv:1: column "twice" of .* is generated/ })
  t.match(await failing('countries.csv', 'code,code\n'), { code: '42701' })
})
