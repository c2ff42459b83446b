import { type Box, boxes } from './boxes.ts'
import { PATH } from './colours.ts'
import { type Store, stores } from './read-architecture.ts'

/** Where a function's line to its stores begins: below it, or beside what stands below it. */
const lineX: Record<string, number> = {
  Edge: 262,
  Api: 384,
  Sweep: 604,
  Worker: 636,
  Answered: 866,
  BatchWorker: 570,
  PhotoWorker: 840,
}

const find = (name: string): Box => boxes.find((box) => box.name === name) as Box

/** From a function down to the lowest store that it uses. */
export function drawUseLine(name: string, used: ReadonlySet<Store>, dashed: boolean): string[] {
  const x = lineX[name]
  const lowest = stores.filter((store) => used.has(store)).at(-1)
  if (x === undefined || !lowest) return []
  const { y, height } = find(name)
  return [
    `<path d="M${x} ${y + height}V${find(lowest).y + 23}" fill="none" stroke="${PATH}" stroke-width="1.5"${dashed ? ' stroke-dasharray="5 4"' : ''}/>`,
  ]
}

/** A dot where that line meets a store that the function uses. */
export function drawUseDots(name: string, used: ReadonlySet<Store>): string[] {
  const x = lineX[name]
  if (x === undefined) return []
  return [...used].map(
    (store) =>
      `<circle cx="${x}" cy="${find(store).y}" r="5" fill="${PATH}" stroke="#fff" stroke-width="1.5"/>`,
  )
}

export const legend =
  `<g font-size="11.5" fill="${PATH}"><circle cx="732" cy="42" r="5" fill="${PATH}"/><text x="746" y="46">reads or writes there</text>` +
  `<path d="M722 68h20" stroke="${PATH}" stroke-width="1.5" stroke-dasharray="5 4"/><text x="746" y="72">with an asynchronous model only</text></g>`
