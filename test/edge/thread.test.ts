import { execFileSync } from 'node:child_process'
import { Worker } from 'node:worker_threads'
import { describe, expect, it, onTestFinished } from 'vitest'
import { askThread } from '../../edge/thread.ts'

/** A thread that answers `wait` later with `say`, fails with `fail`, or ends with `exit`. */
const source = `
  const { parentPort } = require('node:worker_threads')
  parentPort.on('message', ({ id, question: { say, fail, wait = 0, exit } }) => {
    if (exit !== undefined) process.exit(exit)
    if (say === 'throw') throw new Error('it broke')
    setTimeout(() => parentPort.postMessage(fail ? { id, failure: fail } : { id, answer: say }), wait)
  })`

interface Question {
  say?: string
  fail?: string
  wait?: number
  exit?: number
}

function start() {
  const thread = askThread<Question, string>(new Worker(source, { eval: true }))
  onTestFinished(async () => void (await thread.terminate()))
  return thread
}

describe('askThread', () => {
  it('pairs answers with questions, in whatever order they come', async () => {
    const thread = start()
    const answers = [thread.ask({ say: 'late', wait: 60 }), thread.ask({ say: 'soon' })]
    expect(thread.busy).toBe(2)
    expect(await Promise.race(answers)).toBe('soon')
    expect(await Promise.all(answers)).toEqual(['late', 'soon'])
    expect(thread.busy).toBe(0)
  })

  it('fails the one question that failed', async () => {
    const thread = start()
    const [failed, answered] = [thread.ask({ fail: 'no such photo' }), thread.ask({ say: 'fine' })]
    await expect(failed).rejects.toThrow('no such photo')
    expect(await answered).toBe('fine')
  })

  it.each<[string, Question, string]>([
    ['ends', { exit: 3 }, 'its end, code 3'],
    ['breaks', { say: 'throw' }, 'it broke'],
  ])('fails every question, those to come too, of a thread that %s', async (_, last, reason) => {
    const thread = start()
    const asked = [thread.ask({ say: 'never', wait: 10_000 }), thread.ask(last)]
    for (const question of asked) await expect(question).rejects.toThrow(reason)
    await thread.ended
    expect(thread.alive).toBe(false)
    await expect(thread.ask({ say: 'too late' })).rejects.toThrow(reason)
  })

  it('keeps the process alive while it is asked something, and not longer', () => {
    const script = `
      import { Worker } from 'node:worker_threads'
      import { askThread } from ${JSON.stringify(new URL('../../edge/thread.ts', import.meta.url).href)}
      const thread = askThread(new Worker(${JSON.stringify(source)}, { eval: true, execArgv: [] }))
      thread.ask({ say: 'answered', wait: 50 }).then(console.log)`
    const args = ['--import', 'tsx', '--input-type=module', '--eval', script]
    expect(execFileSync(process.execPath, args, { timeout: 30_000 }).toString()).toBe('answered\n')
  })
})
