import t from 'tap'
import type postgres from 'postgres'
import { sampleDatabase } from './support.js'

type Job = Record<string, unknown>
const db = await sampleDatabase(t)
const { sql } = db

const enqueue = async (queue: string, options = '') =>
  (await sql.unsafe<{ id: string }[]>(`select public.enqueue_job('run_flow', queue => '${queue}'${options}) as id`))[0]?.id ?? ''
const claim = async (queue: string, worker = 'w', { max = 1, lease = '5 minutes', by = sql }: { max?: number; lease?: string; by?: postgres.Sql } = {}) =>
  (await by<{ id: string }[]>`select id from public.claim_jobs(${worker}, ${queue}, ${max}, ${lease}::text::interval)`).map(({ id }) => id)
const job = async (id: string): Promise<Job> =>
  (await sql<Job[]>`
    select status, attempts, locked_by, locked_until > now() as is_leased, finished_at is not null as is_finished, result, error_message,
      duration_ms >= 0 as is_timed
    from public.job_queue where id = ${id}`)[0] ?? {}
/** Lets a lease end, or the time of the next attempt come, without waiting for it. */
const elapse = (id: string) => sql`
  update public.job_queue
  set locked_until = locked_until - interval '1 day', run_at = run_at - interval '1 day', started_at = started_at - interval '1 day'
  where id = ${id}`

t.test('a job is queued, claimed and completed', async (t) => {
  const id = await enqueue('one', `, payload => '{"flow": 1}', priority => 5`)
  t.strictSame(await job(id), {
    status: 'queued', attempts: 0, locked_by: null, is_leased: null, is_finished: false, result: null, error_message: null, is_timed: null,
  })
  t.strictSame(await claim('another'), [], 'queues are apart')
  t.strictSame(await claim('one'), [id])
  t.match(await job(id), { status: 'running', attempts: 1, locked_by: 'w', is_leased: true })
  t.strictSame(await claim('one'), [])
  await sql`select public.complete_job(${id}, 'w', '{"ok": true}')`
  t.strictSame(await job(id), {
    status: 'completed', attempts: 1, locked_by: 'w', is_leased: null, is_finished: true, result: { ok: true }, error_message: null, is_timed: true,
  })
})

t.test('the most urgent comes first, then the oldest, and nothing before its time', async (t) => {
  const late = await enqueue('order', `, run_at => now() - interval '1 minute'`)
  const early = await enqueue('order', `, run_at => now() - interval '2 minutes'`)
  const urgent = await enqueue('order', ', priority => 1')
  const future = await enqueue('order', `, priority => 0, run_at => now() + interval '1 hour'`)
  t.strictSame(await claim('order', 'w', { max: 2 }), [urgent, early])
  t.strictSame(await claim('order', 'w', { max: 9 }), [late])
  await elapse(future)
  t.strictSame(await claim('order'), [future])
})

t.test('of the unfinished jobs of a queue one has a key', async (t) => {
  const id = await enqueue('keys', `, unique_key => 'nightly'`)
  t.equal(await enqueue('keys', `, unique_key => 'nightly'`), id)
  t.not(await enqueue('other keys', `, unique_key => 'nightly'`), id)
  t.strictSame(await claim('keys'), [id])
  t.equal(await enqueue('keys', `, unique_key => 'nightly'`), id, 'also while it runs')
  await sql`select public.complete_job(${id}, 'w')`
  t.not(await enqueue('keys', `, unique_key => 'nightly'`), id)
})

t.test('eight workers claim nothing twice and lose nothing', async (t) => {
  const total = 400
  await sql`select public.enqueue_job('run_flow', queue => 'many') from generate_series(1, ${total})`
  const work = async (worker: string) => {
    const by = db.connect()
    const done: string[] = []
    for (;;) {
      const ids = await claim('many', worker, { max: 3, by })
      // Others may hold the last ones locked while they claim them; nobody puts one back.
      if (ids.length === 0) return done
      for (const id of ids) await by`select public.complete_job(${id}, ${worker})`
      done.push(...ids)
    }
  }
  const claimed = (await Promise.all(Array.from({ length: 8 }, (_, n) => work(`worker-${n}`)))).flat()
  t.equal(claimed.length, total)
  t.equal(new Set(claimed).size, total)
  t.strictSame([...(await sql`select status, attempts, count(*)::int from public.job_queue where queue = 'many' group by 1, 2`)], [
    { status: 'completed', attempts: 1, count: total },
  ])
})

