const clamp = (share: number) => Math.min(Math.max(share, 0), 100)

/** @returns percent of the way from left to right */
export const shareAt = (x: number, width: number): number => (width > 0 ? clamp((x / width) * 100) : 50)

/** Keys of a slider (ARIA Authoring Practices); null for any other. */
export function shareAfterKey(
  share: number,
  { key, shiftKey }: { key: string; shiftKey: boolean },
): number | null {
  const step = shiftKey ? 10 : 2
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return clamp(share - step)
    case 'ArrowRight':
    case 'ArrowUp':
      return clamp(share + step)
    case 'PageDown':
      return clamp(share - 10)
    case 'PageUp':
      return clamp(share + 10)
    case 'Home':
      return 0
    case 'End':
      return 100
    default:
      return null
  }
}
