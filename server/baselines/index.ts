import { accountConcurrency } from './account-concurrency.ts'
import { asyncEventAge } from './async-event-age.ts'
import { asyncEventsDropped } from './async-events-dropped.ts'
import { chargesJump } from './charges-jump.ts'
import { errorsBurst } from './errors-burst.ts'
import { initFailures } from './init-failures.ts'
import { iteratorAge } from './iterator-age.ts'
import { metricAnomaly } from './metric-anomaly.ts'
import { outOfMemory } from './out-of-memory.ts'
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
export const BASELINES = [
  ...FUNCTION_BASELINES,
  ...ACCOUNT_BASELINES,
  ...CHARGES_BASELINES,
  ...MODEL_BASELINES,
] as const
