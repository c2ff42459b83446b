interface Waiting {
  id: string
  photosToReview: readonly { id: string }[]
}

export interface PhotoPlace {
  claim: string
  photo: string
}

/**
 * Where the review goes on: to the claim's next photo that waits, else to the claim that has waited longest.
 *
 * @param queue claims that wait, the oldest last, as the API gives the end of its list
 */
export function nextPhoto(
  { claim, photo }: PhotoPlace,
  own: Waiting,
  queue: readonly Waiting[],
): PhotoPlace | null {
  const other = own.photosToReview.find(({ id }) => id !== photo)
  if (other) return { claim, photo: other.id }
  const next = queue.findLast(({ id, photosToReview }) => id !== claim && photosToReview.length > 0)
  const [first] = next?.photosToReview ?? []
  return next && first ? { claim: next.id, photo: first.id } : null
}
