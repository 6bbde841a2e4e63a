import { closeSync, createReadStream, openSync, readFileSync, readSync } from 'node:fs'
import { Readable, Transform } from 'node:stream'
import type postgres from 'postgres'
import { decodeText } from '../text.js'
import { copyIn } from './copy-in.js'
import { headerOf, lineOfRecord } from './seed-csv.js'
import type { SeedFile } from './seed-files.js'
import { splitObjects } from './seed-json.js'
import { list, literal, stage } from './seed-stage.js'
import { SeedDataError, type SeedWork } from './seed-work.js'

/** The rows of a file, and how they get into the staging table. */
export interface Source {
  columns: string[]
  /** Fills the staging table; returns how many rows there are. */
  fill: () => Promise<number>
  /** The line in which a row begins; the first row is 1. */
  lineOf: (row: number) => number
}

export const openSource = (connection: postgres.ReservedSql, seed: SeedFile, work: SeedWork): Source =>
  seed.kind === 'csv' ? csvSource(connection, seed, work) : jsonSource(connection, seed, work)

function csvSource(connection: postgres.ReservedSql, seed: SeedFile, work: SeedWork): Source {
  const { bytes, lines } = seed.header
  const columns = headerOf(readText(seed, 65_536))
  if (columns.every((column) => column === '')) {
    throw new SeedDataError('22P04', 'the names of the columns are missing', { line: lines + 1, hint: 'They are the first line of a CSV file.' })
  }
  const countLines = new Transform({
    transform(chunk: Buffer, _, done) {
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) work.rows += 1
      done(null, chunk)
    },
  })
  return {
    columns,
    fill: () => locating(work, lines, () =>
      copyIn(
        connection, `copy ${stage} (${list(columns)}) from stdin (format csv, header)`,
        createReadStream(seed.path, { start: bytes }).pipe(countLines),
      )),
    lineOf: (row) => lines + lineOfRecord(readText(seed), row),
  }
}

function jsonSource(connection: postgres.ReservedSql, seed: SeedFile, work: SeedWork): Source {
  const { objects, keys } = splitObjects(readText(seed), seed.header.lines + 1)
  const lineOf = (row: number) => objects[row - 1]?.line ?? 1
  const documents = 'pg_temp.pgsteward_documents'
  const fill = async () => {
    await connection.unsafe(`
      create temporary table pgsteward_documents (number bigint generated always as identity, document jsonb) on commit drop`)
    const lines = objects.map(({ text }) => `"${text.replace(/\s*[\r\n]\s*/g, ' ').replaceAll('"', '""')}"\n`)
    await locating(work, 0, () =>
      copyIn(connection, `copy ${documents} (document) from stdin (format csv)`, Readable.from(lines)))
    await connection`savepoint typed`
    await connection.unsafe(`
      insert into ${stage} (${list(keys)})
      select ${list(keys, 'r.')} from ${documents} as d cross join lateral jsonb_populate_record(null::${stage}, d.document) as r
      order by d.number`).catch(async (error: unknown) => {
      await connection`rollback to savepoint typed`
      Object.assign(work, await findValue(connection, documents, keys, lineOf))
      throw error
    })
    return objects.length
  }
  return { columns: keys, fill, lineOf }
}

/** Tries value by value to find the one that its column does not take. */
async function findValue(connection: postgres.ReservedSql, documents: string, keys: readonly string[], lineOf: (row: number) => number) {
  await connection.unsafe(`
    do $seed$
    declare
      v_row record;
      v_key text;
    begin
      perform set_config('seed.bad_row', '', true);
      for v_row in select d.number, d.document from ${documents} as d order by d.number loop
        foreach v_key in array array[${keys.map(literal).join(', ')}] loop
          begin
            perform jsonb_populate_record(null::${stage}, jsonb_build_object(v_key, v_row.document -> v_key));
          exception when others then
            perform set_config('seed.bad_row', v_row.number::text, true), set_config('seed.bad_column', v_key, true);
            return;
          end;
        end loop;
      end loop;
    end
    $seed$`).simple()
  const [bad] = await connection<{ row: string; column: string }[]>`
    select current_setting('seed.bad_row') as row, current_setting('seed.bad_column', true) as column`
  return bad?.row ? { badLine: lineOf(Number(bad.row)), badColumn: bad.column } : {}
}

/** Notes the line and the column that the context of an error of COPY names, in whatever language. */
async function locating<T>(work: SeedWork, linesBefore: number, copy: () => Promise<T>): Promise<T> {
  try {
    return await copy()
  } catch (error) {
    const { where = '' } = error as { where?: string }
    const [, line, column] = /COPY pgsteward_\w+\D*(\d+)(?:, \S+ ([^:\n]+))?/.exec(where) ?? []
    if (line !== undefined) work.badLine = linesBefore + Number(line)
    work.badColumn = column
    throw error
  }
}

/** What follows the header, or its first bytes. */
function readText({ path, header }: SeedFile, limit?: number): string {
  if (limit === undefined) return decodeText(readFileSync(path), path, header.bytes)
  const file = openSync(path, 'r')
  try {
    const buffer = Buffer.alloc(limit)
    return buffer.toString('utf8', 0, readSync(file, buffer, 0, limit, header.bytes))
  } finally {
    closeSync(file)
  }
}
