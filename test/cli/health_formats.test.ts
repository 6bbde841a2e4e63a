import { createRequire } from 'node:module'
import { Ajv } from 'ajv'
import t from 'tap'
import { testDatabase } from '../support/database.js'
import { steward } from './support.js'

interface Sarif {
  runs: [
    {
      tool: { driver: { rules: { id: string }[] } }
      invocations: { toolExecutionNotifications: unknown[] }[]
      results: Record<string, unknown>[]
    },
  ]
}

// It is a draft-04 schema, of which SARIF uses nothing that later drafts changed but these two keywords.
const { $schema, id, ...schema } = createRequire(import.meta.url)('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json') as Record<string, unknown>

t.test('sarif validates, with rules, locations, fingerprints and suppressions', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create table parent (id int primary key); create table "Ch ild" (id int primary key, p int references parent);
    create table other (id int primary key, p int references parent);
    select steward.ignore_finding('foreign_keys_without_index:public.other_p_fkey', 'small for ever');
    select steward.configure_health_check('duplicate_indexes', enabled => false);
  `)
  const arguments_ = ['health', '--check', 'foreign_keys_without_index', 'duplicate_indexes', '--format', 'sarif', '--database-url', db.url]
  const { code, stdout } = await steward(arguments_)
  t.equal(code, 0)
  const log = JSON.parse(stdout) as Sarif
  const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema)
  t.ok(validate(log), JSON.stringify(validate.errors))
  t.notOk(validate({ ...log, version: '2' }), 'the schema does judge')

  const [run] = log.runs
  const position = run.tool.driver.rules.findIndex(({ id }) => id === 'foreign_keys_without_index')
  t.match(run.tool.driver.rules[position], {
    id: 'foreign_keys_without_index', name: 'ForeignKeysWithoutIndex', shortDescription: { text: 'Foreign key without an index' },
    helpUri: /^https:\/\/www\.postgresql\.org/, defaultConfiguration: { level: 'warning' }, properties: { tags: ['indexes', 'static', 'database'] },
  })
  t.strictSame(run.invocations[0]?.toolExecutionNotifications, [], 'a check that is switched off is no news')
  t.match(run.results, [
    {
      ruleId: 'foreign_keys_without_index', ruleIndex: position, level: 'warning',
      message: { text: /no index of public\."Ch ild" begins with \(p\)\. Create an index/ },
      locations: [{
        physicalLocation: { artifactLocation: { uri: `${db.name}/public/Ch%20ild_p_fkey` } },
        logicalLocations: [{ name: 'Ch ild_p_fkey', fullyQualifiedName: `${db.name}.public."Ch ild_p_fkey"`, kind: 'constraint' }],
      }],
      partialFingerprints: { 'pgstewardFinding/v1': /^[0-9a-f]{32}$/ },
      properties: { fix_sql: ['create index concurrently "Ch ild_p_idx" on public."Ch ild" (p);'] },
      suppressions: undefined,
    },
    { suppressions: [{ kind: 'external', status: 'accepted', justification: 'small for ever' }] },
  ])
  t.equal(run.results.length, 2)

  await db.sql`select steward.set_setting('health.time_budget', '0')`
  const blind = JSON.parse((await steward(arguments_)).stdout) as Sarif
  t.match(blind.runs[0].invocations[0], {
    executionSuccessful: true,
    toolExecutionNotifications: [{ level: 'note', associatedRule: { id: 'foreign_keys_without_index' } }],
  })
})

t.test('prometheus shows this run, under the naming rules', async (t) => {
  const { sql, url, name } = await testDatabase(t)
  await sql.unsafe(`create sequence worn as smallint; select setval('worn', 32000)`)
  const { code, stdout } = await steward(['health', '--category', 'capacity', '--format', 'prometheus', '--fail-on', 'critical', '--database-url', url])
  t.equal(code, 3)
  const lines = stdout.split('\n')
  t.ok(lines.includes('pgsteward_health_findings{severity="critical"} 1'))
  t.ok(lines.includes('pgsteward_health_check_value{unit="percent",check_id="sequence_exhaustion"} 97.7'))
  t.ok(lines.includes('# TYPE pgsteward_database_commits_total counter'))
  t.ok(lines.includes('# HELP pgsteward_connections_used_ratio Client connections, as a ratio of those that ordinary roles can open.'))
  t.match(stdout, /^pgsteward_connections_used_ratio 0\.\d+$/m)
  t.match(stdout, new RegExp(`^pgsteward_database_size_bytes\\{database="${name}"\\} \\d+$`, 'm'))
  const samples = lines.filter((line) => line && !line.startsWith('#'))
  t.strictSame(samples.filter((line) => !/^pgsteward_[a-z_]+(\{.*\})? -?[0-9.e+-]+$/.test(line)), [])
  const keys = samples.map((line) => line.replace(/ \S+$/, ''))
  t.strictSame(keys, [...new Set(keys)], 'no sample comes twice')
})

t.test('--mode static runs what needs no traffic, and --check what is named', async (t) => {
  const { sql, url } = await testDatabase(t)
  await sql`create table keyless (a int)`
  const checks = async (...args: string[]) => {
    const { code, stdout } = await steward(['health', '--format', 'json', '--database-url', url, ...args])
    t.equal(code, 0)
    const report = JSON.parse(stdout) as Record<'findings' | 'coverage', { check_id: string }[]>
    return new Set([...report.findings, ...report.coverage].map((row) => row.check_id))
  }
  const modes = await sql<{ check_id: string; mode: string }[]>`select check_id, mode from steward.health_checks order by 1`
  const named = (mode: string) => modes.filter((row) => row.mode === mode).map((row) => row.check_id)
  t.strictSame([...(await checks('--mode', 'static'))].sort(), named('static').sort())
  t.strictSame([...(await checks('--mode', 'runtime'))].sort(), named('runtime').sort())
  t.strictSame([...(await checks('--check', 'tables_without_primary_key', 'cache_hit_ratio'))].sort(), ['cache_hit_ratio', 'tables_without_primary_key'])
  t.strictSame([...(await checks('--mode', 'static', '--check', 'tables_without_primary_key', 'cache_hit_ratio'))], ['tables_without_primary_key'])
  const unknown = await steward(['health', '--check', 'nope', '--database-url', url])
  t.match(unknown, { code: 2, stderr: /sqlstate: SW003\n$/ })
})
