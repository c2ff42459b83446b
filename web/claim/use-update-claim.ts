import { useState } from 'react'
import { useClient, useMutation } from 'urql'
import { describeComplaint, describeError, describeFailure } from '../graphql/failure.ts'
import type { VariablesOf } from '../graphql/graphql.ts'
import { useTexts } from '../texts/texts-context.tsx'
import { ClaimView, UpdateClaim } from './operations.ts'

interface Failed {
  /** What to tell the person. */
  words: string
  /** By the API's name of the field, such as `vehicle.vin`. */
  fields: Record<string, string>
}

/**
 * Changes a claim that nobody else has changed since it was read. When somebody has, the claim is read
 * again, and what the person wrote stays with them to be saved once more.
 */
export function useUpdateClaim(claim: { id: string; version: number }) {
  const texts = useTexts()
  const client = useClient()
  const [{ fetching }, update] = useMutation(UpdateClaim)
  const [failed, setFailed] = useState<Failed | null>(null)

  async function save(input: VariablesOf<typeof UpdateClaim>['input']): Promise<boolean> {
    setFailed(null)
    const { data, error } = await update({ id: claim.id, input, version: claim.version })
    const answer = data?.updateClaim
    if (answer?.__typename === 'Claim') return true
    if (error || !answer) {
      setFailed({ words: error ? describeError(texts, error) : texts.shell.network, fields: {} })
      return false
    }
    if (answer.__typename === 'Conflict') {
      await client.query(ClaimView, { id: claim.id }, { requestPolicy: 'network-only' }).toPromise()
      setFailed({ words: texts.claim.conflict, fields: {} })
      return false
    }
    const fields = answer.__typename === 'ValidationFailed' ? answer.fields : []
    setFailed({
      words: describeFailure(texts, answer),
      fields: Object.fromEntries(
        fields.map((complaint) => [complaint.field, describeComplaint(texts, complaint)]),
      ),
    })
    return false
  }
  return { save, saving: fetching, failed }
}
