import { z } from 'zod'

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
  const parsed = schema.safeParse(present, { error: expected })
  if (parsed.success) return parsed.data
  const complaints = parsed.error.issues.map(({ path, message }) => {
    const name = path.join('.')
    const given = environment[String(path[0])]
    // Of a list or an object, which may hold secrets too, only what is wrong is named.
    const hidden = path.length > 1 || secrets.includes(name)
    return `${message} for ${name} but received ${given === undefined ? 'none' : hidden ? 'another' : JSON.stringify(given)}`
  })
  throw new SettingInvalid(complaints.join('; '))
}

/** What a setting may be, where its schema has no words of its own for that. */
function expected(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'too_small':
      return issue.origin === 'string'
        ? `Expected at least ${issue.minimum} characters`
        : `Expected ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}`
    case 'too_big':
      return `Expected at most ${issue.maximum}`
    case 'invalid_value':
      return `Expected ${issue.values.includes('true') ? 'true or false' : issue.values.join(' or ')}`
    case 'invalid_type':
      return issue.expected === 'string' ? 'Expected a value' : `Expected a ${wordFor(issue.expected)}`
    case 'invalid_format':
      return issue.format === 'url' ? 'Expected an address such as https://example.com' : undefined
    default:
      return undefined
  }
}

const wordFor = (type: string) => (type === 'int' ? 'whole number' : type === 'array' ? 'list' : type)

/** For a process that starts: reads its settings, or says on stderr what is wrong with them and ends with code 2. */
export function settingsOrExit<T>(read: (environment: NodeJS.ProcessEnv) => T): T {
  try {
    return read(process.env)
  } catch (error) {
    return exitIfInvalid(error)
  }
}

/** The same where a setting shows to be wrong later, such as a folder that cannot be written. */
export function exitIfInvalid(error: unknown): never {
  if (!(error instanceof SettingInvalid)) throw error
  console.error(error.message)
  process.exit(2)
}
