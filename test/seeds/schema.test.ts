import t from 'tap'
import { catalogSnapshot } from '../support/fingerprints.js'
import { testDatabase } from '../support/database.js'
import { migrateProject, projectMigrations } from '../../src/migrate/project.js'
import { refused, understood } from '../maintenance/cron-expressions.js'
import { sampleDatabase } from './support.js'

t.test('cron expressions are read as pgsteward and pg_cron read them', async (t) => {
  const { sql } = await sampleDatabase(t)
  const judged = async (cron: string | null) => (await sql<{ ok: boolean | null }[]>`select public.is_cron_expression(${cron}) as ok`)[0]?.ok
  for (const cron of understood) t.equal(await judged(cron), true, cron)
  for (const cron of refused) t.equal(await judged(cron), false, cron)
  t.equal(await judged(null), null)
  await sql.unsafe(`
    insert into public.organizations (id, name, slug) values (md5('o')::uuid, 'O', 'o');
    insert into public.users (id, email, display_name) values (md5('u')::uuid, 'u@example.com', 'U');
    insert into public.projects (id, organization_id, user_id, name, slug, base_url) values (md5('p')::uuid, md5('o')::uuid, md5('u')::uuid, 'P', 'p', 'https://p.example.com');
    insert into public.visual_test_flows (id, organization_id, project_id, user_id, name) values (md5('f')::uuid, md5('o')::uuid, md5('p')::uuid, md5('u')::uuid, 'F');
  `).simple()
  const schedule = (type: string, cron: string | null, every: string | null) => sql`
    insert into public.test_schedules (organization_id, project_id, flow_id, user_id, name, schedule_type, cron_expression, run_interval)
    values (md5('o')::uuid, md5('p')::uuid, md5('f')::uuid, md5('u')::uuid, 'S', ${type}, ${cron}, ${every}::text::interval)`
  await t.resolves(schedule('cron', '*/15 8-18 * * mon-fri', null))
  await t.resolves(schedule('interval', null, '30 minutes'))
  await t.resolves(schedule('once', null, null))
  for (const [type, cron, every] of [
    ['cron', '61 * * * *', null], ['cron', '', null], ['cron', null, null], ['once', '* * * * *', null],
    ['interval', null, '-1 hour'], ['interval', null, null], ['weekly', null, null],
  ] as const) {
    await t.rejects(schedule(type, cron, every), { code: '23514' }, `${type} ${String(cron)} ${String(every)}`)
  }
})

t.test('a schedule has a time zone that PostgreSQL knows, and some retries', async (t) => {
  const { sql } = await sampleDatabase(t)
  const known = async (zone: string) => (await sql<{ ok: boolean }[]>`select public.is_time_zone(${zone}) as ok`)[0]?.ok
  for (const zone of ['UTC', 'Europe/Berlin', 'europe/berlin', 'Etc/GMT+3', 'EST5EDT']) t.equal(await known(zone), true, zone)
  for (const zone of ['Mars/Olympus', 'Mars3', 'Mars/Olympus-3', '', ' UTC', '+02:00', 'local']) t.equal(await known(zone), false, zone)
  await sql.unsafe(`
    insert into public.organizations (id, name, slug) values (md5('o')::uuid, 'O', 'o');
    insert into public.users (id, email, display_name) values (md5('u')::uuid, 'u@example.com', 'U');
    insert into public.projects (id, organization_id, user_id, name, slug, base_url) values (md5('p')::uuid, md5('o')::uuid, md5('u')::uuid, 'P', 'p', 'https://p.example.com');
    insert into public.visual_test_flows (id, organization_id, project_id, user_id, name) values (md5('f')::uuid, md5('o')::uuid, md5('p')::uuid, md5('u')::uuid, 'F');
  `).simple()
  const schedule = (zone: string, retries: number) => sql`
    insert into public.test_schedules (organization_id, project_id, flow_id, user_id, name, schedule_type, time_zone, retry_limit)
    values (md5('o')::uuid, md5('p')::uuid, md5('f')::uuid, md5('u')::uuid, 'S', 'once', ${zone}, ${retries})`
  await t.resolves(schedule('Asia/Kathmandu', 0))
  await t.resolves(schedule('UTC', 10))
  await t.rejects(schedule('Mars/Olympus', 1), { code: '23514', constraint_name: 'test_schedules_time_zone_known' })
  for (const retries of [-3, 11]) await t.rejects(schedule('UTC', retries), { code: '23514', constraint_name: 'test_schedules_retry_limit_in_range' })
})

t.test('updated_at is kept by a trigger on each table that has it', async (t) => {
  const { sql } = await sampleDatabase(t)
  t.strictSame([...(await sql`
    select c.relname
    from pg_class as c inner join pg_attribute as a on a.attrelid = c.oid and a.attname = 'updated_at'
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and not exists (select from pg_trigger as g where g.tgrelid = c.oid and g.tgname = 'touch_updated_at')`)], [])
  await sql`insert into public.users (email, display_name, updated_at) values ('u@example.com', 'U', '2020-01-01')`
  const update = async (set: string) =>
    (await sql.unsafe<{ old: boolean }[]>(`update public.users set ${set} returning updated_at = '2020-01-01' as old`))[0]?.old
  t.equal(await update(`display_name = 'U'`), true, 'nothing changed')
  t.equal(await update(`display_name = 'V', updated_at = '2019-01-01'`), false)
  t.strictSame([...(await sql`select updated_at::date::text as at from public.users`)], [{ at: '2019-01-01' }], 'an import sets it')
  await update(`display_name = 'W'`)
  t.strictSame([...(await sql`select updated_at > now() - interval '1 hour' as touched from public.users`)], [{ touched: true }])
})

t.test('every migration goes up, down and up again to the same catalog, with the mistakes and without', async (t) => {
  for (const environment of ['development', 'production']) {
    const { sql } = await testDatabase(t, { empty: true })
    const set = projectMigrations('seeds/testing_platform/migrations')
    const names = await migrateProject(sql, set, { direction: 'up', environment })
    t.equal(names.some((name) => name.includes('shortcuts')), environment === 'development')
    let up = await catalogSnapshot(sql)
    const states = [up]
    for (let i = names.length; i > 1; i--) {
      await migrateProject(sql, set, { direction: 'down', count: 1, environment })
      states.push(await catalogSnapshot(sql))
    }
    for (let i = names.length; i > 1; i--) {
      t.strictSame(await catalogSnapshot(sql), states.pop(), `before ${names[names.length - i + 1] ?? ''}`)
      await migrateProject(sql, set, { direction: 'up', count: 1, environment })
    }
    up = await catalogSnapshot(sql)
    t.strictSame(up, states.pop(), environment)
  }
})
