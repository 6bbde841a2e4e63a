import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { testDatabase } from './support/database.js'

t.test('the packed package works in an empty folder', async (t) => {
  const { url } = await testDatabase(t, { empty: true })
  const folder = mkdtempSync(join(tmpdir(), 'pgsteward-package-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const run = (command: string, args: string[], cwd = folder) =>
    execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, DATABASE_URL: url } })

  const [packed] = JSON.parse(run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], process.cwd())) as {
    filename: string
    files: { path: string }[]
  }[]
  const tops = new Set(packed?.files.map((file) => file.path.split('/')[0]))
  t.strictSame([...tops].sort(), ['LICENSE', 'README.md', 'dist', 'migrations', 'package.json', 'sql'])

  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  run('npm', ['install', '--no-audit', '--no-fund', `./${packed?.filename}`])
  t.match(run('npx', ['pgsteward', '--version']), /^\d+\.\d+\.\d+\n$/)
  t.match(run('npx', ['pgsteward', 'install']), /^pgsteward is installed/)
  t.equal(run('npx', ['pgsteward', 'doctor', '--format', 'json']), '[]\n')

  writeFileSync(join(folder, 'use.mjs'), `
    import { createSteward } from 'pgsteward'
    const steward = createSteward()
    console.log(await steward.core.stewardVersion())
    await steward.close()`)
  t.match(run('node', ['use.mjs']), /^0\.1\.0\n$/)
})
