/** Widest first; what is not known may be as wide as the next, so it comes right after the worst. */
export const REACH_ORDER = [
  'internet',
  'unknown',
  'internet-authenticated',
  'other-accounts',
  'organization',
  'account',
  'nobody',
] as const

/** Worst first; a role that could not be read may be as bad as a bad one. */
export const LEVEL_ORDER = ['critical', 'high', 'unknown', 'medium', 'low', 'info', 'none'] as const
