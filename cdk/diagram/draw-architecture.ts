import { type Box, boxes } from './boxes.ts'
import { checkDrawing } from './check-drawing.ts'
import { INK } from './colours.ts'
import { drawBox } from './draw-box.ts'
import { arrowHead, drawLabel, drawPath } from './draw-path.ts'
import { drawUseDots, drawUseLine, legend } from './draw-use.ts'
import { paths } from './paths.ts'
import type { Architecture, Store } from './read-architecture.ts'

const WIDTH = 1320
const HEIGHT = 832

/**
 * Draws what the templates say: boxes that link to their code, and an arrow for everything that may call, send or
 * be told of. What only asynchronous deployments have is dashed.
 *
 * @throws ArchitectureUnknown
 */
export function drawArchitecture(realtime: Architecture, asynchronous: Architecture): string {
  const arrows = new Set([...realtime.arrows, ...asynchronous.arrows].map(plain))
  const functions = new Map<string, Set<Store>>()
  for (const one of [realtime, asynchronous]) {
    for (const [name, used] of Object.entries(one.functions)) {
      functions.set(name, new Set([...(functions.get(name) ?? []), ...used]))
    }
  }
  const dashed = new Set(
    [...functions.keys(), ...asynchronous.queues].filter(
      (name) => !(name in realtime.functions) && !realtime.queues.has(name),
    ),
  )
  checkDrawing([...functions.keys(), ...[...realtime.queues, ...asynchronous.queues].map(plainName)], arrows)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" fill="${INK}" role="img" aria-label="Architecture on AWS">`,
    ...arrowHead,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    ...[...functions].flatMap(([name, used]) => drawUseLine(name, used, dashed.has(name))),
    ...paths.map((path) => drawPath(path, dashed.has(path.from) || dashed.has(path.to))),
    ...paths.flatMap(drawLabel),
    legend,
    ...boxes.map((box) => drawBox(box, dashed.has(box.name), wordsOf(box, realtime))),
    ...[...functions].flatMap(([name, used]) => drawUseDots(name, used)),
    '</svg>',
    '',
  ].join('\n')
}

/** Webhooks have a name each; the drawing has one for all. */
const plainName = (name: string) => (/^Webhook(?!s)/.test(name) ? 'Webhook' : name)
const plain = (arrow: string) => arrow.split('>').map(plainName).join('>')

function wordsOf({ name, words }: Box, { alarms }: Architecture): string {
  return name === 'operations'
    ? `${alarms} alarms with what to do about each, dashboard, budget, logs that end, traces`
    : words
}
