import { type CarView, circle, mirror } from './car-view.ts'

const wheels = [98, 362]
const HUB = 124

/** The left side, nose to the left. The ground is at 156. */
export const leftView: CarView = {
  name: 'left',
  width: 460,
  height: 162,
  mirrored: false,
  shape:
    'M12 112C10 98 14 86 24 79C54 64 92 59 130 56C150 43 172 27 192 20C222 13 280 12 314 20C338 27 358 42 376 53' +
    'C402 54 424 56 440 60C448 66 450 82 450 98L449 122C448 133 442 137 434 137L24 138C15 136 12 124 12 112Z',
  regions: [
    {
      part: 'front_bumper',
      d: 'M13 99C26 101 44 101 60 98L66 102C61 110 59 118 59 126L60 137L24 138C15 136 12 124 12 112Z',
    },
    {
      part: 'front_left_light',
      d: 'M24 79C34 77 50 77 66 80C64 88 60 94 54 96C40 98 26 98 14 96C15 89 18 83 24 79Z',
    },
    { part: 'hood', d: 'M25 78C56 63 94 59 131 56L138 63C110 64 86 68 70 79C54 76 38 76 25 78Z' },
    {
      part: 'front_left_door',
      d: 'M142 62C160 49 180 34 199 26C214 22 228 21 242 21L244 134L146 134C141 110 140 84 142 62Z',
    },
    {
      part: 'back_left_door',
      d: 'M246 21C272 20 296 22 312 27C326 36 338 48 348 58L346 84C332 92 322 106 320 134L248 134Z',
    },
    { part: 'back_left_light', d: 'M412 61C424 61 434 62 441 64C447 70 449 80 449 90C436 92 424 91 414 88Z' },
    { part: 'trunk', d: 'M377 53C402 54 424 56 439 60C424 61 400 61 376 60Z' },
    {
      part: 'back_bumper',
      d: 'M414 92C424 95 438 96 450 94L449 122C448 133 442 137 434 137L400 137L401 126C401 118 399 110 395 103Z',
    },
    { part: 'front_glass', d: 'M134 57C152 44 172 29 191 22L199 25C180 32 160 48 142 61Z' },
    { part: 'back_glass', d: 'M318 22C340 29 358 43 375 54L352 58C342 48 330 36 316 27Z' },
    { part: 'left_mirror', d: 'M138 63C137 54 142 50 150 50C158 50 161 56 159 63C152 66 144 66 138 63Z' },
    ...wheels.map((x) => ({ part: 'wheel', d: circle(x, HUB, 31) })),
  ],
  details: [
    { kind: 'glass', d: 'M158 61C172 49 188 37 203 30C214 27 226 26 237 26L237 60C212 60 184 61 158 61Z' },
    { kind: 'glass', d: 'M251 26C272 25 292 27 308 32C318 39 328 48 336 57L251 60Z' },
    { kind: 'line', d: 'M216 76h18M322 74h16' },
    { kind: 'line', d: 'M70 80C67 90 64 96 60 98M60 137L440 137' },
    { kind: 'line', d: 'M146 120C180 123 280 123 320 121' },
    ...wheels.flatMap((x) => [
      { kind: 'dark' as const, d: `${circle(x, HUB, 31)}${circle(x, HUB, 21)}` },
      { kind: 'rim' as const, d: spokes(x) },
    ]),
  ],
}

export const rightView: CarView = mirror(leftView, 'right')

function spokes(x: number): string {
  const arms = Array.from({ length: 5 }, (_, at) => {
    const angle = (2 * Math.PI * at) / 5 - Math.PI / 2
    const end = (radius: number) =>
      `${(x + radius * Math.cos(angle)).toFixed(1)} ${(HUB + radius * Math.sin(angle)).toFixed(1)}`
    return `M${end(5)}L${end(20)}`
  })
  return `${circle(x, HUB, 5)}${circle(x, HUB, 21)}${arms.join('')}`
}
