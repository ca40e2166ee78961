import { callTo } from '#server/detections/example-call.ts'

/** WAF, and its classic kinds, which some APIs still have. */
export const WAF = ['wafv2.amazonaws.com', 'waf.amazonaws.com', 'waf-regional.amazonaws.com'] as const

/** A call to WAF in an example. */
export const waf = callTo('wafv2')
