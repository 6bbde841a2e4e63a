import { SeedDataError } from './seed-work.js'

/** An object of a JSON file, as it stands there. */
export interface JsonObject {
  text: string
  line: number
}

/** Splits a list of objects, or one object after the other, without touching their numbers. */
export function splitObjects(text: string, firstLine = 1): { objects: JsonObject[]; keys: string[] } {
  const base = text.trimStart().startsWith('[') ? 1 : 0
  const objects: JsonObject[] = []
  let depth = 0
  let start = 0
  let line = firstLine
  let counted = 0
  const lineAt = (index: number) => {
    line += text.slice(counted, index).split('\n').length - 1
    counted = index
    return line
  }
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]|[^\s{}[\]",]+|"/g)) {
    const isOuter = base === 1 && ((depth === 0 && token === '[' && objects.length === 0) || (depth === 1 && token === ']'))
    if (depth === base && !isOuter) {
      if (token !== '{') throw invalid(`expected an object, and found ${token}`, lineAt(index))
      start = index
    }
    if (token === '{' || token === '[') depth += 1
    if (token === '}' || token === ']') depth -= 1
    if (token === '}' && depth === base) objects.push({ text: text.slice(start, index + 1), line: lineAt(start) })
  }
  if (depth !== 0) throw invalid('the object that begins here does not end', lineAt(start))
  return { objects, keys: keysOf(objects) }
}

const invalid = (message: string, line: number) =>
  new SeedDataError('22032', message, { line, hint: 'A JSON file is a list of objects, or one object after the other; each is a row.' })

/** The keys, which must be the same in all: nobody could tell whether a missing one means null or the default. */
function keysOf(objects: readonly JsonObject[]): string[] {
  let keys: string[] | undefined
  for (const { text, line } of objects) {
    const found = Object.keys(parse(text, line))
    keys ??= found
    const odd = keys.find((key) => !found.includes(key)) ?? found.find((key) => !keys?.includes(key))
    if (odd !== undefined) {
      throw new SeedDataError('22023', `"${odd}" is in some objects only`, { line, hint: 'Give each object the same keys; null is a value.' })
    }
  }
  return keys ?? []
}

function parse(text: string, line: number): object {
  try {
    return JSON.parse(text) as object
  } catch (error) {
    throw invalid((error as Error).message, line)
  }
}
