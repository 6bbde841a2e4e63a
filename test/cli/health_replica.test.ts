import t from 'tap'
import { poll } from '../support/database.js'
import { ownServer, removeJobs, standbyOf } from '../support/server.js'
import { steward } from './support.js'

t.test('health --replica imports what a standby has counted', async (t) => {
  const primary = await ownServer(t)
  await removeJobs(primary)
  await primary.sql.unsafe(`
    create table big (id int primary key, a int);
    insert into big select i, i from generate_series(1, 100000) as i;
    create index reports_need_it on big (a);
  `).simple()
  await primary.sql`vacuum analyze big`
  const conninfo = `host=127.0.0.1 port=${primary.state.port} user=postgres password=${new URL(primary.state.adminUrl).password}`
  const standby = await standbyOf(t, primary, { primary_conninfo: conninfo, cluster_name: 'reports' })
  const { url } = primary.state
  const health = (...replicas: string[]) =>
    steward(['health', '--format', 'json', '--check', 'unused_indexes', '--replica', ...replicas, '--database-url', url])

  // The first document is what later ones are compared with.
  t.match(await health(standby.state.url), { code: 0, stderr: /^imported the statistics of postgres:\/\/app:\*\*\*@/ })
  await standby.sql.unsafe('set enable_seqscan = off; select count(*) from big where a = 7').simple()
  await poll(async () => {
    const [row] = await standby.sql`select pg_stat_get_numscans('reports_need_it'::regclass)::int as scans, pg_stat_clear_snapshot()`
    return row?.['scans'] === 1
  })
  // As if all of this had been observed for long enough, with a snapshot before and after.
  await primary.sql`update steward.statistics_snapshots set taken_at = now() - interval '30 days 12 hours' + id * interval '1 s', stats_since = '2020-01-01'`
  await primary.sql`update steward_internal.relation_counters set first_seen = now() - interval '30 days 12 hours'`
  t.equal((await health(standby.state.url)).code, 0)
  const unused = async () => [...(await primary.sql`select index_name, verdict from steward.get_unused_indexes() where verdict <> 'keep'`)]
  t.strictSame(await unused(), [], 'an index that only a replica uses is used')
  await primary.sql`delete from steward.statistics_snapshots where node = 'reports'`
  t.match(await unused(), [{ index_name: 'reports_need_it', verdict: /^unknown:/ }])

  t.match(await health(url), { code: 1, stdout: '', stderr: /cannot import these statistics[^]*It was read on a primary[^]*hint: / })
  t.match(await health('postgres://app@127.0.0.1:1/steward'), { code: 2, stdout: '', stderr: /could not connect/ })
})
