import { parse } from 'libpg-query'
import type { Statement } from './statements.js'

/** What a statement with CONCURRENTLY does: builds or drops an index, or builds anew all of a relation, a schema or the database. */
export interface ConcurrentBuild {
  kind: 'create' | 'reindex' | 'drop'
  /** As to_regclass() reads it. */
  relation: string | undefined
  schema: string | undefined
  /** The name of the index alone; a statement need not give one. */
  index: string | undefined
}

interface RangeVar {
  schemaname?: string
  relname?: string
}

interface Tree {
  IndexStmt?: { concurrent?: boolean; idxname?: string; relation?: RangeVar }
  DropStmt?: { concurrent?: boolean; removeType?: string; objects?: { List?: { items?: { String?: { sval?: string } }[] } }[] }
  ReindexStmt?: { kind: string; relation?: RangeVar; name?: string; params?: { DefElem?: { defname?: string } }[] }
}

/** Reads a statement that builds or drops indexes concurrently; undefined for all others. */
export async function concurrentBuild({ text }: Statement): Promise<ConcurrentBuild | undefined> {
  if (!/\bconcurrently\b/i.test(text)) return undefined
  const tree = await parse(text).then(({ stmts }) => stmts?.[0]?.stmt as Tree | undefined, () => undefined)
  const { IndexStmt: create, ReindexStmt: reindex, DropStmt: drop } = tree ?? {}
  if (create?.concurrent) return { kind: 'create', relation: nameOf(create.relation), schema: undefined, index: create.idxname }
  if (drop?.concurrent && drop.removeType === 'OBJECT_INDEX') {
    const names = drop.objects?.[0]?.List?.items?.map((item) => item.String?.sval ?? '') ?? []
    return { kind: 'drop', relation: names.map(quoted).join('.'), schema: undefined, index: names.at(-1) }
  }
  if (!reindex?.params?.some(({ DefElem: option }) => option?.defname === 'concurrently')) return undefined
  const isIndex = reindex.kind === 'REINDEX_OBJECT_INDEX'
  const isSchema = reindex.kind === 'REINDEX_OBJECT_SCHEMA'
  return {
    kind: 'reindex',
    relation: reindex.relation && nameOf(reindex.relation),
    schema: isSchema && reindex.name ? quoted(reindex.name) : undefined,
    index: isIndex ? reindex.relation?.relname : undefined,
  }
}

const nameOf = ({ schemaname, relname = '' }: RangeVar = {}): string =>
  schemaname === undefined ? quoted(relname) : `${quoted(schemaname)}.${quoted(relname)}`

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
