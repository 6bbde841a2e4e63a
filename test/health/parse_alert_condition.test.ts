import t from 'tap'
import { testDatabase } from '../support/database.js'

const { sql } = await testDatabase(t)
const parse = async (condition: string | null) => {
  const [row] = await sql`
    select kind, measure, metric, labels, check_id, severity, object, operator, threshold::float8 as threshold
    from steward_internal.parse_alert_condition(${condition})`
  return Object.fromEntries(Object.entries(row ?? {}).filter(([, value]) => value !== null))
}

t.test('reads metrics, with labels and all operators', async (t) => {
  for (const [condition, parsed] of [
    ['connections.used_percent > 80', { metric: 'connections.used_percent', labels: {}, operator: '>', threshold: 80 }],
    [' load>=-1.5e3\n', { metric: 'load', labels: {}, operator: '>=', threshold: -1500 }],
    ['a_1 < .5', { metric: 'a_1', labels: {}, operator: '<', threshold: 0.5 }],
    ['a <= 1', { metric: 'a', labels: {}, operator: '<=', threshold: 1 }],
    ['a = 1', { metric: 'a', labels: {}, operator: '=', threshold: 1 }],
    ['a{} <> +1', { metric: 'a', labels: {}, operator: '<>', threshold: 1 }],
    ['checkpoints > 1', { metric: 'checkpoints', labels: {}, operator: '>', threshold: 1 }],
    ['a {x="1", _y = "b,c}=\\"\\\\ d" } > 1', { metric: 'a', labels: { x: '1', _y: 'b,c}="\\ d' }, operator: '>', threshold: 1 }],
  ] as const) {
    t.strictSame(await parse(condition), { kind: 'metric', measure: 'value', ...parsed }, condition)
  }
})

t.test('reads the increase of a metric', async (t) => {
  const parsed = { kind: 'metric', measure: 'increase', metric: 'a.b', operator: '>', threshold: 0 }
  t.match(await parse('increase(a.b) > 0'), { ...parsed, labels: {} })
  t.match(await parse('increase ( a.b{x=")"} )>0'), { ...parsed, labels: { x: ')' } })
  await t.rejects(parse('increase(a.b > 0'), { code: 'SW008' })
  await t.rejects(parse('increase() > 0'), { code: 'SW008' })
})

t.test('reads checks and the status', async (t) => {
  for (const [condition, parsed] of [
    ['check table_bloat', { kind: 'check', check_id: 'table_bloat', severity: 'info' }],
    ['check table_bloat>=critical', { kind: 'check', check_id: 'table_bloat', severity: 'critical' }],
    ['check table_bloat on public."Or ders" ', { kind: 'check', check_id: 'table_bloat', severity: 'info', object: 'public."Or ders"' }],
    ['check a >= warning on b.c', { kind: 'check', check_id: 'a', severity: 'warning', object: 'b.c' }],
    ['health_status = unknown', { kind: 'status', operator: '=', severity: 'unknown' }],
    ['health_status>=warning', { kind: 'status', operator: '>=', severity: 'warning' }],
  ] as const) {
    t.strictSame(await parse(condition), parsed, condition)
  }
})

t.test('refuses everything else with SW008 and says what was wrong', async (t) => {
  for (const [condition, detail] of [
    [null, 'It is empty.'],
    ['  ', 'It is empty.'],
    ['check', /^After "check" comes/],
    ['check a > warning', /^After "check" comes/],
    ['check a >= fatal', /^After "check" comes/],
    ['check a on', /^After "check" comes/],
    ['health_status > warning', /^After "health_status" comes/],
    ['health_status = fine', /^After "health_status" comes/],
    ['1 > 2', 'It does not begin with the name of a metric, "check" or "health_status".'],
    ["'x'; drop table y", /^It does not begin/],
    ['load', 'After the metric comes nothing, not one of >, >=, <, <=, =, <>.'],
    ['load ~ 5', "After the metric comes '~5', not one of >, >=, <, <=, =, <>."],
    ['load 5', "After the metric comes '5', not one of >, >=, <, <=, =, <>."],
    ['load > high', "'high' is not a number."],
    ['load >', "'' is not a number."],
    ['load > 1e9999', "'1e9999' is not a number."],
    ['load > 1; drop table x', "'1; drop table x' is not a number."],
    ['load > NaN', "'NaN' is not a number."],
    ['load{x} > 1', 'The labels are x, not a list like {name="value", name="value"}.'],
    ['load{x="1",} > 1', /^The labels are x="1",, not a list/],
    ['load{x="1"} {y="2"} > 1', /^After the metric comes/],
  ] as const) {
    await t.rejects(parse(condition), { code: 'SW008', detail, hint: /health_status = critical/ }, String(condition))
  }
})

t.test('messages are filled in once, and what is unknown stays', async (t) => {
  const render = async (template: string) =>
    (await sql`select steward_internal.render_alert_message(${template}, ${sql.json({ a: '{b}', b: 'B', c: null })}) as text`)[0]?.['text'] as unknown
  t.equal(await render('{a} {b}{c} {d} { {{b} }'), '{b} B- {d} { {B }')
  t.equal(await render('x\n%s \\1'), 'x\n%s \\1')
})
