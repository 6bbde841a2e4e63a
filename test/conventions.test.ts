import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { readSqlSources } from '../tools/sql-source.js'
import { testDatabase } from './support/database.js'

interface Routine {
  schema_name: string
  object_name: string
  object_type: 'function' | 'procedure'
  signature: string
  area: string | null
  description: string | null
  arguments: { name: string }[]
  params: string[] | null
  returns: string | null
  errors: string[] | null
  access: string[] | null
  examples: string[] | null
  config: string[] | null
  is_definer: boolean
  definer_reason: string | null
  is_public: boolean
  body: string
  language: string
  returns_type: string
}

const searchPath = 'search_path=pg_catalog, pg_temp'
const sources = readSqlSources()
const testTexts = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts') && !file.startsWith('conventions'))
  .map((file) => readFileSync(join('test', file), 'utf8'))

const db = await testDatabase(t)
const routines = await db.sql<Routine[]>`
  select
    r.schema_name, r.object_name, r.object_type, r.signature, r.area, r.description, r.arguments,
    r.params, r.returns, r.errors, r.access, r.examples,
    p.proconfig as config, p.prosecdef as is_definer,
    (select t.value from steward_internal.comment_tags(obj_description(p.oid, 'pg_proc')) as t where t.tag = 'definer') as definer_reason,
    p.prosrc as body, l.lanname as language,
    p.prorettype::regtype::text as returns_type,
    exists (
      select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) as a where a.grantee = 0
    ) as is_public
  from steward.api_reference as r
  inner join pg_proc as p on p.oid = case when r.arguments is not null then to_regprocedure(r.signature) end
  inner join pg_language as l on l.oid = p.prolang
  order by r.signature`

t.test('the catalog and sql/ name the same objects', async (t) => {
  const objects = await db.sql<{ name: string }[]>`
    select schema_name || '.' || object_name as name from steward.api_reference where object_type <> 'table' order by 1`
  const files = sources.map((s) => /^\w+ ([\w.]+)/.exec(s.object)?.[1] ?? s.object).sort()
  t.strictSame(objects.map((row) => row.name).sort(), files)
})

for (const source of sources) {
  t.test(source.path, async (t) => {
    const expected = source.kind === 'checks' ? `check_${source.name}` : source.name
    t.match(source.object, new RegExp(`\\.${expected}\\b`), 'the file is named after its object')
    t.notMatch(source.text, /\bTODO\b|\bFIXME\b/)
    if (source.kind === 'views') return
    t.match(source.text, /^(immutable|stable|volatile)$|^language plpgsql\nas \$\$$/m, 'volatility is explicit')
    if (!source.object.startsWith('procedure')) {
      t.match(source.text, /^parallel (safe|restricted|unsafe)$/m, 'the parallel label is explicit')
    }
    t.match(source.text, /^revoke all on (function|procedure) /m)
  })
}

/** Without operators, unqualified calls and unqualified casts nothing is looked up in the path of the session. */
function needsNoPath(body: string): boolean {
  const code = body.replaceAll(/--.*$|'[^']*'/gm, '')
  return !/[^:]=|[<>|+/~]|(?<!\.)\*|(?<![.\w])\w+\(|::(?!\w+\.)/.test(code)
}

for (const routine of routines) {
  t.test(routine.signature, async (t) => {
    const summary = routine.description?.split('\n')[0] ?? ''
    t.match(summary, /^[A-Z].*\.$/, 'the comment begins with a sentence')
    t.ok(summary.length <= 80, `the summary has at most 80 characters: ${summary}`)
    t.strictSame(
      (routine.params ?? []).map((param) => param.split(' ')[0]),
      routine.arguments.map((argument) => argument.name),
      'the comment explains the arguments in their order',
    )
    t.equal(routine.is_public, false, 'PUBLIC may not execute it')
    // Who fires a trigger need not know of what it writes.
    const isTrigger = ['trigger', 'event_trigger'].includes(routine.returns_type)
    t.equal(routine.is_definer && !isTrigger, routine.definer_reason !== null && !isTrigger, 'it runs with the rights of its caller, or its comment says why not')
    t.ok(routine.access, 'the comment says who may execute it')
    t.ok(routine.examples, 'the comment has an example')
    if (routine.object_type === 'function' && !routine.object_name.startsWith('check_') && !isDocumentedRow(routine)) {
      t.ok(routine.returns, 'the comment says what it returns')
    }
    if (routine.object_type === 'procedure' && /\bcommit;/.test(routine.body)) {
      t.equal(routine.config, null, 'a SET clause would forbid COMMIT')
      t.ok(needsNoPath(routine.body), 'search_path does not matter: set for the session, it would stay after an error')
    } else {
      const isIndependent = !routine.is_definer && routine.language === 'plpgsql' && needsNoPath(routine.body)
      t.ok(routine.config?.includes(searchPath) || isIndependent, 'search_path is pinned, or nothing is looked up in it')
    }
    assertHasTest(t, routine)
    const file = sources.find((source) => source.object.includes(` ${routine.schema_name}.${routine.object_name}(`))
    if (routine.schema_name === 'steward') t.equal(routine.area, file?.area, 'the area is the folder of its file')
  })
}

t.test('every name has one signature', async (t) => {
  const names = routines.map((routine) => `${routine.schema_name}.${routine.object_name}`)
  t.strictSame(names, [...new Set(names)])
})

t.test('every raise says what, with a code and a hint, and every code is raised', async (t) => {
  const raised = new Set<string>()
  for (const { signature, body, errors } of routines) {
    for (const [statement] of body.matchAll(/raise exception[\s\S]*?;\n/g)) {
      t.match(statement, /message = /, signature)
      t.match(statement, /hint = /, signature)
      // What failed before keeps its code when it is told at the end.
      if (/errcode = v_\w+\.sqlstate/.test(statement)) continue
      t.match(statement, /errcode = '\w{5}'/, signature)
      const code = /errcode = '(\w{5})'/.exec(statement)?.[1] ?? ''
      raised.add(code)
      t.ok(errors?.some((error) => error.startsWith(`${code} `)), `${signature} documents ${code}`)
    }
  }
  for (const file of readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))) {
    for (const [, code = ''] of readFileSync(join('src', file), 'utf8').matchAll(/new StewardError\(\s*'(SW\d{3})'/g)) raised.add(code)
  }
  const listed = await db.sql<{ code: string }[]>`select code from steward.error_codes() order by code`
  t.strictSame([...raised].filter((code) => code.startsWith('SW')).sort(), listed.map((row) => row.code))
})

