import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { z } from 'zod'
import { UsageError } from './errors.js'

const environmentSchema = z.object({
  DATABASE_URL: z.string().optional(),
  PGHOST: z.string().optional(),
  PGPORT: z.coerce.number().int().positive().optional(),
  PGDATABASE: z.string().optional(),
  PGUSER: z.string().optional(),
  PGPASSWORD: z.string().optional(),
  PGSSLMODE: z.string().optional(),
  DB_HOST: z.string().optional(),
  DB_PORT: z.coerce.number().int().positive().optional(),
  DB_NAME: z.string().optional(),
  DB_USER: z.string().optional(),
  DB_PASSWORD: z.string().optional(),
  DB_SSL: z.string().optional(),
  STEWARD_SERVER: z.enum(['debian', 'embedded']).optional(),
  STEWARD_POSTGRES_VERSION: z.enum(['15', '16', '17', '18']).optional(),
  STEWARD_HOME: z.string().optional(),
  STEWARD_WEBHOOK_URL: z.string().optional(),
  STEWARD_BACKUP_DIR: z.string().optional(),
  NODE_ENV: z.string().optional(),
  GITHUB_ACTOR: z.string().optional(),
  GITLAB_USER_LOGIN: z.string().optional(),
  GIT_AUTHOR_NAME: z.string().optional(),
})

/** The environment variables that pgsteward reads, checked; nothing else in `src/` reads them. */
export type Environment = z.infer<typeof environmentSchema>

/** Where the connection settings came from, for messages that have to name it. */
export interface DatabaseUrl {
  url: string
  source: string
}

/** Reads `.env` of the working directory (without overriding what is set) and checks the variables. */
export function readEnvironment(): Environment {
  if (existsSync('.env')) process.loadEnvFile('.env')
  const defined = Object.entries(process.env).filter(([, value]) => value !== '')
  const parsed = environmentSchema.safeParse(Object.fromEntries(defined))
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new UsageError(`environment variable ${issue?.path.join('.')}: ${issue?.message}`)
}

/** The folder of the local development server, `.steward` unless `STEWARD_HOME` names another. */
export function stewardHome(environment: Environment = readEnvironment()): string {
  return environment.STEWARD_HOME ?? join(process.cwd(), '.steward')
}

/**
 * Decides which database to talk to: the option, `DATABASE_URL`, `PG*`, `DB_*`, and at last the
 * local server of `pgsteward dev up`.
 */
export function resolveDatabaseUrl(option?: string): DatabaseUrl {
  const environment = readEnvironment()
  if (option !== undefined) return { url: checkDatabaseUrl(option, '--database-url'), source: '--database-url' }
  if (environment.DATABASE_URL) return { url: checkDatabaseUrl(environment.DATABASE_URL, 'DATABASE_URL'), source: 'DATABASE_URL' }
  const found = fromPgVariables(environment) ?? fromDbVariables(environment) ?? fromDevServer(environment)
  if (found) return found
  throw new UsageError('no database is configured', {
    hint: 'Pass --database-url, set DATABASE_URL, PGHOST or DB_HOST, or start a local server with: pgsteward dev up',
  })
}

