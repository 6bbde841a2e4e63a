import { execFileSync } from 'node:child_process'
import t from 'tap'
import { findDrift } from '../../src/install/doctor.js'
import { stewardMigrations } from '../../src/install/settings.js'
import { testDatabase } from '../support/database.js'

t.test('the stock node-pg-migrate installs and removes the same', async (t) => {
  const db = await testDatabase(t, { empty: true })
  const migrate = (...args: string[]) =>
    execFileSync(
      process.execPath,
      [
        'node_modules/node-pg-migrate/bin/node-pg-migrate.js', ...args, '-m', 'migrations',
        '--migrations-schema', stewardMigrations.ledgerSchema, '--create-migrations-schema',
        '--lock-value', String(stewardMigrations.lockValue),
      ],
      { env: { ...process.env, DATABASE_URL: db.url }, stdio: ['ignore', 'ignore', 'pipe'] },
    )
  migrate('up')
  t.strictSame((await findDrift(db.sql)).filter((drift) => drift.problem !== 'not granted'), [])
  migrate('down', '999')
  t.strictSame([...(await db.sql`select nspname from pg_namespace where nspname ~ '^steward'`)], [{ nspname: 'steward_migrations' }])
})
