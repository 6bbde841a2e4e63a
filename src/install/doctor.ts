import type postgres from 'postgres'
import { manifest } from '../generated/manifest.js'
import { migrationState } from './install.js'

/** One difference between the database and the package. */
export interface Drift {
  object: string
  problem: 'missing' | 'extra' | 'changed' | 'pending' | 'not granted'
  detail: string
}

/** Compares an installed database with the manifest of this package. */
export async function findDrift(sql: postgres.Sql): Promise<Drift[]> {
  const { pending } = await migrationState(sql)
  if (pending.length > 0) {
    return pending.map((name) => ({
      object: `migration ${name}`,
      problem: 'pending',
      detail: 'run: pgsteward upgrade',
    }))
  }
  const found = await sql<{ object: string; fingerprint: string }[]>`
    select object_type || ' ' || object_name as object, fingerprint from steward.object_fingerprints()`
  const grants = await sql<{ target: string; role_name: string; privileges: string }[]>`
    select a.target, a.role_name, a.privileges
    from steward_internal.declared_access() as a
    where not a.is_granted and exists (select from pg_roles as r where r.rolname = a.role_name)
    order by a.target`
  return [
    ...compare(new Map(found.map((row) => [row.object, row.fingerprint]))),
    ...grants.map((row): Drift => ({
      object: row.target,
      problem: 'not granted',
      detail: `grant ${row.privileges} on ${row.target} to ${row.role_name};`,
    })),
  ]
}

function compare(found: Map<string, string>): Drift[] {
  const drift: Drift[] = []
  for (const [object, fingerprint] of Object.entries(manifest)) {
    const actual = found.get(object)
    if (actual === undefined) drift.push({ object, problem: 'missing', detail: 'it was dropped or renamed' })
    else if (actual !== fingerprint) {
      drift.push({ object, problem: 'changed', detail: 'its definition, comment or PUBLIC privileges differ' })
    }
  }
  for (const object of found.keys()) {
    if (!(object in manifest)) drift.push({ object, problem: 'extra', detail: 'it is not part of pgsteward' })
  }
  return drift
}
