import { randomBytes } from 'node:crypto'
import { open, rename } from 'node:fs/promises'
import type { Account } from './place.js'

/**
 * Writes a file with mode 0600 by renaming a new one into place: readers never see half of it, and
 * root never follows a link that the server's account may have put there.
 */
export async function writePrivate(path: string, content: string, account?: Account): Promise<void> {
  const temporary = `${path}.${randomBytes(4).toString('hex')}`
  const file = await open(temporary, 'wx', 0o600)
  try {
    await file.writeFile(content)
    if (account) await file.chown(account.uid, account.gid)
  } finally {
    await file.close()
  }
  await rename(temporary, path)
}
