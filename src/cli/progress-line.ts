/** One line that says how far something is. */
export interface ProgressLine {
  show: (text: string) => void
  clear: () => void
}

const quietSeconds = 10

/** On a terminal the line is rewritten; elsewhere, as in a log, there is a new one every ten seconds. */
export function createProgressLine(
  stream: Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>,
  now: () => number = () => performance.now(),
): ProgressLine {
  if (stream.isTTY) {
    return {
      show: (text) => void stream.write(`\r\u001b[K${text.slice(0, (stream.columns || 80) - 1)}`),
      clear: () => void stream.write('\r\u001b[K'),
    }
  }
  let shownAt = now()
  return {
    show: (text) => {
      if (now() - shownAt < quietSeconds * 1000) return
      shownAt = now()
      stream.write(`${text}\n`)
    },
    clear: () => undefined,
  }
}
