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
    ['PORT', 'http'],
    ['PORT', '70000'],
    ['INFERENCE_DEVICE', 'gpu'],
    ['INFERENCE_CONCURRENCY', '0'],
    ['INFERENCE_THREADS', '1.5'],
    ['INFERENCE_TIMEOUT', '-1'],
    ['LOG_LEVEL', 'loud'],
  ])('are refused with the name and the value for %s=%s', (name, value) => {
    const read = () => readSettings({ [name]: value })
    expect(read).toThrow(SettingInvalid)
    expect(read).toThrow(new RegExp(`expected .* for ${name} but received "${value}"`, 'i'))
  })
})
