/** What CloudFront tells the function of its visitor, under names that its own signature leaves alone. */
export const VIEWER_HOST = 'x-viewer-host'
export const VIEWER_AUTHORIZATION = 'x-viewer-authorization'

interface FunctionUrlEvent {
  headers: Record<string, string | undefined>
  requestContext: { domainName?: string }
}

/**
 * The request as the visitor sent it. CloudFront signs what it sends to a function URL, and the signature takes the
 * place of the visitor's `Authorization`; its `Host` is the function's. Both come in headers of their own, which
 * CloudFront always sets itself, and nobody else reaches the function.
 */
export function asSentByViewer<T extends FunctionUrlEvent>(event: T): T {
  const {
    authorization: _,
    [VIEWER_HOST]: host,
    [VIEWER_AUTHORIZATION]: authorization,
    ...rest
  } = event.headers
  const headers = {
    ...rest,
    ...(host && { host }),
    ...(authorization && { authorization }),
  }
  return {
    ...event,
    headers,
    requestContext: { ...event.requestContext, ...(host && { domainName: host }) },
  }
}
