import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { UsageError } from '../errors.js'
import { propertiesSchema } from './properties.js'
import { temporaryPath } from './temporary.js'

/** A database and its server, and how to make another like it. */
export const serverSchema = z.object({
  database: z.string(),
  server: z.string(),
  server_version: z.string(),
  server_major: z.number(),
  encoding: z.string(),
  collate: z.string(),
  ctype: z.string(),
  locale_provider: z.string(),
  locale: z.string().nullable(),
  icu_rules: z.string().nullish(),
  /** What is set for the database, as name=value. */
  settings: z.array(z.string()),
  /** Missing in what earlier versions wrote. */
  properties: propertiesSchema.optional(),
})

export type ServerDescription = z.infer<typeof serverSchema>

const relation = z.object({ schema: z.string(), table: z.string() })

const manifestSchema = z.object({
  made_by: z.literal('pgsteward'),
  format: z.literal(1),
  pgsteward: z.string(),
  file: z.string(),
  ...serverSchema.shape,
  pg_dump_version: z.string(),
  started_at: z.string(),
  finished_at: z.string(),
  size_bytes: z.number(),
  sha256: z.string(),
  extensions: z.array(z.object({ name: z.string(), schemas: z.array(z.string()), tables: z.array(relation.extend({ readable: z.boolean() })) })),
  /** Relations of extensions whose data this role could not read. */
  left_out: z.array(relation),
  /** Whether rows were read through policies that show all of them, which pg_restore has to be told as well. */
  row_security: z.boolean(),
  tables: z.array(relation.extend({ rows: z.number() })),
  /** How many more tables there are than were counted. */
  tables_not_counted: z.number(),
  verified: z.object({
    at: z.string(),
    differences: z.array(z.string()),
    /** Tables whose rows could not be counted, and why; that says nothing about the backup. */
    not_compared: z.array(z.string()).optional(),
  }).nullable(),
})

/** What is known of a backup; a file beside it, as JSON. */
export type Manifest = z.infer<typeof manifestSchema>

export const manifestPath = (file: string): string => `${file}.json`

/** Reads the manifest of a backup; undefined if there is none of ours. */
export async function readManifest(file: string): Promise<Manifest | undefined> {
  const text = await readFile(manifestPath(file), 'utf8').catch(() => '')
  try {
    return manifestSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** Reads the manifest of a backup, and makes sure that the file is the one that it describes. */
export async function checkFile(file: string): Promise<Manifest> {
  if (!existsSync(file)) throw new UsageError(`there is no file ${file}`)
  const manifest = await readManifest(file)
  if (!manifest) {
    throw new UsageError(`${file} has no manifest of pgsteward beside it`, {
      hint: `${manifestPath(file)} belongs to it. Without one use pg_restore itself.`,
    })
  }
  const { size } = await stat(file)
  if (size !== manifest.size_bytes) {
    throw new UsageError(`${file} has ${size} bytes, its manifest says ${manifest.size_bytes}: it is damaged or another file`)
  }
  if ((await sha256OfFile(file)) !== manifest.sha256) {
    throw new UsageError(`the SHA-256 of ${file} is not that of its manifest: it is damaged or another file`)
  }
  return manifest
}

/** Writes a manifest completely and durably before `publish`, if given, and puts it into place after that. */
export async function writeManifest(file: string, manifest: Manifest, publish?: () => Promise<void>): Promise<void> {
  const temporary = temporaryPath(dirname(file))
  const handle = await open(temporary, 'wx', 0o600)
  try {
    await handle.writeFile(`${JSON.stringify(manifest, null, 2)}\n`)
    await handle.sync()
    await publish?.()
    await rename(temporary, manifestPath(file))
  } finally {
    await handle.close()
    await rm(temporary, { force: true })
  }
}

export async function sha256OfFile(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash)
  return hash.digest('hex')
}
