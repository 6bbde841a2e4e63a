import t, { type Test } from 'tap'
import { blindRole, serverMajor, testDatabase } from '../support/database.js'
import { testRoles } from '../support/roles.js'

interface Described {
  relations: { name: string; columns: Record<string, unknown>[]; keys: unknown[]; references: Record<string, unknown>[] }[]
  types: { name: string }[]
  routines: { name: string; signature: string }[]
}

async function withSchema(t: Test, statements: string) {
  const db = await testDatabase(t)
  await db.sql.unsafe(`create schema app; set search_path = app; ${statements}; reset search_path`).simple()
  const describe = async (schema = 'app', sql = db.sql): Promise<Described> => {
    const [row] = await sql<{ document: Described }[]>`select steward.describe_schema(${schema}) as document`
    if (!row) throw new Error('nothing came back')
    return row.document
  }
  const relation = async (name: string) => (await describe()).relations.find((r) => r.name === name)
  const choices = async (name: string): Promise<Record<string, unknown>> =>
    Object.fromEntries(((await relation(name))?.columns ?? []).map((column): [string, unknown] => [column['name'] as string, column['choices']]))
  return { ...db, describe, relation, choices }
}

const type = (name: string, base: string, rest: Record<string, unknown> = {}) => ({
  name, kind: 'base', base_schema: 'pg_catalog', base_name: base, is_array: false, dimensions: 0, max_length: null, labels: null, domain: null,
  choices: null, is_not_null: false, has_default: false, ...rest,
})

const column = (name: string, columnType: unknown, rest: Record<string, unknown> = {}) => ({
  name, comment: null, type: columnType, is_nullable: true, has_default: false, is_generated: false, choices: null, ...rest,
})

t.test('describe_schema tells everything about a small schema', async (t) => {
  const { describe } = await withSchema(t, `
    comment on schema app is 'What it is for.';
    create type mood as enum ('sad', 'happy');
    alter type mood add value 'calm' before 'happy';
    comment on type mood is 'How they feel.';
    create domain code as varchar(4) default 'x' not null check (value in ('x', 'y'));
    create type pair as (a int, b text);
    create table people (
      id bigint generated always as identity primary key,
      name varchar(40) not null,
      mood mood[] not null default '{}',
      code code,
      twice int generated always as (2) stored
    );
    comment on table people is 'Everybody.';
    comment on column people.name is 'As they write it.';
    create table pets (id int primary key, owner_id bigint not null references people, name text, unique (owner_id, name));
    create view names as select id, name from people;
    create function greet(who text, loud boolean default false) returns text language sql as 'select who';
    comment on function greet is 'Says hello.'`)
  t.strictSame(await describe(), {
    schema: 'app',
    comment: 'What it is for.',
    relations: [
      {
        name: 'names', kind: 'view', comment: null, keys: [], references: [],
        columns: [
          column('id', type('bigint', 'int8')),
          column('name', type('character varying(40)', 'varchar', { max_length: 40 })),
        ],
      },
      {
        name: 'people', kind: 'table', comment: 'Everybody.',
        columns: [
          column('id', type('bigint', 'int8'), { is_nullable: false, has_default: true, is_generated: true }),
          column('name', type('character varying(40)', 'varchar', { max_length: 40 }), {
            comment: 'As they write it.', is_nullable: false,
          }),
          column('mood', type('app.mood[]', 'mood', {
            kind: 'enum', base_schema: 'app', is_array: true, dimensions: 1, labels: ['sad', 'calm', 'happy'],
          }), { is_nullable: false, has_default: true }),
          column('code', type('app.code', 'varchar', {
            max_length: 4, domain: { schema: 'app', name: 'code' }, choices: ['x', 'y'], is_not_null: true, has_default: true,
          }), { is_nullable: false, has_default: true }),
          column('twice', type('integer', 'int4'), { has_default: true, is_generated: true }),
        ],
        keys: [{ name: 'people_pkey', is_primary: true, columns: ['id'] }],
        references: [
          {
            constraint: 'pets_owner_id_fkey', side: 'many', is_reverse: true, is_optional: true, columns: ['id'],
            schema: 'app', table: 'pets', other_columns: ['owner_id'],
          },
        ],
      },
      {
        name: 'pets', kind: 'table', comment: null,
        columns: [
          column('id', type('integer', 'int4'), { is_nullable: false }),
          column('owner_id', type('bigint', 'int8'), { is_nullable: false }),
          column('name', type('text', 'text')),
        ],
        keys: [
          { name: 'pets_pkey', is_primary: true, columns: ['id'] },
          { name: 'pets_owner_id_name_key', is_primary: false, columns: ['owner_id', 'name'] },
        ],
        references: [
          {
            constraint: 'pets_owner_id_fkey', side: 'one', is_reverse: false, is_optional: false, columns: ['owner_id'],
            schema: 'app', table: 'people', other_columns: ['id'],
          },
        ],
      },
    ],
    types: [
      {
        name: 'code', comment: null, columns: null,
        type: type('app.code', 'varchar', {
          max_length: 4, domain: { schema: 'app', name: 'code' }, choices: ['x', 'y'], is_not_null: true, has_default: true,
        }),
      },
      {
        name: 'mood', comment: 'How they feel.', columns: null,
        type: type('app.mood', 'mood', { kind: 'enum', base_schema: 'app', labels: ['sad', 'calm', 'happy'] }),
      },
      {
        name: 'pair', comment: null,
        type: type('app.pair', 'pair', { kind: 'composite', base_schema: 'app' }),
        columns: [column('a', type('integer', 'int4')), column('b', type('text', 'text'))],
      },
    ],
    routines: [
      {
        name: 'greet', kind: 'function', signature: 'greet(text, boolean)', comment: 'Says hello.', returns_set: false,
        returns: type('text', 'text'), columns: null,
        arguments: [
          { name: 'who', type: type('text', 'text'), has_default: false, is_variadic: false },
          { name: 'loud', type: type('boolean', 'bool'), has_default: true, is_variadic: false },
        ],
      },
    ],
  })
})

