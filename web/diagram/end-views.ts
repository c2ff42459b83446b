import type { CarView, Detail, Region } from './car-view.ts'

/** Front and rear are the same on both sides: what is drawn for the viewer's left is turned over for the right. */
const MIDDLE = 100

const flip = (d: string): string =>
  // Absolute coordinates only: every first number is a place from left to right.
  d.replace(/(-?[\d.]+) (-?[\d.]+)/g, (_all, x: string, y: string) => `${2 * MIDDLE - Number(x)} ${y}`)

const other = (part: string) => part.replace(/left|right/, (side) => (side === 'left' ? 'right' : 'left'))

const both = (region: Region): Region[] => [region, { part: other(region.part), d: flip(region.d) }]
const bothDetails = (detail: Detail): Detail[] => [detail, { kind: detail.kind, d: flip(detail.d) }]

const shape =
  'M13 112C11 100 12 84 18 76C24 68 32 62 40 56L56 24C60 20 66 18 74 17C92 15 108 15 126 17C134 18 140 20 144 24L160 56' +
  'C168 62 176 68 182 76C188 84 189 100 187 112L186 128C185 140 178 144 168 144L32 144C22 144 15 140 14 128Z'

const tyre: Region = {
  part: 'wheel',
  d: 'M20 136L46 136L46 150C46 155 44 156 40 156L27 156C22 156 20 154 20 150Z',
}
const tread: Detail = { kind: 'dark', d: tyre.d }

/** Facing the car: its right side is to the left. */
export const frontView: CarView = {
  name: 'front',
  width: 200,
  height: 162,
  mirrored: false,
  shape,
  regions: [
    ...both(tyre),
    {
      part: 'front_bumper',
      d: 'M13 100C40 98 60 100 72 102L128 102C140 100 160 98 187 100L187 112L186 128C185 140 178 144 168 144L32 144C22 144 15 140 14 128L13 112Z',
    },
    {
      part: 'hood',
      d: 'M22 73C28 66 34 62 42 58C80 54 120 54 158 58C166 62 172 66 178 73C160 74 146 78 134 82L66 82C54 78 40 74 22 73Z',
    },
    { part: 'front_glass', d: 'M46 54L61 27C76 22 124 22 139 27L154 54C120 50 80 50 46 54Z' },
    ...both({
      part: 'front_right_light',
      d: 'M19 77C36 77 52 81 63 85L70 98C52 96 32 96 14 97C13 89 15 82 19 77Z',
    }),
    ...both({ part: 'right_mirror', d: 'M38 58C36 50 24 47 14 49C8 51 8 60 13 63C22 65 32 63 38 58Z' }),
  ],
  details: [
    { kind: 'dark', d: 'M68 86L132 86L127 98L73 98Z' },
    { kind: 'dark', d: 'M62 128L138 128L130 139L70 139Z' },
    { kind: 'panel', d: 'M76 108L124 108L124 120L76 120Z' },
    { kind: 'line', d: 'M84 60C82 68 80 74 78 80M116 60C118 68 120 74 122 80' },
    ...bothDetails({ kind: 'line', d: 'M24 112C32 110 44 111 52 113L48 122L24 121Z' }),
    ...bothDetails(tread),
  ],
}

/** From behind: its left side is to the left. */
export const rearView: CarView = {
  name: 'rear',
  width: 200,
  height: 162,
  mirrored: false,
  shape,
  regions: [
    ...both(tyre),
    {
      part: 'back_bumper',
      d: 'M13 106C40 104 60 106 72 108L128 108C140 106 160 104 187 106L187 112L186 128C185 140 178 144 168 144L32 144C22 144 15 140 14 128L13 112Z',
    },
    { part: 'back_glass', d: 'M50 50L63 27C78 23 122 23 137 27L150 50C120 54 80 54 50 50Z' },
    {
      part: 'trunk',
      d: 'M42 56C80 60 120 60 158 56C164 60 169 64 173 68C140 73 60 73 27 68C31 64 36 60 42 56Z',
    },
    { part: 'tailgate', d: 'M58 76C84 78 116 78 142 76L145 102C120 104 80 104 55 102Z' },
    ...both({
      part: 'back_left_light',
      d: 'M21 72C32 74 44 75 54 76L51 101C38 100 26 100 14 101C12 92 14 80 21 72Z',
    }),
    ...both({ part: 'left_mirror', d: 'M38 58C36 50 24 47 14 49C8 51 8 60 13 63C22 65 32 63 38 58Z' }),
  ],
  details: [
    { kind: 'panel', d: 'M76 84L124 84L124 96L76 96Z' },
    { kind: 'dark', d: 'M64 132L136 132L132 140L68 140Z' },
    ...bothDetails({ kind: 'line', d: 'M24 122C32 120 44 120 54 121' }),
    ...bothDetails(tread),
  ],
}
