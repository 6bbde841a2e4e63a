import { setTimeout as wait } from 'node:timers/promises'
import postgres from 'postgres'
import { isUnreachable } from './database.js'
import type { Channel } from './monitor/channels.js'
import { parseNotification } from './monitor/notification.js'
import { Outage } from './outage.js'

/** A monitor that delivers the notifications of a database. */
export interface MonitorOptions {
  channels: Channel[]
  log: (line: string) => void
  /** Ends the monitor after the deliveries that are going on. */
  signal: AbortSignal
  /** How often to look without being told; NOTIFY tells at once. */
  pollSeconds?: number
  /** After this time another monitor may deliver what this one has begun. */
  leaseSeconds?: number
}

interface Claim {
  notification_id: string
  payload: unknown
}

/**
 * Delivers what is in the outbox until the signal comes, each channel on its own. What is due, and when it
 * is tried again, is decided and kept in SQL, so any number of monitors may run, and any may die.
 */
export async function runMonitor(sql: postgres.Sql, options: MonitorOptions): Promise<void> {
  const failed = new AbortController()
  const signal = AbortSignal.any([options.signal, failed.signal])
  const wakeUps = new Map<Channel, AbortController>()
  const open = () => postgres({ ...sql.options, max: 1, onnotify: () => wakeUps.forEach((wakeUp) => wakeUp.abort()) } as never)
  const link: Link = {
    session: open(),
    outage: new Outage(options.log, options.pollSeconds ?? 5),
    replace: () => {
      void link.session.end({ timeout: 0 }).catch(() => undefined)
      link.session = open()
    },
  }
  const serving = options.channels.map((channel) =>
    serve(link, channel, { ...options, signal }, () => {
      const wakeUp = new AbortController()
      wakeUps.set(channel, wakeUp)
      return wakeUp.signal
    }).catch((error: unknown) => {
      failed.abort()
      throw error
    }),
  )
  try {
    await Promise.allSettled(serving)
    await Promise.all(serving)
  } finally {
    await link.session.end({ timeout: 1 })
  }
}

/** The session that all channels share, and what opens another once that is lost. */
interface Link {
  session: postgres.Sql
  outage: Outage
  replace: () => void
}

/** Does something with the session, and replaces it if it is lost, unless another channel has done so. */
async function ask<T>(link: Link, question: (session: postgres.Sql) => Promise<T>): Promise<T> {
  const { session } = link
  try {
    const answer = await question(session)
    if (link.session === session) link.outage.end()
    return answer
  } catch (error) {
    if (isUnreachable(error) && link.session === session) link.replace()
    throw error
  }
}

async function serve(
  link: Link,
  channel: Channel,
  options: MonitorOptions,
  nextNotify: () => AbortSignal,
): Promise<void> {
  const { log, signal } = options
  let problem: string | undefined
  let hasBegun = false
  while (!signal.aborted) {
    const notified = nextNotify()
    try {
      // Said again each time, since it does not survive a lost connection.
      await ask(link, (session) => session.unsafe('listen steward_alerts').simple())
      while (!signal.aborted && (await deliverNext(link, channel, options)));
      if (!hasBegun || problem) log(`${channel.name}: waiting for notifications`)
      hasBegun = true
      problem = undefined
    } catch (error) {
      if (!hasBegun) throw error
      const isNew = !link.outage.explains(error) && describe(error) !== problem
      if (isNew) log(`${channel.name}: the database cannot be asked: ${(problem = describe(error))}`)
    }
    await wait(link.outage.pauseSeconds * 1000, undefined, { signal: AbortSignal.any([signal, notified]) }).catch(() => undefined)
  }
}

/** Delivers the oldest notification that is due; false if there was none. */
async function deliverNext(link: Link, channel: Channel, options: MonitorOptions): Promise<boolean> {
  const { log, leaseSeconds = 60 } = options
  const [claim] = await ask(link, (session) => session<Claim[]>`
    select notification_id, payload
    from steward.claim_notifications(${channel.name}, 1, make_interval(secs => ${leaseSeconds}))`)
  if (!claim) return false
  const deadline = performance.now() + leaseSeconds * 1000
  const error = await attempt(channel, claim.payload)
  const due = await finish(link, channel, claim, error, deadline, options)
  const again = due ? `, again at ${due.toISOString()}` : ''
  log(`${channel.name}: notification ${claim.notification_id} ${error === null ? 'delivered' : `failed: ${error}${again}`}`)
  return true
}

const attempt = async (channel: Channel, payload: unknown): Promise<string | null> => {
  try {
    await channel.deliver(parseNotification(payload))
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Records the outcome, and waits for the database to come back for it: what is not recorded is delivered again. */
async function finish(
  link: Link,
  channel: Channel,
  claim: Claim,
  error: string | null,
  deadline: number,
  { signal }: MonitorOptions,
): Promise<Date | null> {
  for (;;) {
    try {
      const [row] = await ask(link, (session) => session<{ due: Date | null }[]>`
        select steward.finish_notification(${claim.notification_id}, ${channel.name}, ${error}) as due`)
      return row?.due ?? null
    } catch (failure) {
      if (signal.aborted || performance.now() > deadline) throw failure
      await wait(500, undefined, { signal }).catch(() => undefined)
    }
  }
}

const describe = (error: unknown): string =>
  error instanceof postgres.PostgresError ? `${error.code}: ${error.message}` : String(error)
