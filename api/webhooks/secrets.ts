import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'

export interface Secrets {
  /** The secrets to sign with, the newest first. */
  of(secretId: string): Promise<readonly string[]>
}

export interface SecretsOptions {
  client: SecretsManagerClient
  clock: () => number
  /** A changed secret is used after so long at the latest. @default 300 */
  keepSeconds?: number
}

/**
 * Secrets of receivers, kept for a few minutes. While one changes, the one before it signs as well: Secrets Manager
 * keeps it as AWSPREVIOUS.
 */
export function createSecrets({ client, clock, keepSeconds = 300 }: SecretsOptions): Secrets {
  const kept = new Map<string, { until: number; secrets: Promise<readonly string[]> }>()

  async function read(secretId: string) {
    const versions = await Promise.all(
      ['AWSCURRENT', 'AWSPREVIOUS'].map((VersionStage) =>
        client
          .send(new GetSecretValueCommand({ SecretId: secretId, VersionStage }))
          .then(({ SecretString }) => SecretString)
          .catch((error) => {
            // A secret that never changed has none before it.
            if (VersionStage === 'AWSPREVIOUS' && error instanceof ResourceNotFoundException) return undefined
            throw error
          }),
      ),
    )
    const secrets = versions.filter((secret) => secret !== undefined)
    if (secrets.length === 0) throw new Error(`Expected a text in secret ${secretId} but received none`)
    return secrets
  }

  return {
    async of(secretId) {
      const known = kept.get(secretId)
      if (known && known.until > clock()) return known.secrets
      const secrets = read(secretId)
      kept.set(secretId, { until: clock() + keepSeconds * 1000, secrets })
      secrets.catch(() => kept.delete(secretId))
      return secrets
    },
  }
}
