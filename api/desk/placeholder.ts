/** The page on `/` where the claims desk is not built: where to go from here. */
export const deskPlaceholder = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>dentgraph</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem; color: #222; background: #fff }
  code, pre { background: #f2f2f2; padding: .1rem .3rem; border-radius: 3px }
  pre { padding: .8rem; overflow-x: auto }
</style>
<h1>dentgraph</h1>
<p>The server runs, without the claims desk: <code>npm run build:web</code> builds it. Photos of damaged cars go in, typed damages with their areas come out.</p>
<ul>
  <li><a href="/graphql">GraphiQL</a>, to try the API, with examples</li>
  <li><code>POST /graphql</code>, the API itself</li>
  <li><code>POST /photos</code>, to upload a photo and get its id</li>
</ul>
<pre>curl http://localhost:4000/graphql \\
  -F operations='{"query":"mutation($photo: Photo!) { assessDamage(photo: $photo) { ... on Assessment { id claim { id } damages { type areaPct polygon } } ... on Error { code message } } }","variables":{"photo":null}}' \\
  -F map='{"0":["variables.photo"]}' \\
  -F 0=@car.jpg</pre>
</html>
`
