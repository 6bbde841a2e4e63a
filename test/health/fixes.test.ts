import t from 'tap'
import { oneByOne, runAndFlush, serverMajor, testDatabase, type TestDatabase } from '../support/database.js'

/** What the fixes of one report are tried on: flaws of every kind that a database alone can have, where they meet. */
const flaws = `
  create schema shop; create schema "Odd";
  create table shop.region (id int primary key, name text);
  create table shop.site (region_id int, id int, primary key (region_id, id), foreign key (region_id) references shop.region);

  create table shop.visit (
    id bigint generated always as identity primary key, region_id int not null, site_id int not null, other_id int, note text,
    at timestamptz not null default now(), tags text[], state char(4), price money
  );
  insert into shop.region select i, 'r' || i from generate_series(0, 9) as i;
  insert into shop.site select r, s from generate_series(0, 9) as r, generate_series(0, 9) as s;
  insert into shop.visit (region_id, site_id, other_id, note, tags, state, price)
    select i % 10, i % 7, i % 3, 'Note ' || i, array['a' || i % 5], 'open', 1 from generate_series(1, 60000) as i;
  alter table shop.visit add constraint one_region foreign key (region_id) references shop.region;
  alter table shop.visit add constraint same_region foreign key (region_id) references shop.region not valid;
  alter table shop.visit add constraint visit_site foreign key (region_id, site_id) references shop.site not valid;
  alter table shop.visit add constraint other_region foreign key (other_id) references shop.region;
  alter table shop.visit add constraint other_region_again foreign key (other_id) references shop.region on delete cascade;
  alter table shop.visit add constraint priced check (price >= 0::money) not valid;

  create index visit_note on shop.visit (note); create index visit_note_at on shop.visit (note, at);
  create index visit_lower on shop.visit (lower(note));
  create index visit_at on shop.visit (at); create index visit_at_twin on shop.visit (at);
  create index visit_upper_1 on shop.visit (upper(note)); create index visit_upper_2 on shop.visit (upper(note));
  create index visit_at_brin_1 on shop.visit using brin (at) with (pages_per_range = 1);
  create index visit_at_brin_128 on shop.visit using brin (at) with (pages_per_range = 128);

  create table shop.item (id int not null, a int not null, b int, c int, d int, tags int[], note text);
  insert into shop.item select i, i, i, i, i, array[i], 'n' || i from generate_series(1, 20000) as i;
  create unique index item_id on shop.item (id); create unique index item_id_again on shop.item (id);
  create unique index item_identity on shop.item (id); alter table shop.item replica identity using index item_identity;
  create index item_a on shop.item (a); create index item_a_b on shop.item (a, b); create index item_a_b_c on shop.item (a, b, c);
  create index item_d on shop.item (d); create index item_d_order on shop.item (d); create unique index item_d_unique on shop.item (d);
  alter table shop.item cluster on item_d_order;
  create index item_tags on shop.item (tags); create index item_tags_again on shop.item (tags);
  create index item_every on shop.item (c) where a is not null; create index item_every_again on shop.item (c);
  create index item_every_b on shop.item (b) where a is not null;
  create index item_lower on shop.item (lower(note));

  create table shop."a" (b_c int references shop.region); create table shop.a_b (c int references shop.region);
  create table "Odd"."Lo ng"  (id int primary key, "the first column of a key that is long indeed" int references shop.region,
    "the first column of a key that is long at last" int references shop.region);

  create table shop.wide (id bigint primary key); create table shop.narrow (id int primary key);
  create table shop.seen (seen_id int references shop.wide); create view shop.seen_view as select seen_id from shop.seen;
  create table shop.shared (id int references shop.wide references shop.narrow);
  create table shop.plain (wide_id int references shop.wide);

  create table shop.pair (a int, b int, primary key (a, b));
  create table shop.half (id int primary key, a int, b int, foreign key (a, b) references shop.pair, foreign key (b, a) references shop.pair (b, a));
  alter table shop.half add constraint half_again foreign key (a, b) references shop.pair not valid;
  create table shop.own (id int primary key, up int, foreign key (id) references shop.own, foreign key (up) references shop.own);
  create table shop.strict (a int not null, b int not null, c int not null, primary key (a, b, c));
  create table shop.strict_child (a int not null, b int not null, c int not null,
    foreign key (a, b, c) references shop.strict, foreign key (a, b, c) references shop.strict);

  create table shop.strict_part (a int not null, b int not null, primary key (a, b));
  create table shop.longer (a int not null, b int not null, c int not null, unique (a, b), unique (a), unique (a, b, c));
  create table shop.longest (a int not null, b int not null, c int not null);
  alter table shop.longest add constraint long_1 foreign key (a) references shop.longer (a);
  alter table shop.longest add constraint long_2 foreign key (a, b) references shop.longer (a, b);
  alter table shop.longest add constraint long_2_again foreign key (a, b) references shop.longer (a, b);
  alter table shop.longest add constraint long_3 foreign key (a, b, c) references shop.longer (a, b, c);
  create table shop.team (id int primary key); create table shop.member (id int primary key, team_id int);

  create table shop.types (id serial primary key, fixed char(9), limited varchar(20), cost money, local timestamp, zoned timetz, doc json);
  create view shop.types_view as select cost from shop.types;
  create unlogged table shop.cache (id int primary key); create unlogged table shop.cache_entry (id int primary key, cache_id int references shop.cache);
  create table shop.unkept (id int primary key) with (autovacuum_enabled = off);
  create table shop.guarded (id int primary key, owner_id int);
  create table shop.kept (id int primary key, owner_id int);
  create policy own on shop.kept using (owner_id = 1);
  create table shop.people (id int primary key, name text, password text);
  create table shop.parent (id int not null); create table shop.heir () inherits (shop.parent); ${serverMajor() < 18 ? 'alter table shop.heir alter id drop not null;' : ''}
  create table shop.parted (id int, at date) partition by range (id);
  create table shop.parted_1 partition of shop.parted for values from (0) to (9);
  create index parted_id on shop.parted (id); create index parted_id_again on shop.parted (id); create index parted_id_at on shop.parted (id, at);
  insert into shop.parted select i % 9, now() from generate_series(1, 500) as i;

  create function shop.mutable() returns int language plpgsql as 'begin return 1; end';
  create function shop.definer() returns int language plpgsql security definer as 'begin return 1; end';
  create function shop.touch() returns trigger language plpgsql as 'begin return new; end';
  create trigger touch before update on shop.people for each row execute function shop.touch();
  alter table shop.people disable trigger touch;
  create table shop.rows (id int primary key, owner_id int); alter table shop.rows enable row level security;
  create policy own on shop.rows using (owner_id = 1); create view shop.rows_view as select id from shop.rows;
  create materialized view shop.rows_copy as select id from shop.rows; grant select on shop.rows, shop.rows_view, shop.rows_copy to public;
  create view shop.people_view as select id, name from shop.people;
  grant usage, create on schema shop to public;
  grant select, insert, update, delete, truncate on shop.guarded, shop.kept, shop.people to public; grant select on shop.people_view to public;
  alter default privileges in schema shop grant select on tables to public`

