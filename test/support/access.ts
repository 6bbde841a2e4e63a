import type postgres from 'postgres'
import type { TestDatabase } from './database.js'

/** Two users, and an organisation that only the first is a member of. */
export const alice = '0a000000-0000-4000-8000-00000000000a'
export const bob = '0b000000-0000-4000-8000-00000000000b'
export const acme = 'ac000000-0000-4000-8000-0000000000ac'
export const globex = '90000000-0000-4000-8000-000000000090'

/** Runs `use` in a transaction that begins with begin_request(); a superuser may enter every role. */
export async function inRequest<T>(
  sql: postgres.Sql,
  claims: Record<string, string | number | null>,
  use: (tx: postgres.TransactionSql) => Promise<T>,
): Promise<T> {
  const result = await sql.begin(async (tx) => {
    await tx`select from steward.begin_request(${tx.json(claims)})`
    return use(tx)
  })
  return result as T
}

/** The ids that a query of one column returns for a user. */
export async function idsFor(
  db: TestDatabase,
  claims: Record<string, string | number | null>,
  query: string,
): Promise<unknown[]> {
  const rows = await inRequest(db.admin, { role: 'steward_user', ...claims }, (tx) => tx.unsafe(query))
  return rows.map((row) => Object.values(row as Record<string, unknown>)[0])
}

/** Members of acme: alice as owner, bob as viewer; of globex: bob as owner. */
export const organizations = `
  create table public.organization_members (user_id uuid not null, org_id uuid not null, role text not null, primary key (org_id, user_id));
  insert into public.organization_members values
    ('${alice}', '${acme}', 'owner'), ('${bob}', '${acme}', 'viewer'), ('${bob}', '${globex}', 'owner');
`
