/** Text that is HTML already and is inserted as it is. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

type Leaf = Html | string | number | null | undefined | false
type Insert = Leaf | readonly Leaf[]

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Escapes a text for the content and for quoted attributes of an element. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
    // Control characters are not allowed in HTML; a lone one would end up as a replacement character anyway.
    .replace(/(?![\t\n\r])\p{Cc}/gu, '\uFFFD')

/** A template whose inserts are escaped unless they are HTML themselves; null and false leave nothing. */
export function html(strings: TemplateStringsArray, ...inserts: Insert[]): Html {
  return new Html(strings.map((part, index) => part + write(inserts[index])).join(''))
}

function write(insert: Insert): string {
  if (insert === null || insert === undefined || insert === false) return ''
  if (insert instanceof Html) return insert.text
  if (typeof insert === 'object') return insert.map(write).join('')
  return escapeHtml(String(insert))
}
