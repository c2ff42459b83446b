import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import { readEnvironment } from '../../edge/read-environment.ts'
import { availableCores } from '../runtime/cores.ts'
import { deviceRequests } from '../runtime/device.ts'

const wholeNumber = (least: number) => z.coerce.number().int().min(least)

/** A timer of more than 24 days would fire at once; nobody waits for a day. */
const MOST_SECONDS = 86_400
const seconds = z.coerce.number().max(MOST_SECONDS)

const schema = z.object({
  /** Where it listens; 0 is any free port. */
  PORT: wholeNumber(0).max(65535).default(8080),
  /** The address it listens on. @default every one, as a container has to */
  HOST: z.string().optional(),
  INFERENCE_DEVICE: z.enum(deviceRequests).default('auto'),
  /** Folder with `model.json` and the files it names. */
  MODEL_DIR: z.string().default(fileURLToPath(new URL('../model', import.meta.url))),
  /** Threads that share the work of one run. */
  INFERENCE_THREADS: wholeNumber(1).default(availableCores),
  /** Photos assessed at once. More than one pays on a GPU only: on a CPU they share the same cores. */
  INFERENCE_CONCURRENCY: wholeNumber(1).default(1),
  /** Photos that may wait for their turn; beyond that the answer is 503 with Retry-After. */
  INFERENCE_QUEUE: wholeNumber(0).default(8),
  /** Largest body in bytes; SageMaker's real-time endpoints pass on 25 MB. */
  INFERENCE_MAX_BYTES: wholeNumber(1).default(25 * 1024 * 1024),
  /** Seconds for a body to arrive. */
  INFERENCE_BODY_TIMEOUT: seconds.positive().default(30),
  /** Seconds for an assessment, its wait included; SageMaker gives up after 60. */
  INFERENCE_TIMEOUT: seconds.positive().default(60),
  /** Seconds that requests under way are given to end after SIGTERM; SageMaker kills after 30. */
  INFERENCE_DRAIN: seconds.min(0).default(25),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})

export type Settings = z.infer<typeof schema>

/** Reads the server's settings from the environment; an empty variable counts as absent. @throws SettingInvalid */
export const readSettings = (environment: Record<string, string | undefined>): Settings =>
  readEnvironment(schema, environment)
