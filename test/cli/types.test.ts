import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { testDatabase } from '../support/database.js'
import { steward } from './support.js'

t.test('types writes to stdout or to a file, and --check compares', async (t) => {
  const { url, sql } = await testDatabase(t)
  await sql.unsafe(`create table public.things (id int primary key, name text not null); create schema "Oth er"; create table "Oth er".things (id int)`).simple()
  const run = (...args: string[]) => steward(['types', ...args, '--database-url', url])
  const file = join(t.testdir({}), 'db', 'types.ts')

  const printed = await run()
  t.match(printed, { code: 0, stderr: '', stdout: /^\/\/ Generated from the database by: pgsteward types --schema public\n[^]*export interface ThingsInsert \{\n {2}id: number\n/ })
  t.notMatch(printed.stdout, /zod/)

  t.match(await run('--out', file, '--check'), { code: 3, stdout: '', stderr: `${file} does not exist\n` })
  t.match(await run('--out', file), { code: 0, stdout: '', stderr: `wrote ${file}\n` })
  t.equal(readFileSync(file, 'utf8'), printed.stdout)
  t.match(await run('--out', file, '--check'), { code: 0, stdout: '', stderr: `${file} is up to date\n` })
  writeFileSync(file, printed.stdout.replaceAll('\n', '\r\n'))
  t.match(await run('--out', file, '--check'), { code: 0 }, 'as git on Windows checks it out')

  await sql`alter table public.things add column age int`
  t.match(await run('--out', file, '--check'), {
    code: 3, stderr: `${file} is not what the database gives:\n`,
    stdout: '+   age: number | null\n+   age?: number | null\n+   age?: number | null\n+   age?: RangeFilter<number> | null\n',
  })
  t.match(await run('--out', file, '--check', '--zod'), { code: 3, stdout: /^\+ import \{ z \} from 'zod'$/m })
  t.match(await run('--schema', 'Oth er', '--schema', 'public', '--schema', 'public'), {
    code: 0, stdout: /^\/\/ Generated from the database by: pgsteward types --schema "Oth er" --schema public\n[^]*export interface Things \{[^]*export interface PublicThings \{/,
  })
  rmSync(file)
})

t.test('types refuses an unknown schema, --check without a file, and a database without pgsteward', async (t) => {
  const { url } = await testDatabase(t)
  t.match(await steward(['types', '--schema', 'Public', '--database-url', url]), {
    code: 1, stdout: '', stderr: /^error: schema 'Public' does not exist\nhint: List the schemas .*\nsqlstate: 3F000\n$/,
  })
  t.match(await steward(['types', '--check', '--database-url', url]), { code: 2, stderr: /^error: --check needs a file\nhint: Name it with --out FILE\.\n$/ })
  const empty = await testDatabase(t, { empty: true })
  t.match(await steward(['types', '--database-url', empty.url]), {
    code: 1, stdout: '', stderr: 'error: pgsteward is not installed in this database\nhint: Run: pgsteward install\nsqlstate: 3F000\n',
  })
})

t.test('a file that cannot be written or read is an error of usage', async (t) => {
  const { url } = await testDatabase(t)
  const folder = t.testdir({ file: '' })
  const run = (...args: string[]) => steward(['types', '--database-url', url, '--out', ...args])
  const refused = (done: string) => ({
    code: 2, stdout: '',
    stderr: new RegExp(`^error: the file of --out cannot be ${done}: [^\\n]+\\nhint: Name a file, not a folder, in a place that may be ${done}\\.\\n$`),
  })
  t.match(await run(folder), refused('written'))
  t.match(await run(folder, '--check'), refused('read'))
  t.match(await run(join(folder, 'file', 'types.ts')), refused('written'), 'in a file')
  if (existsSync('/proc/self')) t.match(await run('/proc/x/types.ts'), refused('written'), 'where no folder can be made')
})