t.test('the job of a worker that was killed is claimed again after its lease', async (t) => {
  const id = await enqueue('killed')
  const by = db.connect()
  const session = await by.reserve()
  const [backend] = await session<{ pid: number }[]>`select pg_backend_pid() as pid`
  t.strictSame((await session<{ id: string }[]>`select id from public.claim_jobs('victim', 'killed')`).map((row) => row.id), [id])
  await db.admin`select pg_terminate_backend(${backend?.pid ?? 0}, 10000)`
  t.strictSame(await claim('killed', 'heir'), [], 'not before')
  await elapse(id)
  t.strictSame(await claim('killed', 'heir'), [id])
  t.match(await job(id), { status: 'running', attempts: 2, locked_by: 'heir', error_message: /^The lease of victim ended at / })
  const late = { code: '55000', message: `job ${id} is not held by worker victim`, hint: /roll back/ }
  await t.rejects(sql`select public.complete_job(${id}, 'victim')`, late)
  await t.rejects(sql`select public.fail_job(${id}, 'victim', 'late')`, late)
  await t.rejects(sql`select public.extend_lease(${id}, 'victim')`, late)
  await sql`select public.complete_job(${id}, 'heir')`
  t.match(await job(id), { status: 'completed' })
})

t.test('a claim that was not committed is none', async (t) => {
  const id = await enqueue('rolled back')
  await t.rejects(sql.begin(async (tx) => {
    t.equal((await tx`select from public.claim_jobs('w', 'rolled back')`).length, 1)
    throw new Error('crash')
  }), { message: 'crash' })
  t.match(await job(id), { status: 'queued', attempts: 0 })
})

t.test('who asks for more time keeps the job', async (t) => {
  const id = await enqueue('long')
  await claim('long')
  await elapse(id)
  t.strictSame([...(await sql`select public.extend_lease(${id}, 'w', '1 hour') > now() + interval '59 minutes' as ok`)], [{ ok: true }])
  t.strictSame(await claim('long', 'other'), [])
})

t.test('a job that fails waits longer each time, and is dead in the end', async (t) => {
  const id = await enqueue('failing', ', max_attempts => 4')
  const waits: number[] = []
  for (let attempt = 1; attempt <= 3; attempt++) {
    t.strictSame(await claim('failing'), [id])
    t.strictSame([...(await sql`select public.fail_job(${id}, 'w', ${`failure ${attempt}`}) as status`)], [{ status: 'queued' }])
    t.match(await job(id), { status: 'queued', attempts: attempt, is_leased: null, error_message: `failure ${attempt}` })
    const [row] = await sql<{ wait: number }[]>`
      select (extract(epoch from run_at - started_at) * 1000 - duration_ms)::float8 / 1000 as wait from public.job_queue where id = ${id}`
    waits.push(row?.wait ?? 0)
    t.strictSame(await claim('failing'), [], 'not yet')
    await elapse(id)
  }
  for (const [n, wait] of waits.entries()) {
    t.ok(wait > 9.99 * 2 ** n && wait < 11.01 * 2 ** n, `${wait} s after attempt ${n + 1}`)
  }
  await claim('failing')
  t.strictSame([...(await sql`select public.fail_job(${id}, 'w', 'failure 4') as status`)], [{ status: 'dead' }])
  t.match(await job(id), { status: 'dead', attempts: 4, is_finished: true, error_message: 'failure 4' })
  await elapse(id)
  t.strictSame(await claim('failing'), [])
  t.strictSame([...(await sql`select public.job_backoff(1000) as longest, public.job_backoff(0) as shortest`)], [
    { longest: '01:00:00', shortest: '00:00:10' },
  ])
})

t.test('a job not to be retried is dead at once, and one whose last worker is gone, too', async (t) => {
  const refused = await enqueue('fatal')
  await claim('fatal')
  t.strictSame([...(await sql`select public.fail_job(${refused}, 'w', 'no such flow', retry => false) as status`)], [{ status: 'dead' }])
  const lost = await enqueue('fatal', ', max_attempts => 1')
  await claim('fatal')
  await elapse(lost)
  t.strictSame(await claim('fatal'), [])
  t.match(await job(lost), { status: 'dead', attempts: 1, is_finished: true, error_message: /^The lease of w ended at / })
})

t.test('what makes no sense is refused', async (t) => {
  const id = await enqueue('sense')
  for (const call of [
    `claim_jobs(null)`, `claim_jobs('')`, `claim_jobs('w', null)`, `claim_jobs('w', 'sense', 0)`, `claim_jobs('w', 'sense', null)`,
    `claim_jobs('w', 'sense', lease => '0')`, `claim_jobs('w', 'sense', lease => null)`,
    `end_expired_leases(null)`, `end_expired_leases('sense', 0)`, `end_expired_leases('sense', null)`,
    `complete_job(null, 'w')`, `complete_job(${id}, null)`, `fail_job(${id}, '', 'x')`, `extend_lease(null, 'w')`,
    `enqueue_job(null)`, `enqueue_job('')`, `enqueue_job('a', null)`, `enqueue_job('a', queue => null)`, `enqueue_job('a', run_at => null)`,
    `enqueue_job('a', run_at => '-infinity')`,
    `enqueue_job('a', max_attempts => 0)`, `enqueue_job('a', max_attempts => null)`, `enqueue_job('a', max_attempts => 40000)`,
    `enqueue_job('a', priority => null)`, `enqueue_job('a', priority => 40000)`,
  ]) {
    const name = call.slice(0, call.indexOf('('))
    await t.rejects(sql.unsafe(`select public.${call}`), { code: '22023', hint: /complete|fail|extend/.test(name) ? /claim_jobs/ : new RegExp(name) }, call)
  }
  await t.rejects(sql`select public.complete_job(-1, 'w')`, { code: 'P0002', message: 'there is no job -1' })
  t.strictSame(await claim('sense'), [id], 'nothing has happened')
  for (const lease of ['0', null]) await t.rejects(sql`select public.extend_lease(${id}, 'w', ${lease}::text::interval)`, { code: '22023', hint: /extend_lease/ })
})

