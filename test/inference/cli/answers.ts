import type { Assessment, Damage } from '../../../inference/contract.ts'

const square = (x: number, y: number, side: number): [number, number][] => [
  [x, y],
  [x + side, y],
  [x + side, y + side],
  [x, y + side],
]

export function aDamage(
  type: string,
  [x, y, side]: [number, number, number],
  rest: Partial<Damage> = {},
): Damage {
  return {
    type,
    confidence: 0.91,
    part: 'front_bumper',
    partConfidence: 0.8,
    plausible: true,
    severity: 'minor',
    bbox: [x, y, side, side],
    polygon: square(x, y, side),
    polygons: [square(x, y, side)],
    areaPct: 2.1,
    partAreaPct: 14,
    vehicleAreaPct: 3.9,
    ...rest,
  }
}

export function anAssessment(answer: Partial<Assessment> = {}): Assessment {
  const damages = answer.damages ?? [aDamage('scratch', [40, 60, 50])]
  return {
    width: 194,
    height: 259,
    vehicle: true,
    damaged: damages.length > 0,
    damagedAreaPct: damages.length > 0 ? 5.5 : 0,
    damages,
    parts: [],
    quality: {
      sharpness: 100,
      brightness: 0.5,
      glare: 0,
      megapixels: 1,
      reason: null,
      advice: null,
      shouldRetake: false,
    },
    model: { name: 'fake', version: '1', preprocessing: 'none' },
    device: 'cpu',
    ms: { total: 1 },
    ...answer,
  }
}
