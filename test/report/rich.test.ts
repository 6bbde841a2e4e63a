import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { steward } from '../cli/support.js'
import { testDatabase } from '../support/database.js'

t.test('the page is written whatever schedules, runs and alerts there are', async (t) => {
  const { sql, url } = await testDatabase(t)
  await sql.unsafe(`
    insert into steward.schedules (name, run_at, command) values ('only once', now() + interval '1 day', 'select 1');
    select steward.add_schedule('resting', '@daily', 'select 1'), steward.pause_schedule('resting');
    select steward.add_schedule('working', '@daily', 'select 1'), steward.add_schedule('broken', '@daily', 'select 1');
    insert into steward.schedule_runs (name, scheduled_for, status, worker, finished_at, message, pid) values
      ('working', now(), 'running', 'test', null, null, pg_backend_pid()),
      ('broken', now(), 'failed', 'test', now(), 'division by zero', null);
    select steward.add_alert_rule('big', 'database.size_bytes > 1', 'warning', 'size is {value}', '0');
    select steward.evaluate_alerts();
    select steward.add_maintenance_window('upgrade', now() + interval '2 hours');
    select steward.record_health_check();
  `)
  const html = join(t.testdir({}), 'report.html')
  t.strictSame(await steward(['report', '--html', html, '--database-url', url]), { code: 0, stdout: '', stderr: `wrote ${html}\n` })
  const page = readFileSync(html, 'utf8')
  for (const name of ['only once', 'resting', 'working', 'broken']) t.match(page, name)
})
