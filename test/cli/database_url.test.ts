import { execFileSync } from 'node:child_process'
import t from 'tap'
import { checkDatabaseUrl } from '../../src/config.js'

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
  const env = { ...process.env, DATABASE_URL: 'postgres://app/db', PGHOST: 'app', DB_HOST: 'app', STEWARD_DATABASE_URL: 'postgres://app/db' }
  const print = ['-s', '--eval', 'print: ; @echo "$$DATABASE_URL|$$STEWARD_DATABASE_URL|$$PGHOST|$$DB_HOST"', 'print']
  const make = (...args: string[]) => execFileSync('make', [...print, ...args], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  t.equal(make(), '||||\n'.slice(1))
  t.equal(make('STEWARD_DATABASE_URL=postgres://h/d'), 'postgres://h/d|postgres://h/d||\n')
  t.throws(() => make('DATABASE_URL=postgres://h/d'))
})
