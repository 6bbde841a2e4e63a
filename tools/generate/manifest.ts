import type postgres from 'postgres'

/** The fingerprints of a fresh installation, for `pgsteward doctor`. */
export async function renderManifest(sql: postgres.Sql): Promise<string> {
  const rows = await sql<{ object: string; fingerprint: string }[]>`
    select object_type || ' ' || object_name as object, fingerprint
    from steward.object_fingerprints()
    order by object_type collate "C", object_name collate "C"`
  const lines = rows.map((row) => `  ${JSON.stringify(row.object)}: '${row.fingerprint}',`)
  return [
    '// Generated from the catalog of a fresh installation by: make generate',
    '/** Fingerprint of every object that this version of pgsteward installs. */',
    'export const manifest: Readonly<Record<string, string>> = {',
    ...lines,
    '}',
    '',
  ].join('\n')
}
