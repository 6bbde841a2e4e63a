import t from 'tap'
import { describeProgress } from '../../src/cli/maintenance-run.js'
import { createProgressLine } from '../../src/cli/progress-line.js'

const running = { step: 'retention', target: 'public.jobs', rows: 120_000, rows_expected: 480_000, seconds: 2 }

t.test('progress says how many rows of how many, how fast, and how long it takes', async (t) => {
  t.equal(describeProgress(running), 'retention of public.jobs: 120,000 of 480,000 rows (25 %, 6 s left), 60,000 rows/s')
  t.equal(describeProgress({ ...running, seconds: 200 }), 'retention of public.jobs: 120,000 of 480,000 rows (25 %, 10 min left), 600 rows/s')
  t.equal(describeProgress({ ...running, rows: 0 }), 'retention of public.jobs: 0 of 480,000 rows (0 %)')
  t.equal(describeProgress({ ...running, rows_expected: null }), 'retention of public.jobs: 120,000 rows, 60,000 rows/s')
  t.equal(describeProgress({ ...running, rows_expected: 100_000 }), 'retention of public.jobs: 120,000 rows, 60,000 rows/s', 'more than expected')
})

t.test('a terminal has one line, a log one every ten seconds', async (t) => {
  const written: string[] = []
  const stream = (isTTY: boolean) => ({ isTTY, columns: 10, write: (text: string) => written.push(text) > 0 })
  const terminal = createProgressLine(stream(true))
  terminal.show('1')
  terminal.show('longer than the line')
  terminal.clear()
  t.strictSame(written.splice(0), ['\r\u001b[K1', '\r\u001b[Klonger th', '\r\u001b[K'])

  let seconds = 0
  const log = createProgressLine(stream(false), () => seconds * 1000)
  for (seconds = 1; seconds <= 25; seconds++) log.show(String(seconds))
  log.clear()
  t.strictSame(written, ['10\n', '20\n'])
})
