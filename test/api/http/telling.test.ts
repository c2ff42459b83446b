import { describe, expect, it } from 'vitest'
import { adjuster } from '../open-test-api.ts'
import { CREATE } from '../operations.ts'
import { openApp } from './open-app.ts'

describe('a failure that nobody foresaw', () => {
  it('is masked, and logged under the id of the request', async () => {
    const { post, api, log } = await openApp()
    api.table.getMany = async () => {
      throw new Error('password is hunter2')
    }
    const response = await post('{ claim(id: "00000000000000000000") { id } }', { 'X-Request-Id': 'req-7' })
    const body = await response.json()
    expect(response.headers.get('x-request-id')).toBe('req-7')
    expect(body.errors[0]).toMatchObject({
      extensions: { code: 'INTERNAL', requestId: 'req-7' },
      path: ['claim'],
    })
    expect(JSON.stringify(body)).not.toContain('hunter2')
    expect(log.find(({ msg }) => msg === 'unforeseen failure')).toMatchObject({
      requestId: 'req-7',
      err: { message: 'password is hunter2' },
    })
  })
})

describe('the log', () => {
  it('says who asked for what, and never what with', async () => {
    const { post, log } = await openApp()
    await post(CREATE.replace('mutation', 'mutation Open'), {}, { input: { vehicle: { plate: 'SECRET 1' } } })
    expect(log.find(({ msg }) => msg === 'operation')).toMatchObject({
      tenant: 'local',
      operation: 'Open',
      type: 'mutation',
    })
    expect(JSON.stringify(log)).not.toContain('SECRET')
    expect(adjuster.tenant).toBe('acme')
  })
})
