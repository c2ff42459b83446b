import { describe, expect, it } from 'vitest'
import { folderWith, run } from './run.ts'

describe('the command line', () => {
  it.each([
    ['no path', [], /received no path/],
    ['an empty path', [''], /an empty one/],
    ['an unknown option', ['a.jpg', '--frobnicate'], /--frobnicate/],
    ['an unknown detail', ['a.jpg', '--detail', 'ultra'], /standard or high for --detail .* "ultra"/],
    ['a confidence beyond 1', ['a.jpg', '--min-confidence', '1.5'], /from 0 to 1 .* "1.5"/],
    ['a confidence in words', ['a.jpg', '--min-confidence', 'half'], /from 0 to 1 .* "half"/],
    ['an empty confidence', ['a.jpg', '--min-confidence='], /from 0 to 1/],
    ['a negative confidence', ['a.jpg', '--min-confidence=-0.1'], /from 0 to 1/],
    ['an empty --out', ['a.jpg', '--out='], /--out/],
    ['--out without its value', ['a.jpg', '--out'], /--out/],
    ['a value for --json', ['a.jpg', '--json=yes'], /--json/],
  ])('ends with 2 and one line on stderr for %s', async (_, argv, message) => {
    const { status, out, err } = await run('/', argv)
    expect({ status, out }).toEqual({ status: 2, out: '' })
    expect(err).toMatch(message)
    expect(err).toMatch(/^[^\n]+Usage: [^\n]+\n$/)
  })

  it('helps on stdout', async () => {
    const { status, out, err } = await run('/', ['--help'])
    expect({ status, err }).toEqual({ status: 0, err: '' })
    for (const option of ['--json', '--out', '--detail', '--min-confidence', 'MODEL_DIR', 'Exit status']) {
      expect(out).toContain(option)
    }
  })

  it('tells its version', async () => {
    expect(await run('/', ['--version'])).toMatchObject({ status: 0, out: '1.2.3\n', err: '' })
  })

  it.each([
    ['a file', { taken: 'x' }, 'taken'],
    ['a folder that looks like a zip', { 'taken.zip/x': 'x' }, 'taken.zip'],
    ['below a file', { taken: 'x' }, 'taken/results.zip'],
    ['where nobody can make a folder', {}, '/proc/dentgraph/out'],
    ['where nobody can make a zip', {}, '/proc/dentgraph/out.zip'],
  ])('ends with 2 before any work when --out is %s', async (_, files, out) => {
    const folder = await folderWith(files)
    const result = await run(folder, ['a.jpg', '--out', out])
    expect(result).toMatchObject({ status: 2, out: '' })
    expect(result.err).toContain('--out')
  })
})
