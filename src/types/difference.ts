/** Compares two texts line by line: what only the first has begins with -, what only the second has with +. */
export function changedLines(before: string, after: string, limit = 20): string[] {
  const [old, fresh] = [before.split('\n'), after.split('\n')]
  const changes: string[] = []
  let [i, j] = [0, 0]
  while ((i < old.length || j < fresh.length) && changes.length <= limit) {
    const [removed, added] = old[i] === fresh[j] ? [0, 0] : nextMatch(old.slice(i), fresh.slice(j))
    changes.push(...old.slice(i, i + removed).map((line) => `- ${line}`), ...fresh.slice(j, j + added).map((line) => `+ ${line}`))
    i += removed + (removed + added === 0 ? 1 : 0)
    j += added + (removed + added === 0 ? 1 : 0)
  }
  return changes.length > limit ? [...changes.slice(0, limit), '…'] : changes
}

/** How many lines of each to pass over until they agree again, as few as possible; blank lines agree with everything. */
function nextMatch(old: string[], fresh: string[]): [number, number] {
  for (let total = 1; total < old.length + fresh.length; total++) {
    for (let removed = Math.max(0, total - fresh.length); removed <= Math.min(total, old.length); removed++) {
      const line = old[removed]
      if (line?.trim() && line === fresh[total - removed]) return [removed, total - removed]
    }
  }
  return [old.length, fresh.length]
}
