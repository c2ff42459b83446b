import { type Box, boxes, type Colour } from './boxes.ts'
import { type Architecture, type Store, stores } from './read-architecture.ts'

const WIDTH = 1320
const HEIGHT = 832
const colours: Record<Colour, { fill: string; line: string }> = {
  visitor: { fill: '#ffffff', line: '#829ab1' },
  front: { fill: '#eae2f8', line: '#724bb7' },
  function: { fill: '#fff3c4', line: '#cb8b17' },
  queue: { fill: '#fce8e8', line: '#c75151' },
  store: { fill: '#e3f8ef', line: '#2f8f6b' },
  model: { fill: '#dceefb', line: '#2680c2' },
  care: { fill: '#f0f4f8', line: '#829ab1' },
}
const INK = '#1f2933'
const PATH = '#52606d'

/** The template has something that the drawing does not know, or the other way round. */
export class ArchitectureUnknown extends Error {
  readonly code = 'ARCHITECTURE_UNKNOWN'
}

/**
 * Draws what the templates say: boxes that link to their code, and an arrow for everything that may call, send or
 * be told of. What only asynchronous deployments have is dashed.
 *
 * @throws ArchitectureUnknown
 */
export function drawArchitecture(realtime: Architecture, asynchronous: Architecture): string {
  const arrows = new Set([...realtime.arrows, ...asynchronous.arrows].map(plain))
  const functions = new Map<string, Set<Store>>()
  for (const one of [realtime, asynchronous]) {
    for (const [name, used] of Object.entries(one.functions)) {
      functions.set(name, new Set([...(functions.get(name) ?? []), ...used]))
    }
  }
  const dashed = new Set(
    [...functions.keys(), ...asynchronous.queues].filter(
      (name) => !(name in realtime.functions) && !realtime.queues.has(name),
    ),
  )
  check([...functions.keys(), ...[...realtime.queues, ...asynchronous.queues].map(plainName)], arrows)
  const drawn = boxes.map((box) => drawBox(box, dashed.has(box.name), wordsOf(box, realtime)))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" fill="${INK}" role="img" aria-label="Architecture on AWS">`,
    '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse">',
    `<path d="M0 0.6 8 4 0 7.4Z" fill="${PATH}"/></marker></defs>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    ...[...functions].flatMap(([name, used]) => useLine(name, used, dashed.has(name))),
    ...fixedPaths.map(({ from, to, points }) => path(points, dashed.has(from) || dashed.has(to))),
    ...fixedPaths.flatMap(({ label, at }) => (label && at ? [words(label, at)] : [])),
    legend,
    ...drawn,
    ...[...functions].flatMap(([name, used]) => useDots(name, used)),
    '</svg>',
    '',
  ].join('\n')
}

/** Webhooks have a name each; the drawing has one for all. */
const plainName = (name: string) => (/^Webhook(?!s)/.test(name) ? 'Webhook' : name)
const plain = (arrow: string) => arrow.split('>').map(plainName).join('>')

interface FixedPath {
  from: string
  to: string
  points: readonly (readonly [number, number])[]
  label?: string
  at?: readonly [number, number]
  /** Not read from the templates: what stands outside them. */
  outside?: true
}

const fixedPaths: readonly FixedPath[] = [
  {
    from: 'people',
    to: 'CloudFront',
    points: [
      [135, 82],
      [135, 150],
    ],
    outside: true,
  },
  {
    from: 'programs',
    to: 'CloudFront',
    points: [
      [345, 82],
      [345, 150],
    ],
    outside: true,
  },
  {
    from: 'programs',
    to: 'pool',
    points: [
      [440, 56],
      [480, 56],
    ],
    label: 'sign in',
    at: [460, 48],
    outside: true,
  },
  {
    from: 'CloudFront *',
    to: 'Desk',
    points: [
      [96, 212],
      [96, 330],
    ],
    label: '/',
    at: [96, 275],
  },
  {
    from: 'CloudFront /photos/*',
    to: 'Edge',
    points: [
      [240, 212],
      [240, 330],
    ],
    label: '/photos/…',
    at: [240, 262],
  },
  {
    from: 'CloudFront /healthz',
    to: 'Edge',
    points: [
      [240, 212],
      [240, 330],
    ],
    label: '/healthz',
    at: [240, 280],
  },
  {
    from: 'CloudFront /graphql',
    to: 'Api',
    points: [
      [384, 212],
      [384, 330],
    ],
    label: '/graphql',
    at: [384, 262],
  },
  {
    from: 'CloudFront /photos',
    to: 'Api',
    points: [
      [384, 212],
      [384, 330],
    ],
    label: '/photos',
    at: [384, 280],
  },
  {
    from: 'CloudFront /photos/uploads',
    to: 'Api',
    points: [
      [384, 212],
      [384, 330],
    ],
    label: '/photos/uploads',
    at: [384, 298],
  },
  {
    from: 'CloudFront /batches',
    to: 'Api',
    points: [
      [384, 212],
      [384, 330],
    ],
    label: '/batches',
    at: [384, 244],
  },
  {
    from: 'CloudFront /batches/*',
    to: 'Api',
    points: [
      [384, 212],
      [384, 330],
    ],
  },
  {
    from: 'Api',
    to: 'Batches',
    points: [
      [424, 394],
      [424, 440],
    ],
  },
  {
    from: 'Batches',
    to: 'BatchWorker',
    points: [
      [484, 466],
      [504, 466],
    ],
  },
  {
    from: 'BatchWorker',
    to: 'Batches',
    points: [
      [540, 440],
      [540, 418],
      [460, 418],
      [460, 440],
    ],
  },
  {
    from: 'BatchWorker',
    to: 'BatchPhotos',
    points: [
      [592, 466],
      [652, 466],
    ],
  },
  {
    from: 'BatchPhotos',
    to: 'PhotoWorker',
    points: [
      [742, 466],
      [764, 466],
    ],
  },
  {
    from: 'BatchWorker',
    to: 'Edge',
    points: [
      [530, 492],
      [530, 516],
      [284, 516],
      [284, 394],
    ],
  },
  {
    from: 'PhotoWorker',
    to: 'Edge',
    points: [
      [794, 492],
      [794, 516],
      [284, 516],
      [284, 394],
    ],
    label: 'photos of zips, pictures',
    at: [716, 516],
  },
  {
    from: 'Api',
    to: 'Edge',
    points: [
      [328, 352],
      [296, 352],
    ],
  },
  {
    from: 'Api',
    to: 'Work',
    points: [
      [440, 362],
      [482, 362],
    ],
  },
  {
    from: 'Work',
    to: 'Worker',
    points: [
      [582, 362],
      [628, 362],
    ],
  },
  {
    from: 'Sweep',
    to: 'Work',
    points: [
      [532, 254],
      [532, 330],
    ],
  },
  {
    from: 'model',
    to: 'Answers',
    points: [
      [894, 670],
      [894, 222],
      [872, 222],
    ],
    label: 'SNS',
    at: [894, 440],
  },
  {
    from: 'Answers',
    to: 'Answered',
    points: [
      [800, 254],
      [800, 330],
    ],
  },
  {
    from: 'photos',
    to: 'Edge',
    points: [
      [210, 546],
      [210, 394],
    ],
    label: 'large uploads',
    at: [210, 436],
  },
  {
    from: 'table',
    to: 'Events',
    points: [
      [966, 608],
      [966, 394],
    ],
    label: 'stream',
    at: [966, 440],
  },
  {
    from: 'Events',
    to: 'Bus',
    points: [
      [1016, 362],
      [1044, 362],
    ],
  },
  {
    from: 'Bus',
    to: 'Webhook',
    points: [
      [1090, 330],
      [1090, 254],
    ],
  },
  {
    from: 'Webhook',
    to: 'Webhooks',
    points: [
      [1136, 222],
      [1172, 222],
    ],
  },
  {
    from: 'Webhooks',
    to: 'receivers',
    points: [
      [1226, 190],
      [1226, 82],
    ],
    label: 'https, HMAC',
    at: [1226, 140],
    outside: true,
  },
  {
    from: 'models',
    to: 'model',
    points: [
      [152, 693],
      [184, 693],
    ],
    outside: true,
  },
  {
    from: 'image',
    to: 'model',
    points: [
      [1044, 693],
      [1016, 693],
    ],
    outside: true,
  },
]

/** Everything in the templates is drawn, and everything drawn is in the templates. */
function check(names: readonly string[], arrows: ReadonlySet<string>): void {
  const known = new Set(boxes.map(({ name }) => name))
  const noWork = new Set(['Uploads', 'EventsFailed'])
  const unknown = names.filter((name) => !known.has(name) && !noWork.has(name))
  const paths = new Set(fixedPaths.filter(({ outside }) => !outside).map(({ from, to }) => `${from}>${to}`))
  const missing = [...arrows].filter((arrow) => !paths.has(arrow))
  const extra = [...paths].filter((one) => !arrows.has(one))
  if (unknown.length + missing.length + extra.length > 0) {
    throw new ArchitectureUnknown(
      `Expected boxes and paths for what the templates hold in cdk/diagram but received boxes for all but [${unknown}], ` +
        `paths for all but [${missing}], and [${extra}] beyond them`,
    )
  }
}

const find = (name: string): Box => boxes.find((box) => box.name === name) as Box

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

function useLine(name: string, used: ReadonlySet<Store>, dashed: boolean): string[] {
  const x = lineX[name]
  const lowest = stores.filter((store) => used.has(store)).at(-1)
  if (x === undefined || !lowest) return []
  const { y, height } = find(name)
  return [
    `<path d="M${x} ${y + height}V${find(lowest).y + 23}" fill="none" stroke="${PATH}" stroke-width="1.5"${dashed ? ' stroke-dasharray="5 4"' : ''}/>`,
  ]
}

function useDots(name: string, used: ReadonlySet<Store>): string[] {
  const x = lineX[name]
  if (x === undefined) return []
  return [...used].map(
    (store) =>
      `<circle cx="${x}" cy="${find(store).y}" r="5" fill="${PATH}" stroke="#fff" stroke-width="1.5"/>`,
  )
}

function path(points: FixedPath['points'], dashed: boolean): string {
  const d = points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x} ${y}`).join('')
  return `<path d="${d}" fill="none" stroke="${PATH}" stroke-width="1.5" marker-end="url(#head)"${dashed ? ' stroke-dasharray="5 4"' : ''}/>`
}

