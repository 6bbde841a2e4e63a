import t from 'tap'
import { testDatabase } from '../../support/database.js'
import { findings } from '../../support/findings.js'

t.test('says that archiving is off', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame(await findings(sql, 'archiving_failures'), [
    {
      status: 'ok',
      severity: null,
      object: null,
      value: 0,
      detail: 'WAL archiving is off.',
      action: null,
      fix_sql: null,
      evidence: { archive_mode: 'off', failed_count: 0 },
    },
  ])
})

t.test('archiver_row measures since the last success, only while archiving fails', async (t) => {
  const { sql } = await testDatabase(t)
  const row = async (mode: string, archived: string | null, failed: string | null) =>
    (
      await sql`
        select value::float8 as value, severity, detail
        from steward_internal.archiver_row(
          ${mode}, ${archived}::timestamptz, ${failed}::timestamptz, '0000000100000000000000A1', 7, '2026-01-01 12:00+00')`
    )[0]
  t.match(await row('on', '2026-01-01 11:50+00', null), { value: 0, severity: null, detail: 'WAL archiving works.' })
  t.match(await row('on', '2026-01-01 11:50+00', '2026-01-01 11:49+00'), { value: 0 })
  t.match(await row('on', null, null), { value: 0 })
  t.match(await row('off', null, '2026-01-01 11:49+00'), { value: 0, detail: 'WAL archiving is off.' })
  t.match(await row('always', '2026-01-01 11:50+00', '2026-01-01 11:59+00'), {
    value: 600,
    severity: null,
    detail: /^Archiving 0000000100000000000000A1 failed at 2026-01-01 11:59, and the last success was at 2026-01-01 11:50; there were 7 failures\.$/,
  })
  t.match(await row('on', null, '2026-01-01 11:59+00'), { value: 60, severity: 'critical', detail: /none has succeeded yet/ })
})
