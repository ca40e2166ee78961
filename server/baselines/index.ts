import { accountConcurrency } from './account-concurrency.ts'
import { chargesJump } from './charges-jump.ts'
import { errorsBurst } from './errors-burst.ts'
import { throttles } from './throttles.ts'
import { timeouts } from './timeouts.ts'

export const FUNCTION_BASELINES = [throttles, timeouts, errorsBurst] as const
export const ACCOUNT_BASELINES = [accountConcurrency] as const
export const CHARGES_BASELINES = [chargesJump] as const
export const BASELINES = [...FUNCTION_BASELINES, ...ACCOUNT_BASELINES, ...CHARGES_BASELINES] as const
