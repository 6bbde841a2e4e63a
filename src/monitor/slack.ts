import type { Notification } from './notification.js'

interface SlackField {
  title: string
  value: string
  short: boolean
}

/** A message as incoming webhooks of Slack take it; Mattermost, Rocket.Chat and Discord (`/slack`) do too. */
export interface SlackMessage {
  text: string
  attachments: { color: string; fallback: string; text: string; fields: SlackField[]; footer: string; ts: number }[]
}

const colors = { critical: '#d00000', warning: '#daa038', info: '#439fe0', resolved: '#2eb886' } as const

/** Writes a notification for Slack. */
export function toSlackMessage(notification: Notification): SlackMessage {
  const { kind, severity, rule, database, message } = notification
  const label = { opened: severity, reminder: `${severity}, reminder`, resolved: 'resolved' }[kind]
  const text = escape(`[${label}] ${rule} (${database}): ${message}`)
  return {
    text,
    attachments: [
      {
        color: kind === 'resolved' ? colors.resolved : colors[severity],
        fallback: text,
        text: escape(explain(notification)),
        fields: fieldsOf(notification),
        footer: `pgsteward, notification ${notification.id}`,
        ts: Math.floor(Date.parse(notification.created_at) / 1000),
      },
    ],
  }
}

function explain({ kind, detail, action, unknown_reason: reason }: Notification): string {
  if (kind === 'resolved') return reason === null ? '' : `It could not be seen any more: ${reason}`
  return [detail, action, reason === null ? null : `It cannot be seen now: ${reason}`].filter((part) => part).join('\n')
}

function fieldsOf(notification: Notification): SlackField[] {
  const { kind, object, value_text: value, peak_value_text: peak, threshold_text: threshold, duration } = notification
  const fields: [string, string | null][] = [
    ['Object', object],
    ['Value', value],
    ['Worst value', peak === value ? null : peak],
    ['Threshold', threshold],
    [kind === 'resolved' ? 'Lasted' : 'Open for', kind === 'opened' ? null : duration],
  ]
  return fields.flatMap(([title, text]) => (text === null ? [] : [{ title, value: escape(text), short: title !== 'Object' }]))
}

/** These three have a meaning in Slack, and `<!channel>` would ring everybody. */
const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
