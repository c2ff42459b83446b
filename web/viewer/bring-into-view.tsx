import { useEffect, useRef } from 'react'
import type { Point, Ring } from '../../inference/geometry/types.ts'
import { reveal, type Stage } from './view.ts'
import type { ViewStore } from './view-store.ts'

interface BringIntoViewProps {
  views: ViewStore
  stage: Stage
}

const CLOSE = 4

/** Begins close enough to the damage that its points can be told apart. */
export function BeginClose({ rings, views, stage }: BringIntoViewProps & { rings: readonly Ring[] }) {
  const done = useRef(false)
  useEffect(() => {
    if (done.current || rings.length === 0) return
    done.current = true
    views.set(reveal(rings, { ...views.get(), zoom: CLOSE }, stage))
  }, [rings, views, stage])
  return null
}

/** Moves the photo along where the keyboard draws beyond what is in view. */
export function FollowCross({ cross, views, stage }: BringIntoViewProps & { cross: Point }) {
  const [x, y] = cross
  useEffect(() => {
    views.set(reveal([[[x, y]]], views.get(), stage))
  }, [x, y, views, stage])
  return null
}