/** Refuses a URL that leaves open which database is meant: the driver would take one on 127.0.0.1:5432. */
export function checkDatabaseUrl(url: string, source: string): string {
  const refuse = (problem: string) =>
    new UsageError(`${source} ${problem}`, { hint: 'It looks like this: postgres://user:password@host:5432/database' })
  if (url.trim() === '') throw refuse('is empty: is a variable not set?')
  // Several hosts are no URL to Node.
  const [, hosts, database, query] = /^postgres(?:ql)?:\/\/(?:[^@/?]*@)?([^/?#]*)(?:\/([^?#]*))?(?:\?([^#]*))?/i.exec(url.trim()) ?? []
  if (hosts === undefined) throw refuse('is no postgres:// URL')
  if (!hosts.replace(/:\d*$/, '') && !new URLSearchParams(query).get('host')) throw refuse('names no host')
  if (!database) throw refuse('names no database')
  return url.trim()
}

/** PGUSER and the like alone name no database. */
function fromPgVariables(env: Environment): DatabaseUrl | undefined {
  if (!env.PGHOST && !env.PGDATABASE) return undefined
  if (!env.PGHOST) throw new UsageError('PGDATABASE is set, and PGHOST is not', { hint: 'Set PGHOST as well, or unset PGDATABASE.' })
  const url = buildUrl(env.PGHOST, env.PGPORT, env.PGDATABASE, env.PGUSER, env.PGPASSWORD)
  if (env.PGSSLMODE) url.searchParams.set('sslmode', env.PGSSLMODE)
  return { url: url.href, source: 'PG* variables' }
}

function fromDbVariables(env: Environment): DatabaseUrl | undefined {
  if (!env.DB_HOST && !env.DB_NAME) return undefined
  if (!env.DB_HOST || !env.DB_NAME) {
    const [set, missing] = env.DB_HOST ? ['DB_HOST', 'DB_NAME'] : ['DB_NAME', 'DB_HOST']
    throw new UsageError(`${set} is set, and ${missing} is not`, { hint: `Set ${missing} as well, or unset ${set}.` })
  }
  const url = buildUrl(env.DB_HOST, env.DB_PORT, env.DB_NAME, env.DB_USER, env.DB_PASSWORD)
  if (isEncrypted(env.DB_SSL)) url.searchParams.set('sslmode', 'require')
  return { url: url.href, source: 'DB_* variables' }
}

function isEncrypted(value = 'false'): boolean {
  if (/^(1|true|yes|on|require)$/i.test(value)) return true
  if (/^(0|false|no|off|disable)$/i.test(value)) return false
  throw new UsageError(`environment variable DB_SSL: neither true nor false: ${value}`, {
    hint: 'Certificates are verified with sslmode in DATABASE_URL: postgres://…?sslmode=verify-full',
  })
}

function fromDevServer(env: Environment): DatabaseUrl | undefined {
  const file = join(stewardHome(env), 'server.json')
  if (!existsSync(file)) return undefined
  const { url } = z.object({ url: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8')))
  return { url, source: 'pgsteward dev' }
}

function buildUrl(host: string, port = 5432, database?: string, user?: string, password?: string): URL {
  const url = new URL(`postgres://placeholder:${port}`)
  if (host.startsWith('/')) url.searchParams.set('host', host)
  else url.hostname = host
  const role = user ?? process.env['USER'] ?? 'postgres'
  url.username = encodeURIComponent(role)
  if (password) url.password = encodeURIComponent(password)
  url.pathname = `/${encodeURIComponent(database ?? role)}`
  return url
}

/** Whether to colour what goes to this stream: only on a terminal, and never under NO_COLOR. */
export function usesColor(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY && !process.env['NO_COLOR']
}

/** The environment that migrations and seeds are run for. */
export const environmentName = (given?: string): string => given ?? readEnvironment().NODE_ENV ?? 'development'

/** Where backups go that commands make by themselves, if they shall. */
export const backupFolder = (): string | undefined => readEnvironment().STEWARD_BACKUP_DIR

/** Who says to be at work: the CI system, else git. */
export function claimedActor(): string | undefined {
  const { GITHUB_ACTOR, GITLAB_USER_LOGIN, GIT_AUTHOR_NAME } = readEnvironment()
  return GITHUB_ACTOR ?? GITLAB_USER_LOGIN ?? GIT_AUTHOR_NAME
}

/** The folders in which programs are looked for. */
export const programFolders = (): string[] => (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')

/**
 * The environment for a program of PostgreSQL: ours without what says which database to use, whose password we have,
 * and with messages in English, which we read.
 */
export function programEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(DATABASE_URL$|DB_|PG(?!SSL|GSS|KRB))/.test(name))
  return { ...Object.fromEntries(kept), LC_ALL: 'C' }
}
