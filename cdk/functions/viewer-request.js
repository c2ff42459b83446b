// CloudFront Function, JavaScript runtime 2.0: what a function URL is to know of the visitor, under names that
// CloudFront's own signature leaves alone (api/cloudfront-event.ts). Always set or removed here: nobody else's words.
function handler(event) {
  var request = event.request
  var headers = request.headers
  delete headers['x-viewer-authorization']
  if (headers.authorization) headers['x-viewer-authorization'] = { value: headers.authorization.value }
  headers['x-viewer-host'] = { value: headers.host.value }
  return request
}