/** Over the lines, on a ground of their own. */
function words(label: string, [x, y]: readonly [number, number]): string {
  const width = label.length * 6 + 8
  return (
    `<rect x="${x - width / 2}" y="${y - 9}" width="${width}" height="15" fill="#fff"/>` +
    `<text x="${x}" y="${y + 2.5}" font-size="10.5" fill="${PATH}" text-anchor="middle">${label}</text>`
  )
}

const legend =
  `<g font-size="11.5" fill="${PATH}"><circle cx="732" cy="42" r="5" fill="${PATH}"/><text x="746" y="46">reads or writes there</text>` +
  `<path d="M722 68h20" stroke="${PATH}" stroke-width="1.5" stroke-dasharray="5 4"/><text x="746" y="72">with an asynchronous model only</text></g>`

function wordsOf({ name, words }: Box, { alarms }: Architecture): string {
  return name === 'operations'
    ? `${alarms} alarms with what to do about each, dashboard, budget, logs that end, traces`
    : words
}

function drawBox({ title, code, x, y, width, height, colour }: Box, dashed: boolean, words: string): string {
  const { fill, line } = colours[colour]
  const wide = width > 300
  const middle = x + width / 2
  const text = wide
    ? `<text x="${middle}" y="${y + height / 2 + 4.5}" text-anchor="middle" font-size="13"><tspan font-weight="600">${title}</tspan><tspan dx="10" fill="${PATH}" font-size="11.5">${words}</tspan></text>`
    : `<text x="${middle}" y="${y + height / 2 - 2}" text-anchor="middle" font-size="13" font-weight="600">${title}</text><text x="${middle}" y="${y + height / 2 + 14}" text-anchor="middle" font-size="10" fill="${PATH}">${words}</text>`
  return `<a href="../${code}"><title>${code}</title><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="7" fill="${fill}" stroke="${line}" stroke-width="1.4"${dashed ? ' stroke-dasharray="5 4"' : ''}/>${text}</a>`
}
