/** Writes a string literal. */
export function literal(text: string): string {
  const escapes: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\u2028': '\\u2028', '\u2029': '\\u2029' }
  return `'${text.replace(/[\\'\n\r\u2028\u2029]/g, (character) => escapes[character] ?? `\\${character}`)}'`
}

/** Writes a list of string literals. */
export const literals = (texts: readonly string[]): string => `[${texts.map(literal).join(', ')}]`

/** Writes a union of string literals. */
export const union = (texts: readonly string[]): string => (texts.length > 0 ? texts.map(literal).join(' | ') : 'never')

/** Writes the name of a property, quoted where it has to be. */
export function property(name: string): string {
  // Without the brackets it would set the prototype of an object.
  if (name === '__proto__') return `['__proto__']`
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name)
}

/** Writes a documentation comment, if there is anything to say. */
export function comment(indent: string, ...parts: (string | null)[]): string[] {
  const lines = parts
    .flatMap((part) => (part ?? '').trim().split(/\r\n|[\n\r\u2028\u2029]/))
    .map((line) => line.trimEnd().replaceAll('*/', '*\\/'))
  const text = lines.filter((line, index) => line !== '' || (index > 0 && lines[index - 1] !== ''))
  while (text.at(-1) === '') text.pop()
  if (text.length === 0) return []
  if (text.length === 1) return [`${indent}/** ${text[0]} */`]
  return [`${indent}/**`, ...text.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */`]
}

/** Makes the name of a type of the name of an object: `test_schedules` becomes `TestSchedules`. */
export function pascalCase(name: string): string {
  const words = name.split(/[^\p{ID_Continue}]+|_+/u).filter((word) => word !== '')
  const joined = words.map((word) => word.replace(/^./u, (letter) => letter.toUpperCase())).join('')
  return /^\p{ID_Start}/u.test(joined) ? joined : `_${joined}`
}
