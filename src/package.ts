import { readFileSync } from 'node:fs'

/** What the package.json of pgsteward says of it. */
export const stewardPackage = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
