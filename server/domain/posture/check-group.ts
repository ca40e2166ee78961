export const CHECK_GROUPS = [
  'combined',
  'exposure',
  'front-doors',
  'identity',
  'code',
  'secrets',
  'encryption',
  'network',
  'reliability',
  'logging',
  'governance',
  'cost',
] as const
export type CheckGroup = (typeof CHECK_GROUPS)[number]
