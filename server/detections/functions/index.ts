import type { Detection } from '#server/detections/define-detection.ts'
import { codeChangedByNewDeployer } from './code-changed-by-new-deployer.ts'
import { codeChangedByNewRole } from './code-changed-by-new-role.ts'
import { codeChangedByPerson } from './code-changed-by-person.ts'
import { functionConfigurationChanged } from './function-configuration-changed.ts'
import { functionCreated } from './function-created.ts'
import { functionCreatedWithoutCodeKey } from './function-created-without-code-key.ts'
import { functionDeleted } from './function-deleted.ts'
import { functionGrantedToOtherAccount } from './function-granted-to-other-account.ts'
import { functionOpenedToAnyone } from './function-opened-to-anyone.ts'
import { functionPermissionAdded } from './function-permission-added.ts'
import { functionPermissionWithoutSource } from './function-permission-without-source.ts'
import { functionUrlCorsOpened } from './function-url-cors-opened.ts'
import { functionUrlCreated } from './function-url-created.ts'
import { functionUrlOpened } from './function-url-opened.ts'
import { functionsDeleted } from './functions-deleted.ts'
import { lambdaChangedByNewPrincipal } from './lambda-changed-by-new-principal.ts'
import { layerAttached } from './layer-attached.ts'
import { layerFromOtherAccount } from './layer-from-other-account.ts'
import { layerPublished } from './layer-published.ts'
import { layerShared } from './layer-shared.ts'
import { versionPublished } from './version-published.ts'

export const FUNCTIONS_DETECTIONS: readonly Detection[] = [
  codeChangedByNewDeployer,
  codeChangedByNewRole,
  codeChangedByPerson,
  functionConfigurationChanged,
  functionCreated,
  functionCreatedWithoutCodeKey,
  functionDeleted,
  functionGrantedToOtherAccount,
  functionOpenedToAnyone,
  functionPermissionAdded,
  functionPermissionWithoutSource,
  functionUrlCorsOpened,
  functionUrlCreated,
  functionUrlOpened,
  functionsDeleted,
  lambdaChangedByNewPrincipal,
  layerAttached,
  layerFromOtherAccount,
  layerPublished,
  layerShared,
  versionPublished,
]
