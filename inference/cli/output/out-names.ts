const MAX_SEGMENT_BYTES = 180
const forbidden = /[\x00-\x1f\x7f<>:"|?*\\]/g
const reservedOnWindows = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

/**
 * Names below an output folder or inside an output zip: they stay inside, hold on every system, and
 * no two are the same, not even where upper and lower case count as one.
 *
 * @returns for `sub/a.jpg` the path without extension, `sub/a`; on its second use `sub/a-2`
 */
export function createOutNames(): (relative: string) => string {
  const uses = new Map<string, number>()
  const taken = new Set<string>()
  return (relative) => {
    const stem = relative
      .split(/[/\\]/)
      .filter((segment) => !/^\.*$/.test(segment))
      .map((segment, i, all) =>
        safeSegment(i === all.length - 1 ? segment.replace(/(?!^)\.[^.]*$/, '') : segment),
      )
      .join('/')
    const first = stem || 'photo'
    let n = uses.get(first.toLowerCase()) ?? 0
    let name: string
    do name = ++n === 1 ? first : `${first}-${n}`
    while (taken.has(name.toLowerCase()))
    uses.set(first.toLowerCase(), n)
    taken.add(name.toLowerCase())
    return name
  }
}

function safeSegment(segment: string): string {
  let safe = segment.normalize('NFC').replace(forbidden, '_')
  while (Buffer.byteLength(safe) > MAX_SEGMENT_BYTES) safe = [...safe].slice(0, -1).join('')
  safe = safe.replace(/[. ]+$/, '').trimStart() || '_'
  return reservedOnWindows.test(safe) ? `_${safe}` : safe
}
