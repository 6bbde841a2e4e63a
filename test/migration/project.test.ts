import t from 'tap'
import { migrateProject, projectMigrations, projectStatus } from '../../src/migrate/project.js'
import { catalogSnapshot } from '../support/fingerprints.js'
import { testDatabase } from '../support/database.js'

t.test('the sample goes up, down and up again to the same catalog', async (t) => {
  const { sql } = await testDatabase(t, { empty: true })
  const set = projectMigrations('seeds/testing_platform/migrations')
  const names = await migrateProject(sql, set, { direction: 'up' })
  t.ok(names.length >= 4)
  const up = await catalogSnapshot(sql)
  t.match(await projectStatus(sql, set), names.map((name) => ({ name, applied_at: Date })))
  t.strictSame(await migrateProject(sql, set, { direction: 'up' }), [])
  t.strictSame(await migrateProject(sql, set, { direction: 'down', count: 1 }), [names.at(-1)])
  t.match((await projectStatus(sql, set)).at(-1), { name: names.at(-1), applied_at: null })
  await migrateProject(sql, set, { direction: 'down', count: Infinity })
  t.strictSame([...(await sql`select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`)], [{ relname: 'pgmigrations' }])
  await migrateProject(sql, set, { direction: 'up' })
  t.strictSame(await catalogSnapshot(sql), up)
})
