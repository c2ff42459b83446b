import type { Part } from '../inference/contract.ts'
import { builder } from './builder.ts'
import { Space } from './enums.ts'
import { normalizedBox, normalizedRing, polygonDescription } from './outlines.ts'

/** A part as one photo shows it. */
export interface PartOnPhoto extends Part {
  photo: { width: number; height: number }
}

const space = { type: Space, required: true, defaultValue: 'NORMALIZED' } as const

export const PartType = builder.objectRef<PartOnPhoto>('Part').implement({
  description: 'A part of the vehicle, as far as the photo shows it.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'One of the parts that `model` lists, such as `hood`.' }),
    confidence: t.exposeFloat('confidence'),
    areaPct: t.exposeFloat('areaPct', { description: 'Its share of the photo in percent.' }),
    polygon: t.field({
      type: 'Polygon',
      description: polygonDescription,
      args: { space: t.arg(space) },
      resolve: ({ polygon, photo }, args) =>
        args.space === 'PIXEL' ? polygon : normalizedRing(polygon, photo),
    }),
    polygons: t.field({
      type: ['Polygon'],
      args: { space: t.arg(space) },
      resolve: ({ polygons, photo }, args) =>
        args.space === 'PIXEL' ? polygons : polygons.map((ring) => normalizedRing(ring, photo)),
    }),
    box: t.field({
      type: 'Box',
      args: { space: t.arg(space) },
      resolve: ({ bbox, photo }, args) => (args.space === 'PIXEL' ? bbox : normalizedBox(bbox, photo)),
    }),
  }),
})
