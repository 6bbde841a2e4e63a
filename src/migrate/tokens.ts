import { loadModule, scanSync } from 'libpg-query'

/** A token as the scanner of PostgreSQL reads it; comments are none. */
export interface Token {
  start: number
  end: number
  text: string
}

// The tokens come as JSON, which is many times as long as the text.
const pieceLength = 200_000

/** Reads the tokens of a SQL text; throws where the scanner of the server would, as in a string that does not end. */
export async function tokensOf(text: string): Promise<Token[]> {
  await loadModule()
  const tokens: Token[] = []
  for (let from = 0; from < text.length; ) {
    const piece = scanPiece(text, from)
    for (const token of piece.tokens) tokens.push(token)
    from = piece.end
  }
  return tokens
}

/** Whether the text stands at the end of a statement is only known once the scanner agrees. */
function scanPiece(text: string, from: number): { tokens: Token[]; end: number } {
  for (let length = pieceLength; ; length *= 2) {
    const semicolon = text.indexOf(';\n', from + length)
    const end = semicolon < 0 ? text.length : semicolon + 2
    try {
      return { tokens: scan(text.slice(from, end), from), end }
    } catch (error) {
      if (end === text.length) throw error
    }
  }
}

function scan(text: string, offset: number): Token[] {
  const toCharacters = charactersBefore(text)
  return scanSync(text)
    .tokens.filter(({ tokenName }) => tokenName !== 'SQL_COMMENT' && tokenName !== 'C_COMMENT')
    .map((token) => ({ start: offset + toCharacters(token.start), end: offset + toCharacters(token.end), text: token.text }))
}

/** The scanner counts bytes; this must be asked in ascending order. */
function charactersBefore(text: string): (bytes: number) => number {
  const buffer = Buffer.from(text)
  if (buffer.length === text.length) return (bytes) => bytes
  let bytesRead = 0
  let characters = 0
  return (bytes) => {
    characters += buffer.toString('utf8', bytesRead, bytes).length
    bytesRead = bytes
    return characters
  }
}
