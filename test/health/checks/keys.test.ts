import t from 'tap'
import { serverMajor, testDatabase } from '../../support/database.js'
import { assertFixes, findings, nothingFound, switchOn } from '../../support/findings.js'

const checks = [
  'foreign_key_type_mismatch', 'duplicate_foreign_keys', 'overlapping_foreign_keys', 'nullable_multicolumn_foreign_keys',
  'self_referencing_row_keys', 'cross_schema_foreign_keys', 'missing_foreign_keys', 'wide_primary_keys', 'text_primary_keys',
  'random_uuid_keys',
]
const db = await testDatabase(t)
const { sql } = db
for (const check of checks) await switchOn(sql, check)

/** Runs `use` in a schema of its own, in which the findings are those of `statements`. */
async function withSchema(statements: string, use: () => Promise<void>): Promise<void> {
  await sql.unsafe(`create schema "Odd Sch"; set search_path = "Odd Sch"; ${statements}; reset search_path`)
  await use().finally(() => sql.unsafe('set client_min_messages = warning; drop schema "Odd Sch" cascade; reset client_min_messages'))
}

t.test('keys: nothing in a new database', async (t) => {
  for (const check of checks) t.strictSame(await findings(sql, check), nothingFound, check)
})

t.test('foreign_key_type_mismatch names the columns, and the fix gives them one type', async (t) => {
  const setUp = `
    create domain whole as bigint;
    create domain text_key as text;
    create table wide (id bigint primary key, code text unique);
    create table narrow (id int primary key);
    create table exact (id numeric primary key);
    create table "Chi ld" ("Wide" int references wide, amount bigint references exact);
    create table wider (narrow_id bigint references narrow);
    create table pair (a int, b bigint, primary key (a, b));
    create table both_wrong (a smallint, b int, constraint pair_fkey foreign key (a, b) references pair);
    create table same (id bigint references wide, d whole references wide, code varchar(9) references wide (code), k text_key references wide (code));
    create table parted (wide_id int references wide) partition by list (wide_id);
    create table part partition of parted default;
  `
  await withSchema(setUp, async () => {
    const rows = await findings(sql, 'foreign_key_type_mismatch')
    const finding = (name: string, detail: string, fix_sql: string[] | null, table: string, references: string) => ({
      status: 'finding',
      severity: 'warning',
      object: `constraint Odd Sch.${name}`,
      value: null,
      detail,
      action: 'Give the referencing column the type of the referenced one.',
      fix_sql,
      evidence: { table, references },
    })
    t.strictSame(rows, [
      finding(
        'Chi ld_Wide_fkey',
        'Foreign key "Chi ld_Wide_fkey" of "Odd Sch"."Chi ld" compares columns of different types: "Wide" is integer, "Odd Sch".wide.id is bigint.',
        ['alter table "Odd Sch"."Chi ld" alter column "Wide" type bigint;'], '"Odd Sch"."Chi ld"', '"Odd Sch".wide'),
      finding(
        'Chi ld_amount_fkey',
        'Foreign key "Chi ld_amount_fkey" of "Odd Sch"."Chi ld" compares columns of different types: amount is bigint, "Odd Sch".exact.id is numeric.',
        ['alter table "Odd Sch"."Chi ld" alter column amount type numeric;'], '"Odd Sch"."Chi ld"', '"Odd Sch".exact'),
      finding(
        'pair_fkey',
        'Foreign key pair_fkey of "Odd Sch".both_wrong compares columns of different types: a is smallint, "Odd Sch".pair.a is integer; b is integer, "Odd Sch".pair.b is bigint.',
        ['alter table "Odd Sch".both_wrong alter column a type integer;', 'alter table "Odd Sch".both_wrong alter column b type bigint;'],
        '"Odd Sch".both_wrong', '"Odd Sch".pair'),
      finding(
        'parted_wide_id_fkey',
        'Foreign key parted_wide_id_fkey of "Odd Sch".parted compares columns of different types: wide_id is integer, "Odd Sch".wide.id is bigint.',
        null, '"Odd Sch".parted', '"Odd Sch".wide'),
      {
        ...finding(
          'wider_narrow_id_fkey',
          'Foreign key wider_narrow_id_fkey of "Odd Sch".wider compares columns of different types: narrow_id is bigint, "Odd Sch".narrow.id is integer.',
          null, '"Odd Sch".wider', '"Odd Sch".narrow'),
        severity: 'info',
        action: 'The referencing column is the wider one: change the referenced column, and everything that references it, to the same type.',
      },
    ])
    await assertFixes(t, sql, 'foreign_key_type_mismatch')
  })
})

