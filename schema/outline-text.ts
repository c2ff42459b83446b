import { randomUUID } from 'node:crypto'
import type { Ring } from '../inference/geometry/types.ts'

/** Stands for an outline until the rest of the answer is text; nobody outside this process can guess it. */
const MARK = `outline ${randomUUID()}`

/** The outlines met by `stringifyAnswer`, in order; null while nothing is written by it. */
let met: OutlineText[] | null = null

/**
 * An outline on its way into an answer. Its digits are most of an answer's text and never change, so that
 * they are written once; to everybody but `stringifyAnswer` it is the array that it stands for.
 */
class OutlineText {
  #text: string | null = null
  constructor(readonly ring: Ring) {}

  get text(): string {
    this.#text ??= JSON.stringify(this.ring)
    return this.#text
  }

  toJSON(): Ring | string {
    if (!met) return this.ring
    met.push(this)
    return MARK
  }
}

const texts = new WeakMap<Ring, OutlineText>()

/** @param ring not to be changed afterwards */
export function outlineText(ring: Ring): OutlineText {
  let text = texts.get(ring)
  if (!text) {
    text = new OutlineText(ring)
    texts.set(ring, text)
  }
  return text
}

/** What `JSON.stringify` says, with the text of outlines written before. */
export function stringifyAnswer(answer: unknown): string {
  const outlines: OutlineText[] = []
  met = outlines
  let json: string
  try {
    json = JSON.stringify(answer)
  } finally {
    met = null
  }
  if (outlines.length === 0) return json
  const pieces = json.split(`"${MARK}"`)
  let text = pieces[0] ?? ''
  for (let i = 0; i < outlines.length; i++) text += `${outlines[i]?.text}${pieces[i + 1]}`
  return text
}
