import t from 'tap'
import { install } from '../../src/install/install.js'
import { applySources } from '../../tools/apply.js'
import { renderSync } from '../../tools/freeze.js'
import { fingerprints } from '../support/fingerprints.js'
import { testDatabase } from '../support/database.js'

t.test('migrations/ has frozen what sql/ says', (t) => {
  t.equal(renderSync(), undefined, 'run: make migration NAME=what_changed')
  t.end()
})

t.test('applying sql/ to a migrated database changes nothing', async (t) => {
  const { sql } = await testDatabase(t, { empty: true })
  await install(sql, { searchPath: false })
  const migrated = await fingerprints(sql)
  await applySources(sql)
  t.strictSame(await fingerprints(sql), migrated)
  t.ok(Object.keys(migrated).length > 50)
})
