export { createSteward, type Steward, type StewardOptions } from './client.js'
export { StewardError, UsageError } from './errors.js'
export type { RequestClaims, RequestSql } from './request.js'
export type * from './generated/api.js'
