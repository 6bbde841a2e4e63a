export { createSteward, type Steward, type StewardOptions } from './client.js'
export { StewardError, UsageError } from './errors.js'
export type * from './generated/api.js'
