import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import type postgres from 'postgres'
import { isLostConnection } from './database.js'
import { StewardError, toStewardError } from './errors.js'
import { hasEnded, RequestGate } from './request-gate.js'
import { guard, settled } from './request-handle.js'
import { HeldSession } from './request-session.js'

/** Who asks; without `userId` and `token` it is nobody. */
export interface RequestClaims {
  /** The user, as policies compare it with the column of the owner. */
  userId?: string | number | bigint | undefined
  /** The organisation that the user works in, for tables protected with `active_organization`. */
  orgId?: string | number | bigint | undefined
  /** The database role to enter; `steward_user`, or `steward_anon` for nobody. A role that a token names comes first. */
  role?: string | undefined
  /** A JSON Web Token that says who asks, for trust level L2. */
  token?: string | undefined
}

/** A transaction that belongs to one request; it throws once the request has ended. */
export type RequestSql = postgres.TransactionSql

/** A request that is going on, the pool that it has a connection of, and the request around it. */
interface Request {
  sql: postgres.Sql
  isOver: boolean
  outer: Request | undefined
}

const current = new AsyncLocalStorage<Request>()

/** Runs `use` in a transaction that begins with `begin_request()`. */
export async function withRequest<T>(
  sql: postgres.Sql | postgres.TransactionSql,
  claims: RequestClaims,
  use: (tx: RequestSql) => T | Promise<T>,
): Promise<T> {
  if (!('begin' in sql)) {
    throw new StewardError('25001', 'withRequest opens a transaction of its own, and cannot do so inside of another', {
      hint: 'Who asks would outlast the request in the transaction around it. Give createSteward a pool, or call begin_request().',
    })
  }
  const request: Request = { sql, isOver: false, outer: current.getStore() }
  refuseNested(request)
  const gate = new RequestGate(randomUUID())
  try {
    return await beginWith(sql, (tx) => current.run(request, () => run(tx, gate, claims, use)))
  } finally {
    request.isOver = true
    gate.close(hasEnded())
  }
}

/** Begins a transaction. The driver hands the error of a lost connection on to whoever gets that next, of whom nothing has been sent. */
async function beginWith<T>(sql: postgres.Sql, use: (tx: postgres.TransactionSql) => Promise<T>, tries = sql.options.max): Promise<T> {
  let hasBegun = false
  try {
    return (await sql.begin((tx) => {
      hasBegun = true
      return use(tx)
    })) as T
  } catch (error) {
    if (hasBegun || tries < 1 || !isOfAnother(error)) throw error
    return beginWith(sql, use, tries - 1)
  }
}

const isOfAnother = (error: unknown): boolean =>
  isLostConnection(error) && !/^CONNECT(ION_ENDED|ION_DESTROYED|_TIMEOUT)$/.test((error as { code: string }).code)

/** Requests that each hold a connection and wait for another one would wait for ever. */
function refuseNested({ sql, outer }: Request): void {
  for (let around = outer; around; around = around.outer) {
    if (around.sql !== sql || around.isOver) continue
    throw new StewardError('25001', 'withRequest cannot be called inside of another request of the same pool', {
      hint: 'It would hold one connection and wait for a second one, perhaps for ever. Use the handle of the request, or another pool.',
    })
  }
}

async function run<T>(
  tx: postgres.TransactionSql,
  gate: RequestGate,
  claims: RequestClaims,
  use: (tx: RequestSql) => T | Promise<T>,
): Promise<T> {
  const session = new HeldSession(() => gate.lose())
  try {
    await Promise.all([session.keep(tx), begin(tx, claims, gate.nonce)])
    const result = await settled(use(guard(tx, gate)))
    await gate.finish(tx)
    return result
  } catch (error) {
    return await gate.fail(tx, error)
  } finally {
    session.release()
  }
}

async function begin(tx: postgres.TransactionSql, claims: RequestClaims, nonce: string): Promise<void> {
  const { userId, orgId, token } = claims
  const role = claims.role ?? ((userId ?? token) === undefined ? 'steward_anon' : 'steward_user')
  const text = JSON.stringify({ user_id: userId?.toString(), org_id: orgId?.toString(), role, token })
  try {
    await tx`select set_config('steward.request', ${nonce}, true) from steward.begin_request(${text}::text::jsonb)`
  } catch (error) {
    throw toStewardError(error)
  }
}
