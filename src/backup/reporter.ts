/** Gets what is to be told. */
export interface Reporter {
  say: (line: string) => void
  /** How far it is; each line takes the place of the one before. */
  show: (line: string) => void
}

const everyMs = 500

/** Shows how far something is until the returned function is called. */
export function tellEvery(line: () => string | Promise<string>, { show }: Reporter): () => void {
  let isOver = false
  const tell = async () => {
    const text = await line()
    if (!isOver) show(text)
  }
  const timer = setInterval(() => void tell().catch(() => undefined), everyMs)
  return () => {
    isOver = true
    clearInterval(timer)
  }
}

export function formatBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  for (; value >= 1024 && unit < units.length - 1; unit += 1) value /= 1024
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`
}