t.test('duplicate_foreign_keys keeps the older key, and proposes no drop where rules differ', async (t) => {
  const setUp = `
    create table parent (a int, b int, primary key (a, b), unique (b, a));
    create table "Chi ld" (
      a int, b int, c int,
      constraint one foreign key (a, b) references parent,
      constraint "tw o" foreign key (b, a) references parent (b, a),
      constraint cascading foreign key (a, b) references parent on delete cascade,
      constraint other_way foreign key (b, a) references parent (a, b),
      constraint other_column foreign key (a, c) references parent
    );
    create table parted (a int, b int, constraint p1 foreign key (a, b) references parent) partition by list (a);
    create table part partition of parted default;
  `
  await withSchema(setUp, async () => {
    t.strictSame(await findings(sql, 'duplicate_foreign_keys'), [
      {
        status: 'finding',
        severity: 'warning',
        object: 'constraint Odd Sch.cascading',
        value: null,
        detail: 'Foreign key cascading of "Odd Sch"."Chi ld" has the same columns and references as one, and other rules.',
        action: 'The two disagree on actions, match type or deferral: decide which rules are meant, and drop the other key.',
        fix_sql: null,
        evidence: { table: '"Odd Sch"."Chi ld"', same_as: 'one' },
      },
      {
        status: 'finding',
        severity: 'info',
        object: 'constraint Odd Sch.tw o',
        value: null,
        detail: 'Foreign key "tw o" of "Odd Sch"."Chi ld" has the same columns and references as one.',
        action: 'Drop it; the other key does all that it does.',
        fix_sql: ['alter table "Odd Sch"."Chi ld" drop constraint "tw o";'],
        evidence: { table: '"Odd Sch"."Chi ld"', same_as: 'one' },
      },
    ])
    await assertFixes(t, sql, 'duplicate_foreign_keys')
    t.strictSame(await findings(sql, 'overlapping_foreign_keys'), nothingFound, 'equal keys do not overlap')
  })
})

t.test('overlapping_foreign_keys proposes a drop only where no null can matter', async (t) => {
  const setUp = `
    create table parent (a int primary key, b int, unique (a, b));
    create table strict (a int not null, b int not null,
      constraint short foreign key (a) references parent, constraint long foreign key (a, b) references parent (a, b));
    create table nullable (a int not null, b int,
      constraint half foreign key (a) references parent, constraint whole foreign key (a, b) references parent (a, b));
    create table crossed (a int not null, b int not null,
      constraint b_only foreign key (b) references parent, constraint both_columns foreign key (a, b) references parent (a, b));
  `
  await withSchema(setUp, async () => {
    const row = (name: string, table: string, longer: string) => ({
      status: 'finding',
      severity: 'info',
      object: `constraint Odd Sch.${name}`,
      value: null,
      detail: `Foreign key ${name} of ${table} is a part of ${longer}, which references "Odd Sch".parent by more columns.`,
      evidence: { table, part_of: longer },
    })
    t.match(await findings(sql, 'overlapping_foreign_keys'), [
      { ...row('half', '"Odd Sch".nullable', 'whole'), action: /^Rows with a null in the longer key/, fix_sql: null },
      {
        ...row('short', '"Odd Sch".strict', 'long'),
        action: 'Drop the shorter key; the longer one implies it.',
        fix_sql: ['alter table "Odd Sch".strict drop constraint short;'],
      },
    ])
    t.equal((await findings(sql, 'overlapping_foreign_keys')).length, 2)
    await assertFixes(t, sql, 'overlapping_foreign_keys')
  })
})

