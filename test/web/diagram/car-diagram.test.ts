import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { drawnParts, isHome, views } from '../../../web/diagram/drawn-parts.ts'
import { findingsByPart } from '../../../web/diagram/part-findings.ts'
import type { DiagramFinding } from '../../../web/diagram/types.ts'

const { classes } = JSON.parse(readFileSync('inference/training/recipes/parts.json', 'utf8')) as {
  classes: string[]
}

describe('the car diagram', () => {
  it('has a place for every part that the model knows, and for no other', () => {
    expect([...drawnParts].toSorted()).toEqual(classes.toSorted())
  })

  it.each(classes)('lets the keyboard reach %s in one view, where it is drawn', (part) => {
    const homes = views.filter(({ name }) => isHome(part, name))
    expect(homes).toHaveLength(1)
    expect(homes[0]?.regions.map((region) => region.part)).toContain(part)
  })

  it('shows the left of the car on the left side and the right on the right side', () => {
    const sided = (name: string) =>
      views.find((view) => view.name === name)?.regions.map(({ part }) => part) ?? []
    expect(sided('left').filter((part) => part.includes('right'))).toEqual([])
    expect(sided('right').filter((part) => part.includes('left'))).toEqual([])
  })

  it('keeps every region within its view', () => {
    for (const { name, width, height, regions } of views) {
      for (const { part, d } of regions) {
        const numbers = [...d.replaceAll(/a.*?(?=[A-Z]|$)/g, '').matchAll(/(-?[\d.]+) (-?[\d.]+)/g)]
        expect(numbers.length, `${name} ${part}`).toBeGreaterThan(0)
        for (const [, x, y] of numbers) {
          expect(Number(x), `${name} ${part}`).toSatisfy((at: number) => at >= 0 && at <= width)
          expect(Number(y), `${name} ${part}`).toSatisfy((at: number) => at >= 0 && at <= height)
        }
      }
    }
  })
})

describe('findings by part', () => {
  const finding = (
    part: string | null,
    severity: DiagramFinding['severity'],
    areaPct: number | null = null,
  ) => ({
    part,
    type: 'dent',
    severity,
    areaPct,
  })

  it('fills a part by its worst finding, whatever their order', () => {
    const found = findingsByPart([finding('hood', 'MINOR', 40), finding('hood', 'SEVERE', 2)], drawnParts)
    expect(found.get('hood')?.severity).toBe('SEVERE')
    expect(found.get('hood')?.findings.map(({ severity }) => severity)).toEqual(['SEVERE', 'MINOR'])
  })

  it('loses nothing that lies on no part, or on one of another model', () => {
    const found = findingsByPart([finding(null, 'MINOR'), finding('spoiler', 'MODERATE')], drawnParts)
    expect(found.get(null)?.findings.map(({ part }) => part)).toEqual(['spoiler', null])
    expect(found.size).toBe(1)
  })
})
