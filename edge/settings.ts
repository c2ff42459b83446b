import * as z from 'zod'
import { defaultEdgeLimits } from './limits.ts'
import { readEnvironment } from './read-environment.ts'

const wholeNumber = (least: number) => z.coerce.number().int().min(least)
const seconds = z.coerce.number().positive()

const schema = z.object({
  /** Where it listens; 0 is any free port. */
  PORT: wholeNumber(0).max(65535).default(4001),
  /** The address it listens on; `::` is every one. */
  HOST: z.string().default('127.0.0.1'),
  /** Folder for everything that is kept, where there is no bucket. */
  DATA_DIR: z.string().default('.data'),
  /** S3 bucket for photos; without one they are kept in DATA_DIR. */
  EDGE_BUCKET: z.string().optional(),
  /** Another S3 than Amazon's, such as http://localhost:9000. */
  EDGE_S3_ENDPOINT: z.url().optional(),
  /** Folder with the model's `model.json`, which says how photos are prepared. */
  MODEL_DIR: z.string().default('inference/model'),
  /** Secret that signs links, at least 32 characters, the same on every instance. On one machine it makes its own. */
  EDGE_LINK_KEY: z.string().min(32).optional(),
  /** Seconds that a link is good for. */
  EDGE_LINK_SECONDS: wholeNumber(60).default(3600),
  /** What links begin with, where photos are shown by pages of another host. */
  EDGE_PUBLIC_URL: z.url().optional(),
  /** Origins of pages that may call, separated by commas; `*` is any. */
  EDGE_CORS_ORIGINS: z.string().default(''),
  /** Proxies in front that add to X-Forwarded-For. */
  EDGE_TRUSTED_PROXIES: wholeNumber(0).default(0),
  /** Largest photo, in bytes. */
  EDGE_MAX_BYTES: wholeNumber(1).default(40 * 1024 * 1024),
  /** Largest photo, in megapixels. */
  EDGE_MAX_MEGAPIXELS: seconds.default(100),
  /** Bytes of uploads held in memory at once. */
  EDGE_HELD_BYTES: wholeNumber(1).default(defaultEdgeLimits.heldBytes),
  /** Seconds for a body to arrive. */
  EDGE_BODY_TIMEOUT: seconds.default(defaultEdgeLimits.bodySeconds),
  /** Seconds for a photo to be taken in, or for a picture to be drawn, its wait included. */
  EDGE_TIMEOUT: seconds.default(defaultEdgeLimits.takeSeconds),
  /** Requests a client may send in a minute, over time and at once. */
  EDGE_RATE_PER_MINUTE: wholeNumber(1).default(defaultEdgeLimits.perMinute),
  EDGE_RATE_BURST: wholeNumber(1).default(defaultEdgeLimits.burst),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})

export type EdgeSettings = z.infer<typeof schema>

/** Reads the edge's settings from the environment; an empty variable counts as absent. @throws SettingInvalid */
export const readEdgeSettings = (environment: Record<string, string | undefined>): EdgeSettings =>
  // A secret that is too short is still one.
  readEnvironment(schema, environment, ['EDGE_LINK_KEY'])
