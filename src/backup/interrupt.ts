/** A signal ended what was going on. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}

/** Lets SIGINT and SIGTERM end what `use` does in order; a second signal ends the process. */
export async function interruptible<T>(use: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const abort = (name: NodeJS.Signals) => controller.abort(new Interrupted(`interrupted by ${name}`))
  const signals = ['SIGINT', 'SIGTERM'] as const
  for (const name of signals) process.once(name, abort)
  try {
    return await use(controller.signal)
  } finally {
    for (const name of signals) process.off(name, abort)
  }
}
