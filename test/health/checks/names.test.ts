import t from 'tap'
import { testDatabase } from '../../support/database.js'
import { findings, nothingFound } from '../../support/findings.js'

const common = { status: 'finding', severity: 'info', value: null, fix_sql: null }
const long = 'n'.repeat(63)

t.test('mixed_case_names are those whose characters need quotes', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table "Orders" ("userId" int, plain int, "with blank" int, "2nd" int, "a-b" int, "a""b" int, "dropMe" int);
    alter table "Orders" drop column "dropMe";
    create table customers (id int, "eMail" text);
    create view "V 1" as select 1 as "colOfView";
    create table fine (id_1 int, größe int, a$b int, "end" int, _under int);
    create index "Idx" on fine (id_1);
    create table parted (id int) partition by range (id);
    create table "Part_1" partition of parted for values from (0) to (9);
    create temporary table "Passing" ("Id" int);
    create table heir () inherits (customers);
  `)
  const action = 'Use lower case, digits and underscores, for new names at least: a rename breaks every query that uses the old one.'
  t.strictSame(await findings(sql, 'mixed_case_names'), [
    {
      ...common,
      object: 'table public.Orders',
      detail: 'Table public."Orders" has names that need double quotes: "Orders", "userId", "with blank", "2nd", "a-b" and 1 more.',
      action,
      evidence: { names: ['Orders', 'userId', 'with blank', '2nd', 'a-b', 'a"b'] },
    },
    {
      ...common,
      object: 'table public.customers',
      detail: 'Table public.customers has names that need double quotes: "eMail".',
      action,
      evidence: { names: ['eMail'] },
    },
    {
      ...common,
      object: 'view public.V 1',
      detail: 'View public."V 1" has names that need double quotes: "V 1".',
      action,
      evidence: { names: ['V 1'] },
    },
  ])
  await sql.unsafe(`
    alter table "Orders" rename to orders; alter table customers rename "eMail" to email; drop view "V 1";
    drop table orders;
  `)
  t.strictSame(await findings(sql, 'mixed_case_names'), nothingFound)
})

t.test('needs_quotes of catalog_names is what the server thinks of the characters', async (t) => {
  const { sql } = await testDatabase(t)
  const names = Array.from({ length: 127 }, (_, code) => String.fromCharCode(code + 1)).flatMap((c) => [c, `x${c}y`])
  const columns = names.map((name) => `"${name.replaceAll('"', '""')}" int`)
  await sql.unsafe(`create table every_byte (${columns.join(', ')})`)
  const rows = await sql<{ name: string; needs_quotes: boolean; is_quoted: boolean }[]>`
    select name, needs_quotes, quote_ident(name) <> name as is_quoted
    from steward_internal.catalog_names
    where relid = ${'every_byte'}::regclass and attnum > 0`
  t.equal(rows.length, names.length)
  // quote_ident() quotes the dollar sign too, which the parser accepts after the first character.
  const wrong = rows.filter((row) => row.needs_quotes !== (row.is_quoted && row.name !== 'x$y'))
  t.strictSame(wrong, [])
})

t.test('reserved_word_names are words that this server reserves', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table "user" ("order" int, "end" int, name text, value int, "authorization" text, type text);
    create table "table" (id int);
    create materialized view "select" as select 1 as "from";
    create table lines ("User" int, users int, position int);
    create view v as select 1 as "desc";
  `)
  const action = 'Choose another name, a plural for instance; a rename breaks every query that uses the old one.'
  t.strictSame(await findings(sql, 'reserved_word_names'), [
    {
      ...common,
      object: 'materialized view public.select',
      detail: 'Materialized view public."select" has names that are reserved words: "select".',
      action,
      evidence: { names: ['select'] },
    },
    {
      ...common,
      object: 'table public.table',
      detail: 'Table public."table" has names that are reserved words: "table".',
      action,
      evidence: { names: ['table'] },
    },
    {
      ...common,
      object: 'table public.user',
      detail: 'Table public."user" has names that are reserved words: "user", "order", "end", "authorization".',
      action,
      evidence: { names: ['user', 'order', 'end', 'authorization'] },
    },
  ])
})

t.test('truncated_names are those of 63 bytes', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table ${long} (id int, "${'ä'.repeat(31)}x" int, ${'m'.repeat(62)} int);
    create table short (${'k'.repeat(62)} int, id int);
    create index ${'i'.repeat(63)} on short (id);
  `)
  t.strictSame(await findings(sql, 'truncated_names'), [
    {
      ...common,
      object: `table public.${long}`,
      detail: `Table public.${long} has names of 63 bytes, which may have been cut off: ${long}, "${'ä'.repeat(31)}x".`,
      action: 'Rename it to something shorter that is what the applications say too.',
      evidence: { names: [long, `${'ä'.repeat(31)}x`] },
    },
  ])
})

t.test('confusable_names differ only in case, blanks or hyphens', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create table orders (id int, user_id int, "user id" int, "User-Id" int, "Total" int);
    create view "Orders" as select 1 as one;
    create schema other; create table other."ORDERS" (id int, "Id" int);
    create table "Alone" ("User" int, user_ int);
    create table a_1 (id int); create table a1 (id int);
    create table parted (id int) partition by range (id);
    create table part_1 partition of parted for values from (0) to (9);
    create table "Part_1" partition of parted for values from (9) to (20);
  `)
  const action = 'Find out which one the applications use, move the data there, and drop or rename the other.'
  t.strictSame(await findings(sql, 'confusable_names'), [
    {
      ...common,
      object: 'column other.ORDERS.Id',
      detail: 'Columns of table other."ORDERS" differ only in case, blanks or hyphens: "Id", id.',
      action,
      evidence: { names: ['"Id"', 'id'] },
    },
    {
      ...common,
      object: 'column public.orders.User-Id',
      detail: 'Columns of table public.orders differ only in case, blanks or hyphens: "User-Id", "user id", user_id.',
      action,
      evidence: { names: ['"User-Id"', '"user id"', 'user_id'] },
    },
    {
      ...common,
      object: 'table public.Orders',
      detail: 'Relations of schema public differ only in case, blanks or hyphens: "Orders", orders.',
      action,
      evidence: { names: ['"Orders"', 'orders'] },
    },
  ])
  await sql.unsafe(`
    drop view "Orders"; alter table orders drop column "user id", drop column "User-Id";
    alter table other."ORDERS" drop column "Id";
  `)
  t.strictSame(await findings(sql, 'confusable_names'), nothingFound)
})
