import { lazy, Suspense } from 'react'
import { Redirect, Route, Switch, useLocation } from 'wouter'
import { Spinner } from '../components/spinner.tsx'
import { UploadPage } from '../upload/upload-page.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { NotFoundPage } from './not-found-page.tsx'

// Every page but the first is fetched when somebody goes there.
const ClaimsPage = lazy(() => import('../claims/claims-page.tsx'))
const ClaimPage = lazy(() => import('../claim/claim-page.tsx'))
const PhotoPage = lazy(() => import('../photo/photo-page.tsx'))
const ReportPage = lazy(() => import('../report/report-page.tsx'))
const QueuePage = lazy(() => import('../queue/queue-page.tsx'))
const ReviewPage = lazy(() => import('../review/review-page.tsx'))
const ComparePage = lazy(() => import('../compare/compare-page.tsx'))
const BatchesPage = lazy(() => import('../batches/batches-page.tsx'))
const BatchPage = lazy(() => import('../batches/batch-page.tsx'))
const ModelPage = lazy(() => import('../model/model-page.tsx'))

export function Routes() {
  const [path] = useLocation()
  return (
    <ErrorBoundary resetKey={path}>
      <Suspense fallback={<Spinner />}>
        <Switch>
          <Route path="/">
            <UploadPage />
          </Route>
          <Route path="/claims">
            <ClaimsPage />
          </Route>
          <Route path="/claims/:claim">{({ claim }) => <ClaimPage key={claim} claimId={claim} />}</Route>
          <Route path="/claims/:claim/report">{({ claim }) => <ReportPage claimId={claim} />}</Route>
          <Route path="/claims/:claim/photos/:photo">
            {({ claim, photo }) => <PhotoPage key={photo} claimId={claim} photoId={photo} />}
          </Route>
          <Route path="/claims/:claim/photos/:photo/review">
            {({ claim, photo }) => <ReviewPage key={`${claim} ${photo}`} claimId={claim} photoId={photo} />}
          </Route>
          {/* Not /batches: that is the API's. */}
          <Route path="/bulk">
            <BatchesPage />
          </Route>
          <Route path="/bulk/:batch">{({ batch }) => <BatchPage key={batch} batchId={batch} />}</Route>
          <Route path="/review">
            <QueuePage />
          </Route>
          <Route path="/compare">
            <ComparePage />
          </Route>
          <Route path="/model">
            <ModelPage />
          </Route>
          <Route path="/signed-in">
            <Redirect to="/" />
          </Route>
          <Route>
            <NotFoundPage />
          </Route>
        </Switch>
      </Suspense>
    </ErrorBoundary>
  )
}
