import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import { createOutNames } from '../../../inference/cli/output/out-names.ts'
import { csvHeader, csvLine } from './csv.ts'
import { inOrder } from './in-order.ts'
import { jsonLine, type Result } from './result-lines.ts'

export interface ResultsZipOptions {
  /** Results from the first on, as often as they are asked for. */
  results: () => AsyncIterable<Result>
  /** The photo with its damages drawn, as a JPEG; null where there is none. */
  draw: (result: Result) => Promise<Uint8Array | null>
  /** Pictures drawn ahead of their turn, each of which is held in memory. @default 1 */
  ahead?: number
}

/**
 * `summary.csv`, `results.jsonl`, and per assessed photo `photos/NAME.annotated.jpg`: made as it is read, so that
 * memory holds a few pictures of it.
 */
export function resultsZip({ results, draw, ahead = 1 }: ResultsZipOptions): Readable {
  const zip = new ZipFile()
  const out = zip.outputStream as unknown as Readable
  const add = (name: string, content: () => AsyncIterable<string | Uint8Array>, compress: boolean) =>
    new Promise<void>((resolve, reject) => {
      zip.addReadStreamLazy(name, { compress }, (give) => {
        const stream = Readable.from(content(), { objectMode: false })
        stream.once('end', resolve)
        stream.once('error', reject)
        give(null, stream)
      })
    })

  async function fill() {
    await add('summary.csv', () => lines(results(), csvLine, csvHeader), true)
    await add('results.jsonl', () => lines(results(), jsonLine), true)
    const nameOf = createOutNames()
    const pictures = inOrder(results(), ahead, async (result) => ({
      result,
      picture: result.photo && (await draw(result)),
    }))
    for await (const { result, picture } of pictures) {
      if (out.destroyed) return
      if (!picture) continue
      await add(`photos/${nameOf(result.entry.name)}.annotated.jpg`, onceOf(picture), false)
    }
    zip.end()
  }

  // A zip that breaks off has no directory: whoever reads it sees that it is not whole.
  const breakOff = (error: unknown) => out.destroy(error as Error)
  zip.on('error', breakOff)
  fill().catch(breakOff)
  return out
}

export async function* lines(
  results: AsyncIterable<Result>,
  lineOf: (result: Result) => string,
  header = '',
): AsyncGenerator<string> {
  if (header) yield header
  for await (const result of results) yield lineOf(result)
}

/** yazl keeps what makes an entry until the zip ends: it must not keep the entry's content with it. */
function onceOf(bytes: Uint8Array): () => AsyncGenerator<Uint8Array> {
  let pending: Uint8Array | null = bytes
  return async function* () {
    const given = pending
    pending = null
    if (given) yield given
  }
}
