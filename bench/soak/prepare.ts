import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { withDatabase } from '../../src/database.js'

const sample = 'seeds/testing_platform'

/** Makes what a product's database would be after the guides: the sample without its mistakes, with retention and row level security. */
export async function prepare({ url, adminUrl }: { url: string; adminUrl: string }, scale: string): Promise<void> {
  const steward = (...args: string[]) => {
    const env = { ...process.env, DATABASE_URL: url }
    const { status, stderr } = spawnSync(process.execPath, ['dist/cli/main.js', ...args], { encoding: 'utf8', env })
    if (status !== 0) throw new Error(`pgsteward ${args.join(' ')}: ${stderr}`)
  }
  steward('install')
  steward('migrate', 'up', '--dir', `${sample}/migrations`, '--env', 'production')
  steward('migrate', 'seed', '--dir', `${sample}/migrations`, '--env', 'performance', '--scale', scale)
  await withDatabase(
    url,
    async (sql) => {
      await sql`set client_min_messages = warning`
      for (const file of [`${sample}/policies.sql`, `${sample}/access.sql`, join(import.meta.dirname, 'prepare.sql')]) {
        await sql.unsafe(readFileSync(file, 'utf8')).simple()
      }
      // What the sample has kept too long goes before the clock starts.
      await sql`call steward.run_database_maintenance()`.simple()
      await sql`vacuum (analyze)`
    },
    { max: 1 },
  )
  await withDatabase(adminUrl, (admin) => admin`grant steward_service to ${admin(new URL(url).username)}`)
}
