import { describe, expect, it, vi } from 'vitest'
import { followSession } from '../../../web/upload/follow-session.ts'

/** A session of whoever is set, and what was done as it changed. */
function follow() {
  let owner: string | null = null
  let told = () => {}
  const session = {
    owner: () => owner,
    subscribe(listener: () => void) {
      told = listener
      return () => true
    },
  }
  const done: string[] = []
  const keeper = {
    clear: async (person: string) => {
      await Promise.resolve()
      done.push(`cleared ${person}`)
    },
  }
  const uploads = { clear: () => void done.push('emptied') }
  const zipUpload = { stop: () => void done.push('stopped') }
  followSession(session, uploads, keeper, zipUpload, () => done.push('restarted'))
  const is = (next: string | null) => {
    owner = next
    told()
  }
  return { done, is }
}

describe('when the session changes', () => {
  it('removes the photos of who signs out, and keeps the page for the same person', async () => {
    const { done, is } = follow()
    is('ada')
    expect(done).toEqual([])
    is(null)
    await vi.waitFor(() => expect(done).toEqual(['emptied', 'stopped', 'cleared ada']))
    is('ada')
    await Promise.resolve()
    expect(done).toEqual(['emptied', 'stopped', 'cleared ada'])
  })

  it.each([
    ['after somebody signed out', ['ada', null, 'bob']],
    ['in a session that had ended', ['ada', 'bob']],
  ])('begins the page anew for somebody else %s, once the photos are gone', async (_when, owners) => {
    const { done, is } = follow()
    for (const owner of owners) is(owner)
    await vi.waitFor(() => expect(done).toEqual(['emptied', 'stopped', 'cleared ada', 'restarted']))
  })
})
