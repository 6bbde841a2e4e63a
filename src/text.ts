import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { StewardError } from './errors.js'

/** Reads a file that a user wrote: UTF-8, without byte order mark and with bare line feeds; nothing else is taken for text. */
export const readText = (path: string): string => decodeText(readFileSync(path), path)

/** The text of a file's bytes, after its first ones. Others would store U+FFFD in the place of what is no UTF-8. */
export function decodeText(bytes: Buffer, path: string, from = 0): string {
  refuseUtf16(bytes, path)
  const bad = invalidAt(bytes)
  if (bad !== undefined) throw refused(bytes, path, bad, 'is not UTF-8', 'latin1')
  const zero = bytes.indexOf(0)
  if (zero >= 0) throw refused(bytes, path, zero, 'cannot be in a text', undefined)
  return new TextDecoder('utf-8').decode(bytes.subarray(from)).replace(/\r\n/g, '\n')
}

/** Refuses a file that says by its first bytes that it is UTF-16. */
export function refuseUtf16(bytes: Buffer, path: string): void {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'UTF-16LE' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'UTF-16BE' : undefined
  if (encoding) throw refused(bytes, path, 0, `begins ${encoding}, and not UTF-8`, 'UTF-16')
}

function refused(bytes: Buffer, path: string, offset: number, problem: string, encoding: string | undefined): StewardError {
  const line = bytes.subarray(0, offset).filter((byte) => byte === 0x0a).length + 1
  const byte = `0x${(bytes[offset] ?? 0).toString(16).padStart(2, '0')}`
  return new StewardError('22021', `${basename(path)}:${line}: byte ${byte} at offset ${offset} ${problem}`, {
    hint: encoding ? `Convert the file, if it is ${encoding}: iconv -f ${encoding} -t UTF-8` : 'Remove it.',
  })
}

/** The offset of the first byte that is not part of a character. */
function invalidAt(bytes: Buffer): number | undefined {
  if (decodes(bytes)) return undefined
  let right = 0
  let wrong = bytes.length + 1
  while (wrong - right > 1) {
    const middle = Math.floor((right + wrong) / 2)
    if (decodes(bytes.subarray(0, middle), { stream: true })) right = middle
    else wrong = middle
  }
  // A character that is broken off begins before the byte that shows it.
  while (!decodes(bytes.subarray(0, right))) right -= 1
  return right
}

/** Whether bytes are UTF-8; of a stream the last character may be incomplete. */
function decodes(bytes: Buffer, options: { stream?: boolean } = {}): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, options)
    return true
  } catch {
    return false
  }
}
