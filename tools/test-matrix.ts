import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** Runs what depends on the version of the server on the embedded server of each; `test/dev` starts servers of its own. */
const majors = process.argv.length > 2 ? process.argv.slice(2) : ['15', '16', '17', '18']
const suite = process.env['SUITE']?.split(' ') ?? [
  ...['core', 'health', 'maintenance', 'performance', 'access', 'seeds', 'types', 'install', 'gates'].map((area) => `test/${area}`),
  ...['conventions', 'client', 'worker'].map((name) => `test/${name}.test.ts`),
]

for (const major of majors) {
  const environment = {
    ...process.env,
    STEWARD_HOME: join('.steward', `matrix-${major}`),
    STEWARD_SERVER: 'embedded',
    STEWARD_POSTGRES_VERSION: major,
  }
  const run = (command: string, ...args: string[]) => spawnSync(command, args, { stdio: 'inherit', env: environment }).status ?? 1
  console.log(`# PostgreSQL ${major}`)
  const failed = run('node', 'dist/cli/main.js', 'dev', 'up') || run('npx', 'tap', ...suite)
  run('node', 'dist/cli/main.js', 'dev', 'down')
  if (failed !== 0) process.exitCode = 1
}
