export const shortcuts = {
  next: ['j', 'n'],
  previous: ['k', 'p'],
  confirm: ['c'],
  reject: ['r'],
  relabel: ['l'],
  outline: ['o'],
  add: ['a'],
  undo: ['u'],
  nextPhoto: ['g'],
  seen: ['s'],
  parts: ['t'],
  help: ['?'],
} as const

export type Shortcut = keyof typeof shortcuts

interface Key {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
}

/** What a key means to the review; Ctrl+Z undoes too. */
export function shortcutOf({ key, ctrlKey, metaKey, altKey }: Key): Shortcut | null {
  if (altKey) return null
  if (ctrlKey || metaKey) return key.toLowerCase() === 'z' ? 'undo' : null
  const pressed = key.toLowerCase()
  const found = Object.entries(shortcuts).find(([, keys]) => (keys as readonly string[]).includes(pressed))
  return found ? (found[0] as Shortcut) : null
}

/** Where letters are written they are no shortcuts. */
export const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest('input, textarea, select, [contenteditable], [role=dialog]') !== null
