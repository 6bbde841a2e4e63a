import t from 'tap'
import { blindRole, poll, testDatabase } from '../support/database.js'

t.test('every enabled check says something in a new database, and finds nothing there', async (t) => {
  const { sql } = await testDatabase(t)
  const rows = await sql`
    select c.check_id, c.scope, f.status, f.detail
    from steward.health_checks as c
    left join steward.health_findings() as f on f.check_id = c.check_id`
  t.ok(rows.length >= 30, 'there are at least thirty checks')
  t.strictSame(rows.filter((row) => row['status'] === null || row['status'] === 'error'), [], 'each has a row, none failed')
  t.strictSame(rows.filter((row) => row['scope'] === 'database' && row['status'] === 'finding'), [])
})

t.test('a row has the shape that the documentation promises', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe('create table parent (id int primary key); create table child (id int primary key, p int references parent)')
  const [row] = await sql`select * from steward.health_findings(checks => '{foreign_keys_without_index}')`
  t.match(row, {
    check_id: 'foreign_keys_without_index',
    status: 'finding',
    severity: 'warning',
    category: 'indexes',
    object_type: 'constraint',
    object_schema: 'public',
    object_name: 'child_p_fkey',
    fingerprint: /^[0-9a-f]{32}$/,
    title: 'Foreign key without an index',
    value: null,
    unit: null,
    threshold_warning: null,
    threshold_critical: null,
    confidence: 'exact',
    fix_sql: ['create index concurrently child_p_idx on public.child (p);'],
    undo_sql: ['drop index concurrently public.child_p_idx;'],
    fix_lock: /^SHARE UPDATE EXCLUSIVE/,
    fix_risk: /CONCURRENTLY/,
    doc_url: /^https:\/\/www\.postgresql\.org\/docs\/current\//,
    stats_since: Date,
    measured_at: Date,
  })
})

t.test('the fingerprint survives a rebuild of the object and differs between objects', async (t) => {
  const { sql } = await testDatabase(t)
  const create = async (name: string) => {
    await sql.unsafe(`create table ${name} (id int primary key, p int references ${name})`)
    const [row] = await sql`
      select fingerprint from steward.health_findings(checks => '{foreign_keys_without_index}')
      where object_name = ${`${name}_p_fkey`}`
    await sql.unsafe(`drop table ${name}`)
    return row?.['fingerprint'] as string
  }
  const first = await create('a')
  t.equal(await create('a'), first)
  t.not(await create('b'), first)
})

t.test('one failing check is an error row and the others go on', async (t) => {
  const { sql } = await testDatabase(t)
  await replaceCheck(sql, 'invalid_indexes', 'select 1 / 0')
  t.match(await statuses(sql, ['invalid_indexes', 'duplicate_indexes']), [
    { check_id: 'duplicate_indexes', status: 'ok', detail: 'Nothing found.', reason: null },
    { check_id: 'invalid_indexes', status: 'error', detail: /SQLSTATE 22012: division by zero/, reason: 'error' },
  ])
})

t.test('rows that came before an error are not reported as if they were all', async (t) => {
  const { sql } = await testDatabase(t)
  await replaceCheck(
    sql,
    'invalid_indexes',
    `return query select null, null, null, 1.0, 'seen', null, 'warning', null, null::text[], null::jsonb; perform 1 / 0`,
  )
  t.match(await statuses(sql, ['invalid_indexes']), [{ status: 'error' }])
  t.equal((await statuses(sql, ['invalid_indexes'])).length, 1)
})

t.test('a check that meets a lock gives up after 100 ms and says so', async (t) => {
  const db = await testDatabase(t)
  await db.sql`create table locked ()`
  await replaceCheck(db.sql, 'invalid_indexes', 'perform from public.locked')
  const holder = await db.connect().reserve()
  await holder`begin`
  await holder`lock table locked in access exclusive mode`
  t.match(await statuses(db.sql, ['invalid_indexes']), [
    { status: 'skipped', reason: 'lock', action: /get_blocking_locks/ },
  ])
  await holder`rollback`
  t.match(await statuses(db.sql, ['invalid_indexes']), [{ status: 'ok' }])
  holder.release()
})

t.test('a cancel request is not swallowed', async (t) => {
  const db = await testDatabase(t)
  await replaceCheck(db.sql, 'invalid_indexes', 'perform pg_sleep(60)')
  const session = await db.connect().reserve()
  const [backend] = await session`select pg_backend_pid() as pid`
  const running = t.rejects(statuses(session, ['invalid_indexes']), { code: '57014' })
  await poll(() => db.admin`select from pg_stat_activity where pid = ${backend?.['pid'] as number} and wait_event = 'PgSleep'`.then((r) => r.length))
  await db.admin`select pg_cancel_backend(${backend?.['pid'] as number})`
  await running
  session.release()
})

t.test('after the time budget checks are skipped', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`select from steward.set_setting('health.time_budget', '0')`
  t.match(await statuses(sql, ['invalid_indexes']), [
    { status: 'skipped', reason: 'time', action: "select * from steward.health_findings(checks => '{invalid_indexes}');" },
  ])
})

