import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { UsageError } from '../errors.js'

const findingsSchema = z.array(
  z.object({ line: z.number(), level: z.string(), message: z.string(), help: z.string().nullable(), rule_name: z.string() }),
)

export type SquawkFinding = z.infer<typeof findingsSchema>[number]

const hint = 'Install it with: npm install --include=optional squawk-cli@2.61.0; or leave it out with --no-squawk.'

/** The rules of squawk that do not hold for what pgsteward runs, or that it knows better. */
const unwanted = new Set([
  // `migrate up` sets a lock_timeout, and takes statement-timeout from the header.
  'require-lock-timeout', 'require-statement-timeout',
  // A file without a transaction goes on where it was left; IF NOT EXISTS would take an invalid index for a finished one.
  'prefer-robust-stmts',
  // concurrently-in-transaction tells it of all statements that have CONCURRENTLY.
  'ban-concurrent-index-creation-in-transaction',
])

/** Lets squawk judge a text; lines count from 0. A .squawk.toml of the project is honoured. */
export async function squawk(sql: string, { version, inTransaction }: { version: string; inTransaction: boolean }): Promise<SquawkFinding[]> {
  const transaction = inTransaction ? '--assume-in-transaction' : '--no-assume-in-transaction'
  const arguments_ = ['--reporter', 'json', '--pg-version', version, transaction, '--stdin-filepath', 'migration.sql']
  const child = spawn(squawkPath(), arguments_, { stdio: ['pipe', 'pipe', 'pipe'] })
  const failed = new Promise<never>((_, reject) => child.on('error', reject))
  child.stdin.on('error', () => undefined)
  child.stdin.end(sql)
  try {
    const [output, complaint] = await Promise.race([Promise.all([text(child.stdout), text(child.stderr)]), failed])
    if (!output.startsWith('[')) throw new Error(complaint.trim() || 'it says nothing')
    return findingsSchema.parse(JSON.parse(output)).filter((finding) => !unwanted.has(finding.rule_name))
  } catch (error) {
    throw new UsageError(`squawk does not run: ${(error as Error).message}`, { hint, cause: error })
  }
}

function squawkPath(): string {
  try {
    const { getBinaryPath } = createRequire(import.meta.url)('squawk-cli/js/index.js') as { getBinaryPath: () => string }
    return getBinaryPath()
  } catch (error) {
    throw new UsageError('squawk is not installed', { hint, cause: error })
  }
}
