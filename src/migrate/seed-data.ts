import type postgres from 'postgres'
import type { ConflictPolicy, SeedFile } from './seed-files.js'
import { openSource } from './seed-source.js'
import { list, literal, quoted, rowNumber, stage } from './seed-stage.js'
import { findTarget, type Target } from './seed-target.js'
import { SeedDataError, type SeedWork } from './seed-work.js'

type Counts = NonNullable<SeedWork['counts']>

/** Loads a file of data into its table, in the transaction of the caller. */
export async function loadData(connection: postgres.ReservedSql, seed: SeedFile, policy: ConflictPolicy, work: SeedWork): Promise<void> {
  work.counts = { inserted: 0, updated: 0, unchanged: 0 }
  const source = openSource(connection, seed, work)
  if (source.columns.length === 0) return
  const target = await findTarget(connection, seed, source.columns)
  const insert = insertInto(target, seed, policy)
  await connection.unsafe(`
    create temporary table pgsteward_seed on commit drop as select ${list(source.columns)} from ${target.name} with no data`)
  await connection.unsafe(`alter table ${stage} add column ${rowNumber} bigint generated always as identity`)
  const total = await source.fill()
  await connection`savepoint merge`
  try {
    work.counts = await merge(connection, target, policy, insert(''), total)
    await connection`set constraints all immediate`
  } catch (error) {
    await connection`rollback to savepoint merge`
    const row = await findRow(connection, target, insert, error as postgres.PostgresError)
    work.badLine = row && source.lineOf(row)
    work.badColumn = (error as postgres.PostgresError).column_name
    throw error
  }
  work.rows = work.counts.inserted + work.counts.updated
  await moveSequences(connection, target)
}

/** Writes the INSERT of the staged rows, or of those that a condition names. */
function insertInto(target: Target, seed: SeedFile, policy: ConflictPolicy): (condition: string) => string {
  const { columns, name } = target
  const names = list(columns.map((column) => column.name))
  const overriding = columns.some(({ identity }) => identity === 'a') ? 'overriding system value' : ''
  const onConflict = policy === 'error' ? '' : policy === 'nothing' ? 'on conflict do nothing' : updating(target, seed)
  return (condition) => `
    insert into ${name} as target (${names}) ${overriding}
    select ${names} from ${stage} ${condition} order by ${rowNumber}
    ${onConflict}`
}

function updating({ columns, keys, name }: Target, seed: SeedFile): string {
  if (keys.length === 0) {
    throw new SeedDataError('42P10', `${name} has no primary key, which on-conflict update needs`, {
      hint: 'Choose on-conflict nothing or error, or give the table a primary key.',
    })
  }
  const missing = keys.find((key) => !columns.some((column) => column.name === key))
  if (missing !== undefined) {
    throw new SeedDataError('42P10', `on-conflict update needs the primary key, and column "${missing}" of it is not in the file`, {
      line: seed.header.lines + 1,
      hint: 'Add the column, or choose on-conflict nothing or error.',
    })
  }
  const others = columns.filter((column) => !column.is_key && column.identity !== 'a').map((column) => column.name)
  if (others.length === 0) return `on conflict (${list(keys)}) do nothing`
  // Images of records can be compared whatever their types.
  return `on conflict (${list(keys)}) do update
    set ${others.map((column) => `${quoted(column)} = excluded.${quoted(column)}`).join(', ')}
    where row(${list(others, 'target.')})::record operator(pg_catalog.*<>) row(${list(others, 'excluded.')})::record`
}

async function merge(
  connection: postgres.ReservedSql, { name, keys }: Target, policy: ConflictPolicy, insert: string, total: number,
): Promise<Counts> {
  if (policy !== 'update') {
    const { count } = await connection.unsafe(insert)
    return { inserted: count, updated: 0, unchanged: total - count }
  }
  const isSame = keys.map((key) => `t.${quoted(key)} = s.${quoted(key)}`).join(' and ')
  const [row] = await connection.unsafe<{ affected: string; existing: string }[]>(`
    with merged as (${insert} returning 1)
    select
      (select count(*) from merged) as affected,
      (select count(*) from ${stage} as s where exists (select from ${name} as t where ${isSame})) as existing`)
  const existing = Number(row?.existing)
  const inserted = Math.min(total - existing, Number(row?.affected))
  const updated = Number(row?.affected) - inserted
  return { inserted, updated, unchanged: total - inserted - updated }
}

/** Tries row by row to find the one that the table did not take. */
async function findRow(
  connection: postgres.ReservedSql, { keys }: Target, insert: (condition: string) => string, error: postgres.PostgresError,
): Promise<number | undefined> {
  if (error.code === '21000') return findRepeated(connection, keys)
  await connection.unsafe(`
    do $seed$
    declare
      v_row record;
      v_state text;
      v_constraint text;
      v_column text;
      v_detail text;
    begin
      perform set_config('seed.bad_row', '', true);
      set constraints all immediate;
      for v_row in select s.ctid as place, s.${rowNumber} as number from ${stage} as s order by 2 loop
        begin
          ${insert('where ctid = v_row.place')};
        exception when others then
          get stacked diagnostics
            v_state = returned_sqlstate, v_constraint = constraint_name, v_column = column_name, v_detail = pg_exception_detail;
          -- A row may refer to one further down: that is another error than the one that is looked for.
          if v_state = ${literal(error.code)} and v_constraint = ${literal(error.constraint_name ?? '')}
            and v_column = ${literal(error.column_name ?? '')}
            and (v_state <> '23503' or v_detail = ${literal(error.detail ?? '')})
          then
            perform set_config('seed.bad_row', v_row.number::text, true);
            return;
          end if;
        end;
      end loop;
    end
    $seed$`).simple()
  const [bad] = await connection<{ row: string }[]>`select current_setting('seed.bad_row') as row`
  return bad?.row ? Number(bad.row) : undefined
}

async function findRepeated(connection: postgres.ReservedSql, keys: readonly string[]): Promise<number | undefined> {
  const [bad] = await connection.unsafe<{ number: string }[]>(`
    select r.number
    from (
      select s.${rowNumber} as number, row_number() over (partition by ${list(keys, 's.')} order by s.${rowNumber}) as nth
      from ${stage} as s
    ) as r
    where r.nth > 1
    order by r.number
    limit 1`)
  return bad && Number(bad.number)
}

/** Lets sequences go on behind the values that were loaded. */
async function moveSequences(connection: postgres.ReservedSql, { columns }: Target): Promise<void> {
  for (const { name, sequence } of columns) {
    if (sequence === null) continue
    await connection.unsafe(`
      select setval(${literal(sequence)}, m.value)
      from (select max(s.${quoted(name)})::bigint as value from ${stage} as s) as m
      where m.value >= (select q.last_value from ${sequence} as q)`)
  }
}
