import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import t, { type Test } from 'tap'
import { steward } from '../cli/support.js'
import { testDatabase } from '../support/database.js'

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path))
const needsChromium = { skip: executablePath ? (false as const) : 'there is no Chromium on this machine' }

const hostile = `<img src=x onerror="document.title='owned'"> & "q"`

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

const history = `
  insert into steward.health_runs (started_at, finished_at, status, critical_count, warning_count, info_count,
    ok_count, skipped_count, error_count, report)
  select now() - i * interval '1 day', now(), 'critical', i % 2, i % 5, 3, 9, 0, 0, '{}' from generate_series(1, 20) as i;
  insert into steward.statistics_snapshots (node, taken_at, stats_since, counters, gauges)
  select 'primary', now() - (100 - i) * interval '1 hour', now() - interval '90 days',
    jsonb_build_object('database.blks_hit', i * 900, 'database.blks_read', i * 100, 'database.xact_commit', i * 3600, 'database.xact_rollback', 0),
    jsonb_build_object('connections.used', i % 9, 'connections.limit', 97, 'database.size_bytes', i * 1e6, 'transaction_id.age', i * 1e5)
  from generate_series(1, 99) as i;`

async function writeReport(t: Test, url: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'pgsteward-report-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'report.html')
  t.strictSame(await steward(['report', '--html', file, '--database-url', url]), { code: 0, stdout: '', stderr: `wrote ${file}\n` })
  return file
}

async function launch(t: Test): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] })
  t.teardown(() => browser.close())
  return browser
}

t.test('says in a sentence that there is no history, and escapes what comes from the database', async (t) => {
  const { sql, url } = await testDatabase(t)
  await sql.unsafe(`create table ${quoted(hostile)} (a int)`)
  const { code, stdout } = await steward(['report', '--html', '-', '--database-url', url])
  t.equal(code, 0)
  t.match(stdout, /^<!doctype html>/)
  t.match(stdout, 'No health check has been recorded yet.')
  t.match(stdout, /There is no history yet: the schedule &quot;capture statistics&quot;/)
  t.notMatch(stdout, /<svg/, 'no empty plot')
  t.notMatch(stdout, '<img')
  t.match(stdout, '&lt;img src=x onerror=&quot;')
  t.notMatch(stdout, /<script|<link|src=|url\(|@import/i.exec(stdout.replaceAll(/&lt;.*?&gt;/g, '')) ?? 'nothing is loaded')

  const json = await steward(['report', '--format', 'json', '--days', '2', '--database-url', url])
  t.match(JSON.parse(json.stdout), { lookback_days: 2, runs: [] })
  t.match(await steward(['report', '--database-url', url]), { code: 2, stderr: /hint: Pass --html FILE/ })
  t.match(await steward(['report', '--html', '-', '--days', '0', '--database-url', url]), { code: 2 })
})

t.test('the page works in a browser: wide, narrow, dark and on paper', needsChromium, async (t) => {
  const { sql, url } = await testDatabase(t)
  await sql.unsafe(`create table ${quoted(hostile)} (a int)`)
  await sql.unsafe(`create table ${'w'.repeat(63)} (${'c'.repeat(63)} int); create sequence worn as smallint; select setval('worn', 32000)`)
  await sql.unsafe(history)
  await sql`select steward.capture_statistics()`
  const file = await writeReport(t, url)
  const browser = await launch(t)
  for (const [width, colorScheme] of [[320, 'light'], [375, 'dark'], [1280, 'light'], [1280, 'dark']] as const) {
    const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme })
    const page = await context.newPage()
    const requests: string[] = []
    const problems: string[] = []
    page.on('request', (request) => requests.push(request.url()))
    page.on('console', (message) => problems.push(message.text()))
    page.on('pageerror', (error) => problems.push(error.message))
    await page.goto(`file://${file}`)
    t.strictSame(requests, [`file://${file}`], 'nothing is fetched')
    t.strictSame(problems, [], 'the browser has nothing to complain about')
    t.equal(await page.evaluate('document.documentElement.scrollWidth'), width, 'nothing scrolls sideways')
    t.equal(await page.locator('img, script, link, iframe').count(), 0)
    t.match(await page.title(), /: database health$/)
    t.equal(await page.locator('h1').count(), 1)
    const plots = page.locator('svg[role=img]')
    t.equal(await plots.count(), 6)
    for (const label of await plots.evaluateAll((all) => all.map((plot) => plot.getAttribute('aria-label')))) t.match(label, /\w+ .*\d.*\.$/)
    t.match(await page.getByRole('heading', { level: 3 }).allTextContents(), ['Sequence is running out'], 'worst first')
    t.match(await page.getByRole('article').first().textContent(), /97\.7/)
    t.ok((await page.getByRole('columnheader').count()) > 10, 'tables are tables for who cannot see them')
    t.ok((await page.getByRole('cell').count()) > 10)
    if (width === 1280) {
      await page.emulateMedia({ media: 'print', colorScheme: null })
      t.equal(await page.evaluate('getComputedStyle(document.body).backgroundColor'), 'rgb(255, 255, 255)', 'paper is white')
      t.ok((await page.pdf({ format: 'A4' })).byteLength > 10_000)
    }
    await context.close()
  }
})

t.test('texts have the contrast that WCAG AA asks for, light and dark', async (t) => {
  const source = readFileSync('src/report/styles.ts', 'utf8')
  for (const theme of ['dark', 'light']) {
    const block = new RegExp(`const ${theme} = \`([^\`]*)\``).exec(source)?.[1] ?? ''
    const colors = new Map([...block.matchAll(/--(\w+): #(\w{6})/g)].map(([, name = '', hex = '']) => [name, hex]))
    for (const text of ['text', 'muted', 'critical', 'warning', 'info', 'ok', 'accent']) {
      for (const ground of ['background', 'surface', 'code']) {
        const ratio = contrast(colors.get(text) ?? '', colors.get(ground) ?? '')
        t.ok(ratio >= 4.5, `${theme}: ${text} on ${ground} is ${ratio.toFixed(1)}`)
      }
    }
  }
})

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
