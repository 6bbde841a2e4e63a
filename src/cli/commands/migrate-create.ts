import { Command, Option } from '@commander-js/extra-typings'
import { createMigration } from '../../migrate/create.js'
import { migrationsOption, print } from '../common.js'

/** `pgsteward migrate create`: makes an empty migration. */
export function createCommand() {
  return new Command('create')
    .description('make an empty migration in the folder')
    .argument('<name...>', 'what it does')
    .addOption(migrationsOption())
    .addOption(new Option('--language <language>', 'what it is written in').choices(['sql', 'ts'] as const).default('sql' as const))
    .action(async (words, options) => print(await createMigration(options.dir, words, options.language)))
}
