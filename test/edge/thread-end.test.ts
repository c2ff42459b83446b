import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

/** A thread that answers, and ends a while after it was told to close, as one that frees memory does. */
const worker = `
  const { parentPort } = require('node:worker_threads')
  parentPort.on('message', ({ id, question }) => {
    parentPort.postMessage({ id, answer: question })
    if (question === 'close') setTimeout(() => process.exit(0), 300)
  })`

const script = `
  import { Worker } from 'node:worker_threads'
  import { askThread } from '${new URL('../../edge/thread.ts', import.meta.url)}'
  const thread = askThread(new Worker(${JSON.stringify(worker)}, { eval: true, execArgv: [] }))
  console.log(await thread.ask('hello'))
  await thread.ask('close')
  await thread.ended
  console.log('ended')`

describe('a process that waits for a thread to end', () => {
  it('lives until it has ended', async () => {
    const node = ['--import', 'tsx', '--input-type=module', '--eval', script]
    const { stdout } = await promisify(execFile)(process.execPath, node)
    expect(stdout).toBe('hello\nended\n')
  })
})
