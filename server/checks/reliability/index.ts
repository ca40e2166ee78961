import type { AnyCheck } from '#server/checks/define-check.ts'
import { accountConcurrencyLow } from './account-concurrency-low.ts'
import { apiTimeoutMismatch } from './api-timeout-mismatch.ts'
import { asyncFailuresLost } from './async-failures-lost.ts'
import { batchFailuresNotReported } from './batch-failures-not-reported.ts'
import { concurrencyStarvesAccount } from './concurrency-starves-account.ts'
import { databaseConnections } from './database-connections.ts'
import { errorsHigh } from './errors-high.ts'
import { eventRuleDeadLetterMissing } from './event-rule-dead-letter-missing.ts'
import { failureTargetMissing } from './failure-target-missing.ts'
import { functionSwitchedOff } from './function-switched-off.ts'
import { mappingFailuresLost } from './mapping-failures-lost.ts'
import { memoryDefault } from './memory-default.ts'
import { provisionedConcurrencyFailed } from './provisioned-concurrency-failed.ts'
import { queueReceiveCountLow } from './queue-receive-count-low.ts'
import { queueRedriveMissing } from './queue-redrive-missing.ts'
import { queueVisibilityShort } from './queue-visibility-short.ts'
import { recursionAllowed } from './recursion-allowed.ts'
import { recursiveTrigger } from './recursive-trigger.ts'
import { reservedConcurrencyMissing } from './reserved-concurrency-missing.ts'
import { scheduleDeadLetterMissing } from './schedule-dead-letter-missing.ts'
import { stateMachineWithoutCatch } from './state-machine-without-catch.ts'
import { streamPoisonPill } from './stream-poison-pill.ts'
import { subscriptionRedriveMissing } from './subscription-redrive-missing.ts'
import { throttlesMany } from './throttles-many.ts'
import { timeoutDefault } from './timeout-default.ts'
import { timeoutMaximum } from './timeout-maximum.ts'
import { timeoutsMany } from './timeouts-many.ts'

export const RELIABILITY_CHECKS: readonly AnyCheck[] = [
  accountConcurrencyLow,
  apiTimeoutMismatch,
  asyncFailuresLost,
  batchFailuresNotReported,
  concurrencyStarvesAccount,
  databaseConnections,
  errorsHigh,
  eventRuleDeadLetterMissing,
  failureTargetMissing,
  functionSwitchedOff,
  mappingFailuresLost,
  memoryDefault,
  provisionedConcurrencyFailed,
  queueReceiveCountLow,
  queueRedriveMissing,
  queueVisibilityShort,
  recursionAllowed,
  recursiveTrigger,
  reservedConcurrencyMissing,
  scheduleDeadLetterMissing,
  stateMachineWithoutCatch,
  streamPoisonPill,
  subscriptionRedriveMissing,
  throttlesMany,
  timeoutDefault,
  timeoutMaximum,
  timeoutsMany,
]
