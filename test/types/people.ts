// Generated from the database by: pgsteward types --schema app --zod
// Do not edit: change the database, and run it again.

import { z } from 'zod'

/** What is in a column of json or jsonb. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue }

/** Whether a column is null. */
export interface NullFilter {
  isNull?: boolean
}

/** Conditions on a column that can be compared; all of them have to hold. */
export interface EqualityConditions<T> extends NullFilter {
  eq?: T
  ne?: T
  in?: readonly T[]
}

/** Conditions on a column that has an order. */
export interface RangeConditions<T> extends EqualityConditions<T> {
  lt?: T
  lte?: T
  gt?: T
  gte?: T
}

/** Conditions on a column of text. */
export interface TextConditions extends RangeConditions<string> {
  like?: string
  ilike?: string
}

/** A value, or conditions; null, where a column may be null, is a value. */
export type EqualityFilter<T> = T | EqualityConditions<T>
export type RangeFilter<T> = T | RangeConditions<T>
export type TextFilter = string | TextConditions

/** The enum `app.mood`. */
export type Mood = 'sad' | 'happy'

export const MoodValues = ['sad', 'happy'] as const

/**
 * Everybody.
 *
 * A row of the table `app.people`.
 */
export interface People {
  id: string
  /** As they write it. */
  name: string
  mood: Mood | null
  parent_id: string | null
}

/** What an INSERT into the table `app.people` takes. */
export interface PeopleInsert {
  /** As they write it. */
  name: string
  mood?: Mood | null
  parent_id?: string | number | null
}

/** What an UPDATE of the table `app.people` takes. */
export interface PeopleUpdate {
  name?: string
  mood?: Mood | null
  parent_id?: string | number | null
}

/** Conditions on rows of the table `app.people`; all of them have to hold. */
export interface PeopleFilters {
  id?: RangeFilter<string | number>
  name?: TextFilter
  mood?: RangeFilter<Mood> | null
  parent_id?: RangeFilter<string | number> | null
}

/** What foreign keys relate to a row of the table `app.people`. */
export interface PeopleRelations {
  /** The row of `app.people` that `parent_id` references (`people_parent_id_fkey`). */
  parent: People | null
  /** Rows of `app.people` whose `parent_id` is the `id` of this row (`people_parent_id_fkey`). */
  people: People[]
}

/** A row of the table `app.people` with some of what is related to it. */
export type PeopleWith<K extends keyof PeopleRelations> = People & Pick<PeopleRelations, K>

/**
 * Says hello.
 *
 * What the function `app.greet(text, boolean)` takes.
 */
export interface GreetArguments {
  who: string | null
  loud?: boolean | null
}

/** What `app.greet(text, boolean)` gives. */
export type GreetResult = string | null

/** The types of each table and view. */
export interface Database {
  people: { Row: People; Insert: PeopleInsert; Update: PeopleUpdate; Filters: PeopleFilters }
}

/** The tables, as sql() of the driver takes them. */
export const Tables = {
  people: 'app.people',
} as const

/** The views and materialized views. */
export const Views = {} as const

/** The functions and procedures. */
export const Functions = {
  greet: 'app.greet',
} as const

/** The primary and the other unique keys of each table. */
export const Keys = {
  people: { primary: ['id'], unique: [] },
} as const

/** The foreign keys of each table, and those that reference it. */
export const Relations = {
  people: {
    parent: { side: 'one', table: 'app.people', columns: ['parent_id'], references: ['id'] },
    people: { side: 'many', table: 'app.people', columns: ['id'], references: ['parent_id'] },
  },
} as const

export const PeopleSchema = z.object({
  id: z.string().regex(/^-?\d+$/),
  name: z.string(),
  mood: z.enum(MoodValues).nullable(),
  parent_id: z.string().regex(/^-?\d+$/).nullable(),
}) satisfies z.ZodType<People>

export const PeopleInsertSchema = z.strictObject({
  name: z.string(),
  mood: z.enum(MoodValues).nullable().exactOptional(),
  parent_id: z.union([z.string().regex(/^-?\d+$/), z.int()]).nullable().exactOptional(),
}) satisfies z.ZodType<PeopleInsert>

export const PeopleUpdateSchema = z.strictObject({
  name: z.string().exactOptional(),
  mood: z.enum(MoodValues).nullable().exactOptional(),
  parent_id: z.union([z.string().regex(/^-?\d+$/), z.int()]).nullable().exactOptional(),
}) satisfies z.ZodType<PeopleUpdate>
