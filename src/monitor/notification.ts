import { z } from 'zod'

const notificationSchema = z.looseObject({
  id: z.number(),
  kind: z.enum(['opened', 'reminder', 'resolved']),
  rule: z.string(),
  severity: z.enum(['critical', 'warning', 'info']),
  database: z.string(),
  object: z.string().nullable(),
  message: z.string(),
  detail: z.string().nullable(),
  action: z.string().nullable(),
  value_text: z.string().nullable(),
  peak_value_text: z.string().nullable(),
  threshold_text: z.string().nullable(),
  unknown_reason: z.string().nullable(),
  duration: z.string(),
  created_at: z.string(),
})

/** What `claim_notifications()` returns as payload; what is not named here is passed on as well. */
export type Notification = z.infer<typeof notificationSchema>

export const parseNotification = (payload: unknown): Notification => notificationSchema.parse(payload)
