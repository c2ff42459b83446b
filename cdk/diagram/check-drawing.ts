import { boxes } from './boxes.ts'
import { paths } from './paths.ts'

/** The template has something that the drawing does not know, or the other way round. */
export class ArchitectureUnknown extends Error {
  readonly code = 'ARCHITECTURE_UNKNOWN'
}

/** What takes no photo further: nothing leads to it in the drawing. */
const NO_WORK = new Set(['Uploads', 'EventsFailed'])

/**
 * Everything in the templates is drawn, and everything drawn is in the templates.
 *
 * @param names of functions and queues
 * @param arrows as `from>to`
 * @throws ArchitectureUnknown
 */
export function checkDrawing(names: readonly string[], arrows: ReadonlySet<string>): void {
  const known = new Set(boxes.map(({ name }) => name))
  const unknown = names.filter((name) => !known.has(name) && !NO_WORK.has(name))
  const drawn = new Set(paths.filter(({ outside }) => !outside).map(({ from, to }) => `${from}>${to}`))
  const missing = [...arrows].filter((arrow) => !drawn.has(arrow))
  const extra = [...drawn].filter((one) => !arrows.has(one))
  if (unknown.length + missing.length + extra.length > 0) {
    throw new ArchitectureUnknown(
      `Expected boxes and paths for what the templates hold in cdk/diagram but received boxes for all but [${unknown}], ` +
        `paths for all but [${missing}], and [${extra}] beyond them`,
    )
  }
}
