import type postgres from 'postgres'

/** The bytes of each table, with its indexes and TOAST. */
export type Sizes = Map<string, number>

/** Measures the tables of the application, of pgsteward and of pg_cron. */
export async function measureSizes(sql: postgres.Sql): Promise<Sizes> {
  const rows = await sql<{ name: string; bytes: string }[]>`
    select format('%s.%s', n.nspname, c.relname) as name, pg_total_relation_size(c.oid) as bytes
    from pg_class as c
    inner join pg_namespace as n on n.oid = c.relnamespace
    where c.relkind in ('r', 'm')
      and n.nspname in ('public', 'archive', 'steward', 'steward_internal', 'cron')`
  return new Map(rows.map(({ name, bytes }) => [name, Number(bytes)]))
}

const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(2)} MB`

/** One row for each table that grew, and one for all of pgsteward's: at the start, in the middle, at its largest, and at the end. */
export function growth(samples: readonly Sizes[]) {
  const all = samples.map((sizes) => new Map([...sizes, ["all of pgsteward's", ownBytes(sizes)]]))
  return [...(all.at(-1)?.keys() ?? [])]
    .map((table) => ({ table, bytes: all.map((sizes) => sizes.get(table) ?? 0) }))
    .map(({ table, bytes }) => ({
      table,
      start: bytes[0] ?? 0,
      middle: bytes[Math.floor(bytes.length / 2)] ?? 0,
      largest: Math.max(...bytes),
      end: bytes.at(-1) ?? 0,
    }))
    .filter(({ start, largest }) => largest > start)
    .sort((a, b) => b.largest - b.start - (a.largest - a.start))
    .map(({ table, ...bytes }) => ({ table, ...Object.fromEntries(Object.entries(bytes).map(([when, size]) => [when, megabytes(size)])) }))
}

const ownBytes = (sizes: Sizes): number =>
  [...sizes].filter(([table]) => /^steward(_internal)?\./.test(table)).reduce((sum, [, bytes]) => sum + bytes, 0)
