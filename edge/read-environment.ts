import type { z } from 'zod'

/** A setting in the environment is not what it may be. */
export class SettingInvalid extends Error {
  readonly code = 'SETTING_INVALID'
}

/**
 * Reads settings from the environment; an empty variable counts as absent.
 *
 * @param secrets names whose values no message may hold
 * @throws SettingInvalid naming every variable that is wrong
 */
export function readEnvironment<T>(
  schema: z.ZodType<T>,
  environment: Record<string, string | undefined>,
  secrets: readonly string[] = [],
): T {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(present)
  if (parsed.success) return parsed.data
  const complaints = parsed.error.issues.map(({ path, message }) => {
    const name = path.join('.')
    const received = secrets.includes(name) ? 'another' : JSON.stringify(environment[name])
    return `${message} for ${name} but received ${received}`
  })
  throw new SettingInvalid(complaints.join('; '))
}

/** For a process that starts: reads its settings, or says on stderr what is wrong with them and ends with code 2. */
export function settingsOrExit<T>(read: (environment: NodeJS.ProcessEnv) => T): T {
  try {
    return read(process.env)
  } catch (error) {
    if (!(error instanceof SettingInvalid)) throw error
    console.error(error.message)
    process.exit(2)
  }
}
