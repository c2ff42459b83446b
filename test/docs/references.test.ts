import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }

const root = fileURLToPath(new URL('../../', import.meta.url))
const training = 'inference/training'
const rooms = 'api|bench|cdk|docs|edge|examples|inference|schema|test|web'

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'examples/README.md',
  `${training}/README.md`,
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]

const read = (path: string): string => readFileSync(join(root, path), 'utf8')

const found = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, first = '']) => first)

/** What a browser takes as the fragment of each heading, as GitHub and most renderers make them. */
const anchorsOf = (markdown: string): string[] =>
  found(markdown, /^#+ (.+)$/gm).map((heading) =>
    heading
      .toLowerCase()
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/[^\p{L}\p{N}\-_ ]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  )

/** @returns what is wrong with a link of a document, or null */
function complaint(document: string, link: string): string | null {
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? document : normalize(join(dirname(document), path))
  if (relative('.', target).startsWith('..') || !existsSync(join(root, target)))
    return `${link}: no such file`
  if (anchor === undefined || !target.endsWith('.md')) return null
  return anchorsOf(read(target)).includes(anchor) ? null : `${link}: no such heading`
}

const isModule = (name: string): boolean => {
  const path = join(root, training, name.replaceAll('.', '/'))
  return existsSync(`${path}.py`) || existsSync(join(path, '__main__.py'))
}

describe.each(documents)('%s', (document) => {
  const text = read(document)

  it('links to files and headings that are there', () => {
    const links = found(text, /\]\(([^)\s]+)\)/g).filter((link) => !/^[a-z]+:/.test(link))
    expect(links.map((link) => complaint(document, link)).filter(Boolean)).toEqual([])
  })

  it('names scripts, modules and sources that are there', () => {
    const scripts = found(text, /npm run (?:--silent )?([\w:]+)/g)
    expect(scripts.filter((name) => !Object.hasOwn(packageJson.scripts, name))).toEqual([])
    const modules = found(text, /python -m (dentgraph_training[\w.]*)/g)
    expect(modules.filter((name) => !isModule(name))).toEqual([])
    const sources = [
      ...found(text, new RegExp(`\`((?:${rooms})/[\\w./-]+\\.(?:ts|tsx|py|json|graphql))\``, 'g')),
      ...found(text, /(?:npx|--import) tsx ([\w./-]+\.ts)/g),
    ]
    expect(sources.filter((path) => !existsSync(join(root, path)))).toEqual([])
  })
})
