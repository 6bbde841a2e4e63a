import { PG_MIGRATE_LOCK_ID } from 'node-pg-migrate'
import type postgres from 'postgres'
import { withSession } from '../database.js'
import { withMigrationLock } from '../install/migrations.js'
import { throwIfInterrupted } from '../interrupt.js'
import { stewardPackage } from '../package.js'
import type { SqlContent } from './content.js'
import { chooseSeeds, type ConflictPolicy, readSeeds, type SeedFile } from './seed-files.js'
import { SeedLog, type SeedState, seedStates } from './seed-log.js'
import { runSeed } from './seed-run.js'
import { readStatements } from './seed-statements.js'
import type { SeedWork } from './seed-work.js'

/** Which seeds to run, and how. */
export interface SeedOptions {
  /** With or without number and extension; all of the environment if there are none. */
  names?: readonly string[] | undefined
  environment?: string | undefined
  /** How much data generators make. */
  scale?: number | undefined
  /** Instead of what the files say. */
  onConflict?: ConflictPolicy | undefined
  /** Runs also what is done. */
  force?: boolean | undefined
  say?: ((line: string) => void) | undefined
  /** Told on the way how far a file is. */
  show?: ((seed: SeedFile, work: SeedWork) => void) | undefined
  /** Told of each file as soon as it is done. */
  done?: ((seed: SeedFile, work: SeedWork) => void) | undefined
}

/** A seed, what is known of it, and whether it is to be run. */
export interface PlannedSeed {
  seed: SeedFile
  state: SeedState | undefined
  isDue: boolean
}

const nothing = () => undefined

/** Tells what `seed()` would run. */
export async function planSeeds(sql: postgres.Sql, dir: string, options: SeedOptions): Promise<PlannedSeed[]> {
  const { environment = 'development', names = [] } = options
  const seeds = chooseSeeds(await readSeeds(dir, environment), names, environment)
  await readAll(seeds)
  return judge(sql, seeds, options)
}

/** Reads all SQL files before one is run: what cannot be split is refused while nothing is done. */
async function readAll(seeds: readonly SeedFile[]): Promise<Map<SeedFile, SqlContent>> {
  const contents = new Map<SeedFile, SqlContent>()
  for (const seed of seeds) if (seed.kind === 'sql') contents.set(seed, await readStatements(seed))
  return contents
}

async function judge(sql: postgres.Sql, seeds: readonly SeedFile[], options: SeedOptions): Promise<PlannedSeed[]> {
  const { environment = 'development', scale = 1, force = false } = options
  const states = await seedStates(sql, seeds, environment, scale)
  return seeds.map((seed) => {
    const state = states?.find(({ name }) => name === seed.name)
    return { seed, state, isDue: force || seed.always || state?.state !== 'done' }
  })
}

/** Runs the seeds of a folder that are not done; returns their names. */
export async function seed(sql: postgres.Sql, dir: string, options: SeedOptions = {}): Promise<string[]> {
  const { environment = 'development', names = [], scale = 1, say = nothing, show = nothing, done = nothing } = options
  const seeds = chooseSeeds(await readSeeds(dir, environment), names, environment)
  const ready = await readAll(seeds)
  return withSession(sql, (connection) =>
    withMigrationLock(connection, PG_MIGRATE_LOCK_ID, async () => {
      const log = await SeedLog.open(sql, connection, `pgsteward ${stewardPackage.version}`, environment, scale)
      if (!log) say('pgsteward is not installed in this database: no log is kept, and all seeds are run')
      for (const name of (await log?.interruptAbandoned()) ?? []) say(`${name} was interrupted the last time`)
      const run: string[] = []
      for (const { seed: file, isDue } of await judge(sql, seeds, options)) {
        const policy = options.onConflict ?? file.onConflict ?? 'error'
        throwIfInterrupted()
        if (isDue) {
          done(file, await runSeed(connection, log, file, ready.get(file), { environment, scale, policy, show }))
          run.push(file.name)
        } else {
          await log?.skip(file, policy)
          say(`${file.name} is done already; --force runs it again`)
        }
      }
      return run
    }),
  )
}
