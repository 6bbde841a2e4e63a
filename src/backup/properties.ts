import type postgres from 'postgres'
import { z } from 'zod'
import { quoteList, quoteName, quoteText } from './quote.js'

const privilege = z.object({ role: z.string().nullable(), privilege: z.string(), grantable: z.boolean() })

/** What a database has beside what is in it, which is in no dump. */
export const propertiesSchema = z.object({
  owner: z.string(),
  /** Who may do what with the database; no role is PUBLIC. */
  privileges: z.array(privilege),
  connection_limit: z.number(),
  is_template: z.boolean(),
  tablespace: z.string(),
  comment: z.string().nullable(),
  /** What is set for roles in this database, as name=value. */
  role_settings: z.array(z.object({ role: z.string(), settings: z.array(z.string()) })),
  security_labels: z.array(z.object({ provider: z.string(), label: z.string() })),
})

export type Properties = z.infer<typeof propertiesSchema>

/** The properties of the database of a row `d` of pg_database, as JSON. */
export const selectProperties = (sql: postgres.Sql) => sql`
  jsonb_build_object(
    'owner', pg_get_userbyid(d.datdba),
    'privileges', coalesce(
      (
        select jsonb_agg(
          jsonb_build_object(
            'role', case when x.grantee <> 0 then pg_get_userbyid(x.grantee) end, 'privilege', x.privilege_type, 'grantable', x.is_grantable
          )
          order by x.grantee <> 0, pg_get_userbyid(x.grantee), x.privilege_type
        )
        from aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) as x
      ),
      '[]'
    ),
    'connection_limit', d.datconnlimit,
    'is_template', d.datistemplate,
    'tablespace', (select t.spcname from pg_catalog.pg_tablespace as t where t.oid = d.dattablespace),
    'comment', shobj_description(d.oid, 'pg_database'),
    'role_settings', coalesce(
      (
        select jsonb_agg(jsonb_build_object('role', pg_get_userbyid(s.setrole), 'settings', s.setconfig) order by pg_get_userbyid(s.setrole))
        from pg_catalog.pg_db_role_setting as s
        where s.setdatabase = d.oid
          and s.setrole <> 0
      ),
      '[]'
    ),
    'security_labels', coalesce(
      (
        select jsonb_agg(jsonb_build_object('provider', l.provider, 'label', l.label) order by l.provider)
        from pg_catalog.pg_shseclabel as l
        where l.classoid = 'pg_database'::regclass
          and l.objoid = d.oid
      ),
      '[]'
    )
  )`

/** A database as far as it can be made like another. */
export interface Described {
  settings: string[]
  properties?: Properties | undefined
}

export interface PropertyOptions {
  noOwner?: boolean | undefined
  noPrivileges?: boolean | undefined
}

/** The statements that give a database the settings of another. */
export const settingStatements = (database: string, now: Described, wanted: Described): string[] =>
  changedSettings(`alter database ${quoteName(database)}`, now.settings, wanted.settings)

/** The statements that make a database like another; what opens it comes last, and then who owns it. */
export function propertyStatements(database: string, now: Described, wanted: Described, { noOwner, noPrivileges }: PropertyOptions): string[] {
  const settings = settingStatements(database, now, wanted)
  const [is, shall] = [now.properties, wanted.properties]
  if (!is || !shall) return settings
  const name = quoteName(database)
  const changed = <T>(a: T, b: T, statement: string) => (JSON.stringify(a) === JSON.stringify(b) ? [] : [statement])
  return [
    ...settings,
    ...roleSettingStatements(name, is, shall),
    ...labelStatements(name, is, shall),
    ...(noPrivileges ? [] : privilegeStatements(name, is, shall)),
    ...changed(is.connection_limit, shall.connection_limit, `alter database ${name} connection limit ${shall.connection_limit}`),
    ...changed(is.is_template, shall.is_template, `alter database ${name} is_template ${shall.is_template}`),
    ...changed(is.comment, shall.comment, `comment on database ${name} is ${shall.comment === null ? 'null' : quoteText(shall.comment)}`),
    ...(noOwner ? [] : changed(is.owner, shall.owner, `alter database ${name} owner to ${quoteName(shall.owner)}`)),
  ]
}

function roleSettingStatements(name: string, is: Properties, shall: Properties): string[] {
  const settingsOf = ({ role_settings }: Properties, role: string) => role_settings.find((one) => one.role === role)?.settings ?? []
  const roles = new Set([...is.role_settings, ...shall.role_settings].map(({ role }) => role))
  return [...roles].flatMap((role) => changedSettings(`alter role ${quoteName(role)} in database ${name}`, settingsOf(is, role), settingsOf(shall, role)))
}

function changedSettings(alter: string, is: readonly string[], shall: readonly string[]): string[] {
  const nameOf = (setting: string) => setting.slice(0, setting.indexOf('='))
  const kept = new Set(shall.map(nameOf))
  return [
    ...is.map(nameOf).filter((name) => !kept.has(name)).map((name) => `${alter} reset ${settingName(name)}`),
    ...shall.filter((setting) => !is.includes(setting)).map((setting) => {
      const name = nameOf(setting)
      const value = setting.slice(name.length + 1)
      return `${alter} set ${settingName(name)} to ${isList.has(name.toLowerCase()) ? quoteList(value) : quoteText(value)}`
    }),
  ]
}

const settingName = (name: string): string => name.split('.').map(quoteName).join('.')

/** The settings that are lists of names, whose values are kept quoted. */
const isList = new Set([
  'local_preload_libraries', 'search_path', 'session_preload_libraries', 'shared_preload_libraries', 'temp_tablespaces', 'unix_socket_directories',
])

function labelStatements(name: string, is: Properties, shall: Properties): string[] {
  const labels = new Map(is.security_labels.map(({ provider, label }) => [provider, label]))
  return shall.security_labels.filter(({ provider, label }) => labels.get(provider) !== label)
    .map(({ provider, label }) => `security label for ${quoteName(provider)} on database ${name} is ${quoteText(label)}`)
}

/** What the one owner has is what the other has. */
function privilegeStatements(name: string, is: Properties, shall: Properties): string[] {
  const grantee = (role: string | null, owner: string) => {
    if (role === null) return 'public'
    return quoteName(role === owner ? is.owner : role)
  }
  const keysOf = ({ privileges, owner }: Properties) =>
    new Map(privileges.map((one) => [JSON.stringify([grantee(one.role, owner), one.privilege]), { to: grantee(one.role, owner), ...one }]))
  const [has, wants] = [keysOf(is), keysOf(shall)]
  return [
    ...[...has].filter(([key]) => !wants.has(key)).map(([, { to, privilege }]) => `revoke ${privilege.toLowerCase()} on database ${name} from ${to}`),
    ...[...wants].filter(([key, { grantable }]) => !has.has(key) || (grantable && !has.get(key)?.grantable))
      .map(([, { to, privilege, grantable }]) =>
        `grant ${privilege.toLowerCase()} on database ${name} to ${to}${grantable ? ' with grant option' : ''}`),
  ]
}
