import { writeFile } from 'node:fs/promises'
import { InvalidArgumentError, Option } from '@commander-js/extra-typings'
import { UsageError } from '../../errors.js'
import { parseReportData, readReportData } from '../../report/data.js'
import { databaseCommand, print, progress, useDatabase } from '../common.js'

/** `pgsteward report`: the health of the database and its history as one page. */
export function reportCommand() {
  return databaseCommand('report')
    .description('write the health of the database and its history as one page to read, send or print')
    .option('--html <file>', 'write a self-contained HTML page to this file; - is stdout')
    .addOption(new Option('--format <format>', 'write the data of the page to stdout instead').choices(['json'] as const))
    .option('--days <days>', 'how far the history goes back', parseDays, 30)
    .action(async (options) => {
      const { html, format } = options
      if ((html === undefined) === (format === undefined)) {
        throw new UsageError('the report needs a form', { hint: 'Pass --html FILE, --html - or --format json.' })
      }
      const document = await useDatabase(options, (sql) => readReportData(sql, options.days))
      if (html === undefined) return print(JSON.stringify(document, null, 2))
      // Plotting takes a while to load, and no other command needs it.
      const { renderPage } = await import('../../report/page.js')
      const page = renderPage(parseReportData(document))
      if (html === '-') return print(page)
      await writeFile(html, page)
      progress(`wrote ${html}`)
    })
}

function parseDays(text: string): number {
  const days = Number(text)
  if (!(days > 0 && days <= 3650)) throw new InvalidArgumentError('Expected a number of days up to 3650.')
  return days
}
