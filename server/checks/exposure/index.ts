import type { AnyCheck } from '#server/checks/define-check.ts'
import { alexaGrantWithoutSkill } from './alexa-grant-without-skill.ts'
import { bucketPublicTrigger } from './bucket-public-trigger.ts'
import { crossAccountGrant } from './cross-account-grant.ts'
import { edgeFunctionAssociated } from './edge-function-associated.ts'
import { eventBusPublic } from './event-bus-public.ts'
import { functionPolicyPublic } from './function-policy-public.ts'
import { functionUrlPublic } from './function-url-public.ts'
import { grantBeyondInvoke } from './grant-beyond-invoke.ts'
import { grantWithoutSourceLeft } from './grant-without-source-left.ts'
import { internetThroughLoadBalancer } from './internet-through-load-balancer.ts'
import { internetWithoutAuthentication } from './internet-without-authentication.ts'
import { layerOfOtherAccount } from './layer-of-other-account.ts'
import { layerPublic } from './layer-public.ts'
import { layerSharedOutside } from './layer-shared-outside.ts'
import { manyTriggerKinds } from './many-trigger-kinds.ts'
import { qualifiedPolicyPublic } from './qualified-policy-public.ts'
import { queueOpenToAccounts } from './queue-open-to-accounts.ts'
import { queuePublic } from './queue-public.ts'
import { s3GrantWithoutAccount } from './s3-grant-without-account.ts'
import { serviceGrantWithoutSource } from './service-grant-without-source.ts'
import { topicPublic } from './topic-public.ts'
import { urlAroundCloudfront } from './url-around-cloudfront.ts'
import { urlCorsAnyOrigin } from './url-cors-any-origin.ts'
import { urlWithoutGrant } from './url-without-grant.ts'
import { userPoolSelfSignUp } from './user-pool-self-sign-up.ts'

export const EXPOSURE_CHECKS: readonly AnyCheck[] = [
  functionUrlPublic,
  functionPolicyPublic,
  qualifiedPolicyPublic,
  internetWithoutAuthentication,
  internetThroughLoadBalancer,
  serviceGrantWithoutSource,
  s3GrantWithoutAccount,
  crossAccountGrant,
  grantBeyondInvoke,
  alexaGrantWithoutSkill,
  grantWithoutSourceLeft,
  manyTriggerKinds,
  urlCorsAnyOrigin,
  urlWithoutGrant,
  urlAroundCloudfront,
  layerPublic,
  layerSharedOutside,
  layerOfOtherAccount,
  edgeFunctionAssociated,
  queuePublic,
  queueOpenToAccounts,
  topicPublic,
  eventBusPublic,
  bucketPublicTrigger,
  userPoolSelfSignUp,
]
