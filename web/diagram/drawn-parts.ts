import type { CarView, ViewName } from './car-view.ts'
import { frontView, rearView } from './end-views.ts'
import { leftView, rightView } from './side-view.ts'
import { topView } from './top-view.ts'

/** In the order in which the keyboard goes through them. */
export const views: readonly CarView[] = [leftView, rightView, frontView, topView, rearView]

/** Every part that can be filled in. */
export const drawnParts: ReadonlySet<string> = new Set(
  views.flatMap(({ regions }) => regions.map(({ part }) => part)),
)

/** The view that shows a part best: there it is a stop of the Tab key, in the others it is for eyes and pointers. */
const homes: Readonly<Record<string, ViewName>> = {
  hood: 'top',
  front_glass: 'top',
  back_glass: 'top',
  trunk: 'top',
  tailgate: 'rear',
  front_bumper: 'front',
  front_left_light: 'front',
  front_right_light: 'front',
  back_bumper: 'rear',
  back_left_light: 'rear',
  back_right_light: 'rear',
  front_left_door: 'left',
  back_left_door: 'left',
  left_mirror: 'left',
  front_right_door: 'right',
  back_right_door: 'right',
  right_mirror: 'right',
  wheel: 'left',
}

export const isHome = (part: string, view: ViewName): boolean => homes[part] === view
