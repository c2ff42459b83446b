// Loaded into every process of the system and into its threads (NODE_OPTIONS=--require; Node 20 imports nothing into
// threads): writes down what stages take.
const { subscribe } = require('node:diagnostics_channel')
const { appendFileSync } = require('node:fs')
const { isMainThread, threadId } = require('node:worker_threads')

const folder = process.env.STAGE_REPORTS
if (folder) {
  const file = `${folder}/${process.pid}-${threadId}.ndjson`
  const write = (stage) => appendFileSync(file, `${JSON.stringify(stage)}\n`)
  subscribe('dentgraph:stage', write)
  if (isMainThread) {
    const begun = new WeakMap()
    const now = () => performance.timeOrigin + performance.now()
    // Node's own channels: from a request's head to the end of its answer.
    subscribe('http.server.request.start', ({ request }) => begun.set(request, now()))
    subscribe('http.server.response.finish', ({ request }) => {
      const began = begun.get(request)
      if (began === undefined) return
      write({ stage: `${request.method} ${request.url.split('?')[0]}`, began, ms: now() - began })
    })
  }
}
