import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ArchitectureUnknown } from '../../../cdk/diagram/check-drawing.ts'
import { drawArchitecture } from '../../../cdk/diagram/draw-architecture.ts'
import { readArchitecture } from '../../../cdk/diagram/read-architecture.ts'
import type { ConfigurationName, Synthesis } from '../synthesise.ts'

const root = join(import.meta.dirname, '../../..')

export function describeDiagram(of: (name: ConfigurationName) => Synthesis): void {
  const read = (name: ConfigurationName) =>
    readArchitecture(
      Object.fromEntries(
        Object.entries(of(name).templates).map(([stack, template]) => [stack, template.toJSON()]),
      ),
    )

  describe('docs/architecture.svg', () => {
    it('shows what is synthesised', () => {
      const file = readFileSync(join(root, 'docs/architecture.svg'), 'utf8')
      expect(drawArchitecture(read('default'), read('async'))).toBe(file)
    })

    it('leads from every box to its code', () => {
      const file = readFileSync(join(root, 'docs/architecture.svg'), 'utf8')
      const links = [...file.matchAll(/<a href="\.\.\/([^"]+)">/g)].map(([, path = '']) => path)
      expect(links.length).toBeGreaterThan(20)
      expect(links.filter((path) => !existsSync(join(root, path)))).toEqual([])
    })

    it('refuses to leave out what it does not know', () => {
      const more = read('default')
      more.functions.Unheard = new Set()
      expect(() => drawArchitecture(more, read('async'))).toThrow(ArchitectureUnknown)
    })
  })

  it.each(['architecture.md', 'operations.md', 'security.md', 'costs.md'])(
    'docs/%s leads to files that are there',
    (doc) => {
      const text = readFileSync(join(root, 'docs', doc), 'utf8')
      const links = [...text.matchAll(/\]\((?!http)([^)#]+)/g)].map(([, path = '']) =>
        join(root, 'docs', path),
      )
      const tests = [...text.matchAll(/`(test\/[\w/.-]+)`/g)].map(([, path = '']) => join(root, path))
      expect([...links, ...tests].filter((path) => !existsSync(path))).toEqual([])
    },
  )
}
