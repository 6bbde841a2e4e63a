import type postgres from 'postgres'
import { StewardError } from '../errors.js'
import { describeRun, type Failure } from './log.js'
import type { ConflictPolicy, SeedFile } from './seed-files.js'
import type { SeedWork } from './seed-work.js'

/** What is done of a seed, and what the log says of it. */
export interface SeedState {
  name: string
  state: 'new' | 'done' | 'changed' | 'running' | 'failed' | 'interrupted'
  last_run: Date | null
  rows: string | null
  note: string | null
}

/** Writes steward.seed_runs on a connection of its own, which commits what the seed's may roll back. */
export class SeedLog {
  private readonly sql: postgres.Sql
  private readonly run: Record<string, string | number>

  private constructor(sql: postgres.Sql, run: Record<string, string | number>) {
    this.sql = sql
    this.run = run
  }

  /** Opens the log for the session that will run the seeds; undefined where pgsteward, or its log of seeds, is not installed. */
  static async open(
    sql: postgres.Sql, connection: postgres.ReservedSql, tool: string, environment: string, scale: number,
  ): Promise<SeedLog | undefined> {
    if (!(await isInstalled(sql))) return undefined
    return new SeedLog(sql, { ...(await describeRun(connection, tool)), environment, scale })
  }

  async begin(seed: SeedFile, policy: ConflictPolicy, statements: number | undefined): Promise<string> {
    return this.record(seed, policy, statements, 'started')
  }

  async skip(seed: SeedFile, policy: ConflictPolicy): Promise<void> {
    await this.record(seed, policy, undefined, 'skipped')
  }

  private async record(seed: SeedFile, policy: ConflictPolicy, statements: number | undefined, status: string): Promise<string> {
    const described = {
      name: seed.name, file: seed.file, checksum: seed.checksum, on_conflict: policy,
      in_transaction: !seed.directives.noTransaction, statements: statements ?? null,
    }
    const [row] = await this.sql<{ id: string }[]>`
      select steward_internal.begin_seed(${this.sql.json(this.run)}, ${this.sql.json(described)}, ${status}) as id`
    return row?.id ?? ''
  }

  /** Records success, on the connection and in the transaction of the seed. */
  async ok(connection: postgres.ReservedSql, id: string, work: SeedWork): Promise<void> {
    await connection`select steward_internal.finish_seed(${id}, 'ok', ${connection.json(resultOf(work))})`
  }

  async fail(id: string, work: SeedWork, failure: Failure): Promise<void> {
    await this.sql`
      select steward_internal.finish_seed(${id}, 'failed', ${this.sql.json(resultOf(work))}, ${this.sql.json(failure as never)})`
  }

  async noteProgress(id: string, { statementsDone, rows }: SeedWork): Promise<void> {
    await this.sql`select steward_internal.note_seed_progress(${id}, ${statementsDone}, ${rows})`
  }

  /** Records that runs were interrupted whose session is gone; returns the names of their seeds. */
  async interruptAbandoned(): Promise<string[]> {
    const rows = await this.sql<{ name: string }[]>`select name from steward_internal.interrupt_abandoned_seeds() as name`
    return rows.map((row) => row.name)
  }
}

const resultOf = ({ statementsDone, rows, counts }: SeedWork) => ({ statements_done: statementsDone, rows, ...counts })

async function isInstalled(sql: postgres.Sql): Promise<boolean> {
  const [table] = await sql<{ may_write: boolean }[]>`
    select
      has_table_privilege(c.oid, 'select, insert, update')
      and has_schema_privilege(c.relnamespace, 'usage') and has_schema_privilege('steward_internal', 'usage') as may_write
    from pg_catalog.pg_class as c
    inner join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where n.nspname = 'steward' and c.relname = 'seed_runs'`
  if (table?.may_write === false) {
    throw new StewardError('42501', 'this role may not write the log of seeds, steward.seed_runs', {
      hint: 'A superuser, or who may, runs: grant steward_admin to <role>',
    })
  }
  return table !== undefined
}

/** What is done of the seeds; without the log nobody knows. */
export async function seedStates(
  sql: postgres.Sql, seeds: readonly SeedFile[], environment: string, scale: number,
): Promise<SeedState[] | undefined> {
  if (!(await isInstalled(sql))) return undefined
  const files = seeds.map(({ name, checksum }) => ({ name, checksum }))
  return sql<SeedState[]>`
    select name, state, last_run, rows, note from steward_internal.seed_states(${environment}, ${scale}, ${sql.json(files)})`
}