t.test('nullable_multicolumn_foreign_keys wants the columns to be null together', async (t) => {
  const setUp = `
    create table parent (a int, b int, c int, primary key (a, b, c));
    create table "Chi ld" (a int not null, b int, "C" int, constraint "half null" foreign key (a, b, "C") references parent);
    create table one_nullable (a int not null, b int not null, c int, foreign key (a, b, c) references parent);
    create table full_match (a int, b int, c int, foreign key (a, b, c) references parent match full);
    create table checked (a int, b int, c int, foreign key (a, b, c) references parent, check ((a is null) = (b is null) and (b is null) = (c is null)));
  `
  await withSchema(setUp, async () => {
    const rows = await findings(sql, 'nullable_multicolumn_foreign_keys')
    const name = /"(half null_\w{8}_check)"/.exec(rows[0]?.fix_sql?.[0] ?? '')?.[1]
    t.strictSame(rows, [
      {
        status: 'finding',
        severity: 'info',
        object: 'constraint Odd Sch.half null',
        value: null,
        detail: 'Foreign key "half null" of "Odd Sch"."Chi ld" is not checked for rows in which only some of (b, "C") are null.',
        action: 'Make the columns null together or not at all, with a CHECK constraint or MATCH FULL, or declare them NOT NULL.',
        fix_sql: [
          `alter table "Odd Sch"."Chi ld" add constraint "${name}" check (num_nulls(b, "C") in (0, 2)) not valid;`,
          `alter table "Odd Sch"."Chi ld" validate constraint "${name}";`,
        ],
        evidence: { table: '"Odd Sch"."Chi ld"', references: '"Odd Sch".parent' },
      },
    ])
    await assertFixes(t, sql, 'nullable_multicolumn_foreign_keys')
  })
})

t.test('self_referencing_row_keys finds keys that every row satisfies', async (t) => {
  const setUp = `
    create table tree (id int primary key, parent_id int references tree, constraint "lo op" foreign key (id) references tree);
    create table pair (a int, b int, primary key (a, b), unique (b, a), constraint turned foreign key (a, b) references pair (b, a));
  `
  await withSchema(setUp, async () => {
    t.strictSame(await findings(sql, 'self_referencing_row_keys'), [
      {
        status: 'finding',
        severity: 'warning',
        object: 'constraint Odd Sch.lo op',
        value: null,
        detail: 'Foreign key "lo op" of "Odd Sch".tree references the columns that it consists of (id), so every row satisfies it.',
        action: 'Drop it, and add the key that was meant.',
        fix_sql: ['alter table "Odd Sch".tree drop constraint "lo op";'],
        evidence: { table: '"Odd Sch".tree' },
      },
    ])
    await assertFixes(t, sql, 'self_referencing_row_keys')
  })
})

t.test('cross_schema_foreign_keys sees keys that leave their schema', async (t) => {
  await withSchema('create table public.target (id int primary key); create table here (id int primary key, t int references public.target, h int references here)', async () => {
    t.strictSame(await findings(sql, 'cross_schema_foreign_keys'), [
      {
        status: 'finding',
        severity: 'info',
        object: 'constraint Odd Sch.here_t_fkey',
        value: null,
        detail: 'Foreign key here_t_fkey of "Odd Sch".here references public.target in another schema.',
        action: 'Keep tables that reference each other in one schema, or accept that both schemas belong together.',
        fix_sql: null,
        evidence: { table: '"Odd Sch".here', references: 'public.target' },
      },
    ])
    await sql`drop table public.target cascade`
  })
})

t.test('missing_foreign_keys guesses by names and types', async (t) => {
  const setUp = `
    create table users (id bigint primary key);
    create table category (id int primary key);
    create table boxes (id int primary key);
    create table companies ("I d" int primary key);
    create table two_keys (a int, b int, primary key (a, b));
    create table "Ord er" (
      id int primary key, user_id bigint, category_id int, box_id int, company_id int, two_keys_id int, nothing_id int,
      users_id int
    );
    create table linked (user_id bigint references users, category_id text);
    create table polymorphic (user_id bigint, user_type text);
    create table parted (category_id int) partition by list (category_id);
    create table part partition of parted default;
  `
  await withSchema(setUp, async () => {
    const rows = await findings(sql, 'missing_foreign_keys')
    t.strictSame(rows.map(({ object, evidence }) => [object, evidence?.['references']]), [
      ['column Odd Sch.Ord er.box_id', '"Odd Sch".boxes'],
      ['column Odd Sch.Ord er.category_id', '"Odd Sch".category'],
      ['column Odd Sch.Ord er.company_id', '"Odd Sch".companies'],
      ['column Odd Sch.Ord er.user_id', '"Odd Sch".users'],
      ['column Odd Sch.parted.category_id', '"Odd Sch".category'],
    ])
    const name = /constraint (company_id_\w{8}_fkey)/.exec(rows[2]?.fix_sql?.[0] ?? '')?.[1]
    t.strictSame(rows[2], {
      status: 'finding',
      severity: 'info',
      object: 'column Odd Sch.Ord er.company_id',
      value: null,
      detail: 'Column "Odd Sch"."Ord er".company_id looks like a reference to "Odd Sch".companies ("I d"), and no foreign key says so.',
      action: 'Add the foreign key, if the column is a reference.',
      fix_sql: [
        `alter table "Odd Sch"."Ord er" add constraint ${name} foreign key (company_id) references "Odd Sch".companies ("I d") not valid;`,
        `alter table "Odd Sch"."Ord er" validate constraint ${name};`,
        `create index concurrently ${name?.replace('fkey', 'idx')} on "Odd Sch"."Ord er" (company_id);`,
      ],
      evidence: { references: '"Odd Sch".companies' },
    })
    await assertFixes(t, sql, 'missing_foreign_keys')
  })
})

