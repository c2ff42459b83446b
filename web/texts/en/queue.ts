export const queue = {
  title: 'Review',
  lead: 'Open claims with photos at which a person should look, oldest first.',
  none: 'Nothing to review',
  noneText: 'Photos come here when the model is unsure, finds severe damage, or could not see well.',
  start: 'Start reviewing',
  photos: (count: number) => (count === 1 ? '1 photo to review' : `${count} photos to review`),
  more: 'Show more',
  reviewPhoto: (claim: string) => `Review ${claim}`,
  listLabel: 'Claims to review',
}