t.test('a refusal says what is the case', async (t) => {
  const refused = (id: string, detail: RegExp, hint: RegExp, call = `complete_job(${id}, 'w')`) =>
    t.rejects(sql.unsafe(`select public.${call}`), { code: '55000', message: new RegExp(`^job ${id} is not held by worker w`), detail, hint }, call)
  const id = await enqueue('cases', ', max_attempts => 2')
  await refused(id, /^It is queued, and nobody has claimed it yet\.$/, /^Claim a job/)
  await claim('cases', 'other')
  await refused(id, /^other has it until .*, in attempt 1\.$/, /roll back/)
  await sql`select public.fail_job(${id}, 'other', 'No button')`
  await refused(id, /^It is queued again after attempt 1, of other: No button$/, /roll back/)
  await elapse(id)
  await claim('cases')
  await sql`select public.complete_job(${id}, 'w')`
  await refused(id, /^It is completed since /, /roll back/)
  const cancelled = await enqueue('cases')
  await sql`update public.job_queue set status = 'cancelled', finished_at = now() where id = ${cancelled}`
  await refused(cancelled, /^It is cancelled since /, /^Claim a job/)
})

t.test('an old attempt that says which it is does not end a newer one of the same worker', async (t) => {
  const id = await enqueue('attempts')
  await claim('attempts')
  await elapse(id)
  t.strictSame(await claim('attempts'), [id])
  for (const call of [`complete_job(${id}, 'w', attempt => 1)`, `fail_job(${id}, 'w', 'late', attempt => 1)`, `extend_lease(${id}, 'w', attempt => 1)`]) {
    await t.rejects(sql.unsafe(`select public.${call}`), { code: '55000', message: `job ${id} is not held by worker w in attempt 1`, detail: /^w has it until .*, in attempt 2\.$/ }, call)
  }
  await sql`select public.extend_lease(${id}, 'w', attempt => 2)`
  await sql`select public.complete_job(${id}, 'w', attempt => 2)`
  t.match(await job(id), { status: 'completed', attempts: 2 })
})

t.test('after a lease that ended, waits count from its end and durations are those of the last attempt', async (t) => {
  const times = async (id: string) =>
    [...(await sql`select duration_ms, extract(epoch from now() - run_at) > 86000 as has_waited_long, started_at >= run_at as is_wait from public.job_queue where id = ${id}`)][0]
  const id = await enqueue('timed', ', max_attempts => 3')
  await claim('timed')
  await sql`select public.fail_job(${id}, 'w', 'slow')`
  await elapse(id)
  await claim('timed', 'w', { lease: '90 seconds' })
  t.match(await times(id), { duration_ms: null }, 'an attempt that goes on has none')
  await elapse(id)
  await sql`select public.end_expired_leases('timed')`
  t.match(await times(id), { duration_ms: '90000', has_waited_long: true, is_wait: false })
  t.match([...(await sql`select run_at = started_at + interval '90 seconds' as ok from public.job_queue where id = ${id}`)], [{ ok: true }])
  await claim('timed', 'w', { lease: '60 seconds' })
  t.match(await times(id), { is_wait: true })
  await elapse(id)
  await sql`select public.end_expired_leases('timed')`
  t.match(await job(id), { status: 'dead' })
  t.match(await times(id), { duration_ms: '60000', is_wait: true })
  const [row] = await sql`select p95_run_ms, p95_wait_ms > 86000000 - 60000 * 10 as waited from public.job_queue_performance where queue = 'timed'`
  t.match(row, { p95_run_ms: 60000, waited: true })
})

t.test('a job that is put off for ever waits, and the numbers of the others stay', async (t) => {
  await enqueue('parked', `, run_at => 'infinity'`)
  t.strictSame(await claim('parked'), [])
  await t.rejects(sql`insert into public.job_queue (job_type, run_at) values ('x', '-infinity')`, { code: '23514', constraint_name: 'job_queue_run_at_measurable' })
  t.match([...(await sql`select job_count::int, p50_wait_ms from public.job_queue_performance where queue = 'parked'`)], [{ job_count: 1, p50_wait_ms: null }])
})

t.test('a job may run for months', async (t) => {
  for (const end of [`complete_job(%, 'w')`, `fail_job(%, 'w', 'x')`]) {
    const id = await enqueue('months')
    await claim('months')
    await sql`update public.job_queue set started_at = now() - interval '60 days' where id = ${id}`
    await sql.unsafe(`select public.${end.replace('%', id)}`)
    t.match([...(await sql`select duration_ms >= 60 * 86400000::bigint as ok from public.job_queue where id = ${id}`)], [{ ok: true }])
  }
})
