import { dirname, join } from 'node:path'
import { InvalidArgumentError, Option } from '@commander-js/extra-typings'
import { environmentName } from '../../config.js'
import { UsageError } from '../../errors.js'
import { conflictPolicies } from '../../migrate/seed-files.js'
import { secondsOf, type SeedWork } from '../../migrate/seed-work.js'
import { type PlannedSeed, planSeeds, seed } from '../../migrate/seed.js'
import { databaseCommand, print, progress, useDatabase } from '../common.js'
import { formatOption, renderRows } from '../output.js'
import { createProgressLine } from '../progress-line.js'

/** `pgsteward migrate seed`: runs the files of the seed folder that are not done. */
export function seedCommand() {
  return databaseCommand('seed')
    .description('run the SQL, CSV and JSON files of the seed folder beside the migrations that are not done')
    .argument('[name...]', 'only these, with or without number and extension')
    .option('--dir <folder>', 'the folder of migrations', 'migrations')
    .option('--seed-dir <folder>', 'the folder of seeds; default: seed beside the migrations')
    .option('--env <name>', 'the environment: its folder in that of the seeds is run too; default: NODE_ENV, else development')
    .option('--scale <factor>', 'how much data, 1 is the full size', parseScale, 1)
    .addOption(new Option('--on-conflict <policy>', 'what becomes of rows that are there; default: what the file says, else error').choices(conflictPolicies))
    .option('--force', 'run also what is done')
    .option('--list', 'show the seeds and what is done of them, and run nothing')
    .option('--dry-run', 'say what would be run, and run nothing')
    .addOption(formatOption())
    .action(async (names, options) => {
      const folder = options.seedDir ?? join(dirname(options.dir), 'seed')
      const environment = environmentName(options.env)
      const { scale, onConflict, force } = options
      if (environmentName(undefined) === 'production' && environment !== 'production' && !options.list && !options.dryRun) {
        throw new UsageError(`seeds of the environment ${environment} are refused in production`, { hint: 'NODE_ENV is production.' })
      }
      const chosen = { names, environment, scale, onConflict, force }
      await useDatabase(options, async (sql) => {
        if (options.list) return showSeeds(await planSeeds(sql, folder, chosen), options.format)
        if (options.dryRun) return showPlan(await planSeeds(sql, folder, chosen))
        const line = createProgressLine(process.stderr)
        const say = (text: string) => {
          line.clear()
          progress(text)
        }
        const run = await seed(sql, folder, {
          ...chosen, say,
          show: ({ file }, work) => line.show(`${file}: ${soFar(work)}, ${secondsOf(work).toFixed(0)} s`),
          done: ({ name }, work) => {
            line.clear()
            print(`seeded ${name} in ${secondsOf(work).toFixed(2)} s: ${did(work)}`)
          },
        }).finally(() => line.clear())
        if (run.length === 0) progress('nothing to do')
      })
    })
}

const counted = (count: number, thing: string): string => `${count.toLocaleString('en')} ${thing}${count === 1 ? '' : 's'}`

const soFar = ({ statements, statementsDone, rows }: SeedWork): string =>
  [statements !== undefined && `statement ${Math.min(statementsDone + 1, statements)} of ${statements}`, counted(rows, 'row')]
    .filter(Boolean)
    .join(', ')

const did = ({ counts, statementsDone, rows }: SeedWork): string =>
  counts
    ? Object.entries(counts).map(([what, count]) => `${count.toLocaleString('en')} ${what}`).join(', ')
    : `${counted(statementsDone, 'statement')}, ${counted(rows, 'row')}`

function showSeeds(plan: readonly PlannedSeed[], format: Parameters<typeof renderRows>[1]): void {
  if (plan.some(({ state }) => !state)) progress('pgsteward is not installed in this database: nobody knows what is done')
  print(renderRows(plan.map(({ seed: { name }, state }) => ({
    name, state: state?.state ?? null, last_run: state?.last_run ?? null, rows: state?.rows ?? null, note: state?.note ?? null,
  })), format))
}

function showPlan(plan: readonly PlannedSeed[]): void {
  for (const { seed: { name, always }, state, isDue } of plan) {
    const why = always && state?.state === 'done' ? 'always' : (state?.state ?? 'no log')
    print(isDue ? `would run ${name} (${why})` : `would skip ${name} (done)`)
  }
}

function parseScale(text: string): number {
  const scale = Number(text)
  if (!(scale > 0 && scale <= 100)) throw new InvalidArgumentError('Expected a number up to 100.')
  return scale
}
