import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { install } from '../../src/install/install.js'
import { runMigrations } from '../../src/install/migrations.js'
import { stewardMigrations } from '../../src/install/settings.js'
import { listMigrations } from '../../tools/freeze.js'
import { fingerprints } from '../support/fingerprints.js'
import { testDatabase } from '../support/database.js'

/** The released versions to upgrade from; before the first tag, every shorter history stands for one. */
function startingPoints(): { name: string; migrations: number }[] {
  const tags = git('tag', '--list', 'v*').split('\n').filter(Boolean)
  if (tags.length > 0) {
    return tags.map((tag) => ({ name: tag, migrations: git('ls-tree', '--name-only', tag, 'migrations/').match(/\.sql$/gm)?.length ?? 0 }))
  }
  return listMigrations().map((file, index) => ({ name: join('after', file), migrations: index + 1 }))
}

t.test('an upgraded database equals a fresh one and keeps its data', async (t) => {
  const fresh = await testDatabase(t, { empty: true })
  await install(fresh.sql, { searchPath: false })
  const expected = await fingerprints(fresh.sql)

  for (const { name, migrations } of startingPoints()) {
    const { sql } = await testDatabase(t, { empty: true })
    const connection = await sql.reserve()
    await runMigrations(connection, stewardMigrations, { direction: 'up', count: migrations })
    connection.release()
    const kept = await changeASetting(sql)
    await install(sql, { searchPath: false })
    t.strictSame(await fingerprints(sql), expected, name)
    if (kept) {
      const [setting] = await sql`select value from steward.settings where name = 'health.time_budget'`
      t.equal(setting?.['value'], '21 s', `${name} keeps the settings`)
    }
  }
})

async function changeASetting(sql: Awaited<ReturnType<typeof testDatabase>>['sql']): Promise<boolean> {
  const changed = await sql`update steward.settings set value = '21 s' where name = 'health.time_budget'`
  return changed.count === 1
}

function git(...args: string[]): string {
  return execFileSync('git', args, { encoding: 'utf8' })
}
