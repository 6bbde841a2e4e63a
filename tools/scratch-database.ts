import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type postgres from 'postgres'
import { stewardHome } from '../src/config.js'
import { connect, withDatabase } from '../src/database.js'

/** Creates an empty database on the development server, hands it to `use`, and drops it. */
export async function withScratchDatabase<T>(use: (sql: postgres.Sql, url: string) => Promise<T>): Promise<T> {
  const server = JSON.parse(readFileSync(join(stewardHome(), 'server.json'), 'utf8')) as { url: string; adminUrl: string }
  const admin = connect(server.adminUrl, { max: 1 })
  const name = `scratch_${process.pid}_${Date.now()}`
  const url = new URL(server.url)
  try {
    await admin`create database ${admin(name)} template template0 owner ${admin(decodeURIComponent(url.username))}`
    url.pathname = `/${name}`
    return await withDatabase(url.href, (sql) => use(sql, url.href))
  } finally {
    await admin`drop database if exists ${admin(name)} with (force)`
    await admin.end()
  }
}
