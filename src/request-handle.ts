import { readFile } from 'node:fs'
import { promisify } from 'node:util'
import type postgres from 'postgres'
import { never, type Query, type RequestGate } from './request-gate.js'

/** The handle of a transaction, whose statements go through the gate, also those that were written before and are awaited later. */
export function guard(tx: postgres.TransactionSql, gate: RequestGate): postgres.TransactionSql {
  const query = (made: unknown) => guardQuery(made, tx, gate)
  const replaced: Record<string | symbol, (...args: never[]) => unknown> = {
    unsafe: (...args: Parameters<typeof tx.unsafe>) => query(tx.unsafe(...args)),
    file: (...args: Parameters<typeof tx.file>) => guardFile(tx, gate, args),
    // The driver's own goes to the pool.
    notify: async (channel: string, payload: string) =>
      await query(tx`select pg_notify(${channel}, ${String(payload)})`),
    savepoint: (...args: [string, SavepointUse] | [SavepointUse]) => savepoint(tx, gate, args),
  }
  return new Proxy(tx, {
    apply(target, self, args) {
      gate.check()
      return query(Reflect.apply(target as never, self, args))
    },
    get(target, property) {
      const own = Object.hasOwn(replaced, property) ? replaced[property] : undefined
      if (!own) return Reflect.get(target, property) as unknown
      return (...args: never[]) => {
        gate.check()
        return own(...args)
      }
    },
  })
}

/** The driver sends a query when somebody waits for it, by calling its handler. */
function guardQuery(made: unknown, scope: postgres.TransactionSql, gate: RequestGate): unknown {
  if (!(made instanceof Promise) || !('handler' in made)) return made
  const { handler: send } = made as Query
  const cursor = gate.open.cursor(made as Query)
  return Object.assign(made, { handler: (query: Query) => gate.submit({ query, send, scope }), cursor })
}

/** What a file says is known when it has been read, which the driver does between the gate and the server. */
function guardFile(scope: postgres.TransactionSql, gate: RequestGate, args: Parameters<typeof scope.file>): unknown {
  const { handler: send } = scope.unsafe('') as unknown as Query
  const handler = async (query: Query) => {
    try {
      query.strings = [await promisify(readFile)(args[0], 'utf8')]
      gate.submit({ query, send, scope })
    } catch (error) {
      query.reject(error as Error)
    }
  }
  return Object.assign(scope.file(...args), { handler })
}

type SavepointUse = (sp: postgres.TransactionSql) => unknown

/**
 * Runs `use` in a savepoint of the driver, which writes a rollback to its connection if that fails. Once the connection serves
 * somebody else, whose savepoint may have the same name, the driver is not told.
 */
function savepoint(tx: postgres.TransactionSql, gate: RequestGate, args: [string, SavepointUse] | [SavepointUse]): Promise<unknown> {
  const use = args.at(-1) as SavepointUse
  let reject: (error: Error) => void = () => undefined
  const failed = new Promise<never>((_, fail: (error: Error) => void) => (reject = fail))
  const guarded = async (sp: postgres.TransactionSql) => {
    try {
      const result = await settled(use(guard(sp, gate)))
      gate.check()
      return result
    } catch (error) {
      await gate.afterError(error)
      const { problem } = gate
      if (!problem) throw error
      reject(problem)
      return never()
    }
  }
  const work = gate.turn(tx).then(() => (args.length === 1 ? tx.savepoint(guarded) : tx.savepoint(args[0], guarded)))
  const result = gate.whileOpen(Promise.race([work, failed]), reject)
  failed.catch(() => result.catch(() => undefined))
  return result
}

/** As with begin() of the driver, an array holds statements that wait to be sent. */
export const settled = async <T>(made: T | Promise<T>): Promise<T> => (Array.isArray(made) ? Promise.all(made) : made)
