import type { Detection } from '#server/detections/define-detection.ts'
import { aliasRedirected } from './alias-redirected.ts'
import { codeChangedByNewDeployer } from './code-changed-by-new-deployer.ts'
import { codeChangedByNewRole } from './code-changed-by-new-role.ts'
import { codeChangedByPerson } from './code-changed-by-person.ts'
import { codeSigningWeakened } from './code-signing-weakened.ts'
import { eventSourceMappingCreated } from './event-source-mapping-created.ts'
import { eventSourceMappingRedirected } from './event-source-mapping-redirected.ts'
import { eventSourceMappingStopped } from './event-source-mapping-stopped.ts'
import { functionChangedByFunction } from './function-changed-by-function.ts'
import { functionConcurrencyLimitRemoved } from './function-concurrency-limit-removed.ts'
import { functionConcurrencyZeroed } from './function-concurrency-zeroed.ts'
import { functionConfigurationChanged } from './function-configuration-changed.ts'
import { functionCreated } from './function-created.ts'
import { functionCreatedInNewRegion } from './function-created-in-new-region.ts'
import { functionCreatedWithoutCodeKey } from './function-created-without-code-key.ts'
import { functionDeleted } from './function-deleted.ts'
import { functionDetachedFromVpc } from './function-detached-from-vpc.ts'
import { functionEnvironmentChanged } from './function-environment-changed.ts'
import { functionGrantedToOtherAccount } from './function-granted-to-other-account.ts'
import { functionInvokedByNewPrincipal } from './function-invoked-by-new-principal.ts'
import { functionInvokedFromNewNetwork } from './function-invoked-from-new-network.ts'
import { functionInvokedFromOtherAccount } from './function-invoked-from-other-account.ts'
import { functionInvokedTooOften } from './function-invoked-too-often.ts'
import { functionLoggingReduced } from './function-logging-reduced.ts'
import { functionMadeAndReached } from './function-made-and-reached.ts'
import { functionOpenedToAnyone } from './function-opened-to-anyone.ts'
import { functionPermissionAdded } from './function-permission-added.ts'
import { functionPermissionWithoutSource } from './function-permission-without-source.ts'
import { functionRecursionAllowed } from './function-recursion-allowed.ts'
import { functionResultsSentElsewhere } from './function-results-sent-elsewhere.ts'
import { functionRoleChanged } from './function-role-changed.ts'
import { functionRoleChangesIam } from './function-role-changes-iam.ts'
import { functionTriggeredFromOtherAccount } from './function-triggered-from-other-account.ts'
import { functionUrlCorsOpened } from './function-url-cors-opened.ts'
import { functionUrlCreated } from './function-url-created.ts'
import { functionUrlOpened } from './function-url-opened.ts'
import { functionsDeleted } from './functions-deleted.ts'
import { functionsEnumerated } from './functions-enumerated.ts'
import { functionsReadByNewPrincipal } from './functions-read-by-new-principal.ts'
import { imageFromOtherAccount } from './image-from-other-account.ts'
import { lambdaChangedByNewPrincipal } from './lambda-changed-by-new-principal.ts'
import { layerAttached } from './layer-attached.ts'
import { layerFromOtherAccount } from './layer-from-other-account.ts'
import { layerPublished } from './layer-published.ts'
import { layerShared } from './layer-shared.ts'
import { policyHandsOutFunctions } from './policy-hands-out-functions.ts'
import { provisionedConcurrencyRaised } from './provisioned-concurrency-raised.ts'
import { runtimePinned } from './runtime-pinned.ts'
import { secretRotationFunctionSet } from './secret-rotation-function-set.ts'
import { versionPublished } from './version-published.ts'

export const FUNCTIONS_DETECTIONS: readonly Detection[] = [
  aliasRedirected,
  codeChangedByNewDeployer,
  codeChangedByNewRole,
  codeChangedByPerson,
  codeSigningWeakened,
  eventSourceMappingCreated,
  eventSourceMappingRedirected,
  eventSourceMappingStopped,
  functionChangedByFunction,
  functionConcurrencyLimitRemoved,
  functionConcurrencyZeroed,
  functionConfigurationChanged,
  functionCreatedInNewRegion,
  functionCreatedWithoutCodeKey,
  functionCreated,
  functionDeleted,
  functionDetachedFromVpc,
  functionEnvironmentChanged,
  functionGrantedToOtherAccount,
  functionInvokedByNewPrincipal,
  functionInvokedFromNewNetwork,
  functionInvokedFromOtherAccount,
  functionInvokedTooOften,
  functionLoggingReduced,
  functionMadeAndReached,
  functionOpenedToAnyone,
  functionPermissionAdded,
  functionPermissionWithoutSource,
  functionRecursionAllowed,
  functionResultsSentElsewhere,
  functionRoleChanged,
  functionRoleChangesIam,
  functionTriggeredFromOtherAccount,
  functionUrlCorsOpened,
  functionUrlCreated,
  functionUrlOpened,
  functionsDeleted,
  functionsEnumerated,
  functionsReadByNewPrincipal,
  imageFromOtherAccount,
  lambdaChangedByNewPrincipal,
  layerAttached,
  layerFromOtherAccount,
  layerPublished,
  layerShared,
  policyHandsOutFunctions,
  provisionedConcurrencyRaised,
  runtimePinned,
  secretRotationFunctionSet,
  versionPublished,
]
