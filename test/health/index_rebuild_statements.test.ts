import t from 'tap'
import { oneByOne, testDatabase } from '../support/database.js'
import { assertFixes, findings } from '../support/findings.js'

t.test('builds every kind of index as it was', async (t) => {
  const { sql } = await testDatabase(t)
  await sql.unsafe(`
    create schema "Odd Sch";
    create table "Odd Sch"."Ta ON ONLY ble" (a int, b text, p point) with (fillfactor = 70);
    create unique index "in ON ONLY ""dex" on "Odd Sch"."Ta ON ONLY ble" (a desc nulls last, lower(b) text_pattern_ops)
      include (b) nulls not distinct with (fillfactor = 50) where a > 0;
    alter index "Odd Sch"."in ON ONLY ""dex" alter column 2 set statistics 500;
    comment on index "Odd Sch"."in ON ONLY ""dex" is 'It''s mine';
    create index spatial on "Odd Sch"."Ta ON ONLY ble" using gist (p);
    cluster "Odd Sch"."Ta ON ONLY ble" using spatial;
    create table parted (a int) partition by list (a);
    create table part partition of parted default;
    create index on parted (a);
  `)
  const statements = async () => [
    ...(await sql<{ statements: string[] }[]>`
      select s.statements
      from steward_internal.index_rebuild_statements(
        array(select oid from pg_class where relname ~ '"dex$|^spatial$|^parted_')
      ) as s
      order by s.statements::text`),
  ].flatMap((row) => row.statements)
  const before = await statements()
  t.strictSame(before, [
    'create index concurrently spatial on "Odd Sch"."Ta ON ONLY ble" USING gist (p);',
    'alter table "Odd Sch"."Ta ON ONLY ble" cluster on spatial;',
    'create index parted_a_idx on public.parted USING btree (a);',
    'create unique index concurrently "in ON ONLY ""dex" on "Odd Sch"."Ta ON ONLY ble" USING btree '
      + "(a DESC NULLS LAST, lower(b) text_pattern_ops) INCLUDE (b) NULLS NOT DISTINCT WITH (fillfactor='50') WHERE (a > 0);",
    'comment on index "Odd Sch"."in ON ONLY ""dex" is \'It\'\'s mine\';',
    'alter index "Odd Sch"."in ON ONLY ""dex" alter column 2 set statistics 500;',
  ])
  await sql.unsafe('drop index "Odd Sch"."in ON ONLY ""dex", "Odd Sch".spatial, parted_a_idx')
  await oneByOne(sql, before)
  t.strictSame(await statements(), before)
})

t.test('names the tablespace', async (t) => {
  const db = await testDatabase(t)
  const space = `space ${db.name}`
  const session = await db.admin.reserve()
  await session`set allow_in_place_tablespaces = on`
  await session.unsafe(`create tablespace "${space}" location ''`)
  t.teardown(async () => {
    await db.admin`drop table if exists tab`
    await db.admin.unsafe(`drop tablespace "${space}"`)
  })
  await session.unsafe(`
    grant create on tablespace "${space}" to app;
    create table tab (a int); alter table tab owner to app;
    create index survivor on tab (a) tablespace "${space}"; create index shadow on tab (a) tablespace "${space}"`)
  session.release()
  const rebuilt = await db.sql`
    select * from steward_internal.index_rebuild_statements(array['shadow'::regclass::oid])`
  t.strictSame(rebuilt[0]?.['statements'], [
    `set default_tablespace = "${space}";`,
    'create index concurrently shadow on public.tab USING btree (a);',
    'reset default_tablespace;',
  ])
  await assertFixes(t, db.sql, 'duplicate_indexes')
})

t.test('offers no drop while another session has locked the table', async (t) => {
  const db = await testDatabase(t)
  await db.sql.unsafe(`
    create table tab (a int, b int); create index one on tab (a); create index two on tab (a); create index three on tab (a, b)`)
  const holder = await db.connect().reserve()
  await holder`begin`
  await holder`lock table tab in access exclusive mode`
  for (const check of ['duplicate_indexes', 'redundant_indexes']) {
    for (const row of await findings(db.sql, check)) {
      t.match(row, { status: 'finding', fix_sql: null, action: /^Another session has locked it/ }, check)
    }
  }
  await holder`rollback`
  holder.release()
  await assertFixes(t, db.sql, 'duplicate_indexes')
})

t.test('alter_system_undo() tells a file of its own from what ALTER SYSTEM has set', async (t) => {
  const { admin } = await testDatabase(t)
  const [row] = await admin`
    select
      steward_internal.alter_system_undo('geqo_seed', '0') as by_default,
      steward_internal.alter_system_undo(s.name, s.setting) as by_file,
      s.sourcefile ~ 'postgresql.auto.conf' as is_auto
    from pg_settings as s
    where s.name = 'port'`
  t.equal(row?.['by_default'], 'alter system reset geqo_seed;')
  t.match(row?.['by_file'], row?.['is_auto'] ? /^alter system set port = '\d+';$/ : 'alter system reset port;')
})
