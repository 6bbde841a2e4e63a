import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type postgres from 'postgres'
import t from 'tap'
import { testDatabase } from './support/database.js'

interface Argument {
  name: string
  type: string
  default: string | null
  /** What the comment says of it. */
  text: string
}

interface Routine {
  schema: string
  name: string
  is_procedure: boolean
  errors: string[]
  arguments: Argument[]
}

type Values = Record<string, string>

/** A call of each routine that works, in SQL; what it takes from the fixture below is there. */
const calls: Record<string, Values> = {
  acknowledge_alert: { id: '(select min(id) from steward.alerts)' },
  add_alert_rule: { name: `'other'`, condition: `'check json_columns'`, severity: `'info'`, message: `'{object}'` },
  add_maintenance_window: { name: `'other'`, ends_at: `now() + interval '1 hour'` },
  add_one_shot: { name: `'other'`, run_at: `now() + interval '1 hour'`, command: `'select 1'` },
  add_retention_policy: { target: `'public.plain'`, age_column: `'at'`, keep: `'7 days'` },
  add_schedule: { name: `'other'`, cron: `'@hourly'`, command: `'select 1'` },
  admit_login: { login: 'current_database()' },
  apply_retention: { target: `'public.events'` },
  approve_retention_policy: { target: `'public.events'` },
  begin_request: { claims: `'{"user_id": "00000000-0000-0000-0000-000000000001"}'` },
  claim_due_schedules: { worker: `'me'` },
  claim_notifications: { channel: `'stdout'` },
  configure_health_check: { check_id: `'long_queries'` },
  create_request_token: { claims: `'{"user_id": "1"}'` },
  database_health_check: { categories: `'{capacity}'` },
  dead_indexes_under_rls: {},
  describe_schema: { schema: `'public'` },
  drop_alert_rule: { name: `'rule'` },
  drop_maintenance_window: { name: `'window'` },
  drop_retention_policy: { target: `'public.events'` },
  drop_schedule: { name: `'record health check'` },
  evaluate_alerts: {},
  explain_access: { target: `'public.notes'`, key: `'1'`, claims: `'{}'` },
  finish_notification: { notification_id: '0', channel: `'stdout'` },
  get_setting: { name: `'health.time_budget'` },
  get_table_bloat_stats: {},
  health_findings: { categories: `'{capacity}'` },
  health_metrics: {},
  health_report: { categories: `'{capacity}'` },
  health_status: { categories: `'{capacity}'` },
  ignore_finding: { pattern: `'json_columns:public.*'`, reason: `'kept'` },
  import_statistics: { statistics: `'{}'` },
  migration_findings: {},
  migration_status: {},
  my_org_ids: {},
  pause_schedule: { name: `'record health check'` },
  policy_rewrites: {},
  preview_retention: { target: `'public.events'` },
  protect_table: {
    target: `'public.plain'`, template: `'owner_or_organization'`, owner_column: `'user_id'`, organization_column: `'org_id'`,
    membership_table: `'public.members'`,
  },
  prove_isolation: { scope: `'public.notes'` },
  purge_cron_history: {},
  remove_expired_rows: { target: `'public.events'` },
  report_data: {},
  resume_schedule: { name: `'record health check'` },
  rewrite_policies: { target: `'public.notes'` },
  rls_cost: { target: `'public.notes'`, max_seconds: '0.01' },
  run_database_maintenance: {},
  run_due_schedules: {},
  run_schedule: { name: `'record health check'` },
  run_schedule_now: { name: `'record health check'` },
  set_setting: { name: `'health.time_budget'`, value: `'15 s'` },
  set_token_secret: { secret: `repeat('s', 40)` },
  sync_retention_policies: { desired: `'[]'` },
  sync_schedules: {},
  unignore_finding: { pattern: `'unused_indexes'` },
  unprotect_table: { target: `'public.notes'` },
}

/** Calls that cannot work in a database of tests, with what they say. */
const failing: Record<string, string> = { acknowledge_alert: 'SW011', import_statistics: '22023' }

const db = await testDatabase(t)
await db.admin.unsafe(`create role ${db.name} login noinherit`)
t.teardown(() => db.admin.unsafe(`drop owned by ${db.name}; drop role ${db.name}`).simple())
await db.sql.unsafe(`
  create table public.members (user_id uuid not null, org_id uuid not null, role text not null, primary key (user_id, org_id));
  create table public.plain (id bigint primary key, user_id uuid not null, org_id uuid, at timestamptz);
  create table public.notes (id bigint primary key, user_id uuid not null);
  create table public.events (id bigint primary key, at timestamptz);
  insert into public.notes values (1, '00000000-0000-0000-0000-000000000001');
  insert into public.events values (1, now() - interval '100 days'), (2, now());
  select steward.protect_table('public.notes', 'owner', owner_column => 'user_id');
  select steward.add_retention_policy('public.events', 'at', '7 days');
  select steward.approve_retention_policy('public.events');
  select steward.add_alert_rule('rule', 'check json_columns', 'info', '{object}');
  select steward.add_maintenance_window('window', now() + interval '1 hour');
  select steward.ignore_finding('unused_indexes', 'kept');
  select steward.set_token_secret(repeat('s', 40));
`).simple()

