import t from 'tap'
import { poll, testDatabase, type TestDatabase } from '../support/database.js'
import { testRoles } from '../support/roles.js'

const queue = { target: 'public.job_queue', age_column: 'finished_at', keep: '7 days' }
const weird = { target: 'public."We.ird"', age_column: 'at', keep: '1 month' }

interface Change {
  target: string
  action: string
  differences: string[]
  statement: string | null
}

async function database(t: Parameters<typeof testDatabase>[0]): Promise<TestDatabase> {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create table job_queue (id bigint primary key, status text, finished_at timestamptz, device integer);
    create table "We.ird" (id integer primary key, at date);
    create schema archive; create table archive.events (id integer, at date);
  `)
  return db
}

const sync = async ({ sql }: Pick<TestDatabase, 'sql'>, desired: unknown, dryRun = false): Promise<Change[]> => [
  ...(await sql<Change[]>`select * from steward.sync_retention_policies(${JSON.stringify(desired)}::text::jsonb, ${dryRun})`),
]

const policies = async ({ sql }: TestDatabase) => [
  ...(await sql`select *, xmin::text as xmin from steward.retention_policies order by target_table`),
]

t.test('it creates, replaces, removes and leaves alone, and a dry run only says so', async (t) => {
  const db = await database(t)
  const created = [
    {
      target: 'public."We.ird"', action: 'create', differences: [],
      statement: `select steward.add_retention_policy(target => 'public."We.ird"', age_column => 'at', keep => '1 month');`,
    },
    {
      target: 'public.job_queue', action: 'create', differences: [],
      statement: "select steward.add_retention_policy(target => 'public.job_queue', age_column => 'finished_at', keep => '7 days');",
    },
  ]
  t.strictSame(await sync(db, [queue, weird], true), created)
  t.strictSame(await policies(db), [], 'a dry run changes nothing')
  t.strictSame(await sync(db, [queue, weird]), created)
  await db.sql`select steward.approve_retention_policy('job_queue'), steward.approve_retention_policy('"We.ird"')`

  const before = await policies(db)
  const none = { action: 'none', differences: [], statement: null }
  const unchanged = [{ target: 'public."We.ird"', ...none }, { target: 'public.job_queue', ...none }]
  const same = [{ ...queue, keep: '1 week', max_share: null, priority: '100' }, { ...weird, age_kind: 'date' }]
  t.strictSame(await sync(db, same), unchanged, 'what is written differently is the same')
  t.strictSame(await policies(db), before, 'nothing is written when there is nothing to do')

  const conditions = [{ column: 'status', operator: 'in', value: ["it's", 'done'] }]
  const changed = [{ ...queue, keep: '30 days', conditions, keep_last: 2, keep_per: ['device', 'status'], max_share: 0.5 }]
  const plan = await sync(db, changed, true)
  t.strictSame(await policies(db), before)
  t.strictSame(plan, [
    {
      target: 'public."We.ird"', action: 'remove', differences: ['approval: app -> none'],
      statement: `select steward.drop_retention_policy('public."We.ird"');`,
    },
    {
      target: 'public.job_queue', action: 'replace',
      differences: [
        'keep: 7 days -> 30 days',
        `conditions: [] -> [{"value": ["it's", "done"], "column": "status", "operator": "in"}]`,
        'keep_last: none -> 2', 'keep_per: none -> ["device", "status"]', 'max_share: none -> 0.5', 'approval: app -> none',
      ],
      statement:
        "select steward.drop_retention_policy('public.job_queue'); select steward.add_retention_policy(target => 'public.job_queue', " +
        `age_column => 'finished_at', keep => '30 days', conditions => '[{"value": ["it''s", "done"], "column": "status", "operator": "in"}]', ` +
        "keep_last => '2', keep_per => '{device,status}', max_share => '0.5');",
    },
  ])
  t.strictSame(await sync(db, changed), plan)
  t.match(await policies(db), [
    {
      target_table: 'job_queue', keep: '30 days', conditions, keep_last: 2, keep_per: ['device', 'status'], max_share: '0.5',
      approved_at: null, approved_by: null,
    },
  ])
  t.strictSame(await sync(db, changed), [{ target: 'public.job_queue', ...none }])
})

t.test('a month is not thirty days, and a policy that nobody approved loses no approval', async (t) => {
  const db = await database(t)
  await sync(db, [weird])
  const archived = { ...weird, keep: '30 days', action: 'archive', archive_to: 'archive.events' }
  t.match(await sync(db, [archived]), [
    { action: 'replace', differences: ['keep: 1 mon -> 30 days', 'action: delete -> archive', 'archive_to: none -> archive.events'] },
  ])
  t.match(await sync(db, []), [{ action: 'remove', differences: [] }])
  t.strictSame(await policies(db), [])
})

t.test('the policy of a table that is gone is removed', async (t) => {
  const db = await database(t)
  await sync(db, [queue, weird])
  await db.sql`drop table job_queue`
  t.match(await sync(db, [weird]), [{ target: 'public."We.ird"', action: 'none' }, { target: 'public.job_queue', action: 'remove' }])
  t.match(await policies(db), [{ target_table: 'We.ird' }])
})

t.test('what is wrong is named, and then nothing is changed at all', async (t) => {
  const db = await database(t)
  await sync(db, [weird])
  const before = await policies(db)
  const wrong = 'retention policy of public.job_queue: '
  const cases: [desired: unknown, error: { code: string | RegExp; message: string | RegExp; hint?: RegExp; detail?: string }][] = [
    [{}, { code: '22023', message: 'the desired policies are not a list' }],
    [null, { code: '22023', message: 'the desired policies are not a list' }],
    [[3], { code: '22023', message: 'a retention policy is an object, not 3' }],
    [[{ ...queue, keap: 1 }], { code: '22023', message: `${wrong}there is no key 'keap'`, hint: /^The keys are: target, age_column, keep, / }],
    [[{ ...queue, keep: undefined }], { code: '22023', message: `${wrong}keep is missing` }],
    [[{ ...queue, age_column: null }], { code: '22023', message: `${wrong}age_column is missing` }],
    [[{ keep: '1 day' }], { code: '22023', message: 'retention policy of no table: target is missing' }],
    [[{ ...queue, keep: 7 }], { code: '22023', message: `${wrong}keep: 7 has no unit`, hint: /30 days/ }],
    [[{ ...queue, keep: '7' }], { code: '22023', message: `${wrong}keep: "7" has no unit` }],
    [[{ ...queue, keep: 'soon' }], { code: '22023', message: `${wrong}keep: invalid input syntax for type interval: "soon"` }],
    [[{ ...queue, max_rows: 'all' }], { code: '22023', message: `${wrong}max_rows: invalid input syntax for type bigint: "all"` }],
    [[{ ...queue, enabled: null }], { code: '22023', message: `${wrong}enabled is null; its default is true` }],
    [[{ ...queue, conditions: null }], { code: '22023', message: `${wrong}conditions is null; its default is '[]'::jsonb` }],
    [[{ ...queue, keep_per: 'device' }], { code: '22023', message: `${wrong}keep_per: "device" is not a list` }],
    [[{ ...queue, age_column: ['at'] }], { code: '22023', message: `${wrong}age_column: ["at"] is a list` }],
    [[{ ...queue, age_column: 'x' }], { code: '22023', message: 'table public.job_queue cannot have this retention policy', detail: 'There is no column x.' }],
    [[queue, { ...queue, target: '"public".job_queue' }], { code: '22023', message: 'table public.job_queue has two policies' }],
    [[{ ...queue, target: 'job_queue' }], { code: '42P01', message: 'table job_queue does not exist', hint: /with the schema/ }],
    [[{ ...queue, target: "x'); drop table job_queue; --" }], { code: /^42/, message: /./ }],
  ]
  for (const [desired, error] of cases) await t.rejects(sync(db, desired), error, JSON.stringify(desired))
  t.strictSame(await policies(db), before)
})

t.test('a dry run that is neither true nor false removes nothing', async (t) => {
  const db = await database(t)
  await sync(db, [queue, { ...weird, enabled: false, keep_rows: null, max_share: null }])
  const before = await policies(db)
  t.match(before, [{ target_table: 'We.ird', keep_rows: null, max_share: null, enabled: false }, { target_table: 'job_queue', enabled: true }])
  await t.rejects(db.sql`select * from steward.sync_retention_policies('[]', dry_run => null)`, {
    code: '22004', message: 'dry_run must not be null', hint: 'Pass true or false, or leave it out for its default, false.',
  })
  t.strictSame(await policies(db), before)
  const removed = await db.sql`select target, action from steward.sync_retention_policies('[]', dry_run => true)`
  t.strictSame([...removed], [{ target: 'public."We.ird"', action: 'remove' }, { target: 'public.job_queue', action: 'remove' }])
  t.strictSame(await policies(db), before, 'near miss: true')
  t.strictSame([...(await db.sql`select target, action from steward.sync_retention_policies('[]', dry_run => false)`)], [...removed])
  t.strictSame(await policies(db), [], 'near miss: false')
})

t.test('who may administer but does not own the table is told so', async (t) => {
  const db = await database(t)
  const { steward: admin } = await testRoles(t, db, { steward: 'in role steward_admin' })
  const as = async (desired: unknown) =>
    db.admin.begin(async (tx) => {
      await tx.unsafe(`set local role ${admin}`)
      return sync({ sql: tx as never }, desired)
    })
  await t.rejects(as([queue]), { code: '42501', message: /owner of public\.job_queue/ })
  await db.admin.unsafe(`alter table job_queue owner to ${admin}`)
  t.match(await as([queue]), [{ target: 'public.job_queue', action: 'create' }])
  t.match(await as([]), [{ target: 'public.job_queue', action: 'remove' }])
})

t.test('two at once wait for each other, and the second finds nothing to do', async (t) => {
  const db = await database(t)
  const other = db.connect()
  const [{ pid } = { pid: 0 }] = await other<{ pid: number }[]>`select pg_backend_pid() as pid`
  let waiting: Promise<Change[]> = Promise.resolve([])
  await db.sql.begin(async (tx) => {
    await sync({ sql: tx as never }, [queue])
    waiting = sync({ sql: other }, [queue])
    await poll(async () => (await db.sql`select from pg_locks where pid = ${pid} and locktype = 'advisory' and not granted`).length > 0)
  })
  t.match(await waiting, [{ target: 'public.job_queue', action: 'none' }])
})
