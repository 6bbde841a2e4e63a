import { join } from 'node:path'
import type { Test } from 'tap'
import ts from 'typescript'
import { describeSchemas } from '../../src/types/description.js'
import { renderTypes, type RenderOptions } from '../../src/types/render.js'
import { testDatabase } from '../support/database.js'

/** A database with some schemas in it, and what is rendered of them. */
export async function withSchemas(t: Test, statements: string) {
  const db = await testDatabase(t)
  await db.sql.unsafe(statements).simple()
  const render = async (schemas: string[], options?: RenderOptions, sql = db.sql) =>
    renderTypes(await describeSchemas(sql, schemas), options)
  return { ...db, render }
}

/** What the compiler says of some files in the folder of this repository, under the strictest of options. */
export function compile(files: Record<string, string>): string[] {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022, lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts'],
    module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true, verbatimModuleSyntax: true,
    erasableSyntaxOnly: true, isolatedModules: true, skipLibCheck: true, noEmit: true, types: ['node'],
  }
  const texts = new Map(Object.entries(files).map(([name, text]) => [join(process.cwd(), 'test', 'types', name), text]))
  const host = ts.createCompilerHost(options)
  const overlay: ts.CompilerHost = {
    ...host,
    fileExists: (file) => texts.has(file) || host.fileExists(file),
    readFile: (file) => texts.get(file) ?? host.readFile(file),
    getSourceFile: (file, ...rest) => {
      const text = texts.get(file)
      return text === undefined ? host.getSourceFile(file, ...rest) : ts.createSourceFile(file, text, rest[0])
    },
  }
  return ts.getPreEmitDiagnostics(ts.createProgram([...texts.keys()], options, overlay)).map((diagnostic) => {
    const { line = -1 } = diagnostic.file?.getLineAndCharacterOfPosition(diagnostic.start ?? 0) ?? {}
    return `${diagnostic.file?.fileName.split('/').at(-1)}:${line + 1} ${ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')}`
  })
}

/** A schema with one of everything, and with names that are hard to write. */
export const weird = `
create schema weird;
set search_path = weird;
create type mood as enum ('sad', 'it''s ok', E'b\\\\s');
create type empty_enum as enum ();
create type comp as (a int, b text, "C d" mood[]);
create domain email as text check (value like '%@%');
create domain plan as varchar(20) check (value in ('free', 'team'));
create domain stamp as timestamptz;
create domain stamp_list as timestamptz[];
create table ta_ble (
  id int primary key, "__proto__" int, "class" text, "a.b" text, "ün ï" text, "it's
new" text, j jsonb not null default '{}', js json, arr text[], iarr int8[], dt date, ts timestamp, b bytea,
  f float8, n numeric(8, 2), i8 bigint, tm time, iv interval, u uuid, em email, pl plan, st stamp, sts stamp[], stl stamp_list,
  c char(3), r int4range, ip inet, ba bytea[], md mood, mds mood[], v varchar(3), o oid, bx box[], ja jsonb[], da timestamptz[],
  s2 smallint, cp comp, cps comp[], bo boolean, bos boolean[], mr int4multirange, na name, ch "char", mo money, tz timetz,
  ff real, ns numeric[], ps plan[], pt point, x xml, t tsvector, choice text check (choice in ('a', 'it''s'))
);
create table "Ta ble" (id bigint generated always as identity primary key, gen int generated always as (1) stored, v varchar(3) not null);
create table "Date" ("constructor" int primary key, ta_ble int unique references ta_ble, "ta_ble_id" int not null references ta_ble);
create table "123" ();
create table "!!" (a int generated always as identity);
create table "таблица" ("колонка" int);
create table tables (id int); create table json_value (id int); create table "TABLES" (id int); create table record (id int);
create table users_insert (id int); create table users (id int primary key, parent int references users, other_id int references users);
create table "a.b" (id int); create table "__proto__" (id int);
create table "back\`tick\${x}" ("back\`tick\${x}" int);
create view "V" as select 1 as "ä", null::mood as m;
create materialized view mv as select 1 as x;
create table uses (c comp, cs comp[], e empty_enum);
create table parts (id int, at date, primary key (id, at)) partition by range (at);
create table parts_1 partition of parts for values from ('2024-01-01') to ('2025-01-01');
create function over(a int) returns int language sql as 'select 1';
create function over(a text) returns setof text language sql as 'select null::text';
create function f(a int, b text default 'x', variadic c int[] default '{}') returns table (x int, y mood) language sql as 'select 1, null::weird.mood';
create function g(int) returns setof "Ta ble" language sql as 'select * from weird."Ta ble"';
create function outs(out a int, out b text) language sql as 'select 1, null::text';
create function "fn'x"("The Arg" text, int default 1) returns comp language sql as 'select null::weird.comp';
create function one_row(int) returns "Ta ble" language sql as 'select * from weird."Ta ble" where id = $1';
create function nothing() returns void language sql as '';
create function rec() returns setof record language sql as 'select 1, 2';
create procedure proc(inout a int) language sql as 'select 1';
comment on table "Date" is E'Ends */ here\\n\\n\\n@deprecated \`x\`\\r\\nthen\\u2028this ';
comment on column "Date"."constructor" is '*/ alert(1) /*';
create schema "Other one";
create table "Other one".users (id int primary key, ta_ble int references ta_ble, mood mood, choice text not null check (choice in ('x')));
create table "Other one"."Weird" (id int);
reset search_path`
