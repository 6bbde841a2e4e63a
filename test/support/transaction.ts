import type postgres from 'postgres'

/** Runs `use` in a transaction that is always rolled back. */
export async function rolledBack(
  sql: postgres.Sql,
  use: (tx: postgres.TransactionSql) => Promise<unknown>,
): Promise<void> {
  const undo = new Error('undo')
  await sql
    .begin(async (tx) => {
      await use(tx)
      throw undo
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error
    })
}
