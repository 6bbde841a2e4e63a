import { createInterface } from 'node:readline/promises'
import { styleText } from 'node:util'
import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings'
import type postgres from 'postgres'
import { resolveDatabaseUrl, usesColor } from '../config.js'
import { redactUrl, withDatabase } from '../database.js'
import { UsageError } from '../errors.js'
import { interruptible } from '../interrupt.js'

/** Exit codes of every command, except under `--format nagios`. */
export const exitCodes = { ok: 0, failed: 1, usage: 2, findings: 3 } as const

/** The option that every command which talks to a database has. */
export const databaseUrlOption = () =>
  new Option('--database-url <url>', 'the database; default: DATABASE_URL, PG*, DB_*, then `pgsteward dev`')

/**
 * Connects as the options and the environment say, and closes the connection afterwards. A signal cancels what is
 * running on the server; `graceMs` is for commands that end it by themselves.
 */
export async function useDatabase<T>(
  options: { databaseUrl?: string | undefined },
  use: (sql: postgres.Sql, url: string) => Promise<T>,
  { graceMs = 0 } = {},
): Promise<T> {
  const { url, source } = resolveDatabaseUrl(options.databaseUrl)
  if (source === 'pgsteward dev') progress(`using the local server of pgsteward dev: ${redactUrl(url)}`)
  return withDatabase(url, (sql) => interruptible(sql, () => use(sql, url), { graceMs }), {
    onnotice: (notice) => progress(`${notice['message']}`),
  })
}

/** Names the database that a pool is connected to, for questions before something is destroyed. */
export async function describeDatabase(sql: postgres.Sql): Promise<string> {
  const [row] = await sql<{ name: string }[]>`select current_database() as name`
  const { host, port, path } = sql.options as { host: string[]; port: number[]; path?: string | false }
  return `database ${row?.name ?? ''} on ${path || host.map((name, index) => `${name}:${port[index] ?? 5432}`).join(', ')}`
}

/** Says on stderr what is going on; stdout is for data. */
export function progress(line: string): void {
  process.stderr.write(`${line}\n`)
}

export function print(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
}

type Style = Parameters<typeof styleText>[0]

/** Colours a text for stdout, if stdout takes colours. */
export function paint(style: Style, text: string): string {
  return usesColor(process.stdout) ? styleText(style, text) : text
}

/** Asks before something is destroyed, and says in which database; without a terminal only `--yes` will do. */
export async function confirm(sql: postgres.Sql, question: string, yes: boolean | undefined): Promise<void> {
  if (yes) return
  const text = `${question} It is done in ${await describeDatabase(sql)}.`
  if (!process.stdin.isTTY) throw new UsageError(`${text} That needs --yes when nobody can be asked`)
  if ((await ask(`${text} Type yes to go on: `)) !== 'yes') throw new UsageError('nothing was changed')
}

/** The end of the input, and Ctrl-C, are an empty answer. */
async function ask(question: string): Promise<string> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr })
  const closed = new Promise<string>((resolve) => prompt.once('close', () => resolve('')))
  const answer = await Promise.race([prompt.question(question), closed]).finally(() => prompt.close())
  return answer.trim()
}

/** Asks for a name before what bears it is destroyed; without a terminal it has to be given beforehand. */
export async function confirmByName(warning: string, name: string, given: string | undefined): Promise<void> {
  if (given === name) return
  if (given !== undefined) throw new UsageError(`this is ${name}, not ${given}`, { hint: 'Nothing was changed.' })
  if (!process.stdin.isTTY) throw new UsageError(`${warning} Nobody can be asked here`, { hint: `Give its name: --confirm ${name}` })
  if ((await ask(`${warning} Type its name to go on: `)) !== name) throw new UsageError('nothing was changed')
}

/** A command that takes `--database-url`. */
export const databaseCommand = (name: string) => new Command(name).addOption(databaseUrlOption())

/** The folder of a project's migrations. */
export const migrationsOption = () => new Option('--dir <folder>', 'the folder of migrations').default('migrations')

/** Reads a whole number from 1. */
export function parseCount(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('Expected a whole number from 1.')
  return Number(text)
}

/** Reads a number of seconds given as an option. */
export function parseSeconds(text: string): number {
  const seconds = Number(text)
  if (!(seconds > 0 && seconds <= 30)) throw new InvalidArgumentError('Expected a number of seconds up to 30.')
  return seconds
}
