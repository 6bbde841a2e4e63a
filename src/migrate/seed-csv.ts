/** The names in the first record of a CSV text. */
export function headerOf(text: string): string[] {
  const [record = ''] = recordsOf(text)
  return [...record.matchAll(/(?:^|,)(?:\s*"((?:[^"]|"")*)"\s*|([^,]*))/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '').trim() : quoted.replaceAll('""', '"'))
}

/** The line in which a record begins; the header is record 0. */
export function lineOfRecord(text: string, number: number): number {
  let line = 1
  for (const [index, record] of recordsOf(text).entries()) {
    if (index === number) break
    line += record.split('\n').length
  }
  return line
}

/** Line breaks between quotes are part of a record. */
function recordsOf(text: string): string[] {
  return text.match(/(?:"[^"]*"|[^"\n])*(?:\n|$)/g)?.map((record) => record.replace(/\r?\n$/, '')) ?? []
}
