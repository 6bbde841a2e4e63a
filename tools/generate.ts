import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type postgres from 'postgres'
import { install } from '../src/install/install.js'
import { migrateProject, projectMigrations } from '../src/migrate/project.js'
import { describeSchemas } from '../src/types/description.js'
import { renderTypes } from '../src/types/render.js'
import { readReference } from './generate/reference.js'
import { renderClient } from './generate/client.js'
import { renderDocs } from './generate/docs.js'
import { renderManifest } from './generate/manifest.js'
import { withScratchDatabase } from './scratch-database.js'

/** Writes everything that is made from the catalog of a freshly installed database; `--check` compares. */
const files = await withScratchDatabase(async (sql) => {
  await install(sql, { searchPath: false })
  const reference = await readReference(sql)
  return new Map([
    ['src/generated/api.ts', renderClient(reference)],
    ['src/generated/manifest.ts', await renderManifest(sql)],
    ...(await renderDocs(sql, reference)),
    ['seeds/testing_platform/types.ts', await renderSample(sql)],
  ])
})

const stale: string[] = []
for (const [path, text] of files) {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue
  stale.push(path)
  if (process.argv.includes('--check')) continue
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}
console.log(stale.length > 0 ? `stale: ${stale.join(', ')}` : 'generated files are up to date')
if (process.argv.includes('--check') && stale.length > 0) process.exitCode = 1

/** The types of the sample, as its README says they are made; its migrations come last into the database. */
async function renderSample(sql: postgres.Sql): Promise<string> {
  await migrateProject(sql, projectMigrations('seeds/testing_platform/migrations'), { direction: 'up' })
  return renderTypes(await describeSchemas(sql, ['public']), { zod: true })
}
