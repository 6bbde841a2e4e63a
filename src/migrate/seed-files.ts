import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readdirSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { UsageError } from '../errors.js'
import { refuseUtf16 } from '../text.js'
import { type Directives, readDirectives, type TakeDirective } from './file.js'

export const conflictPolicies = ['nothing', 'update', 'error'] as const
/** What becomes of rows whose key is there already. */
export type ConflictPolicy = (typeof conflictPolicies)[number]

/** A file of the seed folder. */
export interface SeedFile {
  /** The name in the log: that of the file in the seed folder, without its extension. */
  name: string
  path: string
  /** The name with its extension. */
  file: string
  kind: 'sql' | 'csv' | 'json'
  checksum: string
  directives: Directives
  /** It runs also if it is done. */
  always: boolean
  onConflict: ConflictPolicy | undefined
  /** Lines and bytes before the data: byte order mark and directives. */
  header: { lines: number; bytes: number }
}

const kinds = new Map([['.sql', 'sql'], ['.csv', 'csv'], ['.json', 'json'], ['.ndjson', 'json'], ['.jsonl', 'json']] as const)
const kindOf = (file: string) => kinds.get(extname(file).toLowerCase() as '.sql')

/** Reads the files of a folder, and of its folder for the environment, in the order of their names. */
export async function readSeeds(dir: string, environment: string): Promise<SeedFile[]> {
  if (!existsSync(dir)) throw new UsageError(`there is no folder ${dir}`, { hint: 'Name it with --seed-dir.' })
  const inFolder = (folder: string) =>
    existsSync(join(dir, folder)) ? readdirSync(join(dir, folder)).filter(kindOf).map((file) => join(folder, file)) : []
  const paths = [...inFolder(''), ...inFolder(environment)]
  const ordered = paths.sort((a, b) => compare(basename(a), basename(b)) || compare(a, b))
  const seeds = await Promise.all(ordered.map((file) => readSeed(dir, file)))
  const twice = seeds.find((seed, index) => seeds.findIndex(({ name }) => name === seed.name) !== index)
  if (twice) throw new UsageError(`two files of ${dir} are seed ${twice.name}`, { hint: `One is ${twice.file}.` })
  return seeds
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b))

/** Whether a file says that it is for other environments. */
export const isFor = ({ directives }: SeedFile, environment: string): boolean =>
  !directives.environments || directives.environments.includes(environment)

/** The seeds that are asked for by name, with or without number, schema, extension and folder; all if none is named. */
export function chooseSeeds(seeds: readonly SeedFile[], names: readonly string[], environment: string): SeedFile[] {
  const here = seeds.filter((seed) => isFor(seed, environment))
  for (const name of names) {
    if (here.some((seed) => isCalled(seed, name))) continue
    const elsewhere = seeds.find((seed) => isCalled(seed, name))
    if (elsewhere) {
      throw new UsageError(`seed ${name} is not for environment ${environment}`, {
        hint: `Its header says: env ${elsewhere.directives.environments?.join(', ')}.`,
      })
    }
    throw new UsageError(`there is no seed ${name}`, { hint: `There are: ${here.map((seed) => seed.name).join(', ')}` })
  }
  return names.length === 0 ? here : here.filter((seed) => names.some((name) => isCalled(seed, name)))
}

function isCalled({ file }: SeedFile, wanted: string): boolean {
  const spellings = [file, basename(file)].flatMap((name) => [name, name.slice(0, -extname(name).length)])
  const table = withoutNumber(basename(file, extname(file))).replace(/^[^.]+\./, '')
  return [...spellings, ...spellings.map(withoutNumber), table, table + extname(file)].includes(wanted)
}

/** The name without the number that gives its place. */
export const withoutNumber = (name: string): string => name.replace(/^(.*\/)?\d+[_-]/, '$1')

async function readSeed(dir: string, file: string): Promise<SeedFile> {
  const path = join(dir, file)
  const kind = kindOf(file) ?? 'sql'
  const beginning = await readBeginning(path)
  const mark = beginning.startsWith('\uFEFF') ? '\uFEFF' : ''
  const comments = kind === 'sql' ? '' : (/^(?:[ \t]*(?:--[^\n]*)?\r?\n)*/.exec(beginning.slice(mark.length))?.[0] ?? '')
  const own = { always: false, onConflict: undefined as ConflictPolicy | undefined }
  const directives = readDirectives(path, beginning.slice(mark.length), ownDirectives(kind, own))
  return {
    name: file.slice(0, -extname(file).length),
    path, file, kind, directives, ...own,
    checksum: await checksumOf(path),
    header: { lines: comments.split('\n').length - 1, bytes: Buffer.byteLength(mark + comments) },
  }
}

/** A header is short; what follows may be large. */
async function readBeginning(path: string): Promise<string> {
  const handle = await open(path)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(65_536), 0, 65_536, 0)
    refuseUtf16(buffer.subarray(0, bytesRead), path)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await handle.close()
  }
}

/** SHA-256 without byte order mark and carriage returns, as of migrations. */
async function checksumOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  let isFirst = true
  for await (const chunk of createReadStream(path, 'latin1') as AsyncIterable<string>) {
    hash.update((isFirst ? chunk.replace(/^\u00ef\u00bb\u00bf/, '') : chunk).replaceAll('\r', ''), 'latin1')
    isFirst = false
  }
  return hash.digest('hex')
}

const known = ['no-transaction', 'lock-timeout', 'statement-timeout', 'env', 'always', 'on-conflict']

const ownDirectives = (kind: SeedFile['kind'], own: { always: boolean; onConflict: ConflictPolicy | undefined }): TakeDirective =>
  (name, value, place) => {
    if (!known.includes(name)) {
      throw new UsageError(`${place}: there is no directive ${name || 'without a name'} for seeds`, { hint: `There are: ${known.join(', ')}.` })
    }
    if (name === 'no-transaction' && kind !== 'sql') {
      throw new UsageError(`${place}: a file of data is always loaded in a transaction`, { hint: 'Remove the line.' })
    }
    if (name === 'always') own.always = true
    else if (name === 'on-conflict') own.onConflict = readPolicy(value, place)
    else return false
    return true
  }

function readPolicy(value: string, place: string): ConflictPolicy {
  const policy = conflictPolicies.find((candidate) => candidate === value)
  if (policy) return policy
  throw new UsageError(`${place}: on-conflict needs ${conflictPolicies.join(', ')}`, { hint: 'Like this: -- pgsteward: on-conflict update' })
}

/** The table that a file of data is named after. */
export const tableOf = ({ file }: SeedFile): string => {
  const name = withoutNumber(basename(file))
  return name.slice(0, -extname(name).length)
}