t.test('a CHECK constraint is read as choices only if it is nothing but a list of texts', async (t) => {
  const { choices, sql } = await withSchema(t, `
    create collation blunt (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
    create domain answer as text check (value in ('yes', 'no'));
    create domain padded as char(3) check (value::text in ('yes', 'no'));
    create table listed (
      a text check (a in ('it''s', E'b\\\\s', ']', '",', '')), b text check (b = 'only'), c text check (c is null or c in ('x')),
      d varchar(9) check (d in ('x', 'y') or d is null), e text check (e = any (array['x', 'y'])),
      "it's ""q"" = ANY" text check ("it's ""q"" = ANY" in ('x')), "select" varchar check ("select" = 'x'), g answer,
      -- As a dump of d is restored.
      h varchar(9) check (h::text = any (array['x'::character varying::text, 'y'::character varying::text]))
    );
    create table unlisted (
      a text check (a in ('x', null)), b text check (b in ('x', 'y') and length(b) > 0), c char(3) check (c in ('x')),
      d text check (d not in ('x')), e text check (e <> 'x'), f text check (lower(f) in ('x')), g int check (g in (1, 2)),
      h text collate blunt check (h in ('x')), i text check (i like 'x'), j text check (j in ('x') or length(j) > 9),
      k text check (k in ('x')) no inherit, l text[] check (l = array['x']), m text, n text, o padded, p text check (p > 'x'),
      q text, check (m in ('x') or n is null), check (n in ('x') or q in ('x'))
    );
    alter table unlisted add check (q in ('x')) not valid`)
  t.strictSame(await choices('listed'), {
    a: [`it's`, 'b\\s', ']', '",', ''], b: ['only'], c: ['x'], d: ['x', 'y'], e: ['x', 'y'], [`it's "q" = ANY`]: ['x'], select: ['x'],
    g: null, h: ['x', 'y'],
  })
  t.strictSame(Object.values(await choices('unlisted')).filter((list) => list !== null), [])
  const domain = async (name: string) => (await sql`select steward_internal.domain_choices(${name}::regtype) as list`)[0]?.['list'] as unknown
  t.strictSame(await domain('app.answer'), ['yes', 'no'])
  const described = async (name: string) => (await sql`select steward_internal.describe_type(${name}::regtype) as doc`)[0]?.['doc'] as Record<string, unknown>
  t.strictSame([(await described('app.answer'))['choices'], (await described('app.padded'))['choices']], [['yes', 'no'], null])
  t.strictSame((await described('app.answer[]'))['kind'], 'domain', 'the driver does not look into these')
})

t.test('the setting standard_conforming_strings does not change what is read', async (t) => {
  const { describe, connect } = await withSchema(t, `create table listed (a text check (a in (E'b\\\\s')))`)
  const session = connect()
  await session`set standard_conforming_strings = off`
  t.match((await describe('app', session)).relations, [{ columns: [{ choices: ['b\\s'] }] }])
})

t.test('left out are partitions, extensions, dropped columns, and what cannot be called', async (t) => {
  const { describe, admin } = await withSchema(t, `
    create table parts (id int, gone int, at date, primary key (id, at)) partition by range (at);
    create table parts_2026 partition of parts for values from ('2026-01-01') to ('2027-01-01');
    alter table parts drop column gone;
    create table notes (part_id int, part_at date, foreign key (part_id, part_at) references parts);
    create function fires() returns trigger language plpgsql as 'begin return new; end';
    create function reacts() returns event_trigger language plpgsql as 'begin end';
    create aggregate total(int) (sfunc = int4pl, stype = int);
    create type span as range (subtype = text);
    create materialized view "Mine" as select 1 as one;
    create sequence counter`)
  await admin`create extension citext schema app`
  const { relations, types, routines } = await describe()
  t.strictSame(relations.map(({ name }) => name), ['Mine', 'notes', 'parts'])
  const parts = relations.find(({ name }) => name === 'parts')
  t.strictSame(parts?.columns.map((c) => c['name']), ['id', 'at'])
  t.strictSame(parts?.references.map((r) => r['constraint']), ['notes_part_id_part_at_fkey'], 'once, not for each partition')
  t.strictSame([types, routines], [[], []])
})