/** Queries that have an index before, and must have one afterwards. */
const queries = [
  `select from shop.visit where note = 'Note 7'`,
  `select from shop.visit where at = now()`,
  'select from shop.item where a = 7',
  'select from shop.item where a = 7 and b = 7 and c = 7',
  'select from shop.item where id = 7',
  'select from shop.item where d = 7',
  'select from shop.item where c = 7',
]

interface Row {
  check_id: string
  object: string
  action: string
  fix_sql: string[] | null
  undo_sql: string[] | null
}

/** The findings in the order of database_health_check(). */
const report = async ({ sql }: TestDatabase): Promise<Row[]> => await sql<Row[]>`
  select check_id, concat_ws('.', object_type, object_schema, object_name) as object, action, fix_sql, undo_sql
  from steward.health_findings()
  where status = 'finding'
  order by array_position('{critical,warning,info}', severity), category, check_id, value desc, object_schema, object_name`

/** What belongs to the server, and what only a person can decide. */
const isOfThisDatabase = ({ fix_sql }: Row) =>
  fix_sql !== null && !fix_sql.some((s) => /^alter (system|role|database)|pg_reload_conf|cron\.|^call |sync_schedules/.test(s))

const name = ({ check_id, object }: Row) => `${check_id}: ${object}`

const plans = async ({ sql }: TestDatabase): Promise<string[]> => {
  const session = await sql.reserve()
  await session`set enable_seqscan = off`
  const found = []
  for (const query of queries) {
    const [plan] = await session.unsafe(`explain (format json) ${query}`)
    found.push(/"Index Name"/.test(JSON.stringify(plan)) ? 'index' : query)
  }
  session.release()
  return found
}

