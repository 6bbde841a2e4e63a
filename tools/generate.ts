import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { install } from '../src/install/install.js'
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
