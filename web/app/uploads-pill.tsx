import { Link, useLocation } from 'wouter'
import { useLeaveWarning } from '../components/use-leave-warning.ts'
import { useFormat, useTexts } from '../texts/texts-context.tsx'
import { useUploads } from '../upload/use-uploads.ts'

/**
 * On other pages than the upload page: how far the photos are that still go up. On every page the browser asks
 * before it leaves them behind.
 */
export function UploadsPill() {
  const { upload } = useTexts()
  const format = useFormat()
  const [path] = useLocation()
  const { progress } = useUploads()
  useLeaveWarning(progress.pending > 0)
  if (path === '/' || progress.pending === 0) return null
  return (
    <Link href="/" className="badge badge-info">
      {upload.pill(format.number(progress.finished), format.number(progress.total))}
    </Link>
  )
}
