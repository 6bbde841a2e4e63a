import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t, { type Test } from 'tap'
import ts from 'typescript'
import type postgres from 'postgres'
import type { z } from 'zod'
import { compile, weird, withSchemas } from './support.js'

const { connect, render } = await withSchemas(t, weird)
// The driver learns of the arrays of a type when it connects.
const sql = connect()
const plain = await render(['weird'])
const withZod = await render(['weird', 'Other one'], { zod: true })

/** How the types are meant to be used, and with @ts-expect-error how not. */
const use = `
import type postgres from 'postgres'
import type {
  Database, Date2, Date2With, FResult, Mood, Over2Result, Parts, Plan, TaBle, TaBle2, TaBle2Filters, TaBle2Insert, TaBle2Update,
  TaBleInsert, TaBleUpdate, UsersRelations, OtherOneUsers, V, GResult, OneRowResult, FnXArguments, OtherOneUsersInsert,
} from './types.js'
import { MoodValues, Relations, Tables, Views, Keys } from './types.js'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(value: Equal<A, B>) => value

same<Mood, 'sad' | "it's ok" | 'b\\\\s'>(true)
same<(typeof MoodValues)[number], Mood>(true)
same<Plan, 'free' | 'team'>(true)
same<TaBle2['pl'], 'free' | 'team' | null>(true)
same<TaBle2['choice'], 'a' | "it's" | null>(true)
same<TaBle2['i8'], string | null>(true)
same<TaBle2['iarr'], string[] | null>(true)
same<TaBle2['mds'], Mood[] | null>(true)
same<TaBle2['st'], Date | null>(true)
same<TaBle2['sts'], string[] | null>(true)
same<TaBle2['stl'], Date[] | null>(true)
same<TaBle2['da'], Date[] | null>(true)
same<TaBle2['b'], Uint8Array | null>(true)
same<TaBle['v'], string>(true)
same<keyof TaBleInsert, 'v'>(true)
same<V['m'], Mood | null>(true)
same<Parts['at'], Date>(true)
same<FResult[number]['y'], Mood | null>(true)
same<GResult, TaBle[]>(true)
same<OneRowResult['v'], string | null>(true)
same<keyof OneRowResult, keyof TaBle>(true)
same<Over2Result, (string | null)[]>(true)
same<OtherOneUsers['mood'], Mood | null>(true)
same<Database['users']['Row'], Database['users']['Row']>(true)
same<Database['V']['Insert'], never>(true)
same<Database['Other one.users']['Row'], OtherOneUsers>(true)
same<typeof Tables['"a.b"'], 'weird.a.b'>(true)
same<typeof Views['mv'], 'weird.mv'>(true)
same<typeof Keys['parts']['primary'], readonly ['id', 'at']>(true)
same<typeof Relations['Date']['ta_ble_by_ta_ble_id']['columns'], readonly ['ta_ble_id']>(true)
same<keyof UsersRelations, 'other' | 'users_by_parent' | 'users_by_other_id' | 'users_parent_fkey'>(true)
same<UsersRelations['other'], Database['users']['Row'] | null>(true)

export const insert: TaBle2Insert = { id: 1, i8: 5, n: 1.5, st: '2026-01-01', da: [new Date()], j: { a: [1, null] } }
export const query = (sql: postgres.Sql) => [sql\`insert into \${sql(Tables.ta_ble)} \${sql(insert)}\`, sql\`insert into x \${sql([insert])}\`]
export const related: Date2With<'ta_ble_by_ta_ble_id'> = {} as Date2 & { ta_ble_by_ta_ble_id: TaBle2 }
export const filters: TaBle2Filters = { i8: { gte: 5, in: ['1'] }, class: { ilike: 'x%' }, md: 'sad', u: null, j: { isNull: false }, dt: '2026-01-01', n: { lt: 3 } }
export const argument: FnXArguments = { 'The Arg': null }
// @ts-expect-error: not null and without a default
export const missing: TaBle2Insert = {}
// @ts-expect-error: the one text that is allowed is x
export const wrongChoice: OtherOneUsersInsert = { id: 1, choice: 'y' }
// @ts-expect-error: generated always
export const generated: TaBleInsert = { id: '1', v: 'x' }
// @ts-expect-error: not null
export const empty: TaBleUpdate = { v: null }
// @ts-expect-error: not among the labels
export const label: TaBle2Update = { md: 'happy' }
// @ts-expect-error: a pattern is for text
export const pattern: TaBle2Filters = { dt: { like: 'x' } }
`

