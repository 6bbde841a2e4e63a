import type postgres from 'postgres'
import { StewardError } from './errors.js'

/** What the driver knows of a connection in a transaction; `release` is how it marks those that `reserve()` gave away. */
interface Connection {
  reserved?: Hold | null
  onclose?: ((error: unknown) => void) | null
}

type Hold = (() => void) & { release?: boolean }

/**
 * Keeps the connection of a transaction of the driver until `release` is called. By itself `begin()` gives it to the next one in the
 * queue as soon as the server is in no transaction, whoever ended that and whatever is still to be sent. (`reserve()` does not, but it
 * never settles if its connection is lost before it is ready, and keeps a connection for ever after one that could not be made.)
 */
export class HeldSession {
  private hold: Hold | undefined
  private readonly lost: () => void

  /** `lost` is called in the moment in which the driver gives the connection up. */
  constructor(lost: () => void) {
    this.lost = lost
  }

  /** An empty query, which the driver shows the connection to; nobody waits for it but those who come next. */
  async keep(tx: postgres.TransactionSql): Promise<void> {
    const options = { onexecute: (connection: Connection) => this.take(connection) }
    await tx.unsafe('', [], options as postgres.UnsafeQueryOptions)
    if (this.hold) return
    throw new StewardError('0A000', 'this version of the driver does not tell which connection a transaction has', {
      hint: 'Use version 3.4 of the package postgres.',
    })
  }

  /** Lets the driver have its connection back when the transaction has ended. */
  release(): void {
    if (this.hold) this.hold.release = false
  }

  private take(connection: Connection): true {
    const { reserved, onclose } = connection
    if (!reserved || !onclose) return true
    this.hold = reserved
    this.hold.release = true
    connection.onclose = (error) => {
      this.lost()
      onclose(error)
    }
    return true
  }
}
