import { Suspense } from 'react'
import { Redirect, Route, Switch, useLocation } from 'wouter'
import { Spinner } from '../components/spinner.tsx'
import { UploadPage } from '../upload/upload-page.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { NotFoundPage } from './not-found-page.tsx'

export function Routes() {
  const [path] = useLocation()
  return (
    <ErrorBoundary resetKey={path}>
      <Suspense fallback={<Spinner />}>
        <Switch>
          <Route path="/">
            <UploadPage />
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
