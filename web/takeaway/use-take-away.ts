import { useState } from 'react'
import { useClient } from 'urql'
import { claimTitle } from '../claims/claim-title.ts'
import { useToast } from '../components/toasts.tsx'
import { describeError, describeFailure } from '../graphql/failure.ts'
import { useFormat, useTexts } from '../texts/texts-context.tsx'
import { annotationFiles, claimFiles, fileNameOf } from './claim-files.ts'
import { download } from './download.ts'
import { ExportAnnotations, WholeClaim } from './operations.ts'
import type { PackedFile } from './pack.ts'

export type TakeAway = 'zip' | 'COCO' | 'VIA' | 'YOLO'

/** Something that the person is told as it stands. */
class Told extends Error {}

/** Packs a claim in the browser and hands it over. */
export function useTakeAway(claimId: string) {
  const texts = useTexts()
  const format = useFormat()
  const client = useClient()
  const toast = useToast()
  /** How far it is, in words; null while nothing is packed. */
  const [packing, setPacking] = useState<string | null>(null)

  async function filesOf(what: TakeAway): Promise<{ files: PackedFile[]; title: string }> {
    const { data, error } = await client.query(WholeClaim, { id: claimId }, { requestPolicy: 'network-only' })
    const claim = data?.claim
    if (!claim) throw new Told(error ? describeError(texts, error) : texts.claim.missing)
    const title = fileNameOf(claimTitle(texts, claim))
    if (what === 'zip') return { files: claimFiles(claim), title }
    const answer = await client.mutation(ExportAnnotations, { claim: claimId, format: what })
    const annotations = answer.data?.exportAnnotations
    if (!annotations) throw new Told(answer.error ? describeError(texts, answer.error) : texts.shell.network)
    if (annotations.__typename !== 'AnnotationExport') throw new Told(describeFailure(texts, annotations))
    if (annotations.photos.length === 0) throw new Told(texts.claim.notReviewed)
    return { files: annotationFiles(annotations), title: `${title}-${what.toLowerCase()}` }
  }

  async function take(what: TakeAway) {
    const words = (done: number, total: number) =>
      texts.claim.packing(format.number(done), format.number(total))
    try {
      const { files, title } = await filesOf(what)
      const total = files.filter(({ content }) => typeof content !== 'string').length
      setPacking(words(0, total))
      const { pack } = await import('./pack.ts')
      download(await pack(files, (done) => setPacking(words(done, total))), `${title}.zip`)
      toast(texts.claim.packed, 'good')
    } catch (error) {
      toast(error instanceof Told ? error.message : texts.claim.packFailed, 'bad')
    } finally {
      setPacking(null)
    }
  }
  return { take, packing }
}
