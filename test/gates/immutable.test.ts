import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import t from 'tap'
import { renderChecksums } from '../../tools/freeze.js'

const recorded = readFileSync('migrations/.checksums', 'utf8')

t.test('the recorded checksums are those of the files', (t) => {
  t.equal(recorded, renderChecksums(), 'run: make migration NAME=..., which records them')
  t.end()
})

t.test('no migration of a released version was changed or removed', (t) => {
  const now = new Set(recorded.trim().split('\n'))
  for (const tag of git('tag', '--list', 'v*').split('\n').filter(Boolean)) {
    const released = git('show', `${tag}:migrations/.checksums`).trim().split('\n')
    t.strictSame(released.filter((line) => !now.has(line)), [], tag)
  }
  t.end()
})

function git(...args: string[]): string {
  return execFileSync('git', args, { encoding: 'utf8' })
}
