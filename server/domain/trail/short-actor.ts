const SINGLE_SIGN_ON = /^AWSReservedSSO_[^/]*\/(.+)$/

/** The person behind a single sign-on role's session; any other name as it is, a role with its session. */
export function personName(actorName: string): string {
  return SINGLE_SIGN_ON.exec(actorName)?.[1] ?? actorName
}

/** What people call an actor: the person behind single sign-on, else the role without its session, else the user. */
export function shortActor(actorName: string): string {
  return personName(actorName).split('/')[0] || 'unknown'
}
