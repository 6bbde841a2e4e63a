import { parseArgs } from 'node:util'
import type postgres from 'postgres'
import { renderRows } from '../../src/cli/output.js'
import { connect } from '../../src/database.js'
import { install } from '../../src/install/install.js'
import { withScratchDatabase } from '../../tools/scratch-database.js'
import { developmentServer } from '../support.js'
import { cases, lookups, schema, user, type Form } from './cases.js'

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000,1000000' },
    rounds: { type: 'string', default: '41' },
  },
})
const bars = { ratio: 1.1, owner: 3, organization: 15 }
const results: Record<string, string | number>[] = []
const above: string[] = []

/** The medians, in milliseconds, of two statements that are run in turns in one session, as a user of the application. */
async function compare(admin: postgres.Sql, [policy, where]: [string, string], rounds: number) {
  return admin.begin(async (tx) => {
    await tx`select from steward.begin_request(${tx.json({ user_id: user, role: 'steward_user' })})`
    await tx`select set_config('request.jwt.claims', ${JSON.stringify({ sub: user })}, true)`
    const [row] = await tx<{ policy_ms: number; floor_ms: number }[]>`select * from bench.compare(${policy}, ${where}, ${rounds})`
    if (!row) throw new Error('nothing was measured')
    return row
  })
}

/** Lets protect_table() make its policies, and puts another form in their place. */
async function usePolicy(sql: postgres.Sql, protect: string, { policy }: Form): Promise<void> {
  await sql.unsafe(protect)
  if (!policy) return
  await sql.unsafe(`
    alter policy steward_user_select on bench.protected using (${policy});
    alter policy steward_user_insert on bench.protected with check (${policy});
    alter policy steward_user_update on bench.protected using (${policy}) with check (${policy});`).simple()
}

async function measure(sql: postgres.Sql, admin: postgres.Sql, rows: number): Promise<void> {
  await sql.unsafe(schema(rows)).simple()
  for (const table of ['members', 'plain', 'protected']) await sql.unsafe(`vacuum (freeze, analyze) bench.${table}`)
  for (const { name, protect, statements, forms } of cases) {
    for (const form of forms) {
      await usePolicy(sql, protect, form)
      const { policy_ms, floor_ms } = await compare(admin, statements, form.isSlow ? 3 : Number(options.rounds))
      const ratio = policy_ms / floor_ms
      if (!form.policy && ratio > bars.ratio) above.push(`${name} of ${rows}: ${ratio.toFixed(2)}`)
      results.push({ rows, case: name, policy: form.name, 'by hand': `${floor_ms.toFixed(2)} ms`, costs: ratio.toFixed(2), bar: form.policy ? '' : bars.ratio })
    }
  }
  for (const { name, protect, statements, bar } of lookups) {
    await sql.unsafe(protect)
    const { policy_ms, floor_ms } = await compare(admin, statements, Number(options.rounds))
    const [floor, added] = [floor_ms / 10, (policy_ms - floor_ms) / 10]
    if (added > bars[bar]) above.push(`${name} of ${rows}: ${added.toFixed(1)} µs`)
    results.push({ rows, case: name, policy: 'protect_table()', 'by hand': `${floor.toFixed(1)} µs`, costs: `+${added.toFixed(1)} µs`, bar: `+${bars[bar]} µs` })
  }
}

await withScratchDatabase(async (sql, url) => {
  await install(sql, { searchPath: false })
  const adminUrl = new URL(developmentServer().adminUrl)
  adminUrl.pathname = new URL(url).pathname
  const admin = connect(adminUrl.href, { max: 1 })
  try {
    await admin`select set_config('jit', 'off', false), set_config('max_parallel_workers_per_gather', '0', false)`
    for (const rows of options.rows.split(',')) await measure(sql, admin, Number(rows))
  } finally {
    await admin.end()
  }
})
console.log(renderRows(results, 'md'))
console.log(above.length === 0 ? '\nEvery bar is met.' : `\nAbove the bar: ${above.join('; ')}`)
