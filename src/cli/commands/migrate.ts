import { Command } from '@commander-js/extra-typings'
import { createCommand } from './migrate-create.js'
import { logCommand, statusCommand, verifyCommand } from './migrate-history.js'
import { lintCommand } from './migrate-lint.js'
import { baselineCommand, repairCommand } from './migrate-mark.js'
import { rehearseCommand } from './migrate-rehearse.js'
import { downCommand, redoCommand, resetCommand, upCommand } from './migrate-run.js'
import { seedCommand } from './migrate-seed.js'

/** `pgsteward migrate`: runs the project's own migrations with node-pg-migrate, and keeps their log. */
export function migrateCommand() {
  return new Command('migrate')
    .description("run the project's own migrations with node-pg-migrate, and keep their log")
    .addCommand(upCommand())
    .addCommand(downCommand())
    .addCommand(redoCommand())
    .addCommand(resetCommand())
    .addCommand(statusCommand())
    .addCommand(verifyCommand())
    .addCommand(logCommand())
    .addCommand(createCommand())
    .addCommand(rehearseCommand())
    .addCommand(lintCommand())
    .addCommand(baselineCommand())
    .addCommand(repairCommand())
    .addCommand(seedCommand())
}
