import t from 'tap'
import { migrateProject, projectMigrations } from '../../src/migrate/project.js'
import { seed } from '../../src/migrate/seed.js'
import { inRequest } from '../support/access.js'
import { findings } from '../support/findings.js'
import { loadAccess, sampleDatabase } from './support.js'

// The development set: Ada owns Blue Harbor, where Bruno is an editor; Chiara owns Cedar; Elif is a viewer of both.
const person = (n: number) => `00000000-0000-4000-8000-0000000000b${n}`
const claims = {
  ada: { role: 'steward_user', user_id: person(1) },
  bruno: { role: 'steward_user', user_id: person(2) },
  chiara: { role: 'steward_user', user_id: person(3) },
  elif: { role: 'steward_user', user_id: person(5) },
  stranger: { role: 'steward_user', user_id: person(9) },
  service: { role: 'steward_service' },
  admin: { role: 'steward_admin' },
}

const db = await sampleDatabase(t, { empty: false })
await seed(db.sql, 'seeds/testing_platform/seed', { environment: 'development' })
await loadAccess(db.sql)
const tables = (await db.sql<{ name: string }[]>`
  select relname as name from pg_class
  where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname <> 'pgmigrations' order by 1`).map(({ name }) => name)

const shared = tables.filter((name) => name !== 'job_queue')

const counts = (who: keyof typeof claims, of = shared) =>
  inRequest(db.admin, claims[who], async (tx) => {
    const seen: number[] = []
    for (const table of of) {
      const [row] = await tx<{ n: number }[]>`select count(*)::integer as n from public.${tx(table)}`
      seen.push(row?.n ?? Number.NaN)
    }
    return seen
  })

/** How many rows a statement of somebody changed, or the SQLSTATE that it ended with; all of it is undone. */
async function tried(who: keyof typeof claims, statement: string): Promise<number | string> {
  const undone = new Error('undone')
  let rows = 0
  return inRequest(db.admin, claims[who], async (tx) => {
    rows = (await tx.unsafe(statement)).count
    throw undone
  }).catch((error: unknown) => (error === undone ? rows : (error as { code: string }).code))
}

t.test('every table is protected, and nothing has drifted', async (t) => {
  const registered = await db.sql`select target_table as name from steward.protected_tables where target_schema = 'public' order by 1`
  t.strictSame(registered.map(({ name }) => name as string), tables)
  t.match(await findings(db.sql, 'drifted_protections'), [{ status: 'ok' }])
})

