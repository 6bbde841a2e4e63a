import t from 'tap'
import { serverMajor, testDatabase } from '../../support/database.js'
import { assertFixes, findings, nothingFound, type Finding } from '../../support/findings.js'

const checks = ['unvalidated_constraints', 'unenforced_constraints', 'disabled_triggers', 'disabled_event_triggers', 'rules_on_tables']
const db = await testDatabase(t)
const { sql, admin } = db

const finding = (row: Pick<Finding, 'severity' | 'object' | 'detail' | 'action' | 'fix_sql' | 'evidence'>): Finding => ({
  status: 'finding',
  value: null,
  ...row,
})

t.test('constraints and triggers: nothing in a new database', async (t) => {
  for (const check of checks) t.strictSame(await findings(sql, check), nothingFound, check)
})

t.test('unvalidated_constraints proposes the second half of the migration', async (t) => {
  await sql.unsafe(`
    create schema "Odd Sch";
    create table "Odd Sch".parent (id int primary key);
    create table "Odd Sch"."Chi ld" (id int, p int, constraint valid check (id > 1));
    alter table "Odd Sch"."Chi ld"
      add constraint "che ck" check (id > 0) not valid,
      add constraint fk foreign key (p) references "Odd Sch".parent not valid;
    create table parted (a int) partition by list (a);
    create table part partition of parted default;
    alter table parted add constraint inherited check (a > 0) not valid;
    alter table part add constraint local check (a > 1) not valid;
  `)
  const row = (object: string, kind: string, name: string, table: string) => finding({
    severity: 'warning',
    object: `constraint ${object}`,
    detail: `${kind} ${name} of ${table} is NOT VALID: rows that were there before it may break it.`,
    action: 'Validate it; if that fails, repair the rows that break it first.',
    fix_sql: [`alter table ${table} validate constraint ${name};`],
    evidence: { table },
  })
  t.strictSame(await findings(sql, 'unvalidated_constraints'), [
    row('Odd Sch.che ck', 'Check constraint', '"che ck"', '"Odd Sch"."Chi ld"'),
    row('Odd Sch.fk', 'Foreign key', 'fk', '"Odd Sch"."Chi ld"'),
    row('public.inherited', 'Check constraint', 'inherited', 'public.parted'),
    row('public.local', 'Check constraint', 'local', 'public.part'),
  ])
  await assertFixes(t, sql, 'unvalidated_constraints', { reversible: false })
})

t.test('unenforced_constraints knows what PostgreSQL 18 can enforce later', async (t) => {
  if (serverMajor() < 18) return t.strictSame(await findings(sql, 'unenforced_constraints'), nothingFound)
  await sql.unsafe(`
    create table target (id int primary key);
    create table "So me" (id int, t int, constraint remark check (id > 0) not enforced,
      constraint "lo ose" foreign key (t) references target not enforced, constraint firm check (id > 1));
    alter table "So me" add constraint later check (id > 2) not valid;
  `)
  t.strictSame(await findings(sql, 'unenforced_constraints'), [
    finding({
      severity: 'info',
      object: 'constraint public.lo ose',
      detail: 'Foreign key "lo ose" of public."So me" is NOT ENFORCED: nothing is checked.',
      action: 'Enforce it, or keep it as a remark on what the application takes care of.',
      fix_sql: ['alter table public."So me" alter constraint "lo ose" enforced;'],
      evidence: { table: 'public."So me"' },
    }),
    finding({
      severity: 'info',
      object: 'constraint public.remark',
      detail: 'Check constraint remark of public."So me" is NOT ENFORCED: nothing is checked.',
      action: 'A check constraint cannot be enforced later: drop it and add it again as NOT VALID, then validate it.',
      fix_sql: null,
      evidence: { table: 'public."So me"' },
    }),
  ])
  t.match(await findings(sql, 'unvalidated_constraints'), [{ object: 'constraint public.later' }], 'they are no matter of the other check')
  await assertFixes(t, sql, 'unenforced_constraints')
  await sql`drop table "So me"`
})

