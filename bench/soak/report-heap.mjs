// Loaded into every process of the system (NODE_OPTIONS): writes down now and then what only the process itself knows.
import { renameSync, writeFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

const folder = process.env.HEAP_REPORTS
if (folder && isMainThread) {
  const file = `${folder}/${process.pid}.json`
  const write = () => {
    const { heapUsed, external, arrayBuffers } = process.memoryUsage()
    const resources = process.getActiveResourcesInfo()
    writeFileSync(
      `${file}.new`,
      JSON.stringify({ heapUsed, external, arrayBuffers, resources: resources.length }),
    )
    renameSync(`${file}.new`, file)
  }
  setInterval(write, 2000).unref()
}
