import { execFileSync, spawnSync } from 'node:child_process'
import t from 'tap'
import { checkDatabaseUrl, stewardHome } from '../../src/config.js'
import { steward } from './support.js'

t.test('a URL that leaves open which database is meant is refused', async (t) => {
  const refused = {
    '': /is empty/, '  ': /is empty/, 'host=a dbname=b': /no postgres/, 'mysql://a/b': /no postgres/, 'postgres://': /no host/,
    'postgres:///db': /no host/, 'postgres://:5432/db': /no host/, 'postgres://u:p@/db': /no host/, 'postgres://host': /no database/,
    'postgres://u@host:5432/': /no database/, 'postgres://host?sslmode=require': /no database/,
  }
  for (const [url, message] of Object.entries(refused)) t.throws(() => checkDatabaseUrl(url, 'it'), { name: 'UsageError', message }, url)
  for (const url of ['postgres://u:p@host:1/db', 'postgresql://host/db?sslmode=require', 'postgres://a:1,b:2/db', 'postgres:///db?host=/tmp', 'postgres://u@[::1]:5432/db']) {
    t.equal(checkDatabaseUrl(url, 'it'), url)
  }
})

t.test('make passes on no database but one that is given to itself', async (t) => {
  const env = { ...process.env, DATABASE_URL: 'postgres://app/db', PGHOST: 'app', PGSERVICE: 'app', DB_HOST: 'app', STEWARD_DATABASE_URL: 'postgres://app/db' }
  const print = ['-s', '--eval', 'print: ; @echo "$$DATABASE_URL|$$STEWARD_DATABASE_URL|$$PGHOST|$$DB_HOST|$${PGSERVICE-unset}"', 'print']
  const make = (...args: string[]) => execFileSync('make', [...print, ...args], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  t.equal(make(), '||||unset\n')
  t.equal(make('STEWARD_DATABASE_URL=postgres://h/d'), 'postgres://h/d|postgres://h/d|||unset\n')
  t.throws(() => make('DATABASE_URL=postgres://h/d'))
})

t.test('psql of the private server goes there, whatever server the environment names', { skip: spawnSync('psql', ['--version']).status !== 0 && 'no psql' }, async (t) => {
  const elsewhere = { PGHOSTADDR: '192.0.2.1', PGSERVICE: 'app', PGSSLMODE: 'verify-full', PGPORT: '1', PGUSER: 'app2', PGPASSFILE: '/nonexistent' }
  const query = ['dev', 'psql', '--', '-XAtc', `select current_user, current_setting('work_mem')`]
  const home = { STEWARD_HOME: stewardHome() }
  t.match(await steward(query, { ...home, ...elsewhere, PGOPTIONS: '-c work_mem=7MB' }), { code: 0, stdout: 'app|7MB\n' })
})