t.test('disabled_triggers is critical where a constraint goes unchecked', async (t) => {
  await sql.unsafe(`
    create function nothing() returns trigger language plpgsql as 'begin return new; end';
    create table referenced (id int primary key);
    create table "Ta ble" (id int unique deferrable, r int constraint "unche cked" references referenced);
    create trigger "tri gger" before insert on "Ta ble" for each row execute function nothing();
    create trigger on_replicas before insert on "Ta ble" for each row execute function nothing();
    create trigger fine before insert on "Ta ble" for each row execute function nothing();
    alter table "Ta ble" disable trigger "tri gger";
    alter table "Ta ble" enable replica trigger on_replicas;
    create table of_partitions (id int) partition by list (id);
    create table partition_1 partition of of_partitions for values in (1);
    create table partition_2 partition of of_partitions for values in (2);
    create trigger everywhere after insert on of_partitions for each row execute function nothing();
    create trigger but_one after insert on of_partitions for each row execute function nothing();
    alter table of_partitions disable trigger everywhere;
    alter table partition_2 disable trigger but_one;
  `)
  const disabled = (table: string, qualified: string, name: string) => finding({
    severity: 'warning',
    object: `trigger public.${table}.${name}`,
    detail: `Trigger ${name.includes(' ') ? `"${name}"` : name} of ${qualified} is disabled.`,
    action: 'Enable it, or drop it if nobody needs it.',
    fix_sql: [`alter table ${qualified} enable trigger ${name.includes(' ') ? `"${name}"` : name};`],
    evidence: { table: qualified },
  })
  const own = [
    disabled('Ta ble', 'public."Ta ble"', 'tri gger'),
    disabled('of_partitions', 'public.of_partitions', 'everywhere'),
    disabled('partition_2', 'public.partition_2', 'but_one'),
  ]
  t.strictSame(await findings(sql, 'disabled_triggers'), own)
  await assertFixes(t, sql, 'disabled_triggers')

  await admin`alter table "Ta ble" disable trigger all`
  t.match((await findings(sql, 'disabled_triggers')).filter(({ severity }) => severity === 'critical'), [
    { object: 'constraint public.Ta ble_id_key', detail: /1 of its triggers/ },
    {
      object: 'constraint public.unche cked',
      detail: 'Constraint "unche cked" of public."Ta ble" is not checked: 2 of its triggers are disabled.',
      action: 'Enable its triggers, which needs a superuser, and look for rows that break the constraint.',
      fix_sql: [
        /^alter table public\."Ta ble" enable trigger "RI_ConstraintTrigger_c_\d+";$/,
        /^alter table public\."Ta ble" enable trigger "RI_ConstraintTrigger_c_\d+";$/,
      ],
      evidence: { table: 'public."Ta ble"' },
    },
  ])
  await assertFixes(t, sql, 'disabled_triggers', { as: admin })
})

t.test('disabled_event_triggers names the event', async (t) => {
  await admin.unsafe(`
    create function on_event() returns event_trigger language plpgsql as 'begin end';
    create event trigger "ev ent" on ddl_command_end execute function on_event();
    create event trigger on_replicas on sql_drop execute function on_event();
    alter event trigger "ev ent" disable;
    alter event trigger on_replicas enable replica;
  `)
  t.strictSame(await findings(sql, 'disabled_event_triggers'), [
    finding({
      severity: 'info',
      object: 'event trigger ev ent',
      detail: 'Event trigger "ev ent" (on ddl_command_end) is disabled.',
      action: 'Enable it, or drop it if nobody needs it.',
      fix_sql: ['alter event trigger "ev ent" enable;'],
      evidence: { event: 'ddl_command_end' },
    }),
  ])
  await assertFixes(t, sql, 'disabled_event_triggers', { as: admin })
})

t.test('rules_on_tables leaves views alone', async (t) => {
  await sql.unsafe(`
    create table "Ru led" (id int);
    create rule "ru le" as on insert to "Ru led" do instead nothing;
    create view seen as select * from "Ru led";
    create rule of_view as on delete to seen do instead nothing;
  `)
  t.strictSame(await findings(sql, 'rules_on_tables'), [
    finding({
      severity: 'info',
      object: 'rule public.Ru led.ru le',
      detail: 'Rule "ru le" rewrites INSERT of table public."Ru led".',
      action: 'Replace the rule by a trigger.',
      fix_sql: null,
      evidence: { table: 'public."Ru led"' },
    }),
  ])
})