t.test('users see their own, members what their organization shares, the service and admins everything', async (t) => {
  t.strictSame(tables, [
    'ai_generations', 'api_keys', 'browser_sessions', 'job_queue', 'organization_members', 'organizations', 'projects',
    'scheduled_test_executions', 'test_schedules', 'users', 'visual_test_flows', 'visual_test_steps',
  ])
  await t.rejects(counts('ada', tables), { code: '42501', message: 'permission denied for table job_queue' })
  t.strictSame(await counts('ada'), [2, 1, 5, 3, 1, 2, 5, 1, 1, 2, 5])
  t.strictSame(await counts('bruno'), [2, 1, 5, 3, 1, 2, 5, 1, 1, 2, 5])
  t.strictSame(await counts('chiara'), [1, 0, 5, 3, 1, 1, 5, 1, 1, 1, 4])
  t.strictSame(await counts('elif'), [4, 1, 10, 6, 2, 3, 10, 2, 1, 3, 9], 'and a generation of her own')
  t.strictSame(await counts('stranger'), [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
  for (const who of ['service', 'admin'] as const) t.strictSame(await counts(who), [4, 1, 10, 6, 2, 3, 10, 2, 5, 3, 9], who)
})

t.test('editors work, viewers look on, owners manage their organization', async (t) => {
  const renamed = 'update public.projects set name = name'
  const keys = 'delete from public.api_keys'
  const organization = `update public.organizations set name = 'Blue'`
  const hire = `insert into public.organization_members (org_id, user_id, role) values ('00000000-0000-4000-8000-0000000000a1', '${person(4)}', 'viewer')`
  for (const [who, expected] of [
    ['ada', [2, 1, 1, 1]],
    ['bruno', [2, 0, 0, '42501']],
    ['elif', [0, 0, 0, '42501']],
    ['chiara', [1, 0, 1, '42501']],
    ['admin', [3, 1, 2, 1]],
  ] as const) {
    const outcomes = []
    for (const statement of [renamed, keys, organization, hire]) outcomes.push(await tried(who, statement))
    t.strictSame(outcomes, expected, who)
  }
})

t.test('nobody attaches rows to a project, flow, schedule, run or generation of another organization', async (t) => {
  const id = (end: string) => `'00000000-0000-4000-8000-0000000000${end}'`
  const insert = (table: string, values: Record<string, string>) =>
    `insert into public.${table} (${Object.keys(values).join(', ')}) values (${Object.values(values).join(', ')})`
  const [theirs] = await db.sql<{ id: string }[]>`select min(id) as id from public.scheduled_test_executions where organization_id = '00000000-0000-4000-8000-0000000000a2'`
  const [ours] = await db.sql<{ id: string }[]>`select min(id) as id from public.scheduled_test_executions where organization_id = '00000000-0000-4000-8000-0000000000a1'`
  const blue = { organization_id: id('a1') }
  const own = { ...blue, user_id: id('b1') }
  const flow = { ...own, project_id: id('c1'), name: `'F'` }
  const schedule = { ...flow, flow_id: id('d1'), schedule_type: `'once'` }
  const step = { ...blue, flow_id: id('d1'), position: '9', action: `'click'` }
  const run = { ...blue, project_id: id('c1'), schedule_id: id('e1'), scheduled_for: 'now()' }
  const generation = { ...own, project_id: id('c1'), kind: `'test_case'`, provider: `'p'`, model: `'m'`, prompt: `'{}'` }
  const session = { ...own, project_id: id('c1'), execution_id: ours?.id ?? '', browser_version: `'1'`, start_url: `'https://a.example'` }
  for (const [table, row, foreign] of [
    ['visual_test_flows', flow, { project_id: id('c3') }],
    ['visual_test_flows', flow, { generation_id: id('f2') }],
    ['visual_test_steps', step, { flow_id: id('d2') }],
    ['test_schedules', schedule, { project_id: id('c3') }],
    ['test_schedules', schedule, { flow_id: id('d2') }],
    ['scheduled_test_executions', run, { project_id: id('c3') }],
    ['scheduled_test_executions', run, { schedule_id: id('e2') }],
    ['ai_generations', generation, { project_id: id('c3') }],
    ['browser_sessions', session, { project_id: id('c3') }],
    ['browser_sessions', session, { execution_id: theirs?.id ?? '' }],
  ] as const) {
    t.equal(await tried('ada', insert(table, row)), 1, `${table} as it should be`)
    t.equal(await tried('ada', insert(table, { ...row, ...foreign })), '23503', `${table} with a foreign ${Object.keys(foreign).join()}`)
  }
  for (const reference of [{ project_id: id('c3'), execution_id: 'null' }, { project_id: 'null', execution_id: theirs?.id ?? '' }]) {
    t.equal(await tried('ada', insert('browser_sessions', { ...session, ...reference, organization_id: 'null' })), '23514', 'nor from a personal workspace')
  }
  t.equal(await tried('ada', insert('ai_generations', { ...generation, organization_id: 'null', project_id: id('c3') })), '23514')
  t.equal(await tried('service', `update public.visual_test_flows set organization_id = ${id('a2')} where id = ${id('d1')}`), '23503', 'nor moves them there')
})

t.test('what a run or a generation leaves behind stays', async (t) => {
  const undone = new Error('undone')
  await t.rejects(db.sql.begin(async (tx) => {
    await tx`delete from public.ai_generations`
    await tx`delete from public.scheduled_test_executions`
    t.match([...(await tx`
      select bool_and(organization_id is not null and generation_id is null) as flows,
        (select bool_and(organization_id is not null and execution_id is null) from public.browser_sessions) as sessions
      from public.visual_test_flows`)], [{ flows: true, sessions: true }])
    throw undone
  }), undone)
})

t.test('prove_isolation() finds no leak', async (t) => {
  const probes = await db.sql<{ name: string; leaks: number; denied: boolean; own: boolean }[]>`
    select object as name, (count(*) filter (where verdict = 'leak'))::integer as leaks,
      bool_or(verdict = 'denied') as denied, bool_or(verdict = 'own_rows') as own
    from steward.prove_isolation('public')
    group by object order by object`
  const byTable = new Map(probes.map((row) => [row.name, row]))
  for (const table of tables) t.match(byTable.get(`public.${table}`), { leaks: 0, denied: true, own: true }, table)
  t.strictSame(probes.filter(({ leaks }) => leaks > 0), [])
})

t.test('the shortcuts come and go without switching off row level security', async (t) => {
  const set = projectMigrations('seeds/testing_platform/migrations')
  t.match(await migrateProject(db.sql, set, { direction: 'up', environment: 'development' }), [/shortcuts/])
  await migrateProject(db.sql, set, { direction: 'down', count: 1, environment: 'development' })
  t.strictSame([...(await db.sql`select relrowsecurity as protected from pg_class where oid = 'public.api_keys'::regclass`)], [{ protected: true }])
  t.match(await findings(db.sql, 'drifted_protections'), [{ status: 'ok' }])
  t.strictSame([...(await db.sql`select object, statement from steward.prove_isolation('public') where verdict = 'leak'`)], [])
})
