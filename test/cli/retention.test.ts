import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import t from 'tap'
import { poll, testDatabase } from '../support/database.js'
import { steward } from './support.js'

async function database(t: Parameters<typeof testDatabase>[0], rows = 40) {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create table jobs (id integer primary key, status text, finished_at timestamptz, device integer);
    create index on jobs (finished_at);
    insert into jobs select g, 'done', now() - interval '30 days', g % 2 from generate_series(1, ${rows}) as g;
    insert into jobs select g, 'done', now(), g % 2 from generate_series(${rows} + 1, ${rows} + 60) as g;
    analyze jobs;
    create table other (id integer primary key, at date);
  `)
  return { ...db, run: (...args: string[]) => steward(['retention', ...args, '--database-url', db.url]) }
}

t.test('a policy is added, looked at, approved, run and removed', async (t) => {
  const { sql, run } = await database(t)
  t.match(await run(), { code: 0, stdout: '(no rows)\n' })
  t.match(await run('run'), { code: 0, stdout: '(no rows)\n', stderr: 'no policy is approved and enabled\n' })
  t.match(await run('add', 'jobs', '--age-column', 'finished_at', '--keep', '7 days'), {
    code: 0, stdout: 'added the policy of jobs\n', stderr: /pgsteward retention preview jobs; then: pgsteward retention approve jobs\n$/,
  })
  t.match(await run('list'), { code: 0, stdout: /│ public\.jobs │ 7 days │ delete │ to be approved +│/ })
  t.match(JSON.parse((await run('list', '--format', 'json')).stdout), [{ target: 'public.jobs', keep: '7 days', is_approved: false, enabled: true }])

  const preview = await run('preview', 'jobs')
  t.equal(preview.code, 0)
  t.match(preview.stdout, /^retention of jobs\n {2}approved {3}no\n {2}older than \d{4}-\d\d-\d\d \d\d:\d\d UTC\n {2}rows {7}40 of 100, 40 %\n {2}oldest /)
  t.match(preview.stdout, /\n {2}strategy {3}\w+: .*\n {2}batches {4}about 1\n {2}WAL .* bytes|kB\n.*\n {2}statement {2}delete from only public\.jobs /)
  t.match(JSON.parse((await run('preview', 'jobs', '--format', 'json')).stdout), [
    { expired_rows: 40, total_rows: 100, is_approved: false, problems: [], is_estimate: false },
  ])
  t.match(await run('run', 'jobs', '--format', 'csv'), { code: 3, stdout: /\nretention,public\.jobs,refused_guard,0,[\d.]+,,Nobody has approved/ })

  t.match(await run('approve', 'jobs'), { code: 2, stdout: /^retention of jobs\n/, stderr: /policy of jobs removes such rows\. It is done in database test_\w+ on [\w.]+:\d+\. That needs --yes/ })
  t.match(await run('approve', 'jobs', '--yes'), { code: 0, stdout: /\n {2}rows {7}40 of 100[^]*\napproved the policy of jobs\n$/ })
  t.match(await run('run', '--format', 'csv'), {
    code: 0, stdout: /^step,target,outcome,rows,seconds,sqlstate,message\nretention,public\.jobs,done,40,[\d.]+,,\n$/, stderr: '',
  })
  t.match(await run('run', 'jobs', '--format', 'json'), { code: 0, stdout: /"outcome": "nothing_to_do",\n {4}"rows": 0,/ })
  t.strictSame([...(await sql`select count(*)::integer as rows from jobs`)], [{ rows: 60 }])
  t.match(await run('remove', 'jobs'), { code: 0, stdout: 'removed the policy of jobs\n' })
  for (const command of ['remove', 'preview', 'run']) {
    t.match(await run(command, 'jobs'), { code: 1, stdout: '', stderr: /jobs has no retention policy\nhint: .*\nsqlstate: SW013\n$/ }, command)
  }
})

t.test('every option of add is a parameter, and SQL says what is wrong with its value', async (t) => {
  const { sql, run } = await database(t)
  await sql`create table archived (id integer, status text, finished_at timestamptz, device integer)`
  const add = (...args: string[]) => run('add', 'jobs', '--age-column', 'finished_at', '--keep', ...args)
  const conditions = [{ column: 'status', operator: 'in', value: ['done', "it's"] }]
  t.match(
    await add(
      '1 month', '--action', 'archive', '--archive-to', 'archived', '--conditions', JSON.stringify(conditions), '--age-kind', 'timestamptz',
      '--time-zone', 'Europe/Berlin', '--keep-rows', '5', '--keep-last', '2', '--keep-per', 'device', 'status', '--max-share', '0.5',
      '--max-rows', '1000', '--time-budget', '5 minutes', '--window-start', '22:00', '--window-end', '06:00', '--priority', '7', '--disabled',
    ),
    { code: 0 },
  )
  t.match(await sql`select * from steward.retention_policies`, [
    {
      target_table: 'jobs', keep: '1 mon', action: 'archive', archive_schema: 'public', archive_table: 'archived', conditions,
      age_kind: 'timestamptz', time_zone: 'Europe/Berlin', keep_rows: '5', keep_last: 2, keep_per: ['device', 'status'], max_share: '0.5',
      max_rows: '1000', time_budget: '00:05:00', window_start: '22:00:00', window_end: '06:00:00', priority: 7, enabled: false,
    },
  ])
  t.match(await run('run', 'jobs', '--format', 'csv'), { code: 3, stdout: /refused_guard,0,[\d.]+,,The policy is disabled\./ })
  t.match(await add('7 days'), { code: 1, stderr: /already\nhint: .*\nsqlstate: 42710/ })
  await sql`delete from steward.retention_policies`

  t.match(await add('7'), { code: 1, stderr: 'error: retention policy of jobs: keep: "7" has no unit\nhint: Write an interval, such as 30 days.\nsqlstate: 22023\n' })
  t.match(await add('7 days', '--max-rows', 'all'), { code: 1, stderr: /max_rows: invalid input syntax for type bigint: "all"/ })
  t.match(await add('7 days', '--soft-delete-column', 'gone'), { code: 1, stderr: /detail: soft_delete_column belongs to the action soft_delete/ })
  t.match(await add('7 days', '--conditions', '[{'), { code: 2, stderr: /Expected JSON: / })
  t.match(await run('add', 'jobs', '--keep', '7 days'), { code: 2, stderr: /--age-column/ })
  t.match(await run('add', 'nope', '--age-column', 'at', '--keep', '7 days'), { code: 1, stderr: /relation "nope" does not exist/ })
  t.strictSame([...(await sql`select from steward.retention_policies`)], [])
})

t.test('retention.yaml is planned, applied and written', async (t) => {
  const { sql, run } = await database(t)
  const file = `${t.testdir({})}/retention.yaml`
  const write = (text: string) => writeFileSync(file, text)
  const jobs = '  - target: public.jobs\n    age_column: finished_at\n    keep: 7 days\n    age_kind: timestamptz\n'
  write(`policies:\n${jobs}  - {target: public.other, age_column: at, keep: 1 year, window_start: 22:00, window_end: 6:00}\n`)

  t.match(await run('plan', file, '--format', 'json'), { code: 3, stdout: /"action": "create"/ })
  t.match(await run('plan', file), { code: 3, stdout: /│ public\.jobs +│ create │ +│\n/ })
  t.match(await run('apply', file), { code: 0, stdout: /│ public\.other │ create │ /, stderr: /has to be approved/ }, 'nothing to lose: nobody is asked')
  t.match(await run('plan', file, '--format', 'csv'), { code: 0, stdout: 'target,action,differences,statement\npublic.jobs,none,[],\npublic.other,none,[],\n' })
  await sql`select steward.approve_retention_policy('jobs', accept_share => 1)`

  write(`policies:\n${jobs.replace('7 days', '30 days')}`)
  t.match(await run('plan', file), { code: 3, stdout: /│ public\.jobs +│ replace │ keep: 7 days -> 30 days │\n│ +│ +│ approval: app -> none +│\n[^]*│ public\.other │ remove {2}│ / })
  t.match(await run('apply', file), {
    code: 2, stdout: '', stderr: /^error: This will replace public\.jobs \(keep: 7 days -> 30 days, approval: app -> none\), remove public\.other\. It is done in database \w+ on [\w.]+:\d+\. That needs --yes/,
  })
  t.match(await sql`select approved_by, keep from steward.retention_policies where target_table = 'jobs'`, [{ approved_by: 'app', keep: '7 days' }])
  t.match(await run('apply', file, '--yes'), { code: 0, stdout: /replace/ })
  t.match(await sql`select approved_by, keep from steward.retention_policies`, [{ approved_by: null, keep: '30 days' }])
  t.match(await run('export'), { code: 0, stdout: `policies:\n${jobs.replace('7 days', '30 days')}`, stderr: '' })

  write('policies: []')
  t.match(await run('apply', file, '--yes'), { code: 0, stdout: /public\.jobs │ remove/ })
  t.match(await run('export'), { code: 0, stdout: 'policies: []\n' })
})

t.test('a file that is wrong is named, and changes nothing', async (t) => {
  const { run } = await database(t)
  const file = `${t.testdir({})}/r.yaml`
  t.match(await run('plan', file), { code: 2, stderr: /r\.yaml: ENOENT[^]*\nhint: It holds a list named policies; pgsteward retention export writes one\.\n$/ })
  t.match(await run('plan'), { code: 2, stderr: /^error: retention\.yaml: ENOENT/ })
  for (const [text, problem] of [
    ['policies: [', /r\.yaml: .* at line 1/],
    ['', /r\.yaml: Invalid input: expected object/],
    ['- target: a', /r\.yaml: Invalid input: expected object/],
    ['policies: {}', /r\.yaml: policies: Invalid input: expected array/],
    ['policies: [3]', /r\.yaml: policies\.0: Invalid input/],
    ['policies: []\npolices: []', /r\.yaml: Unrecognized key: "polices"/],
    ['policies:\n  - {target: a, target: b}', /r\.yaml: Map keys must be unique/],
  ] as const) {
    writeFileSync(file, text)
    t.match(await run('apply', file, '--yes'), { code: 2, stdout: '', stderr: problem }, text)
  }
  writeFileSync(file, 'policies: [{target: public.jobs, age_column: finished_at, keep: 7}]')
  t.match(await run('plan', file), { code: 1, stderr: /public\.jobs: keep: 7 has no unit\n[^]*22023/ })
})

t.test('a step that fails is exit code 1, and the other policies are run', async (t) => {
  const { sql, run } = await database(t)
  await sql`insert into other values (1, '2000-01-01')`
  await sql.unsafe(`
    select steward.add_retention_policy('jobs', 'finished_at', '7 days'), steward.add_retention_policy('other', 'at', '7 days');
    select steward.approve_retention_policy('jobs', accept_share => 1), steward.approve_retention_policy('other', accept_share => 1);
    alter table jobs rename column finished_at to ended_at;
  `)
  t.match(await run('run', '--format', 'csv'), {
    code: 1, stderr: '',
    stdout: /\nretention,public\.jobs,error,0,[\d.]+,22023,The policy does not fit the table any more: .*\nretention,public\.other,done,1,[\d.]+,,\n$/,
  })
})

t.test('rows that others refer to stay, which is exit code 3', async (t) => {
  const { sql, run } = await database(t)
  await sql.unsafe(`
    create table refers (job integer references jobs); create index on refers (job); insert into refers values (1);
    select steward.add_retention_policy('jobs', 'finished_at', '7 days'); select steward.approve_retention_policy('jobs', accept_share => 1);
  `)
  t.match(await run('run', '--format', 'csv'), { code: 3, stdout: /,blocked_fk,39,/ })
})

t.test('an interrupt cancels the run on the server, and nothing more is begun', async (t) => {
  const { sql, admin, url } = await database(t)
  // A batch that waits: somebody holds a row that is to go.
  await sql.unsafe(`
    select steward.add_retention_policy('jobs', 'finished_at', '7 days'), steward.add_retention_policy('other', 'at', '7 days');
    select steward.approve_retention_policy('jobs', accept_share => 1), steward.approve_retention_policy('other', accept_share => 1);
    select steward.set_setting('maintenance.lock_timeout', '1 hour');
  `)
  let outcome: Promise<unknown[]> = Promise.resolve([])
  let stdout = ''
  await sql.begin(async (tx) => {
    await tx`lock table jobs in exclusive mode`
    const child = spawn(process.execPath, ['dist/cli/main.js', 'retention', 'run', '--format', 'csv', '--database-url', url])
    child.stdout.on('data', (data: Buffer) => (stdout += data.toString()))
    outcome = once(child, 'close')
    await poll(async () => (await admin`select from pg_locks where relation = 'jobs'::regclass and not granted`).length > 0)
    child.kill('SIGINT')
    t.strictSame(await outcome, [130, null])
  })
  t.match(stdout, /^step,.*\nretention,public\.jobs,error,0,[\d.]+,57014,canceling statement due to user request\n$/)
})