t.test('every example runs', async (t) => {
  const scratch = await testDatabase(t)
  await scratch.sql.unsafe(`alter database ${scratch.name} set search_path = "$user", public, steward`)
  await scratch.sql.unsafe(`
    create table public.job_queue (finished_at timestamptz);
    select steward.add_retention_policy('public.job_queue', 'finished_at', '7 days');
  `).simple()
  const session = scratch.connect()
  const entries = await scratch.sql<{ signature: string; examples: string[] }[]>`
    select signature, examples from steward.api_reference where examples is not null order by signature`
  for (const { signature, examples } of entries) {
    for (const example of examples) {
      await t.resolves(session.unsafe(example).simple(), `${signature}: ${example}`)
    }
  }
})

t.test('plpgsql_check finds nothing', async (t) => {
  const [extension] = await db.sql<{ installed: boolean }[]>`
    select exists (select from pg_extension where extname = 'plpgsql_check') as installed`
  if (!extension?.installed) return t.comment('plpgsql_check is not on this server; the run on Debian has it')
  const issues = await db.admin`
    select p.oid::regprocedure::text as routine, c.lineno, c.level, c.message
    from pg_proc as p
    inner join pg_language as l on l.oid = p.prolang
    cross join lateral plpgsql_check_function_tb(
      p.oid,
      case p.prorettype
        when 'trigger'::regtype then
          coalesce((select t.tgrelid from pg_trigger as t where t.tgfoid = p.oid limit 1), 'steward_migrations.pgmigrations'::regclass)
        else 0
      end,
      other_warnings => true, extra_warnings => false, performance_warnings => false
    ) as c
    where p.pronamespace::regnamespace::text in ('steward', 'steward_internal')
      and l.lanname = 'plpgsql'`
  t.strictSame([...issues], [])
})

t.test('tables and their columns are documented, and PUBLIC has nothing', async (t) => {
  const tables = await db.sql`
    select c.oid::regclass::text as name
    from pg_class as c
    where c.relnamespace::regnamespace::text in ('steward', 'steward_internal')
      and c.relkind in ('r', 'v', 'c')
      and (
        obj_description(c.oid, 'pg_class') is null and obj_description(c.reltype, 'pg_type') is null
        or exists (select from aclexplode(c.relacl) as a where a.grantee = 0)
      )`
  t.strictSame([...tables], [])
})

/** A reader whose columns speak for themselves needs no @returns beyond its row type. */
const isDocumentedRow = (routine: Routine): boolean => routine.returns_type === 'void'

function assertHasTest(t: Test, routine: Routine): void {
  if (routine.object_name.startsWith('check_') && routine.arguments.length === 0) {
    const check = routine.object_name.slice(6)
    const isTested = existsSync(`test/health/checks/${check}.test.ts`) || testTexts.some((text) => new RegExp(`t\\.test\\('[^'\\n]*\\b${check}\\b`).test(text))
    return void t.ok(isTested, 'the check has a test file, or a test whose title names it')
  }
  const file = sources.find((source) => source.object.includes(` ${routine.schema_name}.${routine.object_name}(`))
  const own = `test/${file?.area}/${routine.object_name}.test.ts`
  if (routine.schema_name === 'steward') return void t.ok(existsSync(own), `${own} exists`)
  const isTested = existsSync(own) || testTexts.some((text) => text.includes(routine.object_name))
  const caller = sources.find((source) => source !== file && source.text.includes(`steward_internal.${routine.object_name}(`))
  t.ok(isTested || caller, 'a test names it, or what calls it is tested; nothing is dead')
}
