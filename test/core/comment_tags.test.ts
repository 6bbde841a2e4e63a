import t from 'tap'
import { testDatabase } from '../support/database.js'

const { sql } = await testDatabase(t)
const tags = async (text: string | null) => [...(await sql`select * from steward_internal.comment_tags(${text})`)]

t.test('splits a comment in the order written', async (t) => {
  t.strictSame(await tags('\nDoes it.\n\nIn two\nparagraphs.\n\n@param a The a,\nover two lines.\n@param b\n@area core\n'), [
    { tag: 'description', value: 'Does it.\n\nIn two\nparagraphs.' },
    { tag: 'param', value: 'a The a,\nover two lines.' },
    { tag: 'param', value: 'b' },
    { tag: 'area', value: 'core' },
  ])
})

t.test('only an @ and a lower-case letter at the beginning of a line make a tag', async (t) => {
  const text = 'Mail to a@b.c, @hourly.\n @indented\n@ alone\n@Upper\n@1'
  t.strictSame(await tags(text), [{ tag: 'description', value: text }])
})

t.test('a comment may begin with a tag, be empty or be missing', async (t) => {
  t.strictSame(await tags('@area core'), [
    { tag: 'description', value: '' },
    { tag: 'area', value: 'core' },
  ])
  t.strictSame(await tags(' \n '), [{ tag: 'description', value: '' }])
  t.strictSame(await tags(null), [])
})

t.test('a tag may have no value and a name with an underscore', async (t) => {
  t.strictSame(await tags('A.\n@fix_risk\n@check_id x-y'), [
    { tag: 'description', value: 'A.' },
    { tag: 'fix_risk', value: '' },
    { tag: 'check_id', value: 'x-y' },
  ])
})