t.test('wide_primary_keys counts the columns', async (t) => {
  const setUp = `
    create table wide (a int, b int, "C" int, d int, constraint "wi de" primary key (a, b, "C", d));
    create table child (a int, b int, c int, d int, foreign key (a, b, c, d) references wide);
    create table three (a int, b int, c int, primary key (a, b, c));
    create table four_unique (a int, b int, c int, d int, unique (a, b, c, d));
  `
  await withSchema(setUp, async () => {
    t.strictSame(await findings(sql, 'wide_primary_keys'), [
      {
        status: 'finding',
        severity: 'info',
        object: 'constraint Odd Sch.wi de',
        value: 4,
        detail: 'The primary key of "Odd Sch".wide has 4 columns: a, b, "C", d.',
        action: 'Give the table a key of one column, and keep the present one as a UNIQUE constraint.',
        fix_sql: null,
        evidence: { table: '"Odd Sch".wide', referenced_by: 1 },
      },
    ])
  })
})

t.test('text_primary_keys finds those that are referenced', async (t) => {
  const setUp = `
    create table named ("Na me" varchar(40) primary key);
    create table child (name text references named, parent text references named);
    create table alone (name text primary key);
    create table numbered (id uuid primary key, name text unique);
    create table other (id uuid references numbered, name text references numbered (name));
  `
  await withSchema(setUp, async () => {
    t.strictSame(await findings(sql, 'text_primary_keys'), [
      {
        status: 'finding',
        severity: 'info',
        object: 'constraint Odd Sch.named_pkey',
        value: null,
        detail: 'The primary key of "Odd Sch".named is "Na me" (character varying(40)), and 2 foreign keys repeat its text.',
        action: 'Give the table a bigint or uuid key, and keep the text as a UNIQUE column; or use collation "C" for codes.',
        fix_sql: null,
        evidence: { table: '"Odd Sch".named', referenced_by: 2 },
      },
    ])
  })
})

t.test('random_uuid_keys looks at large tables with such a default', async (t) => {
  const setUp = `
    create table "Lar ge" ("I d" uuid primary key default gen_random_uuid());
    create table unindexed (id int primary key, token uuid default gen_random_uuid());
    create table second (id int, token uuid default gen_random_uuid(), primary key (id, token));
    create table application (id uuid primary key);
    create table small (id uuid primary key default gen_random_uuid());
    insert into "Lar ge" select from generate_series(1, 100000);
    insert into small select from generate_series(1, 99000);
    insert into unindexed select i from generate_series(1, 100000) as i;
    insert into second select i from generate_series(1, 100000) as i;
    insert into application select gen_random_uuid() from generate_series(1, 100000);
  `
  await withSchema(setUp, async () => {
    await sql`analyze`
    const hasVersion7 = serverMajor() >= 18
    t.strictSame(await findings(sql, 'random_uuid_keys'), [
      {
        status: 'finding',
        severity: 'info',
        object: 'column Odd Sch.Lar ge.I d',
        value: 100000,
        detail: 'Column "Odd Sch"."Lar ge"."I d" leads an index and is filled by pg_catalog.gen_random_uuid(); the table has about 100,000 rows.',
        action: 'Fill the column with UUIDs of version 7, which are ordered by time.',
        fix_sql: hasVersion7 ? ['alter table "Odd Sch"."Lar ge" alter column "I d" set default uuidv7();'] : null,
        evidence: { default: 'pg_catalog.gen_random_uuid()' },
      },
    ])
    if (hasVersion7) await assertFixes(t, sql, 'random_uuid_keys')
  })
})