/** What TypeScript calls beside the API. */
const calledByClient = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.startsWith('generated'))
  .flatMap((file) => [...readFileSync(join('src', file), 'utf8').matchAll(/steward_internal\.(\w+)/g)].map((match) => match[1] ?? ''))

const routines = await db.sql<Routine[]>`
  select
    n.nspname as schema, p.proname as name, p.prokind = 'p' as is_procedure,
    array(
      select left(e.value, 5) from steward_internal.comment_tags(obj_description(p.oid, 'pg_proc')) as e where e.tag = 'error'
    ) as errors,
    (
      select jsonb_agg(a.value || jsonb_build_object('text', (
        select e.value from steward_internal.comment_tags(obj_description(p.oid, 'pg_proc')) as e
        where e.tag = 'param' and e.value like (a.value ->> 'name') || ' %'
      )))
      from jsonb_array_elements(steward_internal.routine_arguments(p.oid)) as a
    ) as arguments
  from pg_proc as p
  inner join pg_namespace as n on n.oid = p.pronamespace
  where p.pronargs > 0
    and (
      n.nspname = 'steward'
      or n.nspname = 'steward_internal' and p.proname = any (${calledByClient}) and 'boolean'::regtype = any (p.proargtypes)
    )
  order by p.proname`

/** What could have changed, by a hash of each table and what the catalog says of the tables of the fixture. */
async function contents(): Promise<postgres.Row[]> {
  const [tables] = await db.sql<{ query: string }[]>`
    select string_agg(
      format($$select %1$L as name, md5(string_agg(t::text, ',' order by t::text)) as content from %1$s as t$$, c.oid::regclass), ' union all '
    ) as query
    from pg_class as c
    where c.relnamespace::regnamespace::text in ('steward', 'steward_internal', 'public') and c.relkind = 'r'`
  return db.admin.unsafe(`
    select * from (
      ${tables?.query}
      union all select 'policies', string_agg(p::text, ',' order by p.oid) from pg_policy as p
      union all select 'relations', string_agg(concat(c.oid, c.relrowsecurity, c.relforcerowsecurity, c.relacl), ',' order by c.oid)
        from pg_class as c where c.relnamespace = 'public'::regnamespace
      union all select 'members', string_agg(concat(m.roleid, m.member), ',' order by m.roleid, m.member) from pg_auth_members as m
        where m.member = '${db.name}'::regrole
    ) as r order by r.name`)
}

const session = db.connect()

/** Calls a routine, and undoes what a function has done. */
async function call({ schema, name, is_procedure }: Routine, values: Values): Promise<postgres.PostgresError | null> {
  const list = Object.entries(values).map(([argument, value]) => `${argument} => ${value}`).join(', ')
  const run = async (statement: string) => session.unsafe(statement).then(
    () => null,
    (error: unknown) => error as postgres.PostgresError,
  )
  if (is_procedure) return run(`call ${schema}.${name}(${list})`)
  await session.unsafe('begin')
  const error = await run(`select * from ${schema}.${name}(${list})`)
  await session.unsafe('rollback')
  return error
}

const meansSomething = (argument: Argument) => /\bnull\b/i.test(argument.text)

for (const routine of routines) {
  const values = calls[routine.name]
  t.test(`${routine.schema}.${routine.name}`, async (t) => {
    if (!values) return void t.fail('the calls above have none of it')
    const before = await contents()
    for (const argument of routine.arguments) {
      const { name, type } = argument
      const isOptional = argument.default?.toLowerCase().startsWith('null')
      if (meansSomething(argument) || (isOptional && type !== 'boolean') || routine.schema !== 'steward' && type !== 'boolean') continue
      for (const value of type === 'jsonb' ? ['null::jsonb', `'null'::jsonb`] : [`null::${type}`]) {
        const error = await call(routine, { ...values, [name]: value })
        if (type === 'boolean') {
          t.match(error, { code: '22004', message: `${name} must not be null` }, `${name} => null`)
          t.equal(error?.hint, `Pass true or false, or leave it out for its default, ${argument.default}.`)
        }
        t.ok(error && routine.errors.includes(error.code), `${name} => ${value} is refused as documented: ${error?.code} ${error?.message}`)
      }
    }
    t.strictSame(await contents(), before, 'and nothing is changed')

    const error = await call(routine, values)
    t.equal(error?.code, failing[routine.name], `near miss: without null it works: ${error?.message}`)
    for (const { name } of routine.arguments.filter((argument) => argument.type === 'boolean')) {
      for (const value of ['true', 'false']) t.equal(await call(routine, { ...values, [name]: value }), null, `${name} => ${value}`)
    }
  })
}

t.test('the calls are of routines that there are', async (t) => {
  t.strictSame(Object.keys(calls).sort(), routines.map((routine) => routine.name).sort())
})
