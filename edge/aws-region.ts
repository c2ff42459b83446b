import { SettingInvalid } from './read-environment.ts'

/** A client of AWS's, as far as its region goes. */
interface RegionalClient {
  config: { region: () => Promise<string> }
}

/**
 * Asks AWS's own tools for the region, before the first request fails for want of one.
 *
 * @param setting what needs it
 * @throws SettingInvalid where there is none
 */
export async function checkRegion({ config }: RegionalClient, setting: string): Promise<void> {
  const region = await config.region().catch(() => null)
  if (!region)
    throw new SettingInvalid(
      `Expected a region of AWS beside ${setting}, such as AWS_REGION=eu-central-1, but received none`,
    )
}
