import type { CarView, Detail, Region } from './car-view.ts'

/** From above, nose to the left, so that its left side is below. Everything but the middle is drawn once, for the left. */
const MIDDLE = 100

const leftRegions: Region[] = [
  { part: 'front_left_light', d: 'M34 140C38 152 46 160 56 165L60 174C42 170 30 158 25 142Z' },
  {
    part: 'front_left_door',
    d: 'M143 166C156 162 170 157 186 153L242 154L242 181L150 181C147 176 144 171 143 166Z',
  },
  { part: 'back_left_door', d: 'M245 154L310 153C324 157 338 161 350 165C346 171 340 177 334 181L245 181Z' },
  {
    part: 'back_left_light',
    d: 'M402 164L421 160C427 152 430 145 431 138L440 138C437 158 431 170 420 175L404 177Z',
  },
  { part: 'left_mirror', d: 'M148 184C150 194 158 198 168 196C174 194 172 187 166 184Z' },
]

const leftDetails: Detail[] = [
  { kind: 'glass', d: 'M154 168C166 164 178 160 190 157L236 158L236 167L158 172Z' },
  { kind: 'glass', d: 'M251 158L308 157C318 160 328 163 338 166C334 169 332 171 328 172L251 168Z' },
]

const flip = (d: string): string =>
  // Absolute coordinates only: every second number is a height.
  d.replace(/(-?[\d.]+) (-?[\d.]+)/g, (_all, x: string, y: string) => `${x} ${2 * MIDDLE - Number(y)}`)

const right = ({ part, d }: Region): Region => ({ part: part.replace('left', 'right'), d: flip(d) })

export const topView: CarView = {
  name: 'top',
  width: 460,
  height: 200,
  mirrored: false,
  shape:
    'M12 100C12 60 22 32 56 22C90 17 120 19 150 19L334 19C370 18 402 18 422 22C442 32 450 62 450 100' +
    'C450 138 442 168 422 178C402 182 370 182 334 181L150 181C120 181 90 183 56 178C22 168 12 140 12 100Z',
  regions: [
    {
      part: 'front_bumper',
      d: 'M12 100C12 60 22 32 56 22L60 26C42 30 30 42 25 58C22 72 21 86 21 100C21 114 22 128 25 142C30 158 42 170 60 174L56 178C22 168 12 140 12 100Z',
    },
    {
      part: 'hood',
      d: 'M34 140C30 124 29 112 29 100C29 88 30 76 34 60C38 48 46 40 56 35C82 31 112 31 138 35C130 70 130 130 138 165C112 169 82 169 56 165C46 160 38 152 34 140Z',
    },
    {
      part: 'front_glass',
      d: 'M142 36C133 72 133 128 142 164C156 160 170 155 184 150C178 118 178 82 184 50C170 45 156 40 142 36Z',
    },
    {
      part: 'back_glass',
      d: 'M314 50C320 82 320 118 314 150C330 155 346 159 362 163C370 124 370 76 362 37C346 41 330 45 314 50Z',
    },
    {
      part: 'trunk',
      d: 'M366 37C374 76 374 124 366 163L419 160C427 142 430 122 430 100C430 78 427 58 419 40Z',
    },
    {
      part: 'tailgate',
      d: 'M424 62C430 74 433 86 433 100C433 114 430 126 424 138L434 138C437 126 438 114 438 100C438 86 437 74 434 62Z',
    },
    {
      part: 'back_bumper',
      d: 'M422 22C442 32 450 62 450 100C450 138 442 168 422 178L420 175C436 166 442 134 442 100C442 66 436 34 420 25Z',
    },
    ...leftRegions,
    ...leftRegions.map(right),
  ],
  details: [
    { kind: 'line', d: 'M188 52C182 84 182 116 188 148L310 148C316 116 316 84 310 52Z' },
    { kind: 'line', d: 'M62 52C86 47 110 47 128 49M62 148C86 153 110 153 128 151' },
    ...leftDetails,
    ...leftDetails.map(({ kind, d }) => ({ kind, d: flip(d) })),
  ],
}
