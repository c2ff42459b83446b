import { checkAccepted, type Verdict } from './check.ts'
import type { Kind } from './kinds.ts'
import { createRandom } from './random.ts'
import { type System, startAll } from './system.ts'
import { sendTraffic } from './traffic.ts'

export interface Trial {
  kind: Kind
  /** From 1, of all trials of a run. */
  number: number
}

export interface Outcome extends Verdict {
  kind: string
  number: number
  /** How often something failed in it. */
  struck: number
  seconds: number
}

/** Seconds for a request to be answered, and for everything to end: longer than a lease of a dead worker. */
const PATIENCE = 150

/**
 * One trial: traffic comes in, something goes wrong at a random moment, everything is up again, and what was accepted
 * is looked at. The seed decides what is sent and what goes wrong; what meets what, the machine decides.
 */
export async function runTrial(system: System, { kind, number }: Trial, seed: number): Promise<Outcome> {
  const random = createRandom(seed * 10_007 + number)
  const began = performance.now()
  const { client, known, servers } = system
  const deathsBefore = servers.map(({ deaths }) => deaths.length)
  const sending = sendTraffic({
    client,
    random: random.fork(),
    name: `trial-${number}`,
    reviewable: system.reviewable.splice(0),
    patience: PATIENCE,
  })
  const struck = await kind.disturb(system, random.fork())
  await startAll(servers)
  const accepted = await sending
  const verdict = await checkAccepted({
    client,
    accepted,
    known,
    reviewable: system.reviewable,
    patience: PATIENCE,
  })
  for (const [i, { deaths }] of servers.entries())
    for (const death of deaths.slice(deathsBefore[i]))
      verdict.broken.push(`server ${i + 1} ended by itself (${death})`)
  const seconds = (performance.now() - began) / 1000
  return { ...verdict, kind: kind.name, number, struck, seconds }
}
