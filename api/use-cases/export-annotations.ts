import {
  type AnnotatedPhoto,
  type AnnotationFile,
  reviewedPhotos,
} from '../domain/annotations/annotated-photo.ts'
import { toCoco } from '../domain/annotations/coco.ts'
import { toVia } from '../domain/annotations/via.ts'
import { toYolo } from '../domain/annotations/yolo.ts'
import type { Claims } from '../domain/claims.ts'
import { invalid, NotFound } from '../errors.ts'
import { type Principal, requireRole } from '../principal.ts'
import type { KnownNames } from './known-names.ts'
import type { ClaimFilter, ListClaims } from './list-claims.ts'

export type AnnotationFormatName = 'VIA' | 'COCO' | 'YOLO'

export interface ExportRequest {
  format: AnnotationFormatName
  claimId?: string | null
  filter?: ClaimFilter | null
}

export interface AnnotationExport {
  format: AnnotationFormatName
  files: AnnotationFile[]
  photos: AnnotatedPhoto[]
}

export type ExportAnnotations = (principal: Principal, request: ExportRequest) => Promise<AnnotationExport>

/** Claims that one export gathers at most, and whose files are read at once. */
const MAX_CLAIMS = 1000
const PAGE = 50

/** Turns what people said about photos into annotations that the training kit reads (import_dataset). */
export function createExportAnnotations(deps: {
  claims: Claims
  listClaims: ListClaims
  names: KnownNames | null
}): ExportAnnotations {
  const { claims, listClaims, names } = deps

  async function claimIds(principal: Principal, { claimId, filter }: ExportRequest): Promise<string[]> {
    if (claimId && filter) throw invalid('filter', 'a claim or a filter', 'both')
    if (claimId) return [claimId]
    const ids: string[] = []
    for (let after: string | null = null, more = true; more && ids.length < MAX_CLAIMS; ) {
      const page = await listClaims(principal, filter ?? {}, { first: 100, after })
      ids.push(...page.edges.map(({ node }) => node.id))
      after = page.edges.at(-1)?.cursor ?? null
      more = page.hasNextPage && after !== null
    }
    return ids.slice(0, MAX_CLAIMS)
  }

  return async (principal, request) => {
    requireRole(principal, 'adjuster')
    const ids = await claimIds(principal, request)
    // A photo of several claims counts once, as the claim that comes first has it.
    const photos = new Map<string, AnnotatedPhoto>()
    for (let i = 0; i < ids.length; i += PAGE) {
      for (const file of await claims.files(principal.tenant, ids.slice(i, i + PAGE), { passing: true })) {
        if (request.claimId && !file) throw new NotFound('Claim', request.claimId)
        for (const one of file ? reviewedPhotos(file) : [])
          if (!photos.has(one.photo.id)) photos.set(one.photo.id, one)
      }
    }
    const all = [...photos.values()]
    const found = new Set(all.flatMap(({ damages }) => damages.map(({ type }) => type)))
    const classes = [...new Set([...(names?.damageTypes ?? []), ...[...found].sort()])]
    const { format } = request
    const written =
      format === 'VIA' ? toVia(all) : format === 'COCO' ? toCoco(all, classes) : toYolo(all, classes)
    return { format, files: written, photos: all }
  }
}