t.test('the weirdest schema compiles under strict, and says what it should', async (t) => {
  t.strictSame(compile({ 'plain.ts': plain, 'types.ts': withZod, 'use.ts': use }), [])
})

t.test('rows as the driver gives them pass their schemas, and go back in', async (t) => {
  const types = await load(t, withZod)
  await sql.unsafe(`set search_path = weird; insert into ta_ble values (
    1, 2, 'c', 'ab', 'u', 'n', '{"a": [1, null]}', '"text"', '{a,b}', '{1,9007199254740993}', '2026-01-02', '2026-01-02 03:04', '\\x00ff',
    'NaN', 12.5, 9007199254740993, '03:04', '1 day', gen_random_uuid(), 'a@b', 'free', now(), array[now()], array[now()],
    'a', '[1,2)', '10.0.0.1', array['\\x01'::bytea], 'it''s ok', '{sad}', 'äöü', 4294967295, array[box '(1,1),(0,0)'], array['{"a": 1}'::jsonb], array[now()],
    -5, row(1, 'b', '{sad}'), array[row(1, 'b', '{sad}')]::weird.comp[], true, '{t,f}', '{[1,2)}', 'name', 'c', 5, '03:04+00',
    1.5, '{1.5,2}', '{free}', '(1,2)', '<a/>', 'a b', 'it''s');
    reset search_path`).simple()
  const rows = async () => [...(await sql`select * from ${sql('weird.ta_ble')} order by id`)]
  const [full] = await rows()
  const row = types.TaBle2Schema.parse(full) as Record<string, unknown>
  t.strictSame(Object.keys(row).sort(), Object.keys(full ?? {}).filter((name) => name !== '__proto__').sort(), 'no column is left out')
  t.strictSame([row['i8'], row['iarr'], row['r'], row['n'], row['mds']], ['9007199254740993', ['1', '9007199254740993'], '[1,2)', '12.50', ['sad']])
  t.ok(row['st'] instanceof Date && row['b'] instanceof Uint8Array && Number.isNaN(row['f']))

  const insert = types.TaBle2InsertSchema.parse({
    id: 2, i8: '9007199254740993', n: '0.10', md: 'sad', st: new Date(0), v: '😀😀😀', arr: ['x'], b: Buffer.from([1]), u: row['u'],
  }) as Record<string, unknown>
  await sql`insert into ${sql('weird.ta_ble')} ${sql(insert)}`
  const back = types.TaBle2Schema.parse((await rows())[1]) as Record<string, unknown>
  t.match(back, { id: 2, i8: '9007199254740993', n: '0.10', md: 'sad', st: new Date(0), v: '😀😀😀', arr: ['x'], j: {}, class: null })
})

t.test('arrays are nested as deep as they are declared', async (t) => {
  const { connect, render } = await withSchemas(t, `
    create schema app;
    create domain app.board as integer[][];
    create table app.grids (id int primary key, grid int[][], days timestamptz[][][], names text[], board app.board)`)
  const text = await render(['app'], { zod: true })
  t.match(text, /^ {2}grid: number\[\]\[\] \| null\n {2}days: Date\[\]\[\]\[\] \| null\n {2}names: string\[\] \| null\n {2}board: Board \| null$/m)
  t.match(text, /^export type Board = number\[\]\[\]$/m)
  t.match(text, /^ {2}days\?: \(Date \| string\)\[\]\[\]\[\] \| null$/m)
  t.strictSame(compile({ 'grids.ts': text }), [])
  const { GridsSchema } = (await load(t, text)) as unknown as { GridsSchema: z.ZodType }
  const app = connect()
  await app`insert into app.grids values (1, '{{1,2},{3,4}}', array[[[now()]]], '{a}', '{{1}}')`
  const [row] = await app`select * from app.grids`
  t.match(GridsSchema.parse(row), { grid: [[1, 2], [3, 4]], names: ['a'] })
  await app`insert into app.grids values (2, '{1}')`
  const [flat] = await app`select * from app.grids where id = 2`
  t.equal(GridsSchema.safeParse(flat).success, false, 'the database takes another depth than is declared')
})

