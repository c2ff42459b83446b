import { invalid } from '../api/errors.ts'
import { AssessmentType } from './assessment.ts'
import { builder } from './builder.ts'
import { Detail } from './enums.ts'
import { assessErrors } from './errors.ts'

/** A caller waits no longer than common proxies do. */
const MAX_WAIT_S = 55

builder.mutationField('assessDamage', (t) =>
  t.field({
    type: AssessmentType,
    description:
      'Assesses one photo under a claim, and opens a claim when none is named. It waits for the model as long as a ' +
      'person would and then returns the assessment as it stands, to be polled (`assessment`) or subscribed to.',
    errors: { types: assessErrors },
    args: {
      photo: t.arg({ type: 'Photo', required: true }),
      claim: t.arg.id({ description: 'The claim that the photo belongs to.' }),
      detail: t.arg({ type: Detail, required: true, defaultValue: 'standard' }),
      idempotencyKey: t.arg.string({
        description:
          'Chosen by the caller: the same request with the same key is carried out once, for a week.',
      }),
      wait: t.arg.float({
        description: 'Seconds to wait for the answer, 20 by default, at most 55; 0 returns at once.',
      }),
    },
    resolve: async (_root, { photo, claim, detail, idempotencyKey, wait }, { api, principal, signal }) => {
      const waitSeconds = wait ?? api.waitSeconds
      if (!(waitSeconds >= 0 && waitSeconds <= MAX_WAIT_S))
        throw invalid('wait', `0 to ${MAX_WAIT_S} seconds`, wait)
      return api.assessDamage(principal, {
        photo: typeof photo === 'string' ? photo : new Uint8Array(await photo.arrayBuffer()),
        claimId: claim ?? null,
        idempotencyKey: idempotencyKey ?? null,
        detail,
        waitSeconds,
        signal,
      })
    },
  }),
)
