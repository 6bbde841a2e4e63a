import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { testDatabase } from '../support/database.js'
import { file } from '../support/migrations.js'
import { steward } from './support.js'

const absent = 'error: pgsteward is not installed in this database\nhint: Run: pgsteward install\n'
const failed = { code: 1, stdout: '', stderr: `${absent}sqlstate: 3F000\n` }
const usage = { code: 2, stdout: '', stderr: absent }
const noLog = 'pgsteward is not installed in this database: no log is kept\n'

/** What commands that only look, or only take away, say where pgsteward is not installed. */
const outcomes: Record<string, object> = {
  'status': { code: 0, stdout: /not installed/, stderr: '' },
  'doctor': usage,
  'upgrade': usage,
  'uninstall --yes': { code: 0, stdout: '', stderr: /^pgsteward is not installed in database test_\w+ on .*: nothing was changed\n$/ },
  'uninstall --yes --purge': { code: 0, stdout: '', stderr: /: nothing was changed\n$/ },
  'migrate status': { code: 0, stdout: /1_a +│ pending/, stderr: '' },
  'migrate verify': failed,
  'migrate log': failed,
  'migrate down': { code: 0, stdout: '', stderr: `${noLog}nothing to do\n` },
  'migrate down --to 1': { code: 2, stdout: '', stderr: /migration 1 is not applied/ },
  'migrate redo': { code: 0, stdout: '', stderr: `${noLog}nothing to do\n` },
  'migrate rehearse': usage,
  'migrate repair': failed,
  'migrate repair --not-applied 1': failed,
  'migrate repair --applied 1': failed,
  'migrate baseline': failed,
  'migrate lint --no-squawk': { code: 0, stdout: '', stderr: /pgsteward is not installed in it/ },
  'migrate seed --list': { code: 0, stdout: /1_a/, stderr: /pgsteward is not installed in this database: nobody knows/ },
  'migrate seed --dry-run': { code: 0, stdout: 'would run 1_a (no log)\n', stderr: '' },
  'retention list': failed,
  'retention plan': failed,
  'retention export': failed,
  'retention preview a': failed,
  'retention remove a': failed,
  'retention run': failed,
  'schedule list': failed,
  'schedule plan': failed,
  'schedule doctor': failed,
  'schedule history': failed,
  'schedule drop a': failed,
  'access findings': failed,
  'maintain --dry-run': failed,
  'health': failed,
  'health --format json': failed,
  'health --record': failed,
  'report --html -': failed,
  'report --format json': failed,
  'types': failed,
}

t.test('commands that look or take away make nothing, and say where pgsteward is not installed', async (t) => {
  const { admin, url } = await testDatabase(t, { empty: true })
  const dir = t.testdir({
    migrations: { '1_a.sql': file('create table a ();', 'drop table a;') },
    seed: { '1_a.sql': 'create table seeded ();' },
    'retention.yaml': 'policies: []\n',
  })
  const objects = async () => [
    ...(await admin`select 'schema' as kind, oid, nspname as name from pg_namespace where nspname !~ '^pg_(toast_)?temp_'
      union all select 'relation', oid, relname from pg_class union all select 'function', oid, proname from pg_proc order by 1, 2`),
  ]
  const before = await objects()
  for (const [command, expected] of Object.entries(outcomes)) {
    const args = command.split(' ')
    if (args[0] === 'migrate') args.push('--dir', join(dir, 'migrations'))
    if (command === 'retention plan') args.push(join(dir, 'retention.yaml'))
    const outcome = await steward([...args, '--database-url', url], { NODE_ENV: '' })
    t.match(outcome, expected, command)
    t.notMatch(outcome.stderr, /42P01|^ +at |TypeError/m, command)
    t.strictSame(await objects(), before, `${command} made nothing`)
  }
})

t.test('what adds to the ledger makes it, and what takes from it does not', async (t) => {
  const db = await testDatabase(t)
  const dir = t.testdir({ '1_a.sql': file('select 1 / 0;', 'select 1;'), '2_b.sql': file('select 1 / 0;') })
  const run = (...args: string[]) => steward(['migrate', ...args, '--dir', dir, '--database-url', db.url], { NODE_ENV: '' })
  const ledger = async () => (await db.sql<{ ledger: string | null }[]>`select to_regclass('public.pgmigrations')::text as ledger`)[0]?.ledger
  for (const [args, outcome] of [
    [['down'], { code: 0, stderr: 'nothing to do\n' }],
    [['redo'], { code: 0, stderr: 'nothing to do\n' }],
    [['verify'], { code: 0 }],
    [['rehearse'], { code: 1 }],
    [['repair'], { code: 0, stdout: '', stderr: '' }],
    [['repair', '--applied', '1_aa'], { code: 2 }],
    [['repair', '--accept', '1_a'], { code: 2, stderr: /migration 1_a is not applied/ }],
    [['repair', '--not-applied', '1_a'], { code: 0, stdout: 'marked 1_a as not applied\n', stderr: '' }],
  ] as [string[], object][]) {
    t.match(await run(...args), outcome, args.join(' '))
    t.equal(await ledger(), null, args.join(' '))
  }
  t.match(await run('baseline', '1'), { code: 0, stdout: 'marked 1_a as applied\n' })
  t.equal(await ledger(), 'pgmigrations')
  await db.sql`insert into pgmigrations (name, run_on) values ('9_watched', now())`
  t.match(await db.sql`select name, tool from steward.migration_log order by id desc limit 1`, [{ name: '9_watched', tool: 'ledger' }])
})

t.test('an error that a file of the project makes is told as it is', async (t) => {
  const { url } = await testDatabase(t, { empty: true })
  const dir = t.testdir({ '1_a.sql': 'select * from steward.schedules;' })
  t.match(await steward(['migrate', 'up', '--dir', dir, '--database-url', url]), {
    code: 1, stderr: /^error: 1_a\.sql:1: relation "steward\.schedules" does not exist$/m,
  })
})

t.test('every command that there is has an outcome here, or changes something', (t) => {
  const changes = /^(install|backup|restore|monitor|worker|dev)$/
  const names = [...readFileSync('src/cli/main.ts', 'utf8').matchAll(/(\w+)Command\(\),/g)].map(([, name = '']) => name)
  t.ok(names.length > 10)
  for (const name of names.filter((name) => !changes.test(name))) {
    t.ok(Object.keys(outcomes).some((command) => command.split(' ')[0] === name), name)
  }
  t.end()
})
