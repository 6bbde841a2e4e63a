/** The temporary table into which a file of data is read, with the types of its target. */
export const stage = 'pg_temp.pgsteward_seed'

/** Its column that numbers the rows in the order of the file. */
export const rowNumber = '"pgsteward row"'

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

export const literal = (text: string): string => `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

export const list = (names: readonly string[], prefix = ''): string => names.map((name) => prefix + quoted(name)).join(', ')
