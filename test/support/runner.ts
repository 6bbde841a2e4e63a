import { spawn } from 'node:child_process'
import type { Test } from 'tap'
import type { TestDatabase } from './database.js'

/** Starts `pgsteward migrate up` as a process of its own; `killed` kills it, and waits until its sessions are gone. */
export function startRunner(t: Test, db: Pick<TestDatabase, 'url' | 'sql'> & { dir: string }) {
  const runner = spawn(process.execPath, ['dist/cli/main.js', 'migrate', 'up', '--dir', db.dir, '--database-url', db.url], {
    stdio: ['ignore', 'ignore', 'ignore'], env: { ...process.env, PGAPPNAME: '' },
  })
  const gone = new Promise<void>((resolve) => runner.once('exit', () => resolve()))
  t.teardown(() => runner.kill('SIGKILL'))
  return {
    killed: async () => {
      runner.kill('SIGKILL')
      await gone
    },
  }
}
