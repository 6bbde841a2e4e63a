import { serverStatus } from '../src/dev/server.js'
import { checkDatabaseUrl } from '../src/config.js'

/**
 * The database that the tools of this repository work on: that of the private server, or the one that
 * STEWARD_DATABASE_URL names. DATABASE_URL, PG*, DB_* and .env say what an application uses, and do not count here.
 */
export async function developmentUrl(): Promise<string> {
  const named = process.env['STEWARD_DATABASE_URL']
  if (named) return checkDatabaseUrl(named, 'STEWARD_DATABASE_URL')
  const server = await serverStatus()
  if (!server) throw new Error('the private server is not running: make up')
  return server.url
}
