import type { Session } from './session.ts'

/**
 * Sends with the session's token; what is refused for want of one waits for the next session and goes out
 * again. Not for somebody else, though: what one person asked for is never done under another's name.
 *
 * @param refused whether the server wants to know who this is
 * @returns the answer; the refusal where somebody else has signed in since
 */
export async function sendSigned<Answer>(
  session: Session,
  send: (headers: Record<string, string>) => Promise<Answer>,
  refused: (answer: Answer) => boolean,
): Promise<Answer> {
  for (;;) {
    const owner = session.lastOwner()
    const headers = session.headers()
    const answer = await send(headers)
    if (!refused(answer) || session.config.auth === 'open') return answer
    await session.renew(headers)
    if (owner !== null && session.lastOwner() !== owner) return answer
  }
}
