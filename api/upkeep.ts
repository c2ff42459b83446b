import type { Logger } from 'pino'
import type { openEdge } from '../edge/open-edge.ts'
import type { Api } from './api.ts'
import type { Outbox } from './webhooks/outbox/outbox.ts'

export interface UpkeepDeps {
  api: Pick<Api, 'runner' | 'eraseClaim' | 'batching'>
  edge: Pick<Awaited<ReturnType<typeof openEdge>>, 'sweepUnfinished' | 'uploads' | 'drawings'>
  outbox: Pick<Outbox, 'send'> | null
  /** No other process works on the same store. */
  alone: boolean
  logger: Logger
}

/** How often to look for assessments whose worker is gone. */
const RECOVER_MS = 15_000
/** Pictures that were drawn so long ago are removed, and drawn again when they are asked for. */
const DRAWN_SECONDS = 24 * 3600
const SWEEP_MS = 3_600_000
/** How often to look for webhooks that are due again. */
const SEND_MS = 5000

/** What a server on one machine does without being asked: goes on with what was interrupted, and tidies up. */
export function createUpkeep({ api, edge, outbox, alone, logger }: UpkeepDeps) {
  const { runner, eraseClaim, batching } = api
  const timers: NodeJS.Timeout[] = []
  const cannotLook = (error: unknown) =>
    logger.error({ err: error }, 'cannot go on with what was interrupted')

  function recover() {
    Promise.all([
      runner.recover(),
      eraseClaim.resume({ alone }),
      batching?.engine.resume(),
      batching?.eraseBatch.resume({ alone }),
    ]).catch(cannotLook)
  }

  function sweepUnfinished() {
    edge
      .sweepUnfinished()
      .catch((error) => logger.error({ err: error }, 'cannot remove what is left of unfinished photos'))
  }

  function sweep() {
    sweepUnfinished()
    Promise.all([edge.drawings.sweep(DRAWN_SECONDS), batching?.batches.sweepZips()]).catch((error) =>
      logger.error({ err: error }, 'cannot remove old drawings and zips'),
    )
  }

  return {
    /** Begins with what needs no model. */
    async begin() {
      timers.push(
        setInterval(() => void outbox?.send(), SEND_MS),
        setInterval(sweep, SWEEP_MS),
      )
      sweepUnfinished()
      await edge.uploads.resume()
      // One erasure that cannot be gone on with is no reason not to serve: it is tried again every few seconds.
      await Promise.all([eraseClaim.resume({ alone }), batching?.eraseBatch.resume({ alone })]).catch(
        cannotLook,
      )
    },
    /** Goes on with assessments and batches. Not before the model is there: they would fail for want of it. */
    async goOn() {
      const recovered = await runner.recover({ alone })
      await batching?.engine.resume()
      if (recovered > 0) logger.info({ assessments: recovered }, 'picked up what was interrupted')
      timers.push(setInterval(recover, RECOVER_MS))
    },
    stop() {
      for (const timer of timers) clearInterval(timer)
    },
  }
}
