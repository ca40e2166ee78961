import type { Detection } from '#server/detections/define-detection.ts'
import { apiAuthorizationRemoved } from './api-authorization-removed.ts'
import { apiChangedByNewPrincipal } from './api-changed-by-new-principal.ts'
import { apiIntegratedWithOtherAccount } from './api-integrated-with-other-account.ts'
import { apiKeysRead } from './api-keys-read.ts'
import { apiLoggingRemoved } from './api-logging-removed.ts'
import { bucketNotifiesOtherAccount } from './bucket-notifies-other-account.ts'
import { deadLetterQueueRemoved } from './dead-letter-queue-removed.ts'
import { domainMappedElsewhere } from './domain-mapped-elsewhere.ts'
import { edgeCodeChangedByPerson } from './edge-code-changed-by-person.ts'
import { eventBusOpened } from './event-bus-opened.ts'
import { eventRuleStopped } from './event-rule-stopped.ts'
import { eventsSentToOtherAccount } from './events-sent-to-other-account.ts'
import { frontDoorDeleted } from './front-door-deleted.ts'
import { queueMadePublic } from './queue-made-public.ts'
import { queuePurged } from './queue-purged.ts'
import { scheduleMadeByHand } from './schedule-made-by-hand.ts'
import { signInTriggerSet } from './sign-in-trigger-set.ts'
import { stateMachineChangedByPerson } from './state-machine-changed-by-person.ts'
import { topicCreatedByNewPrincipal } from './topic-created-by-new-principal.ts'
import { topicMadePublic } from './topic-made-public.ts'
import { topicPublishedByNewPrincipal } from './topic-published-by-new-principal.ts'
import { topicSubscribedFromOutside } from './topic-subscribed-from-outside.ts'
import { topicSubscribedWithNewProtocol } from './topic-subscribed-with-new-protocol.ts'
import { wafDetached } from './waf-detached.ts'
import { wafLoggingStopped } from './waf-logging-stopped.ts'
import { wafRulesDeleted } from './waf-rules-deleted.ts'

export const FRONT_DOORS_DETECTIONS: readonly Detection[] = [
  apiAuthorizationRemoved,
  apiChangedByNewPrincipal,
  apiIntegratedWithOtherAccount,
  apiKeysRead,
  apiLoggingRemoved,
  bucketNotifiesOtherAccount,
  deadLetterQueueRemoved,
  domainMappedElsewhere,
  edgeCodeChangedByPerson,
  eventBusOpened,
  eventRuleStopped,
  eventsSentToOtherAccount,
  frontDoorDeleted,
  queueMadePublic,
  queuePurged,
  scheduleMadeByHand,
  signInTriggerSet,
  stateMachineChangedByPerson,
  topicCreatedByNewPrincipal,
  topicMadePublic,
  topicPublishedByNewPrincipal,
  topicSubscribedFromOutside,
  topicSubscribedWithNewProtocol,
  wafDetached,
  wafLoggingStopped,
  wafRulesDeleted,
]