for (const order of ['of the report', 'from the last to the first'] as const) {
  t.test(`all fixes of one report can be run together, ${order}`, async (t) => {
    const db = await testDatabase(t)
    const { sql, admin } = db
    await sql.unsafe(flaws)
    await sql`select steward.configure_health_check(check_id, enabled => true) from steward.health_checks where not is_enabled and requires_extension is null`
    await oneByOne(sql, ['vacuum analyze', 'create index item_new on shop.item (upper(note))'])
    await runAndFlush(sql, ['set enable_seqscan = off', 'set enable_bitmapscan = off', ...queries])
    await sql`select steward.set_setting('health.usage_window', '0')`
    t.strictSame(await plans(db), queries.map(() => 'index'))

    const before = await report(db)
    const fixes = before.filter(isOfThisDatabase)
    if (order !== 'of the report') fixes.reverse()
    const failed: string[] = []
    for (const fix of fixes) {
      for (const statement of fix.fix_sql ?? []) {
        await admin.unsafe(statement).catch((error: Error) => failed.push(`${name(fix)}: ${statement}: ${error.message}`))
      }
    }
    t.strictSame(failed, [], 'none fails')
    t.comment(`${fixes.length} fixes of ${new Set(fixes.map((fix) => fix.check_id)).size} checks: ${fixes.map(name).join(', ')}`)

    // No verdict on the indexes that the fixes have made.
    await sql`select steward.set_setting('health.usage_window', '30 days')`
    const after = (await report(db)).map(name)
    t.strictSame(fixes.map(name).filter((f) => after.includes(f)), [], 'what was fixed is gone')
    t.strictSame(after.filter((f) => !before.map(name).includes(f)), [], 'nothing new has come')
    t.strictSame(await plans(db), queries.map(() => 'index'), 'queries that had an index have one')

    const [known] = await sql`
      select count(*)::int as expressions, count(*) filter (where n_distinct <> 0)::int as analyzed
      from pg_stats_ext_exprs where schemaname = 'shop' and tablename = 'visit'`
    t.strictSame(known, { expressions: 2, analyzed: 2 }, 'what the planner knew of lower(note) and upper(note) is kept, once')

    failed.length = 0
    for (const fix of [...fixes].reverse()) {
      for (const statement of fix.undo_sql ?? []) {
        await admin.unsafe(statement).catch((error: Error) => failed.push(`${name(fix)}: ${statement}: ${error.message}`))
      }
    }
    t.strictSame(failed, [], 'none of the undos fails')
    const isReversible = ({ check_id, undo_sql }: Row) => undo_sql !== null && check_id !== 'unused_indexes'
    // Which of two equal ones is the older has changed, and what was unused has no verdict yet.
    const left = (await report(db)).map(({ check_id }) => check_id)
    const missing = fixes.filter(isReversible).filter(({ check_id }) => {
      const at = left.indexOf(check_id)
      if (at >= 0) left.splice(at, 1)
      return at < 0
    })
    t.strictSame(missing.map(name), [], 'and they bring back what was there')
  })
}
