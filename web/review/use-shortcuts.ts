import { useEffect, useRef, useState } from 'react'
import { isWriting, type Shortcut, shortcutOf } from './shortcuts.ts'

const KEY = 'dentgraph.shortcuts'

/**
 * Single keys for the whole page. They can be switched off for those whose voice or hands press keys unasked
 * (WCAG 2.1.4); Ctrl+Z stays.
 */
export function useShortcuts(run: (shortcut: Shortcut) => void): { on: boolean; setOn(on: boolean): void } {
  const [on, setOn] = useState(remembered)
  const latest = useRef(run)
  useEffect(() => {
    latest.current = run
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || isWriting(event.target)) return
      if (!on && !event.ctrlKey && !event.metaKey) return
      const shortcut = shortcutOf(event)
      if (!shortcut) return
      event.preventDefault()
      latest.current(shortcut)
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [on])
  return {
    on,
    setOn(next) {
      remember(next)
      setOn(next)
    },
  }
}

function remembered(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'off'
  } catch {
    return true
  }
}

function remember(on: boolean): void {
  try {
    localStorage.setItem(KEY, on ? 'on' : 'off')
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
}
