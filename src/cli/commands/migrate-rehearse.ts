import { InvalidArgumentError } from '@commander-js/extra-typings'
import { environmentName } from '../../config.js'
import { projectMigrations } from '../../migrate/project.js'
import { type RehearsedFile, rehearseProject } from '../../migrate/rehearse.js'
import type { RehearsedLock } from '../../migrate/rehearsal-engine.js'
import { formatBytes } from '../../report/format.js'
import { databaseCommand, exitCodes, parseCount, print, progress, useDatabase } from '../common.js'
import { formatOption, renderRows, type Row, type RowFormat } from '../output.js'

/** `pgsteward migrate rehearse`: tells what the pending migrations would lock and rewrite, and how long. */
export function rehearseCommand() {
  return databaseCommand('rehearse')
    .description('run the pending migrations in one transaction, tell what each locks and rewrites, and roll it back')
    .argument('[n]', 'how many', parseCount)
    .option('--dir <folder>', 'the folder of migrations', 'migrations')
    .option('--to <name>', 'up to this one')
    .option('--out-of-order', 'also what lies before migrations that are applied already')
    .option('--env <name>', 'the environment, for files whose header names some; default: NODE_ENV, else development')
    .option('--fail-on-lock <mode>', 'exit with 3 if this lock, or a stronger one, is taken on a large relation, as in access-exclusive')
    .option('--larger-than <size>', 'which relations are large, as in 100MB; default: the setting migration.large_table')
    .option('--lock-timeout <seconds>', 'how long a statement waits for a lock', parseTime, 1)
    .option('--max-wait <seconds>', 'end the rehearsal when somebody has waited for it this long', parseTime, 1)
    .option('--max-time <seconds>', 'end the rehearsal after this time', parseTime, 300)
    .addOption(formatOption())
    .action(async (n, options) => {
      const set = projectMigrations(options.dir)
      const { files, failure } = await useDatabase(options, (sql) =>
        rehearseProject(sql, set, {
          count: n, to: options.to, outOfOrder: options.outOfOrder, environment: environmentName(options.env),
          refusedMode: options.failOnLock, largerThan: options.largerThan,
          lockTimeoutMs: options.lockTimeout * 1000, maxWaitMs: options.maxWait * 1000, maxMs: options.maxTime * 1000,
        }))
      if (files.length === 0) progress('nothing to do')
      else print(render(files, options.format))
      for (const { name, outcome, message } of files) if (outcome === 'skipped') progress(`${name} was skipped: ${message ?? ''}`)
      if (failure) throw failure
      if (files.some(({ locks }) => locks.some((lock) => lock.is_refused))) process.exitCode = exitCodes.findings
    })
}

function render(files: readonly RehearsedFile[], format: RowFormat): string {
  const rows = files.flatMap((file): Row[] => {
    const { name, outcome, seconds, message } = file
    const told = { file: name, outcome, seconds: seconds === null ? null : Number(seconds.toFixed(3)) }
    if (format === 'json' || format === 'csv') return (file.locks.length > 0 ? file.locks : [noLock]).map((lock) => ({ ...told, message, ...lock }))
    return file.locks.length > 0 ? file.locks.map((lock) => ({ ...told, ...brief(lock) })) : [{ ...told, ...brief(noLock) }]
  })
  if (format !== 'table') return renderRows(rows, format)
  return files.map(({ name, outcome, seconds, locks }) =>
    [
      `${name}: ${outcome}${seconds === null ? '' : ` in ${seconds.toFixed(3)} s`}${outcome === 'rehearsed' && locks.length === 0 ? ', without another lock' : ''}`,
      ...(locks.length > 0 ? [renderRows(locks.map(brief), format)] : []),
    ].join('\n')).join('\n')
}

const noLock = {
  relation: null, kind: null, lock_mode: null, blocks: null, size_bytes: null, row_estimate: null, is_new: null,
  is_rewritten: null, is_dropped: null, is_refused: null,
}

/** What a reader needs of a lock. */
function brief(lock: RehearsedLock | typeof noLock): Row {
  const effects = [lock.is_new && 'new', lock.is_rewritten && 'rewritten', lock.is_dropped && 'dropped', lock.is_refused && 'refused']
  return {
    relation: lock.relation,
    lock: lock.lock_mode,
    blocks: lock.is_new ? null : lock.blocks,
    size: lock.size_bytes === null ? null : formatBytes(lock.size_bytes),
    rows: lock.row_estimate,
    effect: effects.filter(Boolean).join(', '),
  }
}


function parseTime(text: string): number {
  const seconds = Number(text)
  if (!(seconds > 0 && seconds <= 86_400)) throw new InvalidArgumentError('Expected a number of seconds, up to a day.')
  return seconds
}
