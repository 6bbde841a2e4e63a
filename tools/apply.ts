import postgres from 'postgres'
import { connect } from '../src/database.js'
import { developmentUrl } from './development.js'
import { readSqlSources, type SqlSource } from './sql-source.js'

/** Applies all of `sql/` to a database in one transaction, and drops routines that lost their file. */
export async function applySources(sql: postgres.Sql): Promise<number> {
  const sources = readSqlSources()
  await sql.begin(async (tx) => {
    await tx`set local check_function_bodies = off`
    await tx`set local client_min_messages = warning`
    await dropOrphans(tx, sources)
    const error = await tx.savepoint((sp) => sp.unsafe(sources.map((s) => s.text).join('\n'))).then(
      () => undefined,
      (caught: unknown) => caught,
    )
    if (error) for (const source of sources) await applyOne(tx, source)
    await tx`select from steward_internal.grant_access()`
  })
  return sources.length
}

async function applyOne(tx: postgres.TransactionSql, source: SqlSource): Promise<void> {
  const attempt = (text: string) => tx.savepoint((sp) => sp.unsafe(text))
  try {
    await attempt(source.text).catch(async (error: unknown) => {
      const changedSignature = ['42P13', '42P16'].includes((error as { code?: string }).code ?? '')
      if (!changedSignature) throw error
      await attempt(`drop ${source.object} cascade; ${source.text}`)
    })
  } catch (error) {
    throw new Error(`${source.path}: ${(error as Error).message}`, { cause: error })
  }
}

async function dropOrphans(tx: postgres.TransactionSql, sources: SqlSource[]): Promise<void> {
  const kept = sources.flatMap((s) => /^(?:function|procedure) (.*)$/.exec(s.object)?.[1] ?? [])
  const orphans = await tx<{ signature: string }[]>`
    select p.oid::regprocedure::text as signature
    from pg_proc as p
    where p.pronamespace::regnamespace::text in ('steward', 'steward_internal')
      and p.oid not in (
        select to_regprocedure(k) from unnest(${kept}::text[]) as k where to_regprocedure(k) is not null
      )`
  for (const { signature } of orphans) await tx.unsafe(`drop routine ${signature} cascade`)
}

if (import.meta.filename === process.argv[1]) {
  const url = await developmentUrl()
  const started = performance.now()
  const sql = connect(url, { max: 1 })
  const count = await applySources(sql).finally(() => sql.end())
  console.log(`applied ${count} files in ${Math.round(performance.now() - started)} ms`)
}