t.test('the budget ends before statement_timeout would', async (t) => {
  const { sql } = await testDatabase(t)
  await sql`select steward.set_setting('health.time_budget', '1 hour')`
  // Instead of sleeping until the deadline, the check sees that it is right and lets it pass.
  await replaceCheck(
    sql,
    'cache_hit_ratio',
    `if current_setting('pgsteward.deadline')::timestamptz <> statement_timestamp() + interval '8 minutes' then perform 1 / 0; end if;
    perform set_config('pgsteward.deadline', '2000-01-01', true)`,
  )
  const session = await sql.reserve()
  await session`set statement_timeout = '10min'`
  t.match(await statuses(session, ['cache_hit_ratio', 'invalid_indexes']), [
    { check_id: 'cache_hit_ratio', status: 'ok' },
    { check_id: 'invalid_indexes', status: 'skipped', reason: 'time' },
  ])
  await session`reset statement_timeout`
  session.release()
})

t.test('refuses unknown names with SW003', async (t) => {
  const { sql } = await testDatabase(t)
  const refused = { code: 'SW003', message: "health check or category 'nope' does not exist", hint: /health_checks/ }
  await t.rejects(sql`select from steward.health_findings(checks => '{nope}')`, refused)
  await t.rejects(sql`select from steward.health_findings(categories => '{indexes,nope}')`, refused)
  t.equal((await sql`select from steward.health_findings(categories => '{}')`).length, 0)
})

t.test('runs in a read-only transaction and leaves no trace', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.begin('read only', async (tx) => {
    t.strictSame([...(await tx`select check_id, detail from steward.health_findings() where status = 'error'`)], [])
    t.match(await tx`select pg_current_xact_id_if_assigned() as xid, current_setting('lock_timeout') as lock_timeout`, [
      { xid: null, lock_timeout: '0' },
    ])
  })
})

t.test('a role without privileges gets no error, and a GRANT for everything that it cannot see', async (t) => {
  const db = await testDatabase(t)
  const blind = await blindRole(t, db)
  await db.sql`create table public.unreadable (id integer primary key, at timestamptz)`
  const rows = await blind`
    select check_id, status, action, evidence ->> 'reason' as reason from steward.health_findings()`
  t.strictSame(rows.filter((row) => row['status'] === 'error'), [])
  const skipped = rows.filter((row) => row['status'] === 'skipped' && row['reason'] === 'privilege')
  t.ok(skipped.length >= 3)
  for (const row of skipped) t.match(row['action'], /grant .* to /i, row['check_id'] as string)
  t.strictSame(
    rows.filter((row) => row['status'] === 'skipped' && !row['action']).map((row) => row['check_id']), [],
    'every skipped row says what would help',
  )
})

t.test('a queued ALTER TABLE never holds the health check up', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create table busy (id integer generated always as identity primary key, filler text);
    insert into busy (filler) select repeat('x', 1000) from generate_series(1, 15000);
    create table child (id integer primary key, busy_id integer references busy);
    analyze;
  `)
  const reader = await db.connect().reserve()
  await reader`begin`
  await reader`select from busy limit 1`
  const altering = await db.connect().reserve()
  await db.sql`select steward.set_setting('health.time_budget', '1 hour')`
  const alter = altering`alter table busy add column more text`.execute()
  await poll(() => db.admin`select from pg_locks where not granted and mode = 'AccessExclusiveLock' and relation = ${'busy'}::regclass`.then((r) => r.length))

  const session = await db.connect().reserve()
  // A check that joined the queue would wait until this timeout and take the whole call with it.
  await session`set statement_timeout = '2min'`
  const rows = await session`select check_id, status, detail, object_name from steward.health_findings()`
  t.strictSame(rows.filter((row) => row['status'] === 'error'), [])
  t.match(rows.find((row) => row['check_id'] === 'foreign_keys_without_index'), { status: 'finding', object_name: 'child_busy_id_fkey' })

  await reader`rollback`
  await alter
  for (const connection of [reader, altering, session]) connection.release()
})

async function replaceCheck(sql: Awaited<ReturnType<typeof testDatabase>>['sql'], check: string, body: string) {
  await sql.unsafe(`
    create or replace function steward_internal.check_${check}() returns setof steward_internal.check_row
    language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
    begin
      ${body.replace(/^select/, 'perform')};
    end $$`)
}

type Queryable = Pick<Awaited<ReturnType<typeof testDatabase>>['sql'], 'unsafe'>

async function statuses(sql: Queryable, checks: string[]) {
  return [
    ...(await sql.unsafe(
      `select check_id, status, detail, action, evidence ->> 'reason' as reason
      from steward.health_findings(checks => $1) order by check_id`,
      [checks],
    )),
  ]
}

t.test('looks anew at the sessions when it is called twice in a transaction', async (t) => {
  const db = await testDatabase(t)
  await db.sql`select steward.configure_health_check('long_transactions', warning => 0, critical => 3600)`
  const other = await db.connect().reserve()
  const [own] = await other<{ pid: number }[]>`select pg_backend_pid() as pid`
  const pid = own?.pid ?? 0
  await db.sql.begin(async (tx) => {
    const seen = async () =>
      (await tx`select from steward.health_findings(checks => '{long_transactions}') where object_name = ${`pid ${pid}`}`).length
    t.equal(await seen(), 0)
    await other`begin`
    await other`select 1`
    t.equal(await seen(), 1)
  })
  await other`rollback`
  other.release()
})
