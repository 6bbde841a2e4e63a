import t from 'tap'
import { serverMajor, testDatabase } from '../../support/database.js'
import { assertFixes, findings, nothingFound } from '../../support/findings.js'

t.test('nested_views reports the top of a pile', async (t) => {
  const { sql } = await testDatabase(t)
  t.strictSame(await findings(sql, 'nested_views'), nothingFound)
  await sql.unsafe(`
    create table base (id int);
    create view v1 as select * from base;
    create view v2 as select * from v1;
    create materialized view v3 as select * from v2;
    create view v3b as select v2.id from v2 cross join v1;
    create view v4 as select v3.id from v3 inner join v3b on v3b.id = v3.id;
    create view third as select * from v3b;
    create schema "Odd Sch";
    create view "Odd Sch"."To p" as select v4.id from v4 inner join v1 on v1.id = v4.id;
    create view s1 as select * from pg_stat_activity;
    create view s2 as select * from s1;
    create view s3 as select * from s2;
    drop view third;
  `)
  const row = (object: string, name: string, depth: number, reads: string[]) => ({
    status: 'finding',
    severity: 'info',
    object,
    value: depth,
    detail: `${name} reads views that read views, ${depth} deep.`,
    action: 'Write the views that are queried from the tables, or make a level in between a materialized view.',
    fix_sql: null,
    evidence: { reads },
  })
  t.strictSame(await findings(sql, 'nested_views'), [
    row('view Odd Sch.To p', 'View "Odd Sch"."To p"', 5, ['public.v1', 'public.v4']),
  ])
  await sql.unsafe('drop view "Odd Sch"."To p"')
  t.strictSame(await findings(sql, 'nested_views'), [row('view public.v4', 'View public.v4', 4, ['public.v3', 'public.v3b'])])
  await sql.unsafe('drop view v4')
  t.strictSame(await findings(sql, 'nested_views'), nothingFound, 'three levels are fine')
})

t.test('upgrade_blockers looks into arrays, domains, ranges and row types', async (t) => {
  const db = await testDatabase(t)
  const { sql, admin } = db
  const check = 'upgrade_blockers'
  t.strictSame(await findings(sql, check), nothingFound)
  await sql.unsafe(`
    create schema "Odd Sch";
    create domain function_name as regproc;
    create type pair as (a int, f function_name);
    create type operators as range (subtype = regoperator);
    create table "Odd Sch"."Ta ble" (
      "Co l" regproc, many regnamespace[], boxed pair, ranged operators, several pair[], acl aclitem,
      fine regclass, fine_role regrole, fine_type regtype[], gone regoper
    );
    alter table "Odd Sch"."Ta ble" drop gone;
    create table parted (c regconfig) partition by list (c);
    create table part partition of parted default;
    create view only_seen as select "Co l" from "Odd Sch"."Ta ble";
    create materialized view kept as select row_of from pg_namespace as row_of;
  `)
  const row = (object: string, column: string, type: string, reason: string, table: string) => ({
    status: 'finding',
    severity: 'info',
    object: `column ${object}`,
    value: null,
    detail: `pg_upgrade refuses column ${column} (${type}): ${reason}.`,
    action: 'Drop the column or change its type, to text for example, before the upgrade.',
    fix_sql: null,
    evidence: { table },
  })
  const own = (name: string, type: string, reason: string) =>
    row(`Odd Sch.Ta ble.${name}`, `"Odd Sch"."Ta ble".${name === 'Co l' ? '"Co l"' : name}`, type, reason, '"Odd Sch"."Ta ble"')
  const numbers = (type: string) => `${type} holds numbers of catalog rows, which the new cluster gives anew`
  t.strictSame(await findings(sql, check), [
    own('Co l', 'regproc', numbers('regproc')),
    ...(serverMajor() < 16 ? [own('acl', 'aclitem', 'PostgreSQL 16 stores aclitem in another way')] : []),
    own('boxed', 'public.pair', numbers('regproc')),
    own('many', 'regnamespace[]', numbers('regnamespace')),
    own('ranged', 'public.operators', numbers('regoperator')),
    own('several', 'public.pair[]', numbers('regproc')),
    row('public.kept.row_of', 'public.kept.row_of', 'pg_namespace', 'it holds rows of pg_namespace, whose columns differ between versions', 'public.kept'),
    row('public.parted.c', 'public.parted.c', 'regconfig', numbers('regconfig'), 'public.parted'),
  ])
  await sql.unsafe('drop schema "Odd Sch" cascade; drop table parted; drop materialized view kept')
  t.strictSame(await findings(sql, check), nothingFound)

  if (serverMajor() < 18) {
    await sql.unsafe(`
      create table parent (a int not null, b int);
      create table "Chi ld" () inherits (parent);
      create table fine () inherits (parent);
      alter table "Chi ld" alter a drop not null;
    `)
    t.strictSame(await findings(sql, check), [
      {
        status: 'finding',
        severity: 'info',
        object: 'column public.Chi ld.a',
        value: null,
        detail: 'Column public."Chi ld".a accepts nulls although that of its parent public.parent does not, which PostgreSQL 18 refuses.',
        action: 'Declare it NOT NULL, or drop that from the parent.',
        fix_sql: ['alter table public."Chi ld" alter column a set not null;'],
        evidence: { parent: 'public.parent' },
      },
    ])
    await assertFixes(t, sql, check)
    await sql`drop table parent cascade`
  }

  const [settings] = await admin`select current_setting('max_prepared_transactions')::int as n`
  if (settings?.['n'] === 0) return t.comment('this server takes no prepared transactions')
  const session = await sql.reserve()
  for (const statement of ['begin', 'create table late ()', `prepare transaction 'it''s ${db.name}'`]) await session.unsafe(statement)
  session.release()
  t.match(await findings(sql, check), [
    {
      severity: 'info',
      object: `prepared transaction it's ${db.name}`,
      detail: `Prepared transaction 'it''s ${db.name}' of app is neither committed nor rolled back.`,
      action: /rollback prepared/,
      fix_sql: null,
      evidence: { prepared: String },
    },
  ])
  await sql.unsafe(`rollback prepared 'it''s ${db.name}'`)
  t.strictSame(await findings(sql, check), nothingFound)
})
