import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type postgres from 'postgres'
import { isLostConnection } from './database.js'
import { StewardError, toStewardError } from './errors.js'

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

/** Whether the transaction of a request still is the one that its handle writes to. */
interface State {
  hasEnded: boolean
}

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
  const state: State = { hasEnded: false }
  const nonce = randomUUID()
  const run = async (tx: postgres.TransactionSql) => {
    try {
      await begin(tx, claims, nonce)
      // As with begin() of the driver, an array holds statements that wait to be sent.
      const made = use(guard(tx, state))
      const result = await (Array.isArray(made) ? Promise.all(made) : made)
      if (state.hasEnded) return await never()
      await assertSameTransaction(tx, nonce)
      return result
    } catch (error) {
      if (isLostConnection(error)) await soon(() => state.hasEnded)
      if (state.hasEnded) return never()
      throw error
    }
  }
  try {
    return (await sql.begin(run)) as T
  } finally {
    // Also when the connection is lost: the driver would let the rest of `use` go on in another session, as nobody knows whom.
    state.hasEnded = true
  }
}

/** The driver has rejected already; were it told of an end, it would write a rollback to the lost connection and crash. */
const never = (): Promise<never> => new Promise(() => undefined)

/** Waits until the driver has noticed that its connection is lost, unless the error came from somewhere else. */
async function soon(isTrue: () => boolean): Promise<void> {
  for (let waited = 0; waited < 1000 && !isTrue(); waited += 10) await setTimeout(10)
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

async function assertSameTransaction(tx: postgres.TransactionSql, nonce: string): Promise<void> {
  const [row] = await tx<{ request: string | null }[]>`select current_setting('steward.request', true) as request`
  if (row?.request === nonce) return
  throw new StewardError('25000', 'the transaction of this request ended before the request did', {
    hint: 'What ran after that had no user. Leave commit and rollback to withRequest: return to commit, throw to roll back.',
  })
}

/** Lets a handle run statements only while its request lasts, also those that were written before and are awaited later. */
function guard(tx: postgres.TransactionSql, state: State): RequestSql {
  const runs = new Set<string | symbol>(['unsafe', 'file', 'notify'])
  const check = () => {
    if (state.hasEnded) throw hasEnded()
  }
  return new Proxy(tx, {
    apply(target, self, args) {
      check()
      return guardQuery(Reflect.apply(target as never, self, args), state)
    },
    get(target, property) {
      const value = Reflect.get(target, property) as unknown
      if (property === 'savepoint') {
        return (...args: [string, SavepointUse] | [SavepointUse]) => {
          check()
          const use = args.at(-1) as SavepointUse
          const guarded = (sp: postgres.TransactionSql) => use(guard(sp, state))
          return args.length === 1 ? target.savepoint(guarded) : target.savepoint(args[0], guarded)
        }
      }
      if (!runs.has(property)) return value
      return (...args: unknown[]) => {
        check()
        return guardQuery(Reflect.apply(value as never, target, args), state)
      }
    },
  })
}

type SavepointUse = (sp: postgres.TransactionSql) => Promise<unknown>

/** The driver sends a query when somebody waits for it, by calling its handler. */
function guardQuery(query: unknown, state: State): unknown {
  const { handler } = query as { handler?: (query: unknown) => unknown }
  if (!(query instanceof Promise) || typeof handler !== 'function') return query
  return Object.assign(query, {
    handler: (sent: { reject: (error: unknown) => void }) => (state.hasEnded ? sent.reject(hasEnded()) : handler(sent)),
  })
}

const hasEnded = (): StewardError =>
  new StewardError('25P01', 'the request that this transaction belongs to has ended', {
    hint: 'Wait for every statement inside of withRequest: its connection serves somebody else by now.',
  })
