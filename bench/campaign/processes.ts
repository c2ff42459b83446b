import { readdir, readFile } from 'node:fs/promises'

/** What one process takes, by Linux's own account (/proc). */
export interface ProcessFigures {
  pid: number
  /** What it is to us: `server`, `model`, or the program's name. */
  name: string
  /** Memory that is really there, in bytes, and the most that it was. */
  rss: number
  peak: number
  /** Open files, sockets and pipes. */
  handles: number
  threads: number
  /** Processor time so far, in milliseconds. */
  cpuMs: number
}

/** Processor time is told in ticks; Linux has a hundred of them a second for every program. */
const MS_PER_TICK = 10

/** A process and all that it started, directly or not. Those that end meanwhile are left out. */
export async function processesOf(root: number): Promise<ProcessFigures[]> {
  const all = await Promise.all(
    (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map((pid) => parentOf(Number(pid))),
  )
  const known = all.filter((one) => one !== null)
  const found = [root]
  // What is found is looked through for children of its own.
  for (const pid of found) found.push(...known.filter(({ parent }) => parent === pid).map(({ pid }) => pid))
  const figures = await Promise.all(found.map((pid) => figuresOf(pid).catch(() => null)))
  return figures.filter((one) => one !== null)
}

async function parentOf(pid: number) {
  const fields = await statOf(pid).catch(() => null)
  return fields && { pid, parent: Number(fields[1]) }
}

/** Fields of /proc/pid/stat from the third on: the second, the name, may hold blanks and brackets. */
async function statOf(pid: number): Promise<string[]> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8')
  return text.slice(text.lastIndexOf(')') + 2).split(' ')
}

async function figuresOf(pid: number): Promise<ProcessFigures> {
  const [status, stat, command, handles] = await Promise.all([
    readFile(`/proc/${pid}/status`, 'utf8'),
    statOf(pid),
    readFile(`/proc/${pid}/cmdline`, 'utf8'),
    readdir(`/proc/${pid}/fd`),
  ])
  const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1])
  return {
    pid,
    name: nameOf(command),
    rss: field('VmRSS') * 1024,
    peak: field('VmHWM') * 1024,
    handles: handles.length,
    threads: field('Threads'),
    cpuMs: (Number(stat[11]) + Number(stat[12])) * MS_PER_TICK,
  }
}

function nameOf(command: string): string {
  if (command.includes('model-child.mjs')) return 'model'
  if (command.includes('api/server.ts')) return 'server'
  if (command.startsWith('npm') || command.includes('api/start.mjs')) return 'npm'
  return command.split('\0')[0]?.split('/').at(-1) ?? ''
}

/** Processor time of every thread of a process, in milliseconds, by the thread's name. */
export async function threadTimes(pid: number): Promise<{ tid: number; name: string; cpuMs: number }[]> {
  const tids = await readdir(`/proc/${pid}/task`)
  return Promise.all(
    tids.map(async (tid) => {
      const text = await readFile(`/proc/${pid}/task/${tid}/stat`, 'utf8')
      const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
      const name = text.slice(text.indexOf('(') + 1, text.lastIndexOf(')'))
      return { tid: Number(tid), name, cpuMs: (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK }
    }),
  )
}
