import t from 'tap'
import { blindRole, testDatabase } from '../../support/database.js'
import { findings } from '../../support/findings.js'

// archive_mode needs a restart, so the decisions are tested in steward_internal.archiver_state().
const check = 'archiving_failures'

t.test('says that archiving is off', async (t) => {
  const db = await testDatabase(t)
  const expected = {
    status: 'ok',
    severity: null,
    object: null,
    value: null,
    detail: 'WAL archiving is off.',
    action: null,
    fix_sql: null,
    evidence: { archive_mode: 'off', failed_count: 0 },
  }
  t.strictSame(await findings(db.sql, check), [expected])
  t.strictSame(await findings(await blindRole(t, db), check), [expected], 'any role can see it')
  t.match(await db.sql`select unit, warning, critical from steward.health_checks where check_id = ${check}`, [
    { unit: 'seconds', warning: '300', critical: '3600' },
  ])
})

t.test('judges the archiver by its counters', async (t) => {
  const { sql } = await testDatabase(t)
  interface State {
    mode: string
    configured: boolean
    recovery: boolean
    archived: string | null
    failed: string | null
  }
  const judge = async (state: Partial<State>) => {
    const all = { mode: 'on', configured: true, recovery: false, archived: null, failed: null, ...state }
    const [row] = await sql`
      select object_name, value::float8 as value, detail, action, severity, status, evidence
      from steward_internal.archiver_state(
        ${all.mode}, ${all.configured}, ${all.recovery}, ${all.archived}, ${all.failed},
        '000000010000000000000007', 12, '2026-01-01 03:00:00+00', '2026-01-02 03:00:00+00')`
    return { ...row }
  }
  const row = {
    object_name: null,
    value: null as number | null,
    detail: 'WAL archiving is off.',
    action: null as string | null,
    severity: null as string | null,
    status: null,
    evidence: { archive_mode: 'on', failed_count: 12 },
  }
  const working = { ...row, value: 0, detail: 'WAL archiving works.' }
  t.strictSame(await judge({ mode: 'off', failed: '2026-01-02 02:59:00+00' }), {
    ...row, evidence: { archive_mode: 'off', failed_count: 12 },
  })
  t.strictSame(await judge({}), working, 'nothing has happened yet')
  t.strictSame(await judge({ archived: '2026-01-02 02:00:00+00' }), working)
  t.strictSame(await judge({ archived: '2026-01-02 02:00:00+00', failed: '2026-01-02 01:59:59+00' }), working, 'it has recovered')

  const failing = {
    ...row,
    value: 3600,
    detail:
      'Archiving of 000000010000000000000007 failed at 2026-01-02 02:59:00 UTC; the last success was at 2026-01-02 02:00:00 UTC, and 12 attempts have failed in all.',
  }
  const state = { archived: '2026-01-02 02:00:00+00', failed: '2026-01-02 02:59:00+00' }
  t.strictSame(await judge(state), failing)
  t.strictSame(await judge({ failed: '2026-01-02 02:59:00+00' }), {
    ...failing,
    value: 86400,
    detail:
      'Archiving of 000000010000000000000007 failed at 2026-01-02 02:59:00 UTC; nothing has been archived yet, and 12 attempts have failed in all.',
  }, 'since the server was started')
  t.match(await judge({ failed: '2026-01-01 03:00:01+00' }), { value: 86400 })
  t.strictSame(await judge({ failed: '2026-01-01 03:00:00+00' }), working, 'a failure of yesterday')

  t.strictSame(await judge({ ...state, recovery: true }), {
    ...row, detail: 'WAL archiving is left to the primary: archive_mode is on, not always.',
  })
  t.strictSame(await judge({ ...state, recovery: true, mode: 'always' }), {
    ...failing, evidence: { archive_mode: 'always', failed_count: 12 },
  })
  t.strictSame(await judge({ configured: false }), {
    ...row,
    severity: 'warning',
    detail:
      'WAL archiving is on, but archive_command and archive_library are both empty: no WAL is archived, and none is removed.',
    action: 'Set archive_command or archive_library, and reload the configuration.',
  })
  t.match(await judge({ configured: false, mode: 'off' }), { severity: null })
})
