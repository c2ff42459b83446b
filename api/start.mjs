// `npm start`: the server, with what can be told to a process only before it begins. Neither outlives the other.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { memoryEnvironment, nodeOptions } from './node-options.mjs'

const PARENT_GONE_MS = 500

const file = fileURLToPath(new URL('server.ts', import.meta.url))
const server = spawn(process.execPath, [...nodeOptions, '--import', 'tsx', file], {
  env: { ...memoryEnvironment, ...process.env },
  // The channel is how the server learns that this process is gone.
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
})
process.on('SIGTERM', () => server.kill('SIGTERM'))
// Ctrl-C reaches the server by itself, and a second signal would end it at once.
process.on('SIGINT', () => process.stdin.isTTY || server.kill('SIGINT'))
server.on('exit', (code, signal) => {
  // As npm ends when what it ran was ended by a signal.
  if (!signal) process.exit(code)
  process.removeAllListeners(signal)
  process.kill(process.pid, signal)
})

// npm is gone without having passed a signal on (`kill -9`): nobody would otherwise end what holds the port and the data.
if (process.env.npm_lifecycle_event === 'start') {
  const began = startedBy()
  setInterval(
    () => startedBy() === began || (server.connected && server.disconnect()),
    PARENT_GONE_MS,
  ).unref()
}

/** Who started this process and, on Linux, who that: between npm and this there may be a shell, which stays. */
function startedBy() {
  try {
    const stat = readFileSync(`/proc/${process.ppid}/stat`, 'utf8')
    const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return `${process.ppid} ${parent}`
  } catch {
    return String(process.ppid)
  }
}
