import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type postgres from 'postgres'
import { run } from '../dev/run.js'

/** Gives `use` the path of a list of items that pg_restore shall restore. */
export async function withList<T>(items: readonly string[], use: (list: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'pgsteward-'))
  try {
    const list = join(folder, 'list')
    await writeFile(list, items.join('\n'))
    return await use(list)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const isPrivilege = (item: string): boolean => /^\d+; \d+ \d+ (DEFAULT )?ACL /.test(item)
const closing = /^(?:ALTER DEFAULT PRIVILEGES (?:"(?:[^"]|"")*"|[^";])*?)?REVOKE (?:"(?:[^"]|"")*"|[^";])* FROM PUBLIC;$/gm

/**
 * What a dump takes from PUBLIC, as statements. Without the privileges of a dump PUBLIC has its defaults, which are more
 * than its owners had left it: EXECUTE on functions, USAGE of types and of the schema public.
 */
export async function closingStatements(program: string, file: string, items: readonly string[]): Promise<string[]> {
  const privileges = items.filter(isPrivilege)
  if (privileges.length === 0) return []
  const script = await withList(privileges, (list) => run(program, [`--use-list=${list}`, '--file=-', file]))
  return (script.match(closing) ?? []).map((statement) => statement.slice(0, -1))
}

/** Runs statements, each on its own, and tells those that this role may not run. */
export async function runOrTell(sql: postgres.Sql, statements: readonly string[], say: (line: string) => void): Promise<void> {
  for (const statement of statements) {
    await sql.unsafe(statement).catch((error: unknown) => {
      if (!('code' in (error as object))) throw error
      say(`not done, because ${(error as Error).message}: ${statement};`)
    })
  }
}
