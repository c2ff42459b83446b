import { useMemo } from 'react'
import { createViewStore, type ViewStore } from './view-store.ts'

/** A view of its own for each photo: another photo is shown whole at first. */
export function useViewStore(photo: string): ViewStore {
  return useMemo(() => createViewStore(), [photo])
}
