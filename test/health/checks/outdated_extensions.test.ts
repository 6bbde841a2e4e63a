import t from 'tap'
import { testDatabase } from '../../support/database.js'
import { findings, nothingFound } from '../../support/findings.js'

const check = 'outdated_extensions'

t.test('reports an extension that is older than its library, and the fix updates it', async (t) => {
  const { sql, admin } = await testDatabase(t)
  t.strictSame(await findings(sql, check), nothingFound)
  await admin.unsafe(`drop extension pg_stat_statements; create extension pg_stat_statements version '1.9'`)
  const [version] = await sql`select default_version from pg_available_extensions where name = 'pg_stat_statements'`
  const available = version?.['default_version'] as string
  t.strictSame(await findings(sql, check), [
    {
      status: 'finding',
      severity: 'info',
      object: 'extension pg_stat_statements',
      value: null,
      detail: `Extension pg_stat_statements is at version 1.9, and the server has ${available}.`,
      action: 'Update the extension after reading its release notes.',
      fix_sql: ['alter extension pg_stat_statements update;'],
      evidence: { installed: '1.9', available },
    },
  ])
  await admin.unsafe('alter extension pg_stat_statements update')
  t.strictSame(await findings(sql, check), nothingFound)
})
