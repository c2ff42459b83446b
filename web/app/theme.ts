import { useState } from 'react'

const KEY = 'dentgraph.theme'

/** Whether the desk is dark, and how to change it. What counts at the start is in public/theme.js. */
export function useTheme(): [dark: boolean, setDark: (dark: boolean) => void] {
  const [dark, show] = useState(() => document.documentElement.classList.contains('dark'))
  return [
    dark,
    (chosen) => {
      document.documentElement.classList.toggle('dark', chosen)
      show(chosen)
      try {
        localStorage.setItem(KEY, chosen ? 'dark' : 'light')
      } catch {
        // Storage may be forbidden; the choice then lasts as long as the page.
      }
    },
  ]
}
