import t from 'tap'
import { blindRole, testDatabase } from '../support/database.js'
import { endSessions, openSession } from '../support/sessions.js'

t.test('described_sessions() says who a session is and, to those who may see it, what it does', async (t) => {
  const db = await testDatabase(t)
  const blind = await blindRole(t, db)
  const session = await openSession(db)
  const nameless = await openSession(db)
  endSessions(t, db, session, nameless)
  await session.sql.unsafe(`set application_name = 'My App'; select\n\n  '${'x'.repeat(300)}'`).simple()
  await nameless.sql.unsafe("set application_name = ''").simple()
  const query = `set application_name = 'My App'; select '${'x'.repeat(300)}'`.slice(0, 200)
  const described = (sql: typeof blind) => sql`
    select backend_type, state, query, description, evidence
    from steward_internal.described_sessions()
    where pid in (${session.pid}, ${nameless.pid})
    order by application_name`

  const who = { user: 'app', database: db.name }
  const text = { named: `session pid ${session.pid} (role app, database ${db.name}, application My App)` }
  t.strictSame(
    [...(await described(db.sql))],
    [
      {
        backend_type: 'client backend',
        state: 'idle',
        query: "set application_name = ''",
        description: `session pid ${nameless.pid} (role app, database ${db.name}, client backend)`,
        evidence: { pid: nameless.pid, ...who, application: '', state: 'idle', query: "set application_name = ''" },
      },
      {
        backend_type: 'client backend',
        state: 'idle',
        query,
        description: text.named,
        evidence: { pid: session.pid, ...who, application: 'My App', state: 'idle', query },
      },
    ],
  )
  t.strictSame(
    [...(await described(blind))],
    [
      {
        backend_type: null,
        state: null,
        query: null,
        description: `session pid ${nameless.pid} (role app, database ${db.name})`,
        evidence: { pid: nameless.pid, ...who, application: '', state: null, query: null },
      },
      {
        backend_type: null,
        state: null,
        query: null,
        description: text.named,
        evidence: { pid: session.pid, ...who, application: 'My App', state: null, query: null },
      },
    ],
  )
})
