// CloudFront Function, JavaScript runtime 2.0: the desk is one page for every address within it; what has an ending
// is a file, and one that is not there is not a page.
function handler(event) {
  var request = event.request
  if (!/\.[a-z0-9]+$/i.test(request.uri)) request.uri = '/index.html'
  return request
}
