/**
 * Cognito's pre token generation trigger, version 2: puts the person's company and the desk's client into the access
 * token, where the API looks for them. People cannot change `custom:tenant` of themselves.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
export interface TokenEvent {
  callerContext: { clientId: string }
  request: { userAttributes: Record<string, string | undefined> }
  response: object
}

export async function handler(event: TokenEvent): Promise<TokenEvent> {
  const tenant = event.request.userAttributes['custom:tenant']
  const aud = event.callerContext.clientId
  // Without a company the token says so by leaving it out, and the API refuses it.
  const claimsToAddOrOverride = { aud, ...(tenant && { tenant }) }
  return {
    ...event,
    response: { claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride } } },
  }
}
