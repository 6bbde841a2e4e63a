import { randomBytes } from 'node:crypto'
import { readdir, rm, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'

const pattern = /^\.pgsteward-(.+)-(\d+)-[0-9a-f]+\.partial$/
const abandonedHours = 24

/** A name that nothing takes for a backup; it says whose it is. */
export const temporaryPath = (dir: string): string =>
  join(dir, `.pgsteward-${hostname()}-${process.pid}-${randomBytes(4).toString('hex')}.partial`)

/** Removes what killed runs have left in a folder. */
export async function removeLeftovers(dir: string): Promise<void> {
  for (const name of await readdir(dir)) {
    if (await isLeftover(dir, name)) await rm(join(dir, name), { force: true })
  }
}

async function isLeftover(dir: string, name: string): Promise<boolean> {
  const [, host, pid] = pattern.exec(name) ?? []
  if (host === undefined) return false
  if (host === hostname() && Number(pid) !== process.pid) return !isAlive(Number(pid))
  // Of another host, or of a container whose first process had our number as well.
  const found = await stat(join(dir, name)).catch(() => undefined)
  return found !== undefined && Date.now() - found.mtimeMs > abandonedHours * 3_600_000
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
