import { expect, it } from 'vitest'
import { StoreBusy } from '../../api/store/table.ts'
import { answer } from './fake-model.ts'
import { adjuster, openTestApi } from './open-test-api.ts'
import { ASSESS } from './operations.ts'
import { photoFile } from './photos.ts'
import { openStore } from './test-store.ts'

it('assesses again what failed unforeseen when its request is repeated, as its sender was told to', async () => {
  const { upload, ask, model } = await openTestApi()
  model.behave(() => {
    throw new Error('nobody foresaw this')
  })
  const file = await photoFile()
  const first = await upload(ASSESS, file, adjuster, { key: 'k' })
  expect(first.data.assessDamage).toMatchObject({ __typename: 'ModelUnavailable', retryAfterSeconds: 60 })
  model.behave(() => answer)
  const second = await upload(ASSESS, file, adjuster, { key: 'k' })
  expect(second.data.assessDamage.status).toBe('SUCCEEDED')
  expect((await ask('{ claims { nodes { id } } }')).data.claims.nodes).toHaveLength(1)
})

it('fails no assessment because the store is busy when it is to be ended, and ends it later', async () => {
  const table = await openStore()
  let busy = false
  const { api, upload, model, ask } = await openTestApi({
    table: {
      ...table,
      async write(operations, options) {
        if (busy) throw new StoreBusy()
        return table.write(operations, options)
      },
    },
  })
  model.behave(() => {
    busy = true
    return answer
  })
  const { data } = await upload(ASSESS, await photoFile(), adjuster, { wait: 1 })
  expect(data.assessDamage.status).toBe('RUNNING')
  await api.runner.idle()
  model.behave(() => answer)
  busy = false
  await api.runner.recover()
  await api.runner.idle()
  const { assessment } = (
    await ask(`{ assessment(id: "${data.assessDamage.id}") { status failure { code } } }`)
  ).data
  expect(assessment).toEqual({ status: 'SUCCEEDED', failure: null })
})
