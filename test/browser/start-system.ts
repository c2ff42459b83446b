import { type RunningSystem, startSystem as startNpm } from '../../bench/campaign/running-system.ts'

/** `npm start` on any free port and an empty store, the desk built and the model answering, as in development. */
export const startSystem = (env: Record<string, string> = {}): Promise<RunningSystem> =>
  startNpm({ NODE_ENV: 'development', LOG_LEVEL: 'warn', ...env })

export type { RunningSystem }
