import t from 'tap'
import { testDatabase } from '../support/database.js'

const { sql } = await testDatabase(t)
await sql.unsafe(`
  create table things ("The Id" bigint, gone int, price numeric(8, 2), tags text[]);
  alter table things drop column gone;
  create view some_things as select "The Id" as id, price from things;
  create type pair as (a int, b varchar(3));
  create function rows_of(a int, b text default 'x', "C" timestamptz[] default null)
    returns table (n int, "At" timestamptz) language sql as 'select 1, now()';
  create function pairs() returns setof pair language sql as 'select 1, null::varchar';
  create function one(numeric) returns numeric language sql as 'select $1';
  create function nothing() returns void language sql as '';
  create procedure work(variadic a text[]) language sql as '';
`)

const call = async (name: string, oid: string) =>
  (await sql.unsafe(`select steward_internal.${name}(${oid}) as value`)).map((row) => row['value'] as unknown)

t.test('routine_arguments', async (t) => {
  t.strictSame(await call('routine_arguments', `'rows_of'::regproc`), [
    [
      { name: 'a', type: 'integer', default: null },
      { name: 'b', type: 'text', default: `'x'::text` },
      { name: 'C', type: 'timestamp with time zone[]', default: 'NULL::timestamp with time zone[]' },
    ],
  ])
  t.strictSame(await call('routine_arguments', `'one'::regproc`), [[{ name: null, type: 'numeric', default: null }]])
  t.strictSame(await call('routine_arguments', `'work'::regproc`), [[{ name: 'a', type: 'text[]', default: null }]])
  t.strictSame(await call('routine_arguments', `'nothing'::regproc`), [[]])
})

t.test('routine_columns', async (t) => {
  t.strictSame(await call('routine_columns', `'rows_of'::regproc`), [
    [
      { name: 'n', type: 'integer' },
      { name: 'At', type: 'timestamp with time zone' },
    ],
  ])
  t.strictSame(await call('routine_columns', `'pairs'::regproc`), [
    [
      { name: 'a', type: 'integer' },
      { name: 'b', type: 'character varying(3)' },
    ],
  ])
  t.strictSame(await call('routine_columns', `'one'::regproc`), [[{ name: 'one', type: 'numeric' }]])
  t.strictSame(await call('routine_columns', `'nothing'::regproc`), [[{ name: 'nothing', type: 'void' }]])
  t.strictSame(await call('routine_columns', `'work'::regproc`), [null], 'a procedure has none')
})

t.test('relation_columns', async (t) => {
  t.strictSame(await call('relation_columns', `'things'::regclass`), [
    [
      { name: 'The Id', type: 'bigint' },
      { name: 'price', type: 'numeric(8,2)' },
      { name: 'tags', type: 'text[]' },
    ],
  ])
  t.strictSame(await call('relation_columns', `'some_things'::regclass`), [
    [
      { name: 'id', type: 'bigint' },
      { name: 'price', type: 'numeric(8,2)' },
    ],
  ])
  t.strictSame(await call('relation_columns', `'pair'::regclass`), [
    [
      { name: 'a', type: 'integer' },
      { name: 'b', type: 'character varying(3)' },
    ],
  ])
  t.strictSame(await call('relation_columns', '0'), [null])
})
