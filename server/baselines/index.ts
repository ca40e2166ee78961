import { accountConcurrency } from './account-concurrency.ts'
import { accountCostSpike } from './account-cost-spike.ts'
import { asyncEventAge } from './async-event-age.ts'
import { asyncEventsDropped } from './async-events-dropped.ts'
import { chargesJump } from './charges-jump.ts'
import { costBudget } from './cost-budget.ts'
import { costSpike } from './cost-spike.ts'
import { denialOfWallet } from './denial-of-wallet.ts'
import { errorsBurst } from './errors-burst.ts'
import { initFailures } from './init-failures.ts'
import { iteratorAge } from './iterator-age.ts'
import { metricAnomaly } from './metric-anomaly.ts'
import { outOfMemory } from './out-of-memory.ts'
import { recursionLoop } from './recursion-loop.ts'
import { silentStop } from './silent-stop.ts'
import { throttles } from './throttles.ts'
import { timeouts } from './timeouts.ts'
import { undeliveredFailures } from './undelivered-failures.ts'

export const FUNCTION_BASELINES = [
  throttles,
  timeouts,
  errorsBurst,
  outOfMemory,
  initFailures,
  asyncEventsDropped,
  asyncEventAge,
  iteratorAge,
  undeliveredFailures,
] as const
export const ACCOUNT_BASELINES = [accountConcurrency] as const
export const CHARGES_BASELINES = [chargesJump] as const
/** Out of the models of series: what stopped, and what is unusual and does something. */
export const MODEL_BASELINES = [silentStop, metricAnomaly] as const
/** Out of what functions cost. */
export const FUNCTION_COST_BASELINES = [costSpike, denialOfWallet, recursionLoop] as const
export const COST_BASELINES = [...FUNCTION_COST_BASELINES, accountCostSpike, costBudget] as const
export const BASELINES = [
  ...FUNCTION_BASELINES,
  ...ACCOUNT_BASELINES,
  ...CHARGES_BASELINES,
  ...MODEL_BASELINES,
  ...COST_BASELINES,
] as const
