import { fileURLToPath } from 'node:url'
import type { MigrationSet } from './migrations.js'

/** pgsteward's own migrations: their folder, ledger and lock, apart from those of the host application. */
export const stewardMigrations: MigrationSet = {
  dir: fileURLToPath(new URL('../../migrations', import.meta.url)),
  ledgerSchema: 'steward_migrations',
  ledgerTable: 'pgmigrations',
  lockValue: 20985_0001,
}
