import { existsSync } from 'node:fs'
import { oldestMajor } from './installation.js'
import { run, tryRun } from './run.js'

const preferredMajor = 15

// The package would create and start a cluster on port 5432. Its own switch prevents that, and is taken
// away again afterwards because the next installation is none of our business.
const installScript = `
switch=/etc/postgresql-common/createcluster.d/pgsteward.conf
if [ ! -e "$switch" ]; then
  mkdir -p /etc/postgresql-common/createcluster.d
  echo 'create_main_cluster = false' > "$switch"
  trap 'rm -f "$switch"' EXIT
fi
export DEBIAN_FRONTEND=noninteractive
apt-get install -y --no-install-recommends --no-upgrade -o DPkg::Lock::Timeout=120 "$@" >&2
`

/**
 * Installs Debian's PostgreSQL with pg_cron without creating Debian's own cluster.
 * Returns undefined when that worked, and otherwise why it did not.
 */
export async function installWithApt(
  major: number | undefined,
  log: (line: string) => void,
): Promise<string | undefined> {
  const isDebian = existsSync('/etc/debian_version') && (await tryRun('apt-get', ['--version'])) !== undefined
  if (!isDebian) return 'this is not Debian or Ubuntu'
  const elevated = await elevation()
  if (!elevated) return 'installing it takes root or passwordless sudo'
  log('updating the package lists of apt')
  await asRoot(elevated, ['apt-get', 'update', '-o', 'DPkg::Lock::Timeout=120']).catch(() => undefined)
  const chosen = await packagedMajor(major)
  if (!chosen) return `apt knows no PostgreSQL ${major ?? `${oldestMajor} or newer`} with pg_cron`
  // plpgsql_check is for the tests of functions; the rest is the server.
  const packages = ['', '-cron', '-plpgsql-check'].map((suffix) => `postgresql-${chosen}${suffix}`)
  log(`installing ${packages.join(', ')} with apt`)
  try {
    await asRoot(elevated, ['sh', '-c', installScript, 'sh', ...packages])
    return undefined
  } catch (error) {
    const lastLine = (error as Error).message.split('\n').at(-1)
    return `apt could not install ${packages.join(', ')} (${lastLine})`
  }
}

async function elevation(): Promise<string[] | undefined> {
  if (process.getuid?.() === 0) return []
  return (await tryRun('sudo', ['-n', 'true'])) === undefined ? undefined : ['sudo', '-n']
}

async function asRoot(elevated: string[], command: string[]): Promise<string> {
  const [program = '', ...args] = [...elevated, ...command]
  return run(program, args)
}

async function packagedMajor(wanted: number | undefined): Promise<number | undefined> {
  const known = (await tryRun('apt-cache', ['pkgnames', 'postgresql-'])) ?? ''
  const majors = [...known.matchAll(/^postgresql-(\d+)-cron$/gm)].map((match) => Number(match[1]))
  const usable = majors.filter((found) => found >= oldestMajor && found === (wanted ?? found))
  return usable.includes(preferredMajor) ? preferredMajor : usable.sort((a, b) => b - a)[0]
}
