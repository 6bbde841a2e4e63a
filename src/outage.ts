import { isUnreachable } from './database.js'

const longestPause = 30

/** A database that is away for a while: said once, and once when it is back, with pauses that grow meanwhile. */
export class Outage {
  private begunAt: number | undefined
  private readonly log: (line: string) => void
  private readonly pollSeconds: number

  constructor(log: (line: string) => void, pollSeconds: number) {
    this.log = log
    this.pollSeconds = pollSeconds
  }

  /** How long to wait before the database is asked again: as long as it has been away, within limits. */
  get pauseSeconds(): number {
    if (this.begunAt === undefined) return this.pollSeconds
    return Math.max(this.pollSeconds, Math.min((performance.now() - this.begunAt) / 1000, longestPause))
  }

  /** Whether this error says that the database is away. */
  explains(error: unknown): boolean {
    if (!isUnreachable(error)) return false
    if (this.begunAt === undefined) this.log(`the database is away: ${describeOutage(error)}`)
    this.begunAt ??= performance.now()
    return true
  }

  end(): void {
    if (this.begunAt !== undefined) this.log('the database answers again')
    this.begunAt = undefined
  }
}

/** An error for several addresses has no message of its own. */
const describeOutage = (error: unknown): string => {
  const { code, message } = error as { code: string; message?: string }
  return message ? (message.includes(code) ? message : `${code}: ${message}`) : code
}
