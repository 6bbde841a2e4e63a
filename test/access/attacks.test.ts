import t from 'tap'
import { alice, bob, organizations } from '../support/access.js'
import { testDatabase } from '../support/database.js'
import { setTrustLevel, tokenFor, webLogin } from '../support/logins.js'

const db = await testDatabase(t)
await db.sql.unsafe(`${organizations}
  create table public.notes (id bigint primary key, user_id uuid not null, body text);
  insert into public.notes values (1, '${alice}', 'hers'), (2, '${bob}', 'his');
  select steward.protect_table('public.notes', 'owner', owner_column => 'user_id');
`).simple()
const web = await webLogin(t, db)

t.test('cast', async (t) => {
  await setTrustLevel(db, 'L2')
  const token = await tokenFor(db, { user_id: alice, role: 'steward_user' })
  const rows = await web.sql.begin(async (tx) => {
    await tx`select from steward.begin_request(${tx.json({ token })})`
    await tx.unsafe(`
      create type pg_temp.uuid as (v text);
      create function pg_temp.first(text) returns pg_temp.uuid language sql as $$ select row($1)::pg_temp.uuid $$;
      create cast (text as pg_temp.uuid) with function pg_temp.first(text);
      create function pg_temp.second(pg_temp.uuid) returns pg_catalog.uuid language sql as $$ select '${bob}'::pg_catalog.uuid $$;
      create cast (pg_temp.uuid as pg_catalog.uuid) with function pg_temp.second(pg_temp.uuid) as assignment;
      set local search_path = pg_temp, pg_catalog, public;
    `).simple()
    return tx`select id from public.notes`
  })
  t.strictSame([...rows], [{ id: '1' }])
})
