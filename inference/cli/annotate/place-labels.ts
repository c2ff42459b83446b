/** Left, top, width, height; any unit. */
export interface Rect {
  x: number
  y: number
  width: number
  height: number
}

export interface LabelRequest {
  /** The outline to label, in the unit of the frame. */
  ring: readonly (readonly [number, number])[]
  /** Size of the label in words, and of its number alone, which is used where words would be in the way. */
  full: { width: number; height: number }
  short: { width: number; height: number }
}

export interface PlacedLabel extends Rect {
  short: boolean
}

interface Candidate extends PlacedLabel {
  /** Steps away from the outline. */
  far: number
}

/**
 * Finds a place for every label beside its outline: inside the frame, not on another label, and
 * rather not on damage. Greedy, in the order given, so earlier labels get the better places.
 */
export function placeLabels(requests: readonly LabelRequest[], frame: Rect, gap: number): PlacedLabel[] {
  const outlines = requests.map(({ ring }) => boundsOf(ring))
  const placed: PlacedLabel[] = []
  for (const request of requests) {
    let best: Candidate | undefined
    let lowest = Number.POSITIVE_INFINITY
    for (const candidate of candidates(request, frame, gap)) {
      const cost = costOf(candidate, placed, outlines, frame)
      if (cost < lowest) [best, lowest] = [candidate, cost]
    }
    if (best) placed.push(best)
  }
  return placed
}

/** In shares of the label's own area: what it hides weighs most, then whether it says less or stands apart. */
function costOf(label: Candidate, placed: readonly Rect[], outlines: readonly Rect[], frame: Rect): number {
  const area = label.width * label.height
  const onLabels = placed.reduce((sum, other) => sum + overlap(label, other), 0) / area
  const onDamage = outlines.reduce((sum, other) => sum + overlap(label, other), 0) / area
  const cutOff = 1 - overlap(label, frame) / area
  return 10 * (onLabels + cutOff) + onDamage + (label.short ? 0.3 : 0) + 0.25 * label.far
}

function* candidates({ ring, full, short }: LabelRequest, frame: Rect, gap: number): Generator<Candidate> {
  const top = extreme(ring, ([, y]) => -y)
  const bottom = extreme(ring, ([, y]) => y)
  const left = extreme(ring, ([x]) => -x)
  const right = extreme(ring, ([x]) => x)
  for (const [size, isShort] of [
    [full, false],
    [short, true],
  ] as const) {
    const { width, height } = size
    const at = (x: number, y: number, far = 0): Candidate => ({
      ...keepInside({ x, y, width, height }, frame),
      short: isShort,
      far,
    })
    for (const shift of [0.5, 0, 1]) yield at(top[0] - shift * width, top[1] - gap - height)
    for (const shift of [0.5, 0, 1]) yield at(bottom[0] - shift * width, bottom[1] + gap)
    for (const shift of [0.5, 0, 1]) yield at(right[0] + gap, right[1] - shift * height)
    for (const shift of [0.5, 0, 1]) yield at(left[0] - gap - width, left[1] - shift * height)
    for (const far of [1, 2, 3]) {
      yield at(top[0] - width / 2, top[1] - gap - height - far * (height + gap), far)
      yield at(bottom[0] - width / 2, bottom[1] + gap + far * (height + gap), far)
    }
  }
}

function keepInside({ x, y, width, height }: Rect, frame: Rect): Rect {
  return {
    x: Math.max(frame.x, Math.min(x, frame.x + frame.width - width)),
    y: Math.max(frame.y, Math.min(y, frame.y + frame.height - height)),
    width,
    height,
  }
}

function extreme(ring: LabelRequest['ring'], score: (point: readonly [number, number]) => number) {
  return ring.reduce((best, point) => (score(point) > score(best) ? point : best))
}

function overlap(a: Rect, b: Rect): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return Math.max(0, width) * Math.max(0, height)
}

function boundsOf(ring: LabelRequest['ring']): Rect {
  const xs = ring.map(([x]) => x)
  const ys = ring.map(([, y]) => y)
  const [x, y] = [Math.min(...xs), Math.min(...ys)]
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y }
}
