import { createHash } from 'node:crypto'

/** A way to write a policy; without an expression it is the one that protect_table() makes. */
export interface Form {
  name: string
  policy?: string
  /** Measured thrice only. */
  isSlow?: boolean
}

/** A statement under the policy, and the same on a table without one with its WHERE written by hand. */
export interface Case {
  name: string
  protect: string
  statements: [policy: string, where: string]
  forms: Form[]
}

/** A look-up by primary key with a cached plan, 10,000 times. */
export interface Lookup extends Omit<Case, 'forms'> {
  bar: 'owner' | 'organization'
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex')
const userId = (n: number): string => md5(`user ${n}`)
const orgId = (n: number): string => md5(`org ${n}`)

/** The user who asks. */
export const user = userId(7).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
const isOwner = `owner_id = '${user}'::uuid`
const isMember = `org_id = any ('{${Array.from({ length: 10 }, (_, o) => orgId((7 * 13 + o * 97) % 1000)).join(',')}}'::uuid[])`

/** Tables of so many rows: a user owns 0.1 % of them, and is a member of 10 of 1,000 organisations. */
export const schema = (rows: number): string => `
  drop schema if exists bench cascade;
  delete from steward.protected_tables;
  create schema bench;
  grant usage on schema bench to steward_user;
  create table bench.members (user_id uuid, org_id uuid, role text, primary key (org_id, user_id));
  insert into bench.members
  select md5('user ' || u)::uuid, md5('org ' || (u * 13 + o * 97) % 1000)::uuid, 'member'
  from generate_series(0, 999) as u, generate_series(0, 9) as o;
  create index on bench.members (user_id);
  create table bench.plain (id bigint primary key, owner_id uuid not null, org_id uuid not null, body text not null);
  insert into bench.plain
  select i, md5('user ' || i % 1000)::uuid, md5('org ' || i * 7919 / 8 % 1000)::uuid, repeat('x', 60)
  from generate_series(1, ${rows}::bigint) as i;
  create index on bench.plain (owner_id);
  create index on bench.plain (org_id);
  create table bench.protected (like bench.plain including all);
  insert into bench.protected select * from bench.plain;
  grant select, insert, update, delete on bench.plain, bench.members to steward_user;

  -- The shapes that Supabase's documentation recommends: claims parsed as JSON, helpers in SQL.
  create function bench.uid() returns uuid language sql stable
    return (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid;
  create function bench.is_admin() returns boolean language sql stable security definer set search_path = '' as
    $$ select exists (select from bench.members as m where m.user_id = bench.uid() and m.role = 'admin') $$;
  create function bench.my_orgs() returns setof uuid language sql stable security definer set search_path = '' as
    $$ select m.org_id from bench.members as m where m.user_id = bench.uid() $$;

  create function bench.look_up_protected() returns void language plpgsql as $$
  begin
    for i in 1 .. 10000 loop perform t.body from bench.protected as t where t.id = i; end loop;
  end $$;
  create function bench.look_up_owner() returns void language plpgsql as $$
  begin
    for i in 1 .. 10000 loop perform t.body from bench.plain as t where t.id = i and t.${isOwner}; end loop;
  end $$;
  create function bench.look_up_organization() returns void language plpgsql as $$
  begin
    for i in 1 .. 10000 loop perform t.body from bench.plain as t where t.id = i and t.${isMember}; end loop;
  end $$;

  -- Runs both in turns, rolls each back, and returns the medians in milliseconds; the first run of each warms the cache.
  create function bench.compare(policy text, floor text, rounds integer, out policy_ms float8, out floor_ms float8)
  language plpgsql as $$
  declare
    v_times float8[][] := '{}';
    v_statement text;
    v_started timestamptz;
    v_pair float8[];
  begin
    for v_round in 0 .. compare.rounds loop
      v_pair := '{}';
      foreach v_statement in array array[compare.policy, compare.floor] loop
        begin
          v_started := clock_timestamp();
          execute v_statement;
          v_pair := v_pair || extract(epoch from clock_timestamp() - v_started)::float8 * 1000;
          raise exception using errcode = 'BENCH';
        exception
          when sqlstate 'BENCH' then null;
        end;
      end loop;
      continue when v_round = 0;
      v_times := v_times || array[v_pair];
    end loop;
    select
      percentile_cont(0.5) within group (order by v_times[i][1]), percentile_cont(0.5) within group (order by v_times[i][2])
    into compare.policy_ms, compare.floor_ms
    from generate_subscripts(v_times, 1) as i;
  end $$;
  grant execute on all functions in schema bench to steward_user;
`

const protect = {
  owner: `select steward.protect_table('bench.protected', 'owner', 'owner_id')`,
  organization: `select steward.protect_table('bench.protected', 'organization', null, 'org_id', 'bench.members')`,
  both: `select steward.protect_table('bench.protected', 'owner_or_organization', 'owner_id', 'org_id', 'bench.members', write_roles => '{member}')`,
}
const ours: Form = { name: 'protect_table()' }
const ownerForms: Form[] = [
  ours,
  { name: 'bare auth.uid()', policy: 'owner_id = bench.uid()' },
  { name: '(select auth.uid())', policy: 'owner_id = (select bench.uid())' },
  { name: '(select is_admin()) or (select auth.uid())', policy: '(select bench.is_admin()) or owner_id = (select bench.uid())', isSlow: true },
]
const memberOf = 'select m.org_id from bench.members as m where m.user_id = (select bench.uid())'
const organizationForms: Form[] = [
  ours,
  { name: 'in (select my_orgs())', policy: 'org_id in (select bench.my_orgs())', isSlow: true },
  { name: 'in (select … from members)', policy: `org_id in (${memberOf})`, isSlow: true },
  { name: 'exists (select … from members)', policy: `exists (${memberOf} and m.org_id = protected.org_id)`, isSlow: true },
]
const read = (where = ''): string => `select sum(length(t.body)) from bench.${where ? 'plain' : 'protected'} as t ${where && `where ${where}`}`
const latest = (where = ''): string => `select t.id from bench.${where ? 'plain' : 'protected'} as t ${where && `where ${where}`} order by t.id desc limit 20`
const update = (where = ''): string => `update bench.${where ? 'plain' : 'protected'} set body = 'y' ${where && `where ${where}`}`
const insert = (table: string, columns: string): string => `insert into bench.${table} select -i, ${columns}, 'z' from generate_series(1, 20000) as i`
const owned = `'${user}'::uuid, '${orgId((7 * 13) % 1000)}'::uuid`

export const cases: Case[] = [
  { name: 'read own rows', protect: protect.owner, statements: [read(), read(isOwner)], forms: ownerForms },
  { name: 'read rows of 10 organisations', protect: protect.organization, statements: [read(), read(isMember)], forms: organizationForms },
  {
    name: 'read own rows or those of 10 organisations', protect: protect.both, statements: [read(), read(`(${isOwner} or ${isMember})`)],
    forms: [ours, { name: 'or in (select my_orgs())', policy: 'owner_id = (select bench.uid()) or org_id in (select bench.my_orgs())', isSlow: true }],
  },
  { name: 'latest 20 own rows', protect: protect.owner, statements: [latest(), latest(isOwner)], forms: ownerForms },
  { name: 'latest 20 rows of 10 organisations', protect: protect.organization, statements: [latest(), latest(isMember)], forms: organizationForms },
  { name: 'update own rows', protect: protect.owner, statements: [update(), update(isOwner)], forms: [ours] },
  { name: 'update rows of 10 organisations', protect: protect.organization, statements: [update(), update(isMember)], forms: [ours] },
  { name: 'insert 20,000 own rows', protect: protect.owner, statements: [insert('protected', owned), insert('plain', owned)], forms: ownerForms.slice(0, 3) },
  { name: 'insert 20,000 rows of an organisation', protect: protect.organization, statements: [insert('protected', owned), insert('plain', owned)], forms: organizationForms.slice(0, 3) },
]

export const lookups: Lookup[] = [
  { name: 'look up a row by key, owner', protect: protect.owner, statements: ['select bench.look_up_protected()', 'select bench.look_up_owner()'], bar: 'owner' },
  {
    name: 'look up a row by key, organisation', protect: protect.organization,
    statements: ['select bench.look_up_protected()', 'select bench.look_up_organization()'], bar: 'organization',
  },
]
