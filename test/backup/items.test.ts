import t from 'tap'
import { chooseItems } from '../../src/backup/items.js'
import type { Manifest } from '../../src/backup/manifest.js'
import { settingStatements } from '../../src/backup/properties.js'

const manifest = { extensions: [
  { name: 'pg_cron', schemas: ['cron'], tables: [{ schema: 'cron', table: 'job', readable: true }] },
  { name: 'postgis', schemas: [], tables: [{ schema: 'public', table: 'spatial_ref_sys', readable: true }] },
] } as unknown as Manifest

const entries = [
  'EXTENSION - pg_cron ', 'COMMENT - EXTENSION pg_cron ', 'ACL - SCHEMA cron postgres', 'ACL cron FUNCTION schedule(text) postgres',
  'TABLE cron mine app', 'ACL cron TABLE mine app', 'POLICY cron mine one app', 'POLICY cron job cron_job_policy postgres', 'TABLE DATA cron job postgres',
  'TABLE DATA cron mine app', 'TABLE DATA public spatial_ref_sys app', 'TABLE public jobs app', 'EVENT TRIGGER - watch postgres',
]
const numbered = entries.map((entry, index) => `${index}; 0 0 ${entry}`)
const choose = (...args: [Parameters<typeof chooseItems>[2], boolean]) => {
  const { items, leftOut } = chooseItems(numbered, manifest, ...args)
  return { items: items.map((item) => item.replace(/^\d+; 0 0 /, '')), leftOut }
}

t.test('what is of an extension that is there stays out, what users put beside it does not', async (t) => {
  t.strictSame(choose([{ name: 'pg_cron', problem: null }, { name: 'postgis', problem: null }], false), {
    items: ['TABLE cron mine app', 'ACL cron TABLE mine app', 'POLICY cron mine one app', 'TABLE DATA cron mine app', 'TABLE public jobs app'],
    leftOut: [
      'the rows of cron.job, because the extension pg_cron is there already',
      'the rows of public.spatial_ref_sys, because the extension postgis is there already',
      'the event trigger watch, which only a superuser may create',
    ],
  })
})

t.test('with an extension that cannot be created its schema stays out', async (t) => {
  t.strictSame(choose([{ name: 'pg_cron', problem: 'it is not here' }], true), {
    items: ['TABLE DATA public spatial_ref_sys app', 'TABLE public jobs app', 'EVENT TRIGGER - watch postgres'],
    leftOut: ['the extension pg_cron, because it is not here'],
  })
})

t.test('jobs of pg_cron never begin to run by a restore', async (t) => {
  const { items, leftOut } = choose([], true)
  t.strictSame(entries.filter((entry) => !items.includes(entry)), ['COMMENT - EXTENSION pg_cron ', 'TABLE DATA cron job postgres'])
  t.strictSame(leftOut, ['the rows of cron.job, because the jobs would run here at once: schedule them again (pgsteward schedule apply)'])
})

t.test('settings are written as SQL takes them', async (t) => {
  const settings = (now: string[], wanted: string[]) => settingStatements('a"b', { settings: now }, { settings: wanted })
  t.strictSame(settings(['work_mem=5MB', 'app.x=1'], ['work_mem=5MB', 'search_path="", "$user", "a ""b", c', "App.y=it's \\=", 'lock_timeout=']), [
    'alter database "a""b" reset "app"."x"',
    `alter database "a""b" set "search_path" to '', '$user', 'a "b', 'c'`,
    `alter database "a""b" set "App"."y" to E'it''s \\\\='`,
    `alter database "a""b" set "lock_timeout" to ''`,
  ])
})
