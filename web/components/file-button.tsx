import { type ReactNode, useRef } from 'react'

interface FileButtonProps {
  /** What the choice is called. */
  label: string
  /** What may be chosen, as an input's `accept` says it. */
  accept: string
  multiple?: boolean
  /** Asks a phone for its camera, the one that looks away from the person. */
  camera?: boolean
  className: string
  testId: string
  onFiles: (files: readonly File[]) => void
  children?: ReactNode
}

/** Opens the browser's own choice of files. */
export function FileButton(props: FileButtonProps) {
  const { label, accept, multiple = false, camera = false, className, testId, onFiles, children } = props
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <button type="button" className={className} onClick={() => input.current?.click()}>
        {children}
        {label}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        multiple={multiple}
        accept={accept}
        capture={camera ? 'environment' : undefined}
        aria-label={label}
        data-testid={testId}
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])])
          // The same file may be chosen again.
          target.value = ''
        }}
      />
    </>
  )
}
