/** Who reaches whom, and the line that shows it. */
export interface Path {
  /** A box's name; of CloudFront, with the pattern of a behaviour. */
  from: string
  to: string
  /** SVG path data. */
  d: string
  label?: string
  /** Middle of the label. */
  at?: readonly [number, number]
  /** Not read from the templates: what stands outside them. */
  outside?: true
}

const path = (
  from: string,
  to: string,
  d: string,
  more: Pick<Path, 'label' | 'at' | 'outside'> = {},
): Path => ({ from, to, d, ...more })

/** Where every arrow is drawn. */
export const paths: readonly Path[] = [
  path('people', 'CloudFront', 'M135 82L135 150', { outside: true }),
  path('programs', 'CloudFront', 'M345 82L345 150', { outside: true }),
  path('programs', 'pool', 'M440 56L480 56', { label: 'sign in', at: [460, 48], outside: true }),
  path('CloudFront *', 'Desk', 'M96 212L96 330', { label: '/', at: [96, 275] }),
  path('CloudFront /photos/*', 'Edge', 'M240 212L240 330', { label: '/photos/…', at: [240, 262] }),
  path('CloudFront /healthz', 'Edge', 'M240 212L240 330', { label: '/healthz', at: [240, 280] }),
  path('CloudFront /graphql', 'Api', 'M384 212L384 330', { label: '/graphql', at: [384, 262] }),
  path('CloudFront /photos', 'Api', 'M384 212L384 330', { label: '/photos', at: [384, 280] }),
  path('CloudFront /photos/uploads', 'Api', 'M384 212L384 330', { label: '/photos/uploads', at: [384, 298] }),
  path('CloudFront /batches', 'Api', 'M384 212L384 330', { label: '/batches', at: [384, 244] }),
  path('CloudFront /batches/*', 'Api', 'M384 212L384 330'),
  path('Api', 'Batches', 'M424 394L424 440'),
  path('Batches', 'BatchWorker', 'M484 466L504 466'),
  path('BatchWorker', 'Batches', 'M540 440L540 418L460 418L460 440'),
  path('BatchWorker', 'BatchPhotos', 'M592 466L652 466'),
  path('BatchPhotos', 'PhotoWorker', 'M742 466L764 466'),
  path('BatchWorker', 'Edge', 'M530 492L530 516L284 516L284 394'),
  path('PhotoWorker', 'Edge', 'M794 492L794 516L284 516L284 394', {
    label: 'photos of zips, pictures',
    at: [716, 516],
  }),
  path('Api', 'Edge', 'M328 352L296 352'),
  path('Api', 'Work', 'M440 362L482 362'),
  path('Work', 'Worker', 'M582 362L628 362'),
  path('Sweep', 'Work', 'M532 254L532 330'),
  path('model', 'Answers', 'M894 670L894 222L872 222', { label: 'SNS', at: [894, 440] }),
  path('Answers', 'Answered', 'M800 254L800 330'),
  path('photos', 'Edge', 'M210 546L210 394', { label: 'large uploads', at: [210, 436] }),
  path('table', 'Events', 'M966 608L966 394', { label: 'stream', at: [966, 440] }),
  path('Events', 'Bus', 'M1016 362L1044 362'),
  path('Bus', 'Webhook', 'M1090 330L1090 254'),
  path('Webhook', 'Webhooks', 'M1136 222L1172 222'),
  path('Webhooks', 'receivers', 'M1226 190L1226 82', {
    label: 'https, HMAC',
    at: [1226, 140],
    outside: true,
  }),
  path('models', 'model', 'M152 693L184 693', { outside: true }),
  path('image', 'model', 'M1044 693L1016 693', { outside: true }),
]
