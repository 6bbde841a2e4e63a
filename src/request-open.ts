import { finished, Readable, Writable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { isUnreachable } from './database.js'
import { StewardError } from './errors.js'

type Iterable = AsyncIterable<unknown>
type OnRows = (rows: unknown) => unknown

/** A query of the driver that can be read in parts. */
export interface Readably {
  cursor: (...args: never[]) => unknown
}

/**
 * What a request has open on its connection, which answers nothing else meanwhile: cursors that are read in parts, and the streams
 * of COPY. None of them outlasts the request.
 */
export class OpenResults {
  private readonly closers = new Set<() => Promise<void> | void>()
  /** Cursors that wait for their reader. */
  private waiting = 0

  /** A statement that its reader waits for would wait for the cursor, and the cursor for its reader. */
  check(): void {
    if (this.waiting === 0) return
    throw new StewardError('55000', 'a cursor of this request is being read', {
      hint: 'Its connection answers nothing else before the end of the cursor: read all rows first, or use another request.',
    })
  }

  /** Closes everything; throws if that loses data which were still being written. */
  async close(): Promise<void> {
    for (const close of [...this.closers]) {
      this.closers.delete(close)
      await close()
    }
  }

  get isEmpty(): boolean {
    return this.closers.size === 0
  }

  /** The cursor of a query, as the driver makes it. */
  cursor(query: Readably): (...args: unknown[]) => unknown {
    const make = query.cursor.bind(query) as (...args: unknown[]) => unknown
    return (...args) => {
      const made = make(...args.map((arg) => (typeof arg === 'function' ? this.reader(arg as OnRows) : arg)))
      return made === query ? made : { [Symbol.asyncIterator]: () => this.iterator((made as Iterable)[Symbol.asyncIterator]()) }
    }
  }

  /** The streams of COPY, which the driver answers instead of rows. */
  stream(result: unknown): void {
    if (result instanceof Writable) this.closers.add(() => endWriting(result))
    else if (result instanceof Readable) this.keepReading(result)
  }

  private reader(read: OnRows): OnRows {
    return async (rows) => {
      this.waiting += 1
      try {
        return await read(rows)
      } finally {
        this.waiting -= 1
      }
    }
  }

  private iterator(rows: AsyncIterator<unknown>): AsyncIterator<unknown> {
    let isWaiting = false
    let pending: Promise<unknown> = Promise.resolve()
    const setWaiting = (value: boolean) => {
      this.waiting += Number(value) - Number(isWaiting)
      isWaiting = value
    }
    const end = () => {
      setWaiting(false)
      return rows.return?.() ?? Promise.resolve({ done: true as const, value: undefined })
    }
    const close = async () => {
      await pending.catch(() => undefined)
      await end()
    }
    this.closers.add(close)
    const next = async () => {
      const result = await rows.next()
      setWaiting(!result.done)
      return result
    }
    return {
      next: () => {
        setWaiting(false)
        const result = next()
        pending = result
        return result
      },
      return: end,
    }
  }

  /** The driver stops to listen when the reader has gone, and would wait for it: what it has not read is dropped. */
  private keepReading(stream: Readable): void {
    const push = stream.push.bind(stream)
    let over: () => void = () => undefined
    const isOver = new Promise<void>((resolve) => (over = resolve))
    stream.push = (chunk: unknown) => {
      if (chunk === null) over()
      return stream.destroyed || push(chunk)
    }
    finished(stream, (error) => {
      // The error that the driver destroys it with is that of the connection.
      if (error?.name === 'PostgresError' || isUnreachable(error)) over()
      stream._read(0)
    })
    this.closers.add(() => {
      stream.destroy()
      return isOver
    })
  }
}

/** Data that are all written are let through, and half of them are not committed. */
async function endWriting(stream: Writable): Promise<void> {
  while (stream.writableEnded && stream.writableLength > 0 && !stream.destroyed) await wait(5)
  if (stream.writableEnded || stream.destroyed) return
  stream.on('error', () => undefined).destroy(new Error('the request ended before its data'))
  throw new StewardError('55000', 'the request ended before the data of its COPY', {
    hint: 'End the stream and wait until it is finished before withRequest returns.',
  })
}
