import type { ResultOf } from '../graphql/graphql.ts'
import type { ExportAnnotations, WholeClaim } from './operations.ts'
import type { PackedFile } from './pack.ts'

type Claim = NonNullable<ResultOf<typeof WholeClaim>['claim']>
type Annotations = Extract<
  ResultOf<typeof ExportAnnotations>['exportAnnotations'],
  { __typename: 'AnnotationExport' }
>

/** A claim as files: `claim.json`, and each photo with its damages drawn, named as the JSON names it. */
export function claimFiles(claim: Claim): PackedFile[] {
  const digits = String(claim.photos.length).length
  const photos = claim.photos.map((photo, index) => ({
    photo,
    file: `photo-${String(index + 1).padStart(digits, '0')}.jpg`,
  }))
  const json = {
    ...claim,
    // Links end within the hour; the files stay.
    photos: photos.map(({ photo: { links: _links, ...photo }, file }) => ({
      ...photo,
      file,
      damages: claim.damages
        .filter((damage) => damage.photo.id === photo.id)
        .map(({ photo: _photo, ...damage }) => damage),
    })),
    damages: undefined,
  }
  return [
    { name: 'claim.json', content: `${JSON.stringify(json, null, 2)}\n` },
    ...photos.flatMap(({ photo, file }) => {
      const url = photo.links?.annotated ?? photo.links?.normalized
      return url ? [{ name: file, content: { url } }] : []
    }),
  ]
}

/** An export with its photos where its format looks for them (docs/api.md). */
export const annotationFiles = ({ files, photos }: Annotations): PackedFile[] => [
  ...files.map(({ name, text }) => ({ name, content: text })),
  ...photos.map(({ fileName, url }) => ({ name: `images/${fileName}`, content: { url } })),
]

/** A name that every file system takes. */
export const fileNameOf = (title: string): string => title.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 80)
