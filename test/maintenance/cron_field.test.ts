import t from 'tap'
import { testDatabase } from '../support/database.js'

const { sql } = await testDatabase(t)
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

async function field(text: string | null, lowest: number, highest: number, names: string[] = []): Promise<unknown> {
  const [row] = await sql`select steward_internal.cron_field(${text}, ${lowest}, ${highest}, ${names}) as values`
  return row?.['values']
}

t.test('expands what it can read, in ascending order and without repetitions', async (t) => {
  for (const [text, expected] of [
    ['*', [0, 1, 2, 3, 4, 5, 6, 7]],
    ['*/3', [0, 3, 6]],
    ['*/1', [0, 1, 2, 3, 4, 5, 6, 7]],
    ['*/99', [0]],
    ['5', [5]],
    ['05', [5]],
    ['7,0,5,5', [0, 5, 7]],
    ['2-4', [2, 3, 4]],
    ['2-2', [2]],
    ['1-7/3', [1, 4, 7]],
    ['1-6/3', [1, 4]],
    ['6,1-3,2-4/2', [1, 2, 3, 4, 6]],
    ['1,*/4', [0, 1, 4]],
    ['Mon', [1]],
    ['SUN-tue', [0, 1, 2]],
    ['wed,fri', [3, 5]],
    ['mon-5/2', [1, 3, 5]],
    ['sat-7', [6, 7]],
  ] as const) {
    t.strictSame(await field(text, 0, 7, days), [...expected], text)
  }
  t.strictSame(await field('feb-3', 1, 12, ['jan', 'feb', 'mar']), [2, 3], 'the first name is the lowest value')
})

t.test('returns null for what it cannot read', async (t) => {
  for (const text of [
    '', ' ', null, '8', '-1', '1-8', '8-9', '4-2', 'sat-sun', '1,', ',1', '1,,2', '1-', '-', '1-2-3', '/2', '5/2', 'mon/2',
    '*/0', '*/', '*/-1', '*/100', '1-5/0', '005', '1.5', '+1', 'x', 'mo', 'mond', 'monday', 'jan', '*-3', '**', '?', '$', 'L',
    '1 2', '1;2', '1,8', '1-3,x', '\n1', '1\n',
  ]) {
    t.equal(await field(text, 0, 7, days), null, JSON.stringify(text))
  }
  t.equal(await field('mon', 0, 59), null, 'names only where the field has some')
  t.equal(await field('0', 1, 12), null)
})
