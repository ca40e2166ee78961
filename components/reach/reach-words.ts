import type { Audience, FunctionReach, ReachAnswer, ReachLevel } from '#server/domain/reach/reach.ts'

/** Who, in a table's cell. */
export const REACH_SHORT: Record<ReachLevel, string> = {
  internet: 'internet',
  'internet-authenticated': 'internet, with auth',
  'other-accounts': 'other accounts',
  organization: 'organisation',
  account: 'this account',
  nobody: 'nobody',
  unknown: 'unknown',
}

/** Who, beside a facet's box. */
export const REACH_FACET: Record<ReachLevel, string> = {
  ...REACH_SHORT,
  internet: 'internet, without auth',
  unknown: 'not known',
}

/** Who, in words that stand alone. */
export const REACH_LONG: Record<ReachLevel, string> = {
  internet: 'anyone on the internet, without authentication',
  'internet-authenticated': 'anyone on the internet who authenticates',
  'other-accounts': 'principals of other AWS accounts',
  organization: 'accounts of the organisation',
  account: 'principals of this account only',
  nobody: 'nobody that could be found',
  unknown: 'not known: something that could let more in was not seen',
}

const CAN: Record<Audience, string> = {
  internet: 'Anyone on the internet can invoke it without authentication',
  'internet-authenticated': 'Anyone on the internet who authenticates can invoke it',
  'other-accounts': 'Other AWS accounts can invoke it',
  organization: 'Accounts of the organisation can invoke it',
  account: 'Only this account can invoke it',
  nobody: 'Nothing was found that lets anyone invoke it',
}

export const VIA_WORDS: Record<ReachAnswer['via'], string> = {
  url: 'function URL',
  policy: 'resource policy',
  api: 'API',
  elb: 'load balancer',
  cloudfront: 'CloudFront',
  source: 'event source',
  identity: 'permissions of the caller',
}

const THROUGH: Record<ReachAnswer['via'], string> = {
  url: 'through its URL',
  policy: 'through its resource policy',
  api: 'through an API',
  elb: 'through a load balancer',
  cloudfront: 'through CloudFront',
  source: 'through an event source',
  identity: 'by permissions of their own',
}

export const CERTAINTY_WORDS: Record<ReachAnswer['certainty'], string> = {
  certain: 'certain',
  conditional: 'only under a condition that cannot be settled from here',
  unknown: 'not known for certain',
}

function sentenceOf(answer: ReachAnswer): string {
  const through = answer.audience === 'nobody' ? '' : ` ${THROUGH[answer.via]}`
  const hedge =
    answer.certainty === 'certain'
      ? ''
      : answer.certainty === 'conditional'
        ? ', under a condition that cannot be settled from here'
        : ', as far as could be read'
  return `${CAN[answer.audience]}${through}${hedge}.`
}

/** The answer that decides the level: the first of that audience, certain ones before others. */
export function decidingAnswer(reach: Pick<FunctionReach, 'level' | 'answers'>): ReachAnswer | undefined {
  const of = reach.answers.filter((one) => one.audience === reach.level)
  return of.find((one) => one.certainty === 'certain') ?? of[0] ?? reach.answers[0]
}

/** In one sentence who can invoke a function, and by what. */
export function reachSentence(reach: Pick<FunctionReach, 'level' | 'answers'>): string {
  const answer = decidingAnswer(reach)
  if (reach.level === 'unknown')
    return answer
      ? `Who can invoke it is not fully known. Of what was read: ${sentenceOf(answer)}`
      : 'Who can invoke it is not known.'
  return answer ? sentenceOf(answer) : `${CAN[reach.level]}.`
}

/** JSON laid out over lines; what is not JSON stays as it came. */
export function prettyQuote(quote: string): string {
  try {
    return JSON.stringify(JSON.parse(quote), null, 2)
  } catch {
    return quote
  }
}
