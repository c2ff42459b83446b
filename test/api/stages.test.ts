import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { describe, expect, it, onTestFinished } from 'vitest'
import { STAGES, type StageEnded } from '../../edge/stage.ts'
import { down } from './fake-model.ts'
import { openTestApi } from './open-test-api.ts'
import { ASSESS } from './operations.ts'
import { photoFile } from './photos.ts'

function listen(): StageEnded[] {
  const told: StageEnded[] = []
  const hear = (message: unknown) => told.push(message as StageEnded)
  subscribe(STAGES, hear)
  onTestFinished(() => {
    unsubscribe(STAGES, hear)
  })
  return told
}

describe('the channel of stages', () => {
  it('tells what the work on a photo consists of, each stage inside the one it belongs to', async () => {
    const { upload } = await openTestApi()
    const file = await photoFile()
    const told = listen()
    const before = Date.now()
    const { data } = await upload(ASSESS, file)
    expect(data.assessDamage.status).toBe('SUCCEEDED')
    const stages = new Set(told.map(({ stage }) => stage))
    expect([...stages]).toEqual(
      expect.arrayContaining(['prepare', 'decode', 'CLAHE', 'judge', 'picture write', 'ask the model']),
    )
    const whole = told.find(({ stage }) => stage === 'assessDamage') as StageEnded
    expect(whole.began).toBeGreaterThan(before - 1000)
    for (const { stage, began, ms } of told) {
      expect(ms, stage).toBeGreaterThanOrEqual(0)
      expect(began, stage).toBeGreaterThanOrEqual(whole.began)
    }
    const [prepare, decode] = ['prepare', 'decode'].map((name) => told.find(({ stage }) => stage === name))
    expect(decode?.ms).toBeLessThanOrEqual(prepare?.ms as number)
  })

  it('tells of stages that fail, too', async () => {
    const { upload, model } = await openTestApi()
    model.behave(down)
    const told = listen()
    await upload(ASSESS, await photoFile())
    await upload(ASSESS, new Blob(['no photo']))
    expect(told.map(({ stage }) => stage)).toEqual(expect.arrayContaining(['ask the model', 'decode']))
    expect(told.filter(({ stage }) => stage === 'assessDamage')).toHaveLength(2)
  })
})
