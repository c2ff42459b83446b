import { useLayoutEffect, useRef, useState } from 'react'
import { isWriting, type Shortcut, shortcutOf } from './shortcuts.ts'

const KEY = 'dentgraph.shortcuts'

/**
 * Single keys for the whole page, carried out one after the other: who is faster than the server judges the
 * next damage, not the same one twice. What was pressed ahead is dropped when one fails. They can be switched
 * off for those whose voice or hands press keys unasked (WCAG 2.1.4); Ctrl+Z stays.
 */
export function useShortcuts(run: (shortcut: Shortcut) => Promise<boolean>): {
  on: boolean
  setOn(on: boolean): void
} {
  const [on, setOn] = useState(remembered)
  const latest = useRef(run)
  useLayoutEffect(() => {
    latest.current = run
  })
  const waiting = useRef<Shortcut[]>([])
  const busy = useRef(false)
  // Before the page is shown: who sees it may press a key at once.
  useLayoutEffect(() => {
    async function work() {
      if (busy.current) return
      busy.current = true
      for (let next = waiting.current.shift(); next; next = waiting.current.shift()) {
        if (!(await latest.current(next))) waiting.current = []
        // The next one acts on what this one has made of the page.
        await new Promise(requestAnimationFrame)
      }
      busy.current = false
    }
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || isWriting(event.target)) return
      if (!on && !event.ctrlKey && !event.metaKey) return
      const shortcut = shortcutOf(event)
      if (!shortcut) return
      event.preventDefault()
      waiting.current.push(shortcut)
      void work()
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
