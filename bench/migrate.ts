import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { install } from '../src/install/install.js'
import { withScratchDatabase } from '../tools/scratch-database.js'
import { median } from './support.js'

const { values: options } = parseArgs({ options: { files: { type: 'string', default: '100' }, rounds: { type: 'string', default: '7' } } })
const rounds = Number(options.rounds)

const folder = mkdtempSync(join(tmpdir(), 'pgsteward-bench-'))
for (let i = 1; i <= Number(options.files); i++) {
  writeFileSync(join(folder, `${String(i).padStart(4, '0')}_t.sql`), `-- Up Migration
create table t${i} (id integer primary key, n integer, at timestamptz default now());
create index t${i}_n on t${i} (n);
create function f${i}() returns trigger language plpgsql as $$ begin new.at := now(); return new; end $$;
create trigger touch before update on t${i} for each row execute function f${i}();
-- Down Migration
drop table t${i};
drop function f${i}();
`)
}

const contestants = {
  'node-pg-migrate': (url: string) => ['node_modules/node-pg-migrate/bin/node-pg-migrate.js', 'up', '-m', folder, '--no-single-transaction', '--database-url-var', 'DATABASE_URL', url],
  'node-pg-migrate, one transaction': (url: string) => ['node_modules/node-pg-migrate/bin/node-pg-migrate.js', 'up', '-m', folder, '--database-url-var', 'DATABASE_URL', url],
  pgsteward: (url: string) => ['dist/cli/main.js', 'migrate', 'up', '--dir', folder, url],
}

const times = Object.fromEntries(Object.keys(contestants).map((name) => [name, [] as number[]]))
try {
  for (let round = 0; round < rounds; round++) {
    for (const [name, args] of Object.entries(contestants)) {
      await withScratchDatabase(async (sql, url) => {
        await install(sql, { searchPath: false })
        const started = performance.now()
        execFileSync(process.execPath, args(url).slice(0, -1), { env: { ...process.env, DATABASE_URL: url }, stdio: 'ignore' })
        times[name]?.push(performance.now() - started)
      })
    }
  }
} finally {
  rmSync(folder, { recursive: true })
}

const of = (name: string) => times[name] ?? []
const [plain = ''] = Object.keys(contestants)
console.log(`${options.files} migrations as one command, medians of ${rounds} rounds`)
for (const name of Object.keys(contestants)) {
  const ratios = of(name).map((value, round) => value / (of(plain)[round] ?? Number.NaN))
  console.log(`${name.padEnd(34)} ${median(of(name)).toFixed(0)} ms, ${median(ratios).toFixed(2)} of ${plain}`)
}
