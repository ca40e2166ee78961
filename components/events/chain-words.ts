import type { ChainHop, EventChain } from '#server/services/events/schema.ts'

/** What a step is, in words. */
export const HOP_WORDS: Record<ChainHop['kind'], string> = {
  call: 'The call',
  role: 'Took a role',
  switch: 'Changed into a role',
  saml: 'Took a role through SAML',
  'web-identity': 'Took a role through a web identity',
  token: 'Asked for temporary keys',
  'root-session': 'Became root of a member account',
  portal: 'Opened the account in the portal',
  login: 'Signed in',
  twin: 'The same call, as the caller’s account recorded it',
  'key-made': 'Made the access key',
}

/** The head of what stands where the way back ends. */
export const END_WORDS: Record<EventChain['end']['kind'], string> = {
  login: 'It began with this sign-in',
  'identity-provider': 'The sign-in took place elsewhere',
  'web-identity': 'An identity provider vouched for it',
  service: 'An AWS service acted by itself',
  'long-term-key': 'A long-term key, no sign-in',
  'other-account': 'It came from an account that is not stored',
  'not-stored': 'Older than what is stored',
  'not-recorded': 'The beginning is not recorded',
  unknown: 'The record does not say who it was',
  'too-long': 'Too many steps',
}

const UNSEEN = new Set<EventChain['end']['kind']>([
  'identity-provider',
  'other-account',
  'not-stored',
  'not-recorded',
  'unknown',
  'too-long',
])

/** Whether the way ends for want of records, and not because it began there. */
export function isUnseen(kind: EventChain['end']['kind']): boolean {
  return UNSEEN.has(kind)
}

export const MFA_WORDS: Record<ChainHop['mfa'], string> = {
  yes: 'with MFA',
  no: 'without MFA',
  unknown: 'MFA not known to AWS',
}
