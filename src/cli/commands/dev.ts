import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Argument, Command, Option } from '@commander-js/extra-typings'
import Table from 'cli-table3'
import { readEnvironment } from '../../config.js'
import { redactUrl } from '../../database.js'
import {
  type ServerState,
  describeServer,
  externalServer,
  serverStatus,
  startServer,
  stopServer,
} from '../../dev/server.js'
import { UsageError } from '../../errors.js'

/** `pgsteward dev`: a private PostgreSQL for development, kept in `.steward`. */
export function devCommand(): Command {
  const dev = new Command('dev')
    .description('run a private PostgreSQL for development in .steward (or STEWARD_HOME)')
    .enablePositionalOptions()
  dev.addCommand(upCommand())
  dev.addCommand(downCommand())
  dev.addCommand(statusCommand())
  dev.addCommand(psqlCommand())
  dev.addCommand(urlCommand())
  return dev
}

function upCommand(): Command {
  return new Command('up')
    .description('start the server unless it runs, and say which one was taken and why')
    .addOption(
      new Option('--server <kind>', 'start this kind, whatever else is configured').choices(['debian', 'embedded'] as const),
    )
    .addOption(new Option('--postgres <major>', 'major version').choices(['15', '16', '17', '18'] as const))
    .action(async ({ server, postgres }) => {
      const majorVersion = postgres === undefined ? undefined : Number(postgres)
      const state = await startServer({ kind: server, majorVersion, log: progress })
      print(describeServer(state))
      print(`url: ${redactUrl(state.url)} (with its password: pgsteward dev url)`)
    })
}

function downCommand(): Command {
  return new Command('down')
    .description('stop the server; its data stays')
    .action(async () => {
      print((await stopServer(undefined, progress)) ? 'stopped' : 'not running')
    })
}

function statusCommand(): Command {
  return new Command('status')
    .description('show the server; exit code 1 when it is not running')
    .addOption(
      new Option('--format <format>', 'output format').choices(['table', 'json'] as const).default('table' as const),
    )
    .action(async ({ format }) => {
      const state = await currentServer()
      const facts = state ? { running: true, ...publicFacts(state) } : { running: false }
      print(format === 'json' ? JSON.stringify(facts, null, 2) : asTable(facts))
      if (!state) process.exitCode = 1
    })
}

function psqlCommand(): Command {
  return new Command('psql')
    .description('open psql on the server, or run it with the given arguments')
    .option('--admin', 'connect as the superuser')
    .addArgument(new Argument('[args...]', 'arguments for psql'))
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (args, { admin }) => {
      const state = await requireServer()
      process.exitCode = await runPsql(state, admin === true, args)
    }) as unknown as Command
}

function urlCommand(): Command {
  return new Command('url')
    .description('print the connection URL for scripts, including its password')
    .option('--admin', 'the URL of the superuser')
    .action(async ({ admin }) => {
      const state = await requireServer()
      print(admin ? state.adminUrl : state.url)
    })
}

async function currentServer(): Promise<ServerState | undefined> {
  const { DATABASE_URL } = readEnvironment()
  return DATABASE_URL ? externalServer(DATABASE_URL) : serverStatus()
}

async function requireServer(): Promise<ServerState> {
  const state = await currentServer()
  if (state) return state
  throw new UsageError('the development server is not running', { hint: 'Start it with: pgsteward dev up' })
}

function publicFacts(state: ServerState) {
  return { ...state, url: redactUrl(state.url), adminUrl: redactUrl(state.adminUrl) }
}

function asTable(facts: object): string {
  const table = new Table({ style: { head: [], border: [] } })
  for (const [name, value] of Object.entries(facts)) table.push({ [name]: String(value) })
  return table.toString()
}

/** An environment without what names a server, or how to reach one: that is an application's. */
const withoutServers = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !/^PG(?!OPTIONS$|APPNAME$|CLIENTENCODING$|DATESTYLE$|TZ$)/.test(name)))

// The password goes through the environment, because everybody can read the arguments of a process.
function runPsql(state: ServerState, admin: boolean, args: string[]): Promise<number> {
  const url = new URL(admin ? state.adminUrl : state.url)
  const password = decodeURIComponent(url.password) || (url.searchParams.get('password') ?? '')
  url.password = ''
  url.searchParams.delete('password')
  const own = join(state.binDirectory, 'psql')
  const program = state.binDirectory && existsSync(own) ? own : 'psql'
  const env = { ...withoutServers(process.env), ...(password ? { PGPASSWORD: password } : {}) }
  return new Promise((resolve, reject) => {
    const ignore = () => undefined
    process.on('SIGINT', ignore)
    const child = spawn(program, ['--dbname', url.href, ...args], { stdio: 'inherit', env })
    child.once('error', (cause) => reject(psqlMissing(cause)))
    child.once('close', (code) => resolve(code ?? 1))
    child.once('close', () => process.off('SIGINT', ignore))
  })
}

function psqlMissing(cause: Error): UsageError {
  return new UsageError('psql was not found', {
    hint: 'The embedded server brings none. Debian, Ubuntu: apt-get install postgresql-client; macOS: brew install libpq',
    cause,
  })
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

function progress(line: string): void {
  process.stderr.write(`${line}\n`)
}