t.test('arrays are written as the documentation says', async (t) => {
  const { connect } = await withSchemas(t, `
    create schema app;
    create domain app.words as text[];
    create domain app.numbers as integer[];
    create table app.lists (b boolean[], d date[], ts timestamptz[], ba bytea[], w app.words, n app.numbers, i int[], t text[], at timestamptz[])`)
  const app = connect()
  const write = (row: Record<string, postgres.SerializableParameter>) => app`insert into app.lists ${app(row)}`
  const [now, bytes] = [new Date(0), Buffer.from([1, 255])]
  await write({ i: [1], t: ['a,"b'], at: ['2026-01-01'] })
  for (const [column, plain] of Object.entries({ b: [true], d: [now], ts: [now], ba: [bytes], w: ['a'], n: [1] })) {
    await t.rejects(write({ [column]: plain }), { code: /^(42804|22P02)$/ }, `${column} as a plain array`)
  }
  await write({ b: app.array([true, false]), d: app.array([now]), ts: app.array([now]), ba: app.array([bytes]), w: app.array(['x,y']), n: app.array([1, 2], 23) })
  t.strictSame({ ...(await app`select b, d, ts, ba, w, n from app.lists where b is not null`)[0] }, {
    b: [true, false], d: [now], ts: [now], ba: [bytes], w: ['x,y'], n: [1, 2],
  })
})

t.test('the schemas refuse what the database would', async (t) => {
  const types = await load(t, withZod)
  const problems = (schema: z.ZodType, value: unknown) => schema.safeParse(value).error?.issues.map(({ path, code }) => [path.join('.'), code])
  t.strictSame(problems(types.TaBleInsertSchema, { v: 'abcd' }), [['v', 'custom']])
  t.strictSame(problems(types.TaBleInsertSchema, {}), [['v', 'invalid_type']])
  t.match(problems(types.TaBleInsertSchema, { v: 'a', id: 1 }), [['', 'unrecognized_keys']])
  t.strictSame(problems(types.TaBleUpdateSchema, {}), undefined)
  t.strictSame(problems(types.TaBleUpdateSchema, { v: null }), [['v', 'invalid_type']])
  t.strictSame(problems(types.TaBle2UpdateSchema, { choice: 'b', s2: 40000, id: 2 ** 31, o: -1, i8: 'x', pl: 'none', u: 'no' })?.map(([path]) => path).sort(), [
    'choice', 'i8', 'id', 'o', 'pl', 's2', 'u',
  ])
  t.strictSame(problems(types.TaBle2UpdateSchema, { id: undefined }), [['id', 'invalid_type']], 'the driver refuses undefined')
})

/** Loads a generated file from a folder in which zod is found. */
async function load(t: Test, text: string): Promise<Record<string, z.ZodType> & Record<'TaBle2Schema' | 'TaBle2InsertSchema' | 'TaBle2UpdateSchema' | 'TaBleInsertSchema' | 'TaBleUpdateSchema', z.ZodType>> {
  const folder = mkdtempSync(join(tmpdir(), 'steward-types-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'))
  const { outputText } = ts.transpileModule(text, { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext } })
  writeFileSync(join(folder, 'types.mjs'), outputText)
  return (await import(pathToFileURL(join(folder, 'types.mjs')).href)) as never
}
