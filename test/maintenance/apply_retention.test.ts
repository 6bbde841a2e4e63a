import t from 'tap'
import { applyRetention, done, expiredEvents, range, strategies, type Strategy } from '../support/retention.js'

for (const strategy of Object.keys(strategies) as Strategy[]) {
  t.test(`${strategy}: removes what is too old and nothing else`, async (t) => {
    const { sql, ids } = await expiredEvents(t, strategy)
    await sql`update public.events set at = null where id = 7`
    t.strictSame(await applyRetention(sql, 'public.events'), done(strategy, 149))
    t.strictSame(await ids(), [7, ...range(151, 2000)])
    t.strictSame(
      await applyRetention(sql, 'public.events'),
      { ...done(strategy, 0), outcome: 'nothing_to_do' },
      'nothing is left to do',
    )
    const runs = await sql`
      select r.outcome, r.finished_at >= r.started_at as is_over, s.step, s.target, s.lag = '0' as is_complete
      from steward.maintenance_runs as r inner join steward.maintenance_steps as s on s.run_id = r.id order by r.id`
    const run = { outcome: 'done', is_over: true, step: 'retention', target: 'public.events', is_complete: true }
    t.strictSame([...runs], [run, run])
  })
}
