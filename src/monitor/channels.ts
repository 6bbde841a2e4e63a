import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { UsageError } from '../errors.js'
import type { Notification } from './notification.js'
import { toSlackMessage } from './slack.js'

/** Where notifications go. The database keeps track of each channel by its name, over restarts. */
export interface Channel {
  name: string
  /** Resolves once the notification has arrived; whatever it throws is kept as the reason, and tried again. */
  deliver: (notification: Notification) => Promise<void>
}

/** Posts each notification as a Slack message; any answer but 2xx is a failure. The URL is never shown. */
export function webhookChannel(address: string, timeoutSeconds: number): Channel {
  const url = parseWebhook(address)
  const headers: Record<string, string> = { 'content-type': 'application/json', 'user-agent': 'pgsteward' }
  if (url.username || url.password) {
    const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
    headers['authorization'] = `Basic ${Buffer.from(credentials).toString('base64')}`
    url.username = url.password = ''
  }
  const hide = (text: string) =>
    [address, url.href, `${url.pathname}${url.search}`, url.search].reduce(
      (hidden, secret) => (secret.length > 1 ? hidden.replaceAll(secret, '***') : hidden),
      text,
    )
  const post = async (notification: Notification): Promise<void> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'idempotency-key': `pgsteward-${notification.database}-${notification.id}` },
      body: JSON.stringify(toSlackMessage(notification)),
      // A redirected POST becomes a GET, which would look like a delivery.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutSeconds * 1000),
    })
    const answer = await response.text()
    if (!response.ok) throw new Error(`HTTP ${response.status} ${response.statusText} ${answer.slice(0, 200)}`.trim())
  }
  return {
    name: `webhook ${url.host} ${shortHash(address)}`,
    deliver: (notification) =>
      post(notification).catch((error: unknown) => {
        throw new Error(hide(describeFetchError(error, timeoutSeconds)))
      }),
  }
}

/** Writes each notification as one line of JSON. */
export function streamChannel(name: string, stream: Writable): Channel {
  // Without a listener a closed pipe would end the process, and with it the other channels.
  stream.on('error', () => undefined)
  return {
    name,
    deliver: (notification) =>
      new Promise((resolve, reject) => {
        stream.write(`${JSON.stringify(notification)}\n`, (error) => (error ? reject(error) : resolve()))
      }),
  }
}

/** Runs a shell command with the notification as JSON on stdin; exit code 0 means that it is delivered. */
export function commandChannel(command: string, timeoutSeconds: number): Channel {
  return {
    name: `command ${shortHash(command)}`,
    deliver: async (notification) => {
      // In a process group of its own, so that Ctrl-C does not reach it and a timeout reaches all of it.
      const child = spawn(command, { shell: true, detached: true, stdio: ['pipe', 'ignore', 'inherit'] })
      let isLate = false
      const timer = setTimeout(() => {
        isLate = true
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      }, timeoutSeconds * 1000)
      child.stdin.on('error', () => undefined)
      child.stdin.end(`${JSON.stringify(notification)}\n`)
      const [code, signal] = (await once(child, 'exit').finally(() => clearTimeout(timer))) as [number | null, string | null]
      if (isLate) throw new Error(`no end within ${timeoutSeconds} s`)
      if (code !== 0) throw new Error(code === null ? `ended by ${signal}` : `exit code ${code}`)
    },
  }
}

function parseWebhook(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return url
  throw new UsageError('the webhook is not a URL that begins with https:// or http://')
}

const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8)

function describeFetchError(error: unknown, timeoutSeconds: number): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return `no answer within ${timeoutSeconds} s`
  const cause = error.cause as { code?: string; message?: string } | undefined
  return [error.message, cause?.code ?? cause?.message].filter((part) => part).join(': ')
}