t.test('references: composite, to itself, one to one, optional, not validated', async (t) => {
  const { relation } = await withSchema(t, `
    create table nodes (a int, b int, parent_a int, parent_b int, primary key (a, b), unique (b, a));
    alter table nodes add constraint parent foreign key (parent_b, parent_a) references nodes (b, a);
    create table details (a int not null, b int not null, c int not null unique, primary key (a, b));
    alter table details add constraint details_node foreign key (a, b) references nodes;
    create table guesses (id int primary key, detail_c int not null);
    alter table guesses add constraint guess foreign key (detail_c) references details (c) not valid`)
  const brief = (r: Record<string, unknown>) => [r['constraint'], r['side'], r['is_reverse'], r['is_optional'], r['columns'], r['table'], r['other_columns']]
  t.strictSame((await relation('nodes'))?.references.map(brief), [
    ['parent', 'one', false, true, ['parent_b', 'parent_a'], 'nodes', ['b', 'a']],
    ['details_node', 'one', true, true, ['a', 'b'], 'details', ['a', 'b']],
    ['parent', 'many', true, true, ['b', 'a'], 'nodes', ['parent_b', 'parent_a']],
  ])
  t.strictSame((await relation('guesses'))?.references.map(brief), [['guess', 'one', false, true, ['detail_c'], 'details', ['c']]])
})

t.test('routines: OUT, INOUT, VARIADIC, unnamed arguments, tables and overloads', async (t) => {
  const { describe } = await withSchema(t, `
    create function outs(in a int, out b text, inout c int default 3) language sql as 'select null::text, 1';
    create function one_out(out b text) language sql as 'select null::text';
    create function one_column() returns table (n int) language sql as 'select 1';
    create function over(int) returns setof int language sql as 'select 1';
    create function over(variadic names text[]) returns void language sql as '';
    create procedure work(inout done int) language sql as 'select 1'`)
  const { routines } = await describe()
  const brief = (r: Record<string, unknown>) => ({
    signature: r['signature'],
    arguments: (r['arguments'] as Record<string, unknown>[]).map((a) => [a['name'], a['has_default'], a['is_variadic']]),
    set: r['returns_set'],
    columns: (r['columns'] as { name: string }[] | null)?.map((c) => c.name) ?? null,
  })
  t.strictSame(routines.map((r) => brief({ ...r })), [
    { signature: 'one_column()', arguments: [], set: true, columns: ['n'] },
    { signature: 'one_out()', arguments: [], set: false, columns: null },
    { signature: 'outs(integer, integer)', arguments: [['a', false, false], ['c', true, false]], set: false, columns: ['b', 'c'] },
    { signature: 'over(integer)', arguments: [[null, false, false]], set: true, columns: null },
    { signature: 'over(text[])', arguments: [['names', false, true]], set: false, columns: null },
    { signature: 'work(integer)', arguments: [['done', false, false]], set: false, columns: ['done'] },
  ])
})

t.test('a NOT NULL that was never validated does not promise anything', { skip: serverMajor() < 18 && 'it came with PostgreSQL 18' }, async (t) => {
  const { relation } = await withSchema(t, `
    create table old (a int, b int not null);
    alter table old add constraint a_is_there not null a not valid`)
  t.strictSame((await relation('old'))?.columns.map((c) => c['is_nullable']), [true, false])
})

t.test('an unknown schema is 3F000, one that may not be used 42501; who may read gets the same document', async (t) => {
  const db = await withSchema(t, 'create table things (id int primary key)')
  await t.rejects(db.describe('App'), { code: '3F000', message: `schema 'App' does not exist`, hint: /without quotes/ })
  await t.rejects(db.describe(`it's "odd"`), { code: '3F000' })
  const blind = await blindRole(t, db)
  await t.rejects(db.describe('app', blind), { code: '42501', message: 'permission denied for schema app', hint: /grant usage on schema app to blind_/ })
  const { reader } = await testRoles(t, db, { reader: '' })
  await db.admin.unsafe(`grant usage on schema app to ${reader}; grant steward_reader to ${reader}`)
  const session = db.connect({ url: db.adminUrl })
  await session.unsafe(`set role ${reader}`)
  t.strictSame(await db.describe('app', session), await db.describe())
})
