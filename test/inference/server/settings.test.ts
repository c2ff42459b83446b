import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { SettingInvalid } from '../../../edge/read-environment.ts'
import { readSettings } from '../../../inference/server/settings.ts'

describe('the server’s settings', () => {
  it.each([{}, { PORT: '', INFERENCE_DEVICE: '', MODEL_DIR: '' }])(
    'have defaults where the environment is %o',
    (environment) => {
      const settings = readSettings(environment)
      expect(settings).toMatchObject({ PORT: 8080, INFERENCE_DEVICE: 'auto', INFERENCE_CONCURRENCY: 1 })
      expect(settings.INFERENCE_THREADS).toBeGreaterThanOrEqual(1)
      expect(settings.MODEL_DIR).toMatch(/inference[/\\]model$/)
      expect(existsSync(dirname(settings.MODEL_DIR))).toBe(true)
    },
  )

  it('are read from the environment', () => {
    expect(
      readSettings({
        PORT: '9000',
        HOST: '127.0.0.1',
        INFERENCE_DEVICE: 'cuda',
        MODEL_DIR: '/m',
        INFERENCE_QUEUE: '0',
      }),
    ).toMatchObject({
      PORT: 9000,
      HOST: '127.0.0.1',
      INFERENCE_DEVICE: 'cuda',
      MODEL_DIR: '/m',
      INFERENCE_QUEUE: 0,
    })
  })

  it.each([
    ['PORT', 'http', 'a number'],
    ['PORT', '70000', 'at most 65535'],
    ['INFERENCE_DEVICE', 'gpu', 'auto or cuda or cpu'],
    ['INFERENCE_CONCURRENCY', '0', 'at least 1'],
    ['INFERENCE_THREADS', '1.5', 'a whole number'],
    ['INFERENCE_TIMEOUT', '-1', 'more than 0'],
    ['INFERENCE_TIMEOUT', '10000000', 'at most 86400'],
    ['LOG_LEVEL', 'loud', 'fatal or error or warn or info or debug or trace or silent'],
  ])('are refused with the name, the value and what may be there for %s=%s', (name, value, expected) => {
    const read = () => readSettings({ [name]: value })
    expect(read).toThrow(new SettingInvalid(`Expected ${expected} for ${name} but received "${value}"`))
  })
})
