/** A name as SQL has it; the driver would take a dot in it for two names. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** A text as SQL has it, whatever standard_conforming_strings says. */
export const quoteText = (text: string): string => {
  const quoted = `'${text.replaceAll("'", "''")}'`
  return text.includes('\\') ? `E${quoted.replaceAll('\\', '\\\\')}` : quoted
}

/** The value of a setting that is a list of names, as SET takes it: `"a b", c` becomes `'a b', 'c'`. */
export function quoteList(value: string): string {
  const names = value.match(/"(?:[^"]|"")*"|[^",\s]+/g) ?? ['']
  return names.map((name) => quoteText(name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name)).join(', ')
}
