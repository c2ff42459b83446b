import { useLayoutEffect, useRef, useState } from 'react'
import { droppedFiles } from './dropped-files.ts'

/**
 * Takes files that are dropped anywhere on the page, for who misses the frame meant it as well, or pasted.
 *
 * @returns whether files are held over the page
 */
export function useGivenFiles(onFiles: (files: readonly File[]) => void): boolean {
  const [over, setOver] = useState(false)
  const latest = useRef(onFiles)
  useLayoutEffect(() => {
    latest.current = onFiles
  })
  // Before the page is shown: what is given at once must not be lost.
  useLayoutEffect(() => {
    const stop = new AbortController()
    const { signal } = stop
    const onDragOver = (event: DragEvent) => {
      if (!holdsFiles(event.dataTransfer)) return
      event.preventDefault()
      setOver(true)
    }
    // What is left for something else on the page comes with that; nothing does where the window is left.
    const onDragLeave = ({ relatedTarget }: DragEvent) => relatedTarget === null && setOver(false)
    const onDrop = (event: DragEvent) => {
      if (!event.dataTransfer || !holdsFiles(event.dataTransfer)) return
      event.preventDefault()
      setOver(false)
      const plain = [...event.dataTransfer.files]
      // Where a folder cannot be read, its name is refused beside the others.
      void droppedFiles(event.dataTransfer)
        .catch(() => plain)
        .then((files) => latest.current(files))
    }
    const onPaste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])]
      if (files.length === 0 || pastesText(event)) return
      event.preventDefault()
      latest.current(files)
    }
    document.addEventListener('dragover', onDragOver, { signal })
    document.addEventListener('dragleave', onDragLeave, { signal })
    document.addEventListener('drop', onDrop, { signal })
    document.addEventListener('paste', onPaste, { signal })
    return () => stop.abort()
  }, [])
  return over
}

/** Keeps the browser from leaving the desk for a file that is dropped where none is taken. */
export function refuseStrayFiles(): void {
  addEventListener('dragover', (event) => {
    if (event.defaultPrevented || !holdsFiles(event.dataTransfer)) return
    event.preventDefault()
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'none'
  })
  addEventListener('drop', (event) => holdsFiles(event.dataTransfer) && event.preventDefault())
}

const holdsFiles = (transfer: DataTransfer | null) => transfer?.types.includes('Files') ?? false

/** Copied text may carry a picture of itself; in a field it is the text that is meant. */
const pastesText = ({ target, clipboardData }: ClipboardEvent) =>
  target instanceof Element &&
  target.closest('input, textarea') !== null &&
  (clipboardData?.types.includes('text/plain') ?? false)
