/**
 * On which parts a type of damage can be. Types and parts are those of the shipped models' manifests.
 *
 * Metal and plastic panels, and what their coat can lose; glass; lamps; wheels. A mirror is a painted housing
 * around a glass. An airbag deploys inside the cabin and is seen through the windows and open doors, so that on
 * the picture it lies on glass or doors.
 */
const LAMPS = ['back_left_light', 'back_right_light', 'front_left_light', 'front_right_light']
const GLASS = ['back_glass', 'front_glass']
const MIRRORS = ['left_mirror', 'right_mirror']
const DOORS = ['back_left_door', 'back_right_door', 'front_left_door', 'front_right_door']
const PANELS = ['back_bumper', 'front_bumper', 'hood', 'tailgate', 'trunk', ...DOORS]
const EVERYTHING = [...LAMPS, ...GLASS, ...MIRRORS, ...PANELS, 'wheel']

/**
 * Doors, tailgates and trunks carry windows that have no class of their own, and the parts model often draws
 * the lamp into the bumper; hence glass on doors, but no lamp on them.
 */
const PLAUSIBLE: Record<string, readonly string[]> = {
  scratch: [...PANELS, ...MIRRORS, ...LAMPS, ...GLASS, 'wheel'],
  dent: [...PANELS, 'wheel'],
  broken_part: EVERYTHING,
  paint_loss: [...PANELS, ...MIRRORS, 'wheel'],
  lamp_broken: LAMPS,
  glass_shatter: [...GLASS, ...MIRRORS, ...DOORS, 'tailgate', 'trunk'],
  airbag_deployed: [...GLASS, ...DOORS],
}

const KNOWN_PARTS = new Set(EVERYTHING)

/**
 * Whether a type of damage can be on a part.
 *
 * @returns null where there is no part, or the type or the part has no entry here
 */
export function plausibility(type: string, part: string | null): boolean | null {
  const parts = PLAUSIBLE[type]
  if (part === null || !parts || !KNOWN_PARTS.has(part)) return null
  return parts.includes(part)
}
