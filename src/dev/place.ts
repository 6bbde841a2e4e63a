import { createHash } from 'node:crypto'
import { chmod, lstat, mkdir, readFile, realpath, stat, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { UsageError } from '../errors.js'
import { run, tryRun } from './run.js'

/** The operating system account that PostgreSQL runs as when we are root. */
export interface Account {
  uid: number
  gid: number
}

/** Where clusters and embedded binaries live, and whose they are (undefined: our own). */
export interface Place {
  base: string
  account: Account | undefined
}

const isRoot = process.getuid?.() === 0

/** Creates the home folder if it is missing and returns its real path. */
export async function prepareHome(home: string): Promise<string> {
  try {
    await mkdir(resolve(home), { recursive: true })
    const real = await realpath(home)
    const ignore = join(real, '.gitignore')
    if (!existsSync(ignore)) await writeFile(ignore, '*\n')
    await run('test', ['-w', real])
    return real
  } catch (cause) {
    throw new UsageError(`cannot write to ${home}`, {
      hint: 'It may have been created by another user (sudo?). Remove it, or name another folder in STEWARD_HOME.',
      cause,
    })
  }
}

/** The folders that may hold clusters of this home. */
export async function clusterBases(home: string): Promise<string[]> {
  const shared = sharedBase(home)
  return isRoot && (await isTrusted(shared)) ? [home, shared] : [home]
}

/** Chooses where to put the cluster: in the home, unless the server's account could not reach it. */
export async function findPlace(home: string, log: (line: string) => void = () => undefined): Promise<Place> {
  if (!isRoot) return { base: home, account: undefined }
  const account = await serverAccount()
  if (await canReach(home, account)) return { base: home, account }
  const base = sharedBase(home)
  log(`the account that PostgreSQL runs as (uid ${account.uid}) cannot enter ${home}: using ${base}`)
  await mkdir(base, { recursive: true, mode: 0o755 })
  if (!(await isTrusted(base))) throw new UsageError(`${base} exists and does not belong to root`)
  await chmod(base, 0o755)
  return { base, account }
}

/** The account of an existing folder, which is the one its server has to run as. */
export async function accountOf(directory: string): Promise<Account | undefined> {
  if (!isRoot) return undefined
  const { uid, gid } = await stat(directory)
  return { uid, gid }
}

/** Refuses a folder that another user made, root excepted, before confusing errors follow from it. */
export async function requireOwn(directory: string): Promise<void> {
  const { uid } = await stat(directory)
  if (isRoot || uid === process.getuid?.()) return
  throw new UsageError(`${directory} belongs to another user (uid ${uid})`, {
    hint: 'Use the account that started the server first (root?), or name another folder in STEWARD_HOME.',
  })
}

function sharedBase(home: string): string {
  return `/var/tmp/pgsteward-${createHash('sha256').update(home).digest('hex').slice(0, 10)}`
}

// Anybody can create a folder in /var/tmp under a name that can be guessed.
async function isTrusted(directory: string): Promise<boolean> {
  const found = await lstat(directory).catch(() => undefined)
  return found?.isDirectory() === true && found.uid === 0
}

async function canReach(directory: string, account: Account): Promise<boolean> {
  const answer = await tryRun('/bin/sh', ['-c', 'test -x "$1" && echo yes', 'sh', directory], { account, cwd: '/' })
  return answer === 'yes'
}

async function serverAccount(): Promise<Account> {
  const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody')
  if (user) return { uid: Number(user[2]), gid: Number(user[3]) }
  throw new UsageError('PostgreSQL refuses to run as root, and there is neither a postgres nor a nobody account', {
    hint: 'Run this as an ordinary user, or create an account: useradd --system postgres',
  })
}
